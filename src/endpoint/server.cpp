// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/server.h"

#include "endpoint/accesslog.h"
#include "endpoint/answerhead.h"
#include "endpoint/session.h"

#include <QFile>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ssl/context.hpp>

#include <algorithm>

namespace Patchbay {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

// Where no more files may be open, some close in a while.
constexpr auto kAcceptAgain = std::chrono::milliseconds(200);

QByteArray tooManyConnections(qint64 nowMs)
{
    EndpointAnswer answer =
        errorAnswer(ErrorForm::Anthropic, 503, QStringLiteral("Too many connections are open"), {});
    addRetryAfter(answer, 1000);
    AnswerHead head;
    head.status = answer.status;
    head.contentType = answer.contentType;
    head.headers = answer.headers;
    head.length = answer.body.size();
    head.keepAlive = false;
    return bytesOf(head, nowMs) + answer.body;
}

} // namespace

Server::Server(asio::io_context& loop, Listeners listeners, ServerContext context)
    : m_loop(loop)
    , m_listeners(std::move(listeners))
    , m_context(std::move(context))
    , m_acceptTimer(loop)
    , m_graceTimer(loop)
{
    const EndpointOptions& options = m_context.options;
    if (options.accessLogFile.isEmpty())
        return;
    m_accessLog = std::make_unique<AccessLog>(loop, options.accessLogFile, options.accessLogBytes);
    m_context.log.write = [this](const RequestRecord& record) { m_accessLog->add(record); };
}

Server::~Server() = default;

void Server::start()
{
    for (tcp::acceptor& acceptor : m_listeners.tcp)
        accept(acceptor);
    if (m_listeners.local)
        acceptLocal(*m_listeners.local);
}

void Server::acceptLater(std::function<void()> again)
{
    m_acceptTimer.expires_after(kAcceptAgain);
    m_acceptTimer.async_wait([this, again = std::move(again)](const error_code&) {
        if (!m_isStopped && !m_context.isDraining)
            again();
    });
}

void Server::accept(tcp::acceptor& acceptor)
{
    acceptor.async_accept([this, &acceptor](const error_code& error, tcp::socket socket) {
        if (m_isStopped || m_context.isDraining || error == asio::error::operation_aborted)
            return;
        if (error == asio::error::no_descriptors || error == asio::error::no_memory)
            return acceptLater([this, &acceptor] { accept(acceptor); });
        if (!error) {
            error_code ignored;
            (void)socket.set_option(tcp::no_delay(true), ignored);
            if (m_listeners.tls)
                take(tlsWire(std::move(socket), *m_listeners.tls), false);
            else
                take(tcpWire(std::move(socket)), false);
        }
        accept(acceptor);
    });
}

void Server::acceptLocal(asio::local::stream_protocol::acceptor& acceptor)
{
    acceptor.async_accept(
        [this, &acceptor](const error_code& error, asio::local::stream_protocol::socket socket) {
            if (m_isStopped || m_context.isDraining || error == asio::error::operation_aborted)
                return;
            if (error == asio::error::no_descriptors || error == asio::error::no_memory)
                return acceptLater([this, &acceptor] { acceptLocal(acceptor); });
            if (!error)
                take(localWire(std::move(socket)), true);
            acceptLocal(acceptor);
        });
}

// The one that was idle longest goes for a new one.
bool Server::makeRoom()
{
    if (static_cast<int>(m_sessions.size()) < m_context.options.limits.connections)
        return true;
    const auto idlest =
        std::min_element(m_sessions.begin(), m_sessions.end(), [](const auto& a, const auto& b) {
            const auto rank = [](const Session& session) {
                return std::pair(!session.isIdle(), session.idleSinceMs());
            };
            return rank(*a.second) < rank(*b.second);
        });
    if (idlest == m_sessions.end() || !idlest->second->isIdle())
        return false;
    idlest->second->endSoon();
    return true;
}

void Server::take(std::unique_ptr<Wire> wire, bool isLocal)
{
    if (!makeRoom()) {
        ++m_context.log.metrics.refusedConnections;
        // What fits the socket's buffer goes out; nobody waits for it.
        if (!m_listeners.tls || isLocal)
            wire->writeNow(tooManyConnections(m_context.clock.nowMs()));
        return;
    }
    const quint64 id = ++m_lastId;
    auto session = std::make_shared<Session>(
        m_context, std::make_shared<PeerConnection>(m_loop, std::move(wire)), isLocal);
    m_sessions.emplace(id, session);
    asio::co_spawn(m_loop, session->run(),
                   [this, id, session](const std::exception_ptr&) { sessionEnded(id); });
}

void Server::sessionEnded(quint64 id)
{
    m_sessions.erase(id);
    if (m_sessions.empty() && m_drained) {
        m_graceTimer.cancel();
        std::exchange(m_drained, nullptr)();
    }
}

void Server::close()
{
    error_code ignored;
    for (tcp::acceptor& acceptor : m_listeners.tcp)
        (void)acceptor.close(ignored);
    if (m_listeners.local && m_listeners.local->is_open()) {
        (void)m_listeners.local->close(ignored);
        QFile::remove(m_context.options.socketFile);
    }
    m_acceptTimer.cancel();
}

void Server::drain(qint64 graceMs, std::function<void()> done)
{
    m_context.isDraining = true;
    close();
    if (m_sessions.empty())
        return done();
    m_drained = std::move(done);
    const auto sessions = m_sessions; // some end at once
    for (const auto& [id, session] : sessions)
        session->endSoon();
    m_graceTimer.expires_after(std::chrono::milliseconds(graceMs));
    m_graceTimer.async_wait([this](const error_code& error) {
        if (error)
            return;
        const auto left = m_sessions;
        for (const auto& [id, session] : left)
            session->stop();
    });
}

void Server::stop()
{
    m_isStopped = true;
    close();
    m_graceTimer.cancel();
    if (m_accessLog)
        m_accessLog->stop();
    const auto left = m_sessions;
    for (const auto& [id, session] : left)
        session->stop();
}

} // namespace Patchbay
