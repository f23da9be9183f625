// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "base/result.h"
#include "clients/ownclient.h"
#include "core/endpointfacts.h"
#include "endpoint/inspector/requestinspector.h"

#include <QObject>

#include <memory>

namespace Patchbay {

class Core;
class Endpoint;

/// The local endpoint of this process: started and stopped, told of clients and rules as they
/// change. Main thread; destroyed before the pool.
class EndpointService final : public QObject
{
    Q_OBJECT
public:
    explicit EndpointService(Core& core);
    ~EndpointService() override;

    /// Where the token of the client `env` comes from.
    enum class OwnToken {
        EnvironmentOrFile, // made in serve.token while there is no other client
        Environment,
    };
    /// Listens when it returns. User agent and access log are filled in here.
    [[nodiscard]] Result<void> start(EndpointOptions options, OwnToken ownToken);
    /// As the settings say, on loopback.
    [[nodiscard]] Result<void> startForWindow();
    /// Ends at once.
    void stop();
    /// Takes nothing new, lets answers under way end for so long, then stops. Once.
    void drain(qint64 graceMs, std::function<void()> done);

    [[nodiscard]] bool isRunning() const { return m_endpoint != nullptr; }
    /// "http://127.0.0.1:3002", of what runs.
    [[nodiscard]] QString address() const;
    [[nodiscard]] quint16 port() const;
    /// The file that holds the token of the client `env`; empty: there is none.
    [[nodiscard]] QString tokenFile() const;
    /// What came and was answered, for a person who looks. It stays over a stop, until switched off.
    [[nodiscard]] RequestInspector& inspector() { return m_inspector; }

Q_SIGNALS:
    void runningChanged();

private:
    [[nodiscard]] Result<void> readOwnClient();
    void giveClients();
    void giveRules();

    Core& m_core;
    EndpointFacts m_facts;
    OwnToken m_ownToken = OwnToken::Environment;
    std::optional<OwnClient> m_own;
    QString m_host;
    RequestInspector m_inspector; // the endpoint tells it until its end
    std::unique_ptr<Endpoint> m_endpoint;
    Mailbox m_mailbox;
};

} // namespace Patchbay
