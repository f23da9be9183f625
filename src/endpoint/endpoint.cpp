// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/endpoint.h"

#include "endpoint/asiomailbox.h"
#include "endpoint/server.h"
#include "endpoint/session.h"

#include <boost/asio/executor_work_guard.hpp>
#include <pthread.h>

#include <thread>

namespace Patchbay {

namespace asio = boost::asio;

class Endpoint::Thread final
{
public:
    explicit Thread()
        : m_loop(1)
        , m_mailbox(m_loop)
    {
    }

    ~Thread()
    {
        if (m_thread.joinable()) {
            m_mailbox.post([this] {
                m_server->stop();
                m_work.reset();
            });
            m_thread.join();
        }
        m_mailbox.close();
    }
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;

    Result<void> start(EndpointOptions options, Dispatcher& pool, ClientTable clients,
                       FactsSource facts)
    {
        auto listeners = Listeners::open(m_loop, options);
        if (!listeners)
            return Failure(listeners.error());
        port = listeners->port;
        isEncrypted = listeners->tls != nullptr;
        // Clients see another port where ours is published as that (containers).
        const HostCheck::Rules rules{listeners->isLoopback ? port : quint16(0), isEncrypted,
                                     options.allowedHosts, options.allowedOrigins};
        const HostCheck::Rules localRules{0, false, options.allowedHosts, options.allowedOrigins};
        const Throttle::Limits throttle = options.limits.throttle;
        m_server = std::make_unique<Server>(
            m_loop, std::move(*listeners),
            ServerContext{std::move(options), pool, std::move(facts), m_mailbox.address(),
                          HostCheck(rules), HostCheck(localRules), std::move(clients),
                          Throttle(throttle), RequestLog()});
        m_server->start();
        m_thread = std::thread([this] {
            pthread_setname_np(pthread_self(), "endpoint");
            m_loop.run();
        });
        return {};
    }

    quint16 port = 0;
    bool isEncrypted = false;
    const Mailbox main; // of the thread that made it

    void post(std::move_only_function<void(Server&)> task)
    {
        m_mailbox.post([this, task = std::move(task)]() mutable { task(*m_server); });
    }

private:
    asio::io_context m_loop;
    asio::executor_work_guard<asio::io_context::executor_type> m_work{m_loop.get_executor()};
    AsioMailbox m_mailbox;
    std::unique_ptr<Server> m_server;
    std::thread m_thread;
};

Endpoint::Endpoint(std::unique_ptr<Thread> thread)
    : m_thread(std::move(thread))
{
}

Endpoint::~Endpoint() = default;

Result<std::unique_ptr<Endpoint>> Endpoint::start(EndpointOptions options, Dispatcher& pool,
                                                  ClientTable clients, FactsSource facts)
{
    auto thread = std::make_unique<Thread>();
    const auto started =
        thread->start(std::move(options), pool, std::move(clients), std::move(facts));
    if (!started)
        return Failure(started.error());
    return std::unique_ptr<Endpoint>(new Endpoint(std::move(thread)));
}

quint16 Endpoint::port() const
{
    return m_thread->port;
}

bool Endpoint::isEncrypted() const
{
    return m_thread->isEncrypted;
}

void Endpoint::setClients(ClientTable clients)
{
    m_thread->post([clients = std::move(clients)](Server& server) mutable {
        server.setClients(std::move(clients));
    });
}

void Endpoint::setInspector(std::shared_ptr<InspectorTap> tap)
{
    m_thread->post(
        [tap = std::move(tap)](Server& server) mutable { server.setInspector(std::move(tap)); });
}

void Endpoint::setRules(RuleTable rules)
{
    m_thread->post(
        [rules = std::move(rules)](Server& server) mutable { server.setRules(std::move(rules)); });
}

void Endpoint::drain(qint64 graceMs, std::function<void()> done)
{
    const MailboxAddress main = m_thread->main.address();
    m_thread->post([graceMs, main, done = std::move(done)](Server& server) mutable {
        server.drain(graceMs, [main, done = std::move(done)]() mutable {
            main.post([done = std::move(done)] { done(); });
        });
    });
}

} // namespace Patchbay
