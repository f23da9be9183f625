// SPDX-License-Identifier: GPL-3.0-or-later
#include "bareserver.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace Patchbay {

BareServer::BareServer(QByteArray answer)
    : m_answer(std::move(answer))
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (::bind(m_listener, raw, size) != 0 || ::listen(m_listener, 1024) != 0 ||
        ::getsockname(m_listener, raw, &size) != 0)
        qFatal("no port");
    m_port = ntohs(address.sin_port);
    m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = m_listener;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_listener, &event);
    m_thread = std::thread([this] { run(); });
}

BareServer::~BareServer()
{
    m_mustEnd = true;
    m_thread.join();
    for (const auto& [socket, buffer] : m_buffers)
        ::close(socket);
    ::close(m_listener);
    ::close(m_epoll);
}

QUrl BareServer::url() const
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port));
}

void BareServer::run()
{
    epoll_event events[64];
    while (!m_mustEnd) {
        const int count = ::epoll_wait(m_epoll, events, 64, 50);
        for (int i = 0; i < count; ++i) {
            const int socket = events[i].data.fd;
            if (socket == m_listener) {
                accept();
            } else if (!serve(socket)) {
                m_buffers.erase(socket);
                ::close(socket);
            }
        }
    }
}

void BareServer::accept()
{
    const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0)
        return;
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = socket;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, socket, &event);
    m_buffers[socket];
}

bool BareServer::serve(int socket)
{
    QByteArray& buffer = m_buffers[socket];
    char bytes[256 * 1024];
    const ssize_t came = ::recv(socket, bytes, sizeof bytes, 0);
    if (came <= 0)
        return false;
    buffer.append(bytes, came);
    for (;;) {
        const qsizetype end = buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return true;
        const QByteArray head = buffer.first(end).toLower();
        const qsizetype at = head.indexOf("content-length:");
        const qsizetype length =
            at < 0 ? 0 : head.mid(at + 15, head.indexOf('\r', at) - at - 15).trimmed().toLongLong();
        if (buffer.size() < end + 4 + length)
            return true;
        buffer.remove(0, end + 4 + length);
        if (::send(socket, m_answer.constData(), static_cast<size_t>(m_answer.size()),
                   MSG_NOSIGNAL) < 0)
            return false;
    }
}

} // namespace Patchbay
