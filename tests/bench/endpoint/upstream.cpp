// SPDX-License-Identifier: GPL-3.0-or-later
// An upstream that is never the bottleneck: upstream PORT_FILE, two threads on loopback until
// killed. A request with `"stream":true` is answered with an event stream in which each delta holds
// the time it was sent at (CLOCK_MONOTONIC, nanoseconds, between two @); "events=N every_ms=M"
// anywhere in the body says how many and how far apart. Any other gets 1 kB of JSON.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

namespace {

using namespace std::string_view_literals;
using Ns = long long;

constexpr int kThreads = 2;
constexpr Ns kMs = 1'000'000;
constexpr auto kHeaders = "request-id: req_1\r\n"
                          "anthropic-organization-id: 1\r\n"
                          "anthropic-ratelimit-requests-limit: 4000\r\n"
                          "anthropic-ratelimit-requests-remaining: 3999\r\n"
                          "anthropic-ratelimit-requests-reset: 2030-01-01T00:00:00Z\r\n"sv;

Ns now()
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
}

void mustWork(bool works, const char* what)
{
    if (works)
        return;
    std::perror(what);
    std::exit(1);
}

std::string wholeAnswer()
{
    std::string text;
    for (int i = 0; i < 160; ++i)
        text += "word ";
    const std::string body =
        R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5",)"
        R"("content":[{"type":"text","text":")" +
        text +
        R"("}],"stop_reason":"end_turn","stop_sequence":null,)"
        R"("usage":{"input_tokens":25,"output_tokens":160}})";
    return "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n" + std::string(kHeaders) +
           "content-length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string chunk(std::string_view text)
{
    char size[24];
    std::snprintf(size, sizeof size, "%zx\r\n", text.size());
    return size + std::string(text) + "\r\n";
}

std::string event(const std::string& name, const std::string& rest)
{
    return "event: " + name + "\ndata: {\"type\":\"" + name + "\"" + rest + "}\n\n";
}

std::string delta()
{
    return event("content_block_delta",
                 R"(,"index":0,"delta":{"type":"text_delta","text":"word word @)" +
                     std::to_string(now()) + R"(@ "})");
}

std::string begin()
{
    return "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-cache\r\n" +
           std::string(kHeaders) + "transfer-encoding: chunked\r\n\r\n" +
           chunk(event("message_start",
                       R"(,"message":{"id":"msg_1","type":"message","role":"assistant",)"
                       R"("model":"claude-sonnet-5-5","content":[],"stop_reason":null,)"
                       R"("stop_sequence":null,"usage":{"input_tokens":25,"output_tokens":1}})") +
                 event("content_block_start",
                       R"(,"index":0,"content_block":{"type":"text","text":""})"));
}

std::string end()
{
    return chunk(event("content_block_stop", R"(,"index":0)") +
                 event("message_delta", R"(,"delta":{"stop_reason":"end_turn",)"
                                        R"("stop_sequence":null},"usage":{"output_tokens":160})") +
                 event("message_stop", "")) +
           "0\r\n\r\n";
}

long numberAfter(std::string_view text, std::string_view name, long otherwise)
{
    const auto at = text.find(name);
    return at == std::string_view::npos ? otherwise : std::atol(text.data() + at + name.size());
}

class Server final
{
public:
    explicit Server(int listener)
        : m_listener(listener)
        , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    {
        watch(m_listener, EPOLLIN | EPOLLEXCLUSIVE);
    }

    [[noreturn]] void run()
    {
        epoll_event events[64];
        for (;;) {
            const Ns untilDue = m_due.empty() ? 1000 * kMs : m_due.begin()->first - now();
            const timespec wait{untilDue > 0 ? untilDue / 1'000'000'000 : 0,
                                untilDue > 0 ? untilDue % 1'000'000'000 : 0};
            const int count = ::epoll_pwait2(m_epoll, events, 64, &wait, nullptr);
            for (int i = 0; i < count; ++i) {
                const int socket = events[i].data.fd;
                if (socket == m_listener)
                    accept();
                else if (!read(socket))
                    drop(socket);
            }
            pace();
        }
    }

private:
    struct Peer
    {
        std::string buffer;
        long eventsLeft = 0;
        Ns every = 0;
    };

    void watch(int socket, unsigned int what) const
    {
        epoll_event event{};
        event.events = what;
        event.data.fd = socket;
        ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, socket, &event);
    }

    void accept()
    {
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (socket < 0)
            return;
        const int on = 1;
        ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        m_peers[socket];
        watch(socket, EPOLLIN);
    }

    void drop(int socket)
    {
        std::erase_if(m_due, [socket](const auto& due) { return due.second == socket; });
        m_peers.erase(socket);
        ::close(socket);
    }

    static bool send(int socket, std::string_view bytes)
    {
        return ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(bytes.size());
    }

    bool read(int socket)
    {
        static thread_local std::vector<char> bytes(512UL * 1024);
        const ssize_t came = ::recv(socket, bytes.data(), bytes.size(), 0);
        if (came <= 0)
            return false;
        Peer& peer = m_peers[socket];
        peer.buffer.append(bytes.data(), static_cast<std::size_t>(came));
        for (;;) {
            const std::size_t end = peer.buffer.find("\r\n\r\n");
            if (end == std::string::npos)
                return true;
            const std::string_view head = std::string_view(peer.buffer).substr(0, end);
            long length = 0;
            for (const auto name : {"\r\nContent-Length:"sv, "\r\ncontent-length:"sv})
                length = numberAfter(head, name, length);
            const std::size_t whole = end + 4 + static_cast<std::size_t>(length);
            if (peer.buffer.size() < whole)
                return true;
            const bool isSent =
                answer(socket, peer, std::string_view(peer.buffer).substr(0, whole));
            peer.buffer.erase(0, whole);
            if (!isSent)
                return false;
        }
    }

    bool answer(int socket, Peer& peer, std::string_view request)
    {
        static const std::string whole = wholeAnswer();
        if (request.find(R"("stream":true)") == std::string_view::npos)
            return send(socket, whole);
        const long events = numberAfter(request, "events=", 1);
        peer.every = numberAfter(request, "every_ms=", 0) * kMs;
        if (peer.every == 0) {
            std::string all = begin();
            for (long i = 0; i < events; ++i)
                all += chunk(delta());
            return send(socket, all + ::end());
        }
        peer.eventsLeft = events;
        // Not all in the same instant: as streams are.
        m_due.emplace(now() + peer.every * (socket % 64) / 64, socket);
        return send(socket, begin());
    }

    void pace()
    {
        while (!m_due.empty() && m_due.begin()->first <= now()) {
            const auto [due, socket] = *m_due.begin();
            m_due.erase(m_due.begin());
            Peer& peer = m_peers[socket];
            const bool isLast = peer.eventsLeft-- <= 0;
            if (!send(socket, isLast ? ::end() : chunk(delta())))
                drop(socket);
            else if (!isLast)
                m_due.emplace(due + peer.every, socket);
        }
    }

    const int m_listener;
    const int m_epoll;
    std::unordered_map<int, Peer> m_peers;
    std::multimap<Ns, int> m_due;
};

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return 2;
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    mustWork(::bind(listener, raw, size) == 0 && ::listen(listener, 4096) == 0 &&
                 ::getsockname(listener, raw, &size) == 0,
             "no port");
    std::FILE* const file = std::fopen(argv[1], "w");
    mustWork(file != nullptr, argv[1]);
    std::fprintf(file, "%d\n", ntohs(address.sin_port));
    std::fclose(file);
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i)
        threads.emplace_back([listener] { Server(listener).run(); });
    for (std::thread& thread : threads)
        thread.join();
}
