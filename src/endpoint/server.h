// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/listeners.h"
#include "endpoint/servercontext.h"

#include <boost/asio/steady_timer.hpp>

#include <map>

namespace Patchbay {

class AccessLog;
class PeerConnection;
class Session;
class Wire;

/// Accepts connections and keeps their sessions. Made before the loop runs, used on its thread.
class Server final
{
public:
    Server(boost::asio::io_context& loop, Listeners listeners, ServerContext context);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void start();
    void setClients(ClientTable clients) { m_context.clients = std::move(clients); }
    void setInspector(std::shared_ptr<InspectorTap> tap) { m_context.inspector = std::move(tap); }
    void setRules(RuleTable rules) { m_context.rules = std::move(rules); }
    [[nodiscard]] ServerContext& context() { return m_context; }

    /// Takes no more connections; ends each when its answer has ended, all of them after `graceMs`.
    /// `done` is called when none is left.
    void drain(qint64 graceMs, std::function<void()> done);
    /// Ends everything; the loop runs until all of it has.
    void stop();

private:
    void accept(boost::asio::ip::tcp::acceptor& acceptor);
    void acceptLocal(boost::asio::local::stream_protocol::acceptor& acceptor);
    void acceptLater(std::function<void()> again);
    void take(std::unique_ptr<Wire> wire, bool isLocal);
    [[nodiscard]] bool makeRoom();
    void close();
    void sessionEnded(quint64 id);

    boost::asio::io_context& m_loop;
    Listeners m_listeners;
    ServerContext m_context;
    std::unique_ptr<AccessLog> m_accessLog; // null: none is kept
    boost::asio::steady_timer m_acceptTimer;
    boost::asio::steady_timer m_graceTimer;
    std::map<quint64, std::shared_ptr<Session>> m_sessions;
    quint64 m_lastId = 0;
    std::function<void()> m_drained;
    bool m_isStopped = false;
};

} // namespace Patchbay
