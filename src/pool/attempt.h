// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/addresses.h"
#include "pool/answerreader.h"
#include "pool/deliveryflow.h"
#include "pool/dispatcher.h"
#include "pool/requestlink.h"
#include "pool/retrypolicy.h"
#include "pool/transport.h"

#include <QTimer>

namespace Patchbay {

/// What the board hands to a worker: one attempt of one request.
struct AttemptOrder
{
    quint64 request = 0;
    std::shared_ptr<RequestHandle::Link> link;
    Account account;
    QUrl baseUrl;
    Credential credential;
    QByteArray method;
    QByteArray path;
    QByteArray body;
    HeaderList headers;
    QString conversation;
    bool stream = true;
    bool isMessages = true;
    AttemptOpening opening;
};

/// How an attempt ended, as the worker tells the board.
struct AttemptReport
{
    quint64 request = 0;
    std::optional<AttemptFailure> failure;
    bool wasCancelled = false;
    bool wasPassedOn = false; // something of the answer reached the one who asked
    bool isEstimated = false; // of the usage
    ResponseHead head;
    QByteArray errorBody;
    AnswerHeaders headers;
    QString modelServed;
    QString stopReason;
    TokenUsage usage;
    qint64 firstByteMs = -1;
    qint64 durationMs = 0;
};

/// One attempt: sends, watches the time, passes the answer on as it comes and reads along. On its
/// worker's thread. `ended` is called once, never from within start(), and may not destroy it.
class Attempt final : private TransportListener
{
public:
    struct Context
    {
        const PoolOptions& options;
        const Clock& clock;
        Ledger& ledger;
        MailboxAddress worker;
        std::function<void(quint64)> resume; // on the worker's thread
        /// The first content of a good answer came.
        std::function<void(quint64, const AnswerHeaders&)> answers;
        std::function<void(AttemptReport)> ended;
        RequestUrls& urls;
    };
    static constexpr qsizetype kMostErrorBytes = 1024 * 1024;
    /// What is held back of a stream without content, and of an answer in one piece.
    static constexpr qsizetype kMostHeldOfStream = 64 * 1024;
    static constexpr qsizetype kMostHeldOfWhole = 1024 * 1024;

    Attempt(AttemptOrder order, const Context& context);
    ~Attempt() override;

    void start(TransportFactory& transports);
    void cancel();
    /// The one who asked has caught up.
    void resume();

private:
    enum class Phase { Connecting, Waiting, Reading, Closing, Ended };

    void requestMoved() override;
    void headCame(const ResponseHead& head) override;
    void bytesCame(const QByteArray& bytes) override;
    void trailersCame(const HeaderList& trailers) override;
    void transportEnded(const std::optional<Error>& error) override;

    void takeAnswer(const QByteArray& bytes);
    void takeErrorBody(const QByteArray& bytes);
    void endOfAnswer(const std::optional<Error>& error);
    /// `tellHead`: before the first of them.
    void passOn(const QByteArray& bytes, RequestHandle::Link::Call tellHead);
    void passHeldOn(bool isEnd = false);
    [[nodiscard]] bool mustHold() const;
    void noteProgress();

    void enter(Phase phase);
    [[nodiscard]] qint64 limitOfPhase() const;
    void checkTime();
    void timeOut();

    [[nodiscard]] bool isError() const { return m_head.status >= 300; }
    [[nodiscard]] QString host() const { return m_order.baseUrl.host(); }
    [[nodiscard]] AttemptFailure failureOf(const Error& error) const;
    [[nodiscard]] AttemptFailure failureOf(const ApiError& error) const;
    void fail(AttemptFailure failure) { end(std::move(failure)); }
    void end(std::optional<AttemptFailure> failure, bool wasCancelled = false);

    AttemptOrder m_order;
    const Context& m_context;
    AnswerReader m_reader;
    std::unique_ptr<Transport> m_transport;
    std::shared_ptr<DeliveryFlow> m_flow;
    QTimer m_timer;
    Phase m_phase = Phase::Connecting;
    ResponseHead m_head;
    AnswerHeaders m_headers;
    QByteArray m_held; // what came and was not passed on yet
    QByteArray m_errorBody;
    bool m_headPassedOn = false;
    bool m_paused = false;
    qint64 m_startedMs = 0; // monotonic, as the others
    qint64 m_lastMovedMs = 0;
    qint64 m_firstByteMs = -1;
    qint64 m_lastNotedMs = 0;
};

} // namespace Patchbay
