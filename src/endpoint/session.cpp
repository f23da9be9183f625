// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/session.h"

#include "endpoint/admission.h"
#include "endpoint/bodyreader.h"
#include "endpoint/passthrough.h"
#include "endpoint/responsewriter.h"
#include "endpoint/servercontext.h"
#include "endpoint/turn.h"

#include <QScopeGuard>

#include <algorithm>

namespace Patchbay {

namespace asio = boost::asio;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kBodyReadAhead = 64 * 1024;

struct ToldAnswer
{
    bool isThere = false;
    EndpointAnswer answer;
};

} // namespace

Session::Session(ServerContext& context, std::shared_ptr<PeerConnection> connection, bool isLocal)
    : m_context(context)
    , m_connection(std::move(connection))
    , m_isLocal(isLocal)
    , m_idleSinceMs(context.clock.monotonicMs())
{
    ++m_context.log.metrics.openConnections;
}

Session::~Session()
{
    --m_context.log.metrics.openConnections;
}

void Session::endSoon()
{
    m_endsSoon = true;
    // No longer one that could make room for another.
    if (std::exchange(m_isIdle, false))
        m_connection->stop();
}

asio::awaitable<void> Session::run()
{
    m_connection->setDeadline(m_context.options.limits.headerMs);
    bool canGoOn = co_await m_connection->open();
    bool isFirst = true;
    while (canGoOn && !m_endsSoon) {
        const EndpointLimits& limits = m_context.options.limits;
        m_isIdle = true;
        m_idleSinceMs = m_context.clock.monotonicMs();
        m_connection->setDeadline(isFirst ? limits.headerMs : limits.idleMs);
        isFirst = false;
        RequestParser parser({limits.headerBytes, 8 * 1024, 128});
        canGoOn = co_await readHead(parser);
        m_isIdle = false;
        if (canGoOn)
            canGoOn = co_await serve(parser);
    }
    co_await m_connection->finish();
}

asio::awaitable<bool> Session::readHead(RequestParser& parser)
{
    bool hasBegun = false;
    while (true) {
        QByteArrayView unread = m_connection->unread();
        // Empty lines before a request are none of it.
        while (!hasBegun && unread.startsWith("\r\n")) {
            m_connection->consume(2);
            unread = m_connection->unread();
        }
        if (!unread.isEmpty() && unread != "\r") {
            if (!std::exchange(hasBegun, true)) {
                m_isIdle = false;
                m_connection->setDeadline(m_context.options.limits.headerMs);
            }
            m_connection->consume(parser.feed(unread));
            if (parser.state() == RequestParser::State::HeadReady)
                co_return true;
            if (parser.state() == RequestParser::State::Failed) {
                co_await refuseHead(parser.fault());
                co_return false;
            }
            if (m_connection->isReadAheadFull())
                m_connection->setReadAhead(m_context.options.limits.headerBytes + kBodyReadAhead);
            if (m_connection->unread().size() > m_context.options.limits.headerBytes) {
                co_await refuseHead({431, "The header fields are too large"});
                co_return false;
            }
        } else {
            m_connection->setReadAhead(0);
        }
        const bool more = co_await m_connection->fill();
        if (more)
            continue;
        if (m_connection->isTimedOut() && hasBegun)
            co_await refuseHead({408, "The request did not come in time"});
        co_return false;
    }
}

asio::awaitable<void> Session::refuseHead(const RequestParser::Fault& fault)
{
    Turn turn;
    turn.keepAlive = false;
    turn.requestId = newRequestId();
    turn.startedMs = m_context.clock.monotonicMs();
    turn.record.cameAtMs = m_context.clock.nowMs();
    turn.record.peer = m_connection->peer();
    turn.record.requestId = turn.requestId;
    turn.inspection = Inspection::of(m_context.inspector, turn);
    ResponseWriter writer(m_context, *m_connection, turn);
    co_await writer.whole(errorAnswer(ErrorForm::Anthropic, fault.status,
                                      QString::fromLatin1(fault.words), turn.requestId));
    if (turn.inspection)
        turn.inspection->end(turn);
    m_context.log.add(turn.record);
}

asio::awaitable<bool> Session::serve(RequestParser& parser)
{
    ++m_context.log.metrics.activeRequests;
    const auto count = qScopeGuard([this] { --m_context.log.metrics.activeRequests; });
    Turn turn;
    turn.head = parser.head();
    turn.route = routeOf(turn.head.path);
    turn.form = errorFormOf(turn.route);
    turn.requestId = newRequestId();
    turn.keepAlive = turn.head.keepAlive && !m_endsSoon && !m_context.isDraining;
    turn.startedMs = m_context.clock.monotonicMs();
    turn.record.cameAtMs = m_context.clock.nowMs();
    turn.record.method = turn.head.method;
    turn.record.route = turn.route;
    turn.record.peer = m_connection->peer();
    turn.record.requestId = turn.requestId;
    turn.inspection = Inspection::of(m_context.inspector, turn);
    const bool canGoOn = co_await answer(turn, parser);
    turn.record.durationMs = m_context.clock.monotonicMs() - turn.startedMs;
    if (turn.inspection)
        turn.inspection->end(turn);
    m_context.log.add(turn.record);
    co_return canGoOn&& turn.keepAlive;
}

asio::awaitable<bool> Session::answer(Turn& turn, RequestParser& parser)
{
    std::optional<EndpointAnswer> refusal = Admission::refuse(m_context, turn, m_isLocal);
    if (!refusal)
        refusal = Admission::refuseBody(m_context, turn);
    ClientLimits::Place place; // until the answer has ended
    if (!refusal && turn.client)
        refusal = Admission::refuseBeyondLimits(m_context, turn, place);
    qint64 held = 0; // of the body: until the answer has ended, for the pool may need it again
    const auto release = qScopeGuard([this, &held] { m_context.bodiesBytes -= held; });
    if (!refusal) {
        const bool isThere = co_await readBody(turn, parser, held, refusal);
        if (!isThere && !refusal)
            co_return false;
        if (turn.inspection)
            turn.inspection->body(turn);
    }
    if (refusal) {
        // What is still to come of the body is not read.
        if (turn.head.hasBody() && parser.state() != RequestParser::State::Complete)
            turn.keepAlive = false;
        ResponseWriter writer(m_context, *m_connection, turn);
        const bool isSent = co_await writer.whole(std::move(*refusal));
        co_return isSent;
    }
    switch (turn.route) {
    case Route::Messages:
    case Route::CountTokens:
    case Route::Models:
    case Route::ChatCompletions:
    case Route::Responses: {
        PassThrough passThrough(m_context, *m_connection, turn);
        const bool canGoOn = co_await passThrough.run();
        co_return canGoOn;
    }
    default:
        break;
    }
    const bool canGoOn = co_await answerWithFacts(turn);
    co_return canGoOn;
}

asio::awaitable<bool> Session::readBody(Turn& turn, RequestParser& parser, qint64& held,
                                        std::optional<EndpointAnswer>& refusal)
{
    const EndpointLimits& limits = m_context.options.limits;
    const auto refuse = [&](int status, const QString& words) {
        refusal = errorAnswer(turn.form, status, words, turn.requestId);
    };
    const QByteArray coding = turn.head.value("content-encoding").trimmed().toLower();
    BodyReader body(coding.endsWith("gzip") ? BodyReader::Coding::Gzip
                                            : BodyReader::Coding::Identity,
                    limits.bodyBytes);
    parser.readBody(limits.bodyBytes);
    if (parser.state() == RequestParser::State::Complete)
        co_return true;
    if (!turn.head.value("expect").isEmpty() && turn.head.minorVersion > 0 &&
        m_connection->unread().isEmpty()) {
        const QByteArrayList goOn{QByteArrayLiteral("HTTP/1.1 100 Continue\r\n\r\n")};
        const bool isSent = co_await m_connection->write(goOn, limits.writeStallMs);
        if (!isSent)
            co_return false;
    }
    const qint64 startMs = m_context.clock.monotonicMs();
    while (true) {
        const qsizetype used = parser.feed(m_connection->unread());
        m_connection->consume(used);
        const QByteArray piece = parser.takeBody();
        turn.record.bytesIn += piece.size();
        if (const auto fault = body.feed(piece); fault != BodyReader::Fault::None) {
            if (fault == BodyReader::Fault::TooLarge)
                refuse(413, u"The body is larger than is taken here"_s);
            else
                refuse(400, u"The body is not what gzip makes"_s);
            co_return false;
        }
        if (parser.state() == RequestParser::State::Failed) {
            refuse(parser.fault().status, QString::fromLatin1(parser.fault().words));
            co_return false;
        }
        if (parser.state() == RequestParser::State::Complete)
            break;
        // Most bodies came with their head, and need no larger buffer.
        m_connection->setReadAhead(kBodyReadAhead);
        if (m_connection->isReadAheadFull() && used == 0 && !m_connection->unread().isEmpty()) {
            refuse(400, u"That is not a request of HTTP/1.1"_s);
            co_return false;
        }
        m_context.bodiesBytes += body.size() - held;
        held = body.size();
        if (m_context.bodiesBytes > limits.allBodiesBytes) {
            refusal = Admission::tooManyBodies(turn);
            co_return false;
        }
        // Slow, but going on: as long as it keeps the least pace.
        const qint64 elapsedMs = m_context.clock.monotonicMs() - startMs;
        const qint64 paceMs = limits.bodyIdleMs + turn.record.bytesIn * 1000 /
                                                      std::max<qint64>(1, limits.leastBodyRate);
        m_connection->setDeadline(
            std::min(limits.bodyIdleMs, std::max<qint64>(0, paceMs - elapsedMs)));
        const bool more = co_await m_connection->fill();
        if (more)
            continue;
        if (m_connection->isTimedOut())
            refuse(408, u"The request did not come in time"_s);
        co_return false;
    }
    m_connection->clearDeadline();
    m_connection->setReadAhead(0);
    if (body.finish() != BodyReader::Fault::None) {
        refuse(400, u"The body is not what gzip makes"_s);
        co_return false;
    }
    m_context.bodiesBytes += body.size() - held;
    held = body.size();
    turn.body = body.take();
    co_return true;
}

asio::awaitable<bool> Session::answerWithFacts(Turn& turn)
{
    const auto told = std::make_shared<ToldAnswer>();
    if (m_context.facts) {
        m_context.facts(turn.route, turn.head.query,
                        [told, mailbox = m_context.mailbox,
                         connection = std::weak_ptr(m_connection)](EndpointAnswer answer) {
                            mailbox.post([told, connection, answer = std::move(answer)]() mutable {
                                *told = {true, std::move(answer)};
                                if (const auto waiting = connection.lock())
                                    waiting->wake();
                            });
                        });
    }
    m_connection->setDeadline(m_context.facts ? m_context.options.limits.factsMs : 0);
    while (!told->isThere && !m_connection->isTimedOut()) {
        m_connection->watch();
        if (m_connection->isGone() || m_connection->isStopped())
            co_return false;
        co_await m_connection->wait();
    }
    m_connection->clearDeadline();
    EndpointAnswer answer;
    if (told->isThere)
        answer = std::move(told->answer);
    else if (turn.route != Route::Metrics)
        answer =
            errorAnswer(turn.form, 503, u"The program is busy: send it again"_s, turn.requestId);
    if (turn.route == Route::Metrics) {
        m_context.log.metrics.cacheEntries = m_context.cache.size();
        m_context.log.metrics.cacheBytes = m_context.cache.bytes();
        answer.contentType = "text/plain; version=0.0.4; charset=utf-8";
        answer.body.prepend(m_context.log.metrics.text());
    }
    ResponseWriter writer(m_context, *m_connection, turn);
    const bool isSent = co_await writer.whole(std::move(answer));
    co_return isSent;
}

} // namespace Patchbay
