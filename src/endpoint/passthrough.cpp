// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/passthrough.h"

#include "clients/ruletable.h"
#include "endpoint/bodyrules.h"
#include "endpoint/exchange.h"
#include "endpoint/modelsanswer.h"
#include "endpoint/openaitranslation.h"
#include "endpoint/poolrequest.h"
#include "endpoint/servercontext.h"
#include "endpoint/turn.h"

namespace Patchbay {

namespace asio = boost::asio;
using namespace Qt::StringLiterals;

namespace {

// How long the pool may take to tell how a cancelled request ended.
constexpr qint64 kCancellingMs = 5000;
constexpr qint64 kLedgerPauseMs = 20;

QByteArray modelIdOf(const QByteArray& path)
{
    return path.mid(QByteArrayView("/v1/models/").size());
}

} // namespace

PassThrough::PassThrough(ServerContext& context, PeerConnection& connection, Turn& turn)
    : m_context(context)
    , m_connection(connection)
    , m_turn(turn)
    , m_writer(context, connection, turn)
    , m_cache(context, turn)
{
}

PassThrough::~PassThrough() = default;

std::optional<EndpointAnswer> PassThrough::prepare(Request& request)
{
    const EndpointClient& client = *m_turn.client;
    const QString& userAgent = m_context.options.userAgent;
    QByteArray body = std::exchange(m_turn.body, {});
    if (m_turn.route == Route::Models) {
        m_collects = true;
        request = poolRequest(m_turn.head, {}, {}, client, userAgent);
        // All of them on one page.
        request.path =
            m_turn.head.path == "/v1/models" ? "/v1/models?limit=1000" : m_turn.head.path;
        return std::nullopt;
    }
    if (m_cache.isWrong())
        return errorAnswer(m_turn.form, 400,
                           u"x-patchbay-cache takes seconds from 1 to 2592000, or no-store"_s,
                           m_turn.requestId);
    RuleDecision rules;
    const bool isTranslated = m_turn.form == ErrorForm::OpenAi;
    const QByteArray asked = isTranslated ? body : QByteArray();
    if (isTranslated) {
        if (auto refusal = translate(body, rules))
            return refusal;
    }
    BodyScan scan = BodyScan::of(body);
    if (scan.fault)
        return errorAnswer(m_turn.form, 400, QString::fromLatin1(scan.fault), m_turn.requestId);
    m_turn.record.model = scan.model;
    // A client may ask for the models of its list; what a rule makes of them is the user's word.
    const QString& named = isTranslated ? m_translation->request().namedModel : scan.model;
    if (!client.allowsModel(named))
        return errorAnswer(m_turn.form, 403, u"This token is not for that model"_s,
                           m_turn.requestId);
    if (!isTranslated && !m_context.rules.isEmpty()) {
        rules = m_context.rules.decide(client.name, scan.model);
        applyRules(rules, body, scan);
        m_turn.record.model = scan.model;
    }
    if (m_cache.isWanted(rules.cacheSeconds) && isCacheable())
        m_cache.begin(asked, body, scan);
    request = m_translation
                  ? translatedPoolRequest(m_turn.head, std::move(body), scan, client, userAgent)
                  : poolRequest(m_turn.head, std::move(body), scan, client, userAgent);
    return std::nullopt;
}

std::optional<EndpointAnswer> PassThrough::translate(QByteArray& body, RuleDecision& rules)
{
    TranslationRules how;
    how.prices = &m_context.prices;
    if (!m_context.rules.isEmpty()) {
        how.modelFor = [this, &rules](const QString& named) {
            rules = m_context.rules.decide(m_turn.client->name, named);
            return rules.useModel.isEmpty() ? named : rules.useModel;
        };
        how.mostTokensFor = [&rules](const QString&) { return rules.maxTokens; };
    }
    auto translation =
        OpenAiTranslation::of(m_turn.route, body, how, m_context.clock.nowMs() / 1000);
    if (!translation)
        return OpenAiTranslation::answerOf(translation.error());
    m_translation = std::move(*translation);
    body = m_translation->request().body;
    m_collects = !m_translation->request().stream;
    return std::nullopt;
}

bool PassThrough::isCacheable() const
{
    return m_turn.route == Route::Messages || m_turn.form == ErrorForm::OpenAi;
}

asio::awaitable<bool> PassThrough::answerFromCache(const ResponseCache::Hit& hit,
                                                   const QString& askedModel)
{
    // Nothing else here is as slow as the disk.
    while (m_context.pool.isLedgerBehind()) {
        m_connection.setDeadline(kLedgerPauseMs);
        while (!m_connection.isTimedOut() && !hasLeft()) {
            m_connection.watch();
            co_await m_connection.wait();
        }
        if (hasLeft())
            co_return false;
    }
    m_connection.clearDeadline();
    RequestRecord& record = m_turn.record;
    record.isCached = true;
    record.model = hit.answer->model;
    if (!hit.answer->requestId.isEmpty())
        record.requestId = hit.answer->requestId.toLatin1();
    const bool isSent = co_await m_writer.whole(CacheUse::answerOf(hit));
    m_context.pool.recordCached({{Client::Kind::Endpoint, m_turn.client->name},
                                 askedModel,
                                 hit.answer->model,
                                 hit.answer->stopReason,
                                 hit.answer->requestId,
                                 record.cameAtMs,
                                 m_context.clock.monotonicMs() - m_turn.startedMs});
    co_return isSent;
}

asio::awaitable<bool> PassThrough::run()
{
    Request request;
    if (std::optional<EndpointAnswer> refusal = prepare(request)) {
        const bool isSent = co_await m_writer.whole(refusal.value_or(EndpointAnswer()));
        co_return isSent;
    }
    if (m_cache.isOn()) {
        if (const auto hit = m_cache.find()) {
            const bool isSent = co_await answerFromCache(*hit, request.model);
            co_return isSent;
        }
    }
    request.queueDeadlineMs = m_context.options.queueDeadlineMs;
    Exchange exchange(
        m_context.pool, std::move(request), m_context.mailbox,
        [connection = m_connection.shared_from_this()] { connection->wake(); },
        m_turn.inspection.get());
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

void PassThrough::begin(const ResponseHead& head)
{
    m_isEventStream =
        headerValue(head.headers, "content-type").toLower().startsWith("text/event-stream");
    const HeaderList more = ownHeaders(head);
    if (m_cache.isOn())
        m_cache.head(headerValue(head.headers, "content-type"),
                     passedOnHeaders(head.headers) + more);
    if (!m_translation) {
        m_writer.begin(head, more);
        return;
    }
    ResponseHead ours = head;
    // It becomes longer or shorter.
    ours.headers.removeIf([](const std::pair<QByteArray, QByteArray>& header) {
        return header.first.compare("content-length", Qt::CaseInsensitive) == 0;
    });
    m_writer.begin(ours, more);
}

QByteArrayList PassThrough::translated(QByteArrayList pieces)
{
    QByteArrayList result;
    for (const QByteArray& piece : std::as_const(pieces)) {
        if (m_turn.inspection && (m_collects || m_translation))
            m_turn.inspection->upstreamBytes(piece);
        if (m_collects)
            m_collected += piece;
        else if (m_isEventStream && !m_translation)
            m_tail.feed(piece);
        if (m_translation && !m_collects)
            result.append(m_translation->feed(piece));
    }
    if (!m_collects && !m_translation)
        result = std::move(pieces);
    if (m_cache.isOn()) {
        for (const QByteArray& piece : std::as_const(result))
            m_cache.piece(piece);
    }
    return result;
}

asio::awaitable<bool> PassThrough::follow(Exchange& exchange)
{
    m_connection.clearDeadline();
    while (true) {
        m_connection.watch();
        if (hasLeft())
            co_return false;
        if (exchange.head() && m_turn.inspection && !std::exchange(m_isHeadInspected, true))
            m_turn.inspection->upstreamHead(*exchange.head());
        if (exchange.head() && !m_writer.hasBegun() && !m_collects)
            begin(*exchange.head());
        if (exchange.hasBytes()) {
            std::vector<ChunkHold> holds;
            QByteArrayList pieces = translated(exchange.takeBytes(holds));
            const bool isSent = co_await m_writer.piece(std::move(pieces));
            if (!isSent)
                co_return false;
        } else if (exchange.outcome()) {
            break;
        } else {
            co_await m_connection.wait();
        }
    }
    bool canGoOn = false;
    if (exchange.outcome()->succeeded())
        canGoOn = co_await succeed(*exchange.outcome());
    else
        canGoOn = co_await fail(*exchange.outcome());
    co_return canGoOn;
}

asio::awaitable<bool> PassThrough::succeed(const Outcome& outcome)
{
    if (m_collects) {
        EndpointAnswer answer = wholeAnswer(outcome.head);
        if (answer.status == 200) {
            m_cache.head(answer.contentType, answer.headers);
            m_cache.piece(answer.body);
            m_cache.keep(outcome);
        }
        const bool isSent = co_await m_writer.whole(std::move(answer));
        co_return isSent;
    }
    if (m_translation) {
        const QByteArrayList last{m_translation->finish()};
        m_cache.piece(last.first());
        const bool isSent = co_await m_writer.piece(last);
        if (!isSent)
            co_return false;
    }
    m_cache.keep(outcome);
    const bool isWhole = co_await m_writer.end();
    co_return isWhole;
}

EndpointAnswer PassThrough::wholeAnswer(const ResponseHead& head) const
{
    if (m_turn.route == Route::Models)
        return modelsAnswer(m_collected, modelIdOf(m_turn.head.path), *m_turn.client,
                            m_context.prices, m_turn.requestId);
    const auto body = m_translation->whole(m_collected);
    EndpointAnswer answer;
    if (body)
        answer.body = *body;
    else
        answer = OpenAiTranslation::answerOf(body.error());
    answer.headers = passedOnHeaders(head.headers) + ownHeaders(head);
    return answer;
}

HeaderList PassThrough::ownHeaders(const ResponseHead& head) const
{
    HeaderList headers = m_cache.headers();
    if (!m_translation)
        return headers;
    // OpenAI's clients look for it there.
    if (const QByteArray id = headerValue(head.headers, "request-id");
        !id.isEmpty() && !id.contains('\r') && !id.contains('\n'))
        headers.emplaceBack("x-request-id", id);
    if (const QByteArray notes = m_translation->notes(); !notes.isEmpty())
        headers.emplaceBack("x-patchbay-notes", notes);
    return headers;
}

asio::awaitable<bool> PassThrough::fail(const Outcome& outcome)
{
    if (!m_writer.hasBegun()) {
        EndpointAnswer answer =
            answerOfFailure(outcome, m_turn.form, m_turn.requestId, m_context.clock.nowMs());
        // A list can be given without anybody's help.
        if (m_turn.route == Route::Models && answer.status != 404)
            answer = modelsAnswer({}, modelIdOf(m_turn.head.path), *m_turn.client, m_context.prices,
                                  m_turn.requestId);
        const bool isSent = co_await m_writer.whole(std::move(answer));
        co_return isSent;
    }
    // Part of the answer is out. A stream can say so in its own form; anything else is cut short,
    // so that nobody takes it for whole.
    QByteArrayList last;
    if (m_translation) {
        last.append(m_translation->fail(outcome.error.value_or(Error())));
    } else {
        if (!m_isEventStream || !m_tail.isBetweenEvents())
            co_return false;
        const QByteArray requestId =
            outcome.requestId.isEmpty() ? m_turn.requestId : outcome.requestId.toLatin1();
        if (!m_tail.endsInError())
            last.append(errorEvent(outcome.error.value_or(Error()), requestId));
    }
    const bool isSent = co_await m_writer.piece(last);
    if (!isSent)
        co_return false;
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
    if (m_turn.inspection)
        m_turn.inspection->outcome(outcome);
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
