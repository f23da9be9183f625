// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/simulatorthread.h"

#include <QByteArray>
#include <QString>

namespace Patchbay {

/// An upstream within the test: a SimulatorThread that listens from construction on, and words to
/// script it. Any failure of its own ends the test program with a message.
class TestUpstream final
{
public:
    /// Answers made-up keys from the demo, unpaced by nothing but its own tempo; see script().
    explicit TestUpstream(SimulatorOptions options = {});

    [[nodiscard]] QUrl baseUrl() const { return m_thread.baseUrl(); }
    [[nodiscard]] quint16 port() const { return m_thread.port(); }

    /// The script as JSON: `{"keys":{…},"default":[…]}`.
    void script(const QByteArray& json);
    /// The steps of one key, as a JSON list; other keys keep theirs, and begin them anew.
    void stepsFor(const QByteArray& key, const QByteArray& steps);
    /// The steps of every key without its own, as a JSON list.
    void stepsForAll(const QByteArray& steps);

    /// The sign-in, as the `oauth` object of a script.
    void oauth(const QByteArray& json);

    [[nodiscard]] QList<ReceivedRequest> requests() const { return m_thread.requests(); }
    /// Those to POST /v1/messages.
    [[nodiscard]] QList<ReceivedRequest> messages() const;
    [[nodiscard]] qint64 requestCount() const { return m_thread.requestCount(); }
    [[nodiscard]] BilledTable billed() const { return m_thread.billed(); }
    [[nodiscard]] OAuthCounts oauthCounts() const { return m_thread.oauthCounts(); }
    /// The sum over all models of a key.
    [[nodiscard]] Billed billedTo(const QByteArray& key) const;
    [[nodiscard]] qsizetype openConnections() const { return m_thread.openConnections(); }
    [[nodiscard]] qsizetype openAnswers() const { return m_thread.openAnswers(); }

    /// Connections are refused from then on.
    void stop() { m_thread.stop(); }

private:
    SimulatorThread m_thread;
    Script m_script;
};

} // namespace Patchbay
