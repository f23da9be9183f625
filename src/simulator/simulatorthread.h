// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/simulator.h"

namespace Patchbay {

/// A Simulator on a thread of its own. Started and used by the thread that made it. The looks at
/// what it received wait for its thread, which is never busy for long.
class SimulatorThread final
{
public:
    explicit SimulatorThread(SimulatorOptions options);
    /// Closes every connection and joins.
    ~SimulatorThread();
    SimulatorThread(const SimulatorThread&) = delete;
    SimulatorThread& operator=(const SimulatorThread&) = delete;

    /// Listens when it returns. Once.
    [[nodiscard]] Result<void> start();
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QUrl baseUrl() const { return m_baseUrl; }

    /// Holds for requests that arrive after this has returned.
    void setScript(Script script);
    [[nodiscard]] QList<ReceivedRequest> requests() const;
    [[nodiscard]] qint64 requestCount() const;
    [[nodiscard]] BilledTable billed() const;
    [[nodiscard]] OAuthCounts oauthCounts() const;
    [[nodiscard]] qsizetype openConnections() const;
    [[nodiscard]] qsizetype openAnswers() const;

    /// Ends it earlier than the destructor does: connections are refused from then on.
    void stop();

private:
    class Host;
    std::unique_ptr<Host> m_host;
    quint16 m_port = 0;
    QUrl m_baseUrl;
};

} // namespace Patchbay
