// SPDX-License-Identifier: GPL-3.0-or-later
// What wrk cannot measure: client PORT TOKEN WHAT …, prints one line of figures.
//   first COUNT           time to the first byte of a short stream, one at a time: median us
//   big COUNT             time of a request of 200 kB, one at a time: median us
//   paced STREAMS EVENTS EVERY_MS   delay of events since the upstream sent them: median us, 99th
//   us,
//                         most us, events that were missed
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

using Ns = long long;

Ns now()
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
}

[[noreturn]] void giveUp(const char* why)
{
    std::fprintf(stderr, "%s\n", why);
    std::exit(1);
}

int dial(int port)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<in_port_t>(port));
    if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        giveUp("cannot connect");
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

void send(int socket, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t went = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (went <= 0)
            giveUp("cannot send");
        bytes.remove_prefix(static_cast<std::size_t>(went));
    }
}

std::string request(int port, const std::string& token, const std::string& rest)
{
    const std::string body = R"({"model":"claude-sonnet-5-5","max_tokens":1024,"messages":[{)"
                             R"("role":"user","content":")" +
                             rest + "}";
    return "POST /v1/messages HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
           "\r\nContent-Type: application/json\r\nx-api-key: " + token +
           "\r\nanthropic-version: 2023-06-01\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

std::string streamRequest(int port, const std::string& token, long events, long everyMs)
{
    return request(port, token,
                   "events=" + std::to_string(events) + " every_ms=" + std::to_string(everyMs) +
                       R"("}],"stream":true)");
}

std::string received(int socket)
{
    static std::vector<char> bytes(64UL * 1024);
    const ssize_t came = ::recv(socket, bytes.data(), bytes.size(), 0);
    if (came <= 0)
        giveUp("the connection ended");
    return {bytes.data(), static_cast<std::size_t>(came)};
}

double part(std::vector<Ns>& values, double which)
{
    if (values.empty())
        giveUp("nothing came");
    std::sort(values.begin(), values.end());
    return static_cast<double>(
               values[static_cast<std::size_t>(which * static_cast<double>(values.size() - 1))]) /
           1e3;
}

/// Each request on the same connection until its answer has `last` in it.
void oneAtATime(int port, const std::string& bytes, std::string_view last, int count, bool isFirst)
{
    const int socket = dial(port);
    std::vector<Ns> took;
    for (int i = 0; i < count; ++i) {
        const Ns start = now();
        send(socket, bytes);
        std::string answer = received(socket);
        const Ns first = now() - start;
        if (!answer.starts_with("HTTP/1.1 200"))
            giveUp(answer.c_str());
        while (answer.find(last) == std::string::npos)
            answer += received(socket);
        took.push_back(isFirst ? first : now() - start);
    }
    std::printf("%.1f\n", part(took, 0.5));
}

struct Stream
{
    std::string buffer;
    long events = 0;
};

/// Takes the time stamps out of what came; whether the stream has ended.
bool takeEvents(Stream& stream, Ns at, std::vector<Ns>& delays)
{
    for (;;) {
        const std::size_t begin = stream.buffer.find('@');
        const std::size_t end =
            begin == std::string::npos ? begin : stream.buffer.find('@', begin + 1);
        if (end == std::string::npos)
            break;
        delays.push_back(at - std::atoll(stream.buffer.c_str() + begin + 1));
        ++stream.events;
        stream.buffer.erase(0, end + 1);
    }
    return stream.buffer.find("0\r\n\r\n") != std::string::npos &&
           stream.buffer.find("message_stop") != std::string::npos;
}

void paced(int port, const std::string& token, long count, long events, long everyMs)
{
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    std::unordered_map<int, Stream> streams;
    for (long i = 0; i < count; ++i) {
        const int socket = dial(port);
        streams[socket];
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = socket;
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
        send(socket, streamRequest(port, token, events, everyMs));
    }
    std::vector<Ns> delays;
    long missed = 0;
    while (!streams.empty()) {
        epoll_event ready[64];
        const int number = ::epoll_wait(epoll, ready, 64, -1);
        for (int i = 0; i < number; ++i) {
            const int socket = ready[i].data.fd;
            Stream& stream = streams[socket];
            stream.buffer += received(socket);
            if (stream.events == 0 && !stream.buffer.starts_with("HTTP/1.1 200"))
                giveUp(stream.buffer.c_str());
            if (!takeEvents(stream, now(), delays))
                continue;
            missed += events - stream.events;
            streams.erase(socket);
            ::close(socket);
        }
    }
    const double median = part(delays, 0.5);
    std::printf("%.1f %.1f %.1f %ld\n", median, part(delays, 0.99), part(delays, 1.0), missed);
}

} // namespace

int main(int argc, char** argv)
{
    const std::string what = argc > 4 ? argv[3] : "";
    const auto number = [&](int at) { return at < argc ? std::atol(argv[at]) : 0; };
    const int port = argc > 1 ? std::atoi(argv[1]) : 0;
    const std::string token = argc > 2 ? argv[2] : "";
    const auto count = static_cast<int>(number(4));
    if (what == "first")
        oneAtATime(port, streamRequest(port, token, 3, 0), "\r\n0\r\n\r\n", count, true);
    else if (what == "big")
        oneAtATime(port, request(port, token, std::string(200'000, 'x') + R"("}])"), "160}}", count,
                   false);
    else if (what == "paced")
        paced(port, token, number(4), number(5), number(6));
    else
        return 2;
}
