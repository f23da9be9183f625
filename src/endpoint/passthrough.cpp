// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/passthrough.h"

#include "endpoint/exchange.h"
#include "endpoint/poolrequest.h"
#include "endpoint/servercontext.h"
#include "endpoint/turn.h"

namespace Patchbay {

namespace asio = boost::asio;
using namespace Qt::StringLiterals;

namespace {

// How long the pool may take to tell how a cancelled request ended.
constexpr qint64 kCancellingMs = 5000;

} // namespace

PassThrough::PassThrough(ServerContext& context, PeerConnection& connection, Turn& turn)
    : m_context(context)
    , m_connection(connection)
    , m_turn(turn)
    , m_writer(context, connection, turn)
{
}

asio::awaitable<bool> PassThrough::run()
{
    BodyScan scan;
    if (m_turn.head.method == "POST") {
        scan = BodyScan::of(m_turn.body);
        if (scan.fault) {
            const bool isSent = co_await m_writer.whole(
                errorAnswer(m_turn.form, 400, QString::fromLatin1(scan.fault), m_turn.requestId));
            co_return isSent;
        }
        m_turn.record.model = scan.model;
    }
    const EndpointClient& client = *m_turn.client;
    if (m_turn.route != Route::Models && !client.allowsModel(scan.model)) {
        const bool isSent = co_await m_writer.whole(
            errorAnswer(m_turn.form, 403, u"This token is not for that model"_s, m_turn.requestId));
        co_return isSent;
    }
    Request request = poolRequest(m_turn.head, std::exchange(m_turn.body, {}), scan, client,
                                  m_context.options.userAgent);
    request.queueDeadlineMs = m_context.options.queueDeadlineMs;
    Exchange exchange(m_context.pool, std::move(request), m_context.mailbox,
                      [connection = m_connection.shared_from_this()] { connection->wake(); });
    const bool canGoOn = co_await follow(exchange);
    if (exchange.outcome())
        note(*exchange.outcome());
    else
        co_await giveUp(exchange);
    if (!canGoOn && m_turn.record.status != 0)
        m_turn.record.wasCut = true;
    if (!canGoOn && m_writer.endsWithConnection())
        m_connection.reset();
    co_return canGoOn;
}

bool PassThrough::hasLeft() const
{
    return m_connection.isGone() || m_connection.isStopped();
}

asio::awaitable<bool> PassThrough::follow(Exchange& exchange)
{
    m_connection.clearDeadline();
    while (true) {
        m_connection.watch();
        if (hasLeft())
            co_return false;
        if (exchange.head() && !m_writer.hasBegun()) {
            m_writer.begin(*exchange.head());
            m_isEventStream = headerValue(exchange.head()->headers, "content-type")
                                  .toLower()
                                  .startsWith("text/event-stream");
        }
        if (exchange.hasBytes()) {
            std::vector<ChunkHold> holds;
            QByteArrayList pieces = exchange.takeBytes(holds);
            if (m_isEventStream) {
                for (const QByteArray& piece : std::as_const(pieces))
                    m_tail.feed(piece);
            }
            const bool isSent = co_await m_writer.piece(std::move(pieces));
            if (!isSent)
                co_return false;
        } else if (exchange.outcome()) {
            break;
        } else {
            co_await m_connection.wait();
        }
    }
    if (exchange.outcome()->succeeded()) {
        const bool isWhole = co_await m_writer.end();
        co_return isWhole;
    }
    const bool isTold = co_await fail(*exchange.outcome());
    co_return isTold;
}

asio::awaitable<bool> PassThrough::fail(const Outcome& outcome)
{
    if (!m_writer.hasBegun()) {
        const bool isSent = co_await m_writer.whole(
            answerOfFailure(outcome, m_turn.form, m_turn.requestId, m_context.clock.nowMs()));
        co_return isSent;
    }
    // Part of the answer is out. A stream can say so in its own form; anything else is cut short,
    // so that nobody takes it for whole.
    if (!m_isEventStream || !m_tail.isBetweenEvents())
        co_return false;
    if (!m_tail.endsInError()) {
        const QByteArray requestId =
            outcome.requestId.isEmpty() ? m_turn.requestId : outcome.requestId.toLatin1();
        const QByteArrayList event{errorEvent(*outcome.error, requestId)};
        const bool isSent = co_await m_writer.piece(event);
        if (!isSent)
            co_return false;
    }
    const bool isEnded = co_await m_writer.end();
    co_return isEnded;
}

asio::awaitable<void> PassThrough::giveUp(Exchange& exchange)
{
    exchange.cancel();
    if (m_connection.isStopped())
        co_return;
    // What it used until now belongs into log and metrics.
    m_connection.setDeadline(kCancellingMs);
    while (!exchange.outcome() && !m_connection.isTimedOut() && !m_connection.isStopped()) {
        std::vector<ChunkHold> holds;
        const QByteArrayList dropped = exchange.takeBytes(holds);
        holds.clear();
        co_await m_connection.wait();
    }
    if (exchange.outcome())
        note(*exchange.outcome());
}

void PassThrough::note(const Outcome& outcome)
{
    RequestRecord& record = m_turn.record;
    if (!outcome.modelServed.isEmpty())
        record.model = outcome.modelServed;
    if (outcome.lease)
        record.account = outcome.lease->accountName;
    if (!outcome.requestId.isEmpty())
        record.requestId = outcome.requestId.toLatin1();
    record.usage = outcome.usage;
    if (outcome.cost)
        record.costMicroUsd = outcome.cost->microUsd;
    if (outcome.error)
        record.errorKind = errorKindName(outcome.error->kind);
}

} // namespace Patchbay
