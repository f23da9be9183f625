// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/attempt.h"

#include "base/logging.h"
#include "pool/attemptheaders.h"
#include "pool/networkfaults.h"

#include <algorithm>

namespace Patchbay {

namespace {

// After the last event a server may take its time to close the connection: that long.
constexpr qint64 kClosingMs = 1000;
constexpr qint64 kProgressEveryMs = 400;

AnswerReader::Form formOf(const AttemptOrder& order)
{
    if (!order.isMessages)
        return AnswerReader::Form::Other;
    return order.stream ? AnswerReader::Form::Stream : AnswerReader::Form::Whole;
}

bool isOfForm(const QByteArray& contentType, AnswerReader::Form form)
{
    const QByteArray type = contentType.split(';').constFirst().trimmed().toLower();
    if (form == AnswerReader::Form::Stream)
        return type == "text/event-stream";
    return type == "application/json" || type.endsWith("+json");
}

} // namespace

Attempt::Attempt(AttemptOrder order, const Context& context)
    : m_order(std::move(order))
    , m_context(context)
    , m_reader(formOf(m_order))
    , m_flow(std::make_shared<DeliveryFlow>(
          context.worker, [resume = context.resume, id = m_order.request] { resume(id); }))
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { checkTime(); });
}

Attempt::~Attempt() = default;

void Attempt::start(TransportFactory& transports)
{
    TransportRequest request;
    request.method = m_order.method;
    request.url = m_context.urls.of(m_order.baseUrl, m_order.path);
    request.headers = attemptHeaders(m_order, m_context.options.userAgent);
    request.credential = std::exchange(m_order.credential, {});
    request.body = std::exchange(m_order.body, {});
    request.conversation = m_order.conversation;
    request.stream = m_order.stream;
    m_startedMs = m_context.clock.monotonicMs();
    m_transport = transports.make(m_order.account, std::move(request));
    m_transport->start(*this);
    enter(Phase::Connecting);
}

void Attempt::cancel()
{
    if (m_phase != Phase::Ended)
        end(std::nullopt, true);
}

void Attempt::resume()
{
    if (m_phase == Phase::Ended || !m_paused)
        return;
    m_paused = false;
    m_transport->setPaused(false);
    enter(m_phase);
}

void Attempt::requestMoved()
{
    if (m_phase == Phase::Connecting || m_phase == Phase::Waiting)
        enter(Phase::Waiting);
}

void Attempt::headCame(const ResponseHead& head)
{
    m_head = head;
    m_firstByteMs = m_context.clock.monotonicMs() - m_startedMs;
    m_headers = readAnswerHeaders(head.headers, m_context.clock.nowMs());
    enter(Phase::Reading);
    const QByteArray contentType = headerValue(head.headers, "content-type");
    if (head.status >= 300 && head.status < 400) {
        const QUrl target(QString::fromUtf8(headerValue(head.headers, "location")));
        fail(failureOf(NetworkFaults::redirected(host(), originOf(target), head.status)));
    } else if (!isError() && !isOfForm(contentType, m_reader.form())) {
        fail(failureOf(NetworkFaults::wrongContent(host(), QString::fromLatin1(contentType))));
    }
}

void Attempt::bytesCame(const QByteArray& bytes)
{
    if (m_phase == Phase::Ended)
        return;
    m_lastMovedMs = m_context.clock.monotonicMs();
    if (isError())
        takeErrorBody(bytes);
    else
        takeAnswer(bytes);
}

void Attempt::takeErrorBody(const QByteArray& bytes)
{
    m_errorBody += bytes.first(std::min(bytes.size(), kMostErrorBytes - m_errorBody.size()));
    if (m_errorBody.size() >= kMostErrorBytes)
        endOfAnswer(std::nullopt);
}

void Attempt::takeAnswer(const QByteArray& bytes)
{
    m_held += bytes;
    if (const auto read = m_reader.feed(bytes); !read) {
        fail(failureOf(read.error()));
        return;
    }
    if (!mustHold())
        passHeldOn();
    noteProgress();
    if (m_reader.apiError())
        fail(failureOf(*m_reader.apiError()));
    else if (m_reader.form() == AnswerReader::Form::Stream && m_reader.isComplete())
        enter(Phase::Closing);
}

bool Attempt::mustHold() const
{
    if (m_headPassedOn)
        return false;
    if (m_reader.form() != AnswerReader::Form::Stream)
        return m_held.size() <= kMostHeldOfWhole;
    return !m_reader.hasContent() && !m_reader.isComplete() && m_held.size() <= kMostHeldOfStream;
}

void Attempt::passHeldOn(bool isEnd)
{
    RequestHandle::Link::Call tellHead;
    if (!std::exchange(m_headPassedOn, true)) {
        // What its headers say is in the report too.
        if (!isEnd)
            m_context.answers(m_order.request, m_headers);
        tellHead = [head = m_head](const RequestObserver& observer) {
            if (observer.head)
                observer.head(head);
        };
    }
    if (!m_held.isEmpty())
        passOn(std::exchange(m_held, {}), std::move(tellHead));
    else if (tellHead)
        m_order.link->tell(std::move(tellHead));
}

void Attempt::passOn(const QByteArray& bytes, RequestHandle::Link::Call tellHead)
{
    if (m_flow->handedOver(bytes.size())) {
        m_paused = true;
        m_timer.stop();
        m_transport->setPaused(true);
    }
    // Counted as taken when the call is destroyed, also where nobody is there to take it, unless
    // who took it keeps it.
    struct Piece
    {
        const QByteArray bytes;
        const std::shared_ptr<DeliveryFlow> flow;
        Piece(const QByteArray& b, std::shared_ptr<DeliveryFlow> f)
            : bytes(b)
            , flow(std::move(f))
        {
        }
        Piece(const Piece&) = delete;
        Piece& operator=(const Piece&) = delete;
        ~Piece() { flow->taken(bytes.size()); }
    };
    RequestHandle::Link::Call tellPiece =
        [piece = std::make_shared<const Piece>(bytes, m_flow)](const RequestObserver& observer) {
            if (observer.heldChunk)
                observer.heldChunk(piece->bytes, piece);
            else if (observer.chunk)
                observer.chunk(piece->bytes);
        };
    if (tellHead)
        m_order.link->tell(std::move(tellHead), std::move(tellPiece));
    else
        m_order.link->tell(std::move(tellPiece));
}

void Attempt::noteProgress()
{
    const bool isStream = m_reader.form() == AnswerReader::Form::Stream;
    if (!isStream || m_lastMovedMs - m_lastNotedMs < kProgressEveryMs)
        return;
    m_lastNotedMs = m_lastMovedMs;
    m_context.ledger.progress(m_order.opening, m_reader.usage());
}

void Attempt::trailersCame(const HeaderList& trailers)
{
    m_headers = readAnswerHeaders(m_head.headers + trailers, m_context.clock.nowMs());
    if (m_headPassedOn) // told without them
        m_context.answers(m_order.request, m_headers);
}

void Attempt::transportEnded(const std::optional<Error>& error)
{
    if (m_phase == Phase::Ended)
        return;
    if (m_head.status == 0)
        fail(failureOf(error.value_or(NetworkFaults::streamCut(host()))));
    else
        endOfAnswer(error);
}

void Attempt::endOfAnswer(const std::optional<Error>& error)
{
    if (isError()) {
        fail(failureOf(ApiError::fromAnswer(m_head.status, m_errorBody, m_headers)));
        return;
    }
    const bool isStream = m_reader.form() == AnswerReader::Form::Stream;
    if (error && !(isStream && m_reader.isComplete())) {
        fail(failureOf(*error));
        return;
    }
    if (const auto read = m_reader.finish(); !read) {
        fail(failureOf(read.error()));
        return;
    }
    if (m_reader.apiError()) {
        fail(failureOf(*m_reader.apiError()));
        return;
    }
    if (!m_reader.isComplete()) {
        fail(failureOf(NetworkFaults::streamCut(host())));
        return;
    }
    passHeldOn(true);
    end(std::nullopt);
}

void Attempt::enter(Phase phase)
{
    m_phase = phase;
    m_lastMovedMs = m_context.clock.monotonicMs();
    if (!m_paused)
        m_timer.start(std::chrono::milliseconds(limitOfPhase()));
}

qint64 Attempt::limitOfPhase() const
{
    switch (m_phase) {
    case Phase::Connecting:
        return m_context.options.connectTimeoutMs;
    case Phase::Waiting:
        return m_context.options.firstByteTimeoutMs;
    case Phase::Closing:
        return kClosingMs;
    case Phase::Reading:
    case Phase::Ended:
        break;
    }
    return m_context.options.idleTimeoutMs;
}

void Attempt::checkTime()
{
    if (m_phase == Phase::Ended || m_paused)
        return;
    // Bytes only note when they came, and leave the timer as it is.
    const qint64 left = m_lastMovedMs + limitOfPhase() - m_context.clock.monotonicMs();
    if (left > 0)
        m_timer.start(std::chrono::milliseconds(left));
    else
        timeOut();
}

void Attempt::timeOut()
{
    const qint64 limit = limitOfPhase();
    switch (m_phase) {
    case Phase::Connecting:
        fail(failureOf(NetworkFaults::connectTimeout(host(), limit)));
        break;
    case Phase::Waiting:
        fail(failureOf(NetworkFaults::firstByteTimeout(host(), limit)));
        break;
    case Phase::Reading:
        if (isError())
            endOfAnswer(std::nullopt); // what came of its body will do
        else
            fail(failureOf(NetworkFaults::idleTimeout(host(), limit)));
        break;
    case Phase::Closing:
        endOfAnswer(std::nullopt);
        break;
    case Phase::Ended:
        break;
    }
}

AttemptFailure Attempt::failureOf(const Error& error) const
{
    AttemptFailure failure{error, m_head.status, {}, false, m_headers};
    if (m_head.status == 0)
        failure.status = error.httpStatus;
    else
        failure.error.httpStatus = m_head.status;
    if (failure.error.requestId.isEmpty())
        failure.error.requestId = m_headers.requestId;
    if (m_head.status > 0 && m_head.status < 300)
        failure.status = 0;
    return failure;
}

AttemptFailure Attempt::failureOf(const ApiError& error) const
{
    AttemptFailure failure = failureOf(error.toError());
    failure.status = error.effectiveStatus();
    failure.error.httpStatus = failure.status;
    failure.errorCode = error.errorCode;
    failure.isSpendLimit = error.isSpendLimit();
    return failure;
}

void Attempt::end(std::optional<AttemptFailure> failure, bool wasCancelled)
{
    m_phase = Phase::Ended;
    m_timer.stop();
    // A part of an answer is better than none.
    if (m_reader.form() == AnswerReader::Form::Stream && m_reader.hasContent())
        passHeldOn();
    m_transport.reset();
    AttemptReport report;
    report.request = m_order.request;
    report.failure = std::move(failure);
    report.wasCancelled = wasCancelled;
    report.wasPassedOn = m_headPassedOn;
    report.isEstimated = m_reader.isEstimated();
    report.head = m_head;
    report.errorBody = m_errorBody;
    report.headers = m_headers;
    report.modelServed = m_reader.model();
    report.stopReason = m_reader.stopReason();
    report.usage = m_reader.usage();
    report.firstByteMs = m_firstByteMs;
    report.durationMs = m_context.clock.monotonicMs() - m_startedMs;
    m_context.ended(std::move(report));
}

} // namespace Patchbay
