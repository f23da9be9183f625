// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/claudeoptions.h"
#include "pool/claudeprocesses.h"
#include "pool/claudequestion.h"
#include "pool/transport.h"

namespace Patchbay {

/// Transports that drive the user's own `claude` program: POST /v1/messages is a turn of a
/// conversation, GET /v1/models asks it for its models (and whether it is signed in); nothing else
/// is there.
class ClaudeTransports final : public TransportFactory
{
public:
    explicit ClaudeTransports(ClaudeOptions options);

    [[nodiscard]] std::unique_ptr<Transport> make(const Account& account,
                                                  TransportRequest request) override;
    void keepOnly(const QSet<AccountId>& accounts) override { m_processes->keepOnly(accounts); }

private:
    ClaudeOptions m_options;
    std::shared_ptr<ClaudeProcesses> m_processes;
};

/// One request to a `claude` process, in these steps: start, say what it is for (`initialize`),
/// tell the earlier turns one by one, ask, read. A process whose conversation went well is kept
/// for the next turn, any other ended.
class ClaudeTransport final : public Transport
{
public:
    ClaudeTransport(const ClaudeOptions& options, std::shared_ptr<ClaudeProcesses> processes,
                    const Account& account, TransportRequest request);
    ~ClaudeTransport() override;

    void start(TransportListener& listener) override;
    void setPaused(bool paused) override;

private:
    enum class Step { Starting, Telling, Answering, Listing, Over };

    [[nodiscard]] std::optional<Error> prepare();
    void begin();
    void startProcess();
    void lineCame(const QJsonObject& line);
    void initialized(const QJsonObject& response);
    void tellNext();
    void earlierTurnCame(const QJsonObject& line);
    void ask(const MessageParam& message);
    void answerCame(const QJsonObject& line);
    void listModels(const QJsonObject& response);
    void passOn();
    void finish(const std::optional<Error>& error);
    void releaseProcess();

    const ClaudeOptions& m_options;
    std::shared_ptr<ClaudeProcesses> m_processes;
    TransportRequest m_request;
    ClaudeOrder m_order;
    ClaudeQuestion m_question;
    QList<QByteArray> m_digests;
    TransportListener* m_listener = nullptr;
    QObject m_context;
    QTimer m_starting;
    ClaudeSession m_session;
    std::optional<ClaudeAnswer> m_answer;
    Step m_step = Step::Starting;
    qsizetype m_told = 0; // of the earlier turns
    // What is ready for the listener.
    std::optional<ResponseHead> m_head;
    QByteArray m_bytes;
    struct End
    {
        HeaderList trailers;
        std::optional<Error> error;
    };
    std::optional<End> m_end;
    bool m_paused = false;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace Patchbay
