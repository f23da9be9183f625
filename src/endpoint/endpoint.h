// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "clients/clienttable.h"
#include "clients/ruletable.h"
#include "endpoint/endpointoptions.h"

#include <memory>

namespace Patchbay {

class Dispatcher;
class InspectorTap;

/// The local HTTP endpoint: one address through which programs use the pool (DESIGN 1.4). Started,
/// used and destroyed on the main thread, before the pool; works on a thread of its own.
class Endpoint final
{
public:
    /// Listens when it returns. Without clients every request but /health is answered 401.
    [[nodiscard]] static Result<std::unique_ptr<Endpoint>>
    start(EndpointOptions options, Dispatcher& pool, ClientTable clients, FactsSource facts);
    /// Ends at once: answers under way are cut, their requests cancelled.
    ~Endpoint();
    Endpoint(const Endpoint&) = delete;
    Endpoint& operator=(const Endpoint&) = delete;

    [[nodiscard]] quint16 port() const;
    [[nodiscard]] bool isEncrypted() const;
    /// Who may use it from the next request on.
    void setClients(ClientTable clients);
    /// Records requests from the next one on; null: none.
    void setInspector(std::shared_ptr<InspectorTap> tap);
    /// What is done with requests, from the next one on. None until then.
    void setRules(RuleTable rules);
    /// Takes no more connections, and lets answers under way end, for at most so long. `done` is
    /// called on the main thread when none is left. Once.
    void drain(qint64 graceMs, std::function<void()> done);

private:
    class Thread;
    explicit Endpoint(std::unique_ptr<Thread> thread);
    std::unique_ptr<Thread> m_thread;
};

} // namespace Patchbay
