// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/responder.h"

#include "base/json.h"
#include "simulator/modeltable.h"
#include "simulator/organizationreports.h"
#include "simulator/requestcheck.h"
#include "simulator/simulatedmodel.h"
#include "simulator/tokenestimate.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QUrlQuery>
#include <QUuid>

#include <algorithm>

namespace Patchbay {

namespace {

// What the API takes; the server reads a little more so that it can say so.
constexpr qsizetype kMaxApiBody = 32 * 1024 * 1024;

// What all access tokens that the simulator issued are called in scripts and bills.
const QByteArray kOAuthKey = QByteArrayLiteral("sk-ant-test-oauth");

QString routeOf(const HttpRequest& request)
{
    if (request.method == "POST" && request.path == "/v1/messages")
        return QStringLiteral("messages");
    if (request.method == "POST" && request.path == "/v1/messages/count_tokens")
        return QStringLiteral("count_tokens");
    if (request.method == "GET" &&
        (request.path == "/v1/models" || request.path.startsWith("/v1/models/")))
        return QStringLiteral("models");
    return {};
}

std::pair<QByteArray, QByteArray> credentialOf(const HeaderList& headers)
{
    // The provider takes the key where both are sent.
    if (const QByteArray key = headerValue(headers, "x-api-key"); !key.isEmpty())
        return {"x-api-key", key};
    const QByteArray bearer = headerValue(headers, "authorization");
    if (bearer.left(7).compare("bearer ", Qt::CaseInsensitive) == 0)
        return {"bearer", bearer.mid(7).trimmed()};
    return {};
}

bool isOfTheAccount(int status)
{
    return status == 401 || status == 402 || status == 403;
}

} // namespace

Responder::Responder(Script script)
    : m_runner(std::move(script))
    , m_issuer(m_runner.script().oauth)
{
    m_billing.setPrices(m_runner.script().prices);
}

void Responder::setScript(Script script)
{
    m_issuer.setScript(script.oauth);
    m_billing.setPrices(script.prices);
    m_runner = ScriptRunner(std::move(script));
}

Answer Responder::answer(const HttpRequest& request, ReceivedRequest& received)
{
    Asker asker;
    asker.requestId = madeUpId("req_");
    // A browser comes to sign in; no page in it has any other business here.
    if (request.method == "GET" && OAuthIssuer::isRoute(request))
        return m_issuer.answer(request, asker.requestId);
    if (!headerValue(request.headers, "origin").isEmpty() ||
        !headerValue(request.headers, "sec-fetch-site").isEmpty())
        return refused(403, QStringLiteral("Requests of web pages are refused."), asker);
    if (request.path.startsWith("/simulator/"))
        return answerControl(request, asker.requestId);
    if (OAuthIssuer::isRoute(request))
        return m_issuer.answer(request, asker.requestId);

    const auto [kind, key] = credentialOf(request.headers);
    received.credentialKind = kind;
    received.key = nameOf(key);
    asker.key = key;
    asker.name = received.key;
    const auto bearer = kind == "bearer" ? m_issuer.check(key) : OAuthIssuer::Bearer::Unknown;
    if (bearer == OAuthIssuer::Bearer::Good)
        asker.key = asker.name = kOAuthKey;
    if (request.method == "GET" && OrganizationReports::isRoute(request.path))
        return answerReport(request, asker);
    const QString route = routeOf(request);
    Answer answer;
    if (route.isEmpty()) {
        answer = refused(404, QStringLiteral("Not Found"), asker);
    } else if (key.isEmpty()) {
        answer = refused(401, QStringLiteral("x-api-key header is required"), asker);
    } else if (bearer == OAuthIssuer::Bearer::Ended) {
        answer = refused(401, QStringLiteral("OAuth token has expired."), asker);
    } else if (!m_runner.knows(asker.key)) {
        answer = refused(401, QStringLiteral("invalid x-api-key"), asker);
    } else {
        asker.organization = organizationOf(asker.key);
        answer = answerRoute(request, route, asker);
    }
    return answer;
}

Answer Responder::answerReport(const HttpRequest& request, const Asker& asker) const
{
    if (!OrganizationReports::isAdminKey(asker.key))
        return refused(401, QStringLiteral("invalid x-api-key"), asker);
    if (const auto refusal = checkVersion(headerValue(request.headers, "anthropic-version")))
        return refused(refusal->status, refusal->message, asker);
    const auto report =
        OrganizationReports::answer(request.path, request.query, m_billing.days());
    if (!report)
        return refused(400, report.error(), asker);
    Answer answer = jsonAnswer(*report);
    answer.headers.emplaceBack("request-id", asker.requestId);
    return answer;
}

Answer Responder::answerControl(const HttpRequest& request, const QByteArray& requestId)
{
    if (request.method == "GET" && request.path == "/simulator/billed")
        return jsonAnswer(m_billing.toJson());
    if (request.path == "/simulator/oauth" && (request.method == "GET" || request.method == "POST"))
        return m_issuer.answerControl(request);
    if (request.method == "POST" && request.path == "/simulator/script") {
        auto script = Script::fromJson(request.body);
        if (!script)
            return errorAnswer(400, errorTypeOf(400), script.error().sentence(), requestId);
        setScript(std::move(*script));
        return jsonAnswer({});
    }
    return errorAnswer(404, errorTypeOf(404), errorMessageOf(404), requestId);
}

Answer Responder::answerRoute(const HttpRequest& request, const QString& route, const Asker& asker)
{
    const ScriptStep* step = m_runner.current(asker.key, route);
    if (step && (step->status >= 300 || step->body)) {
        Answer answer = scripted(*step, asker);
        m_runner.advance(asker.key, route);
        return answer;
    }
    if (route == QLatin1String("messages"))
        return answerMessages(request, asker);
    // Who is turned away with messages is turned away everywhere.
    const ScriptStep* const messages = m_runner.current(asker.key, QStringLiteral("messages"));
    if (!step && messages && isOfTheAccount(messages->status))
        return scripted(*messages, asker);
    Answer answer = route == QLatin1String("models") ? answerModels(request, asker)
                                                     : answerCount(request, asker);
    if (step) {
        answer.manner = mannerOfStep(*step);
        m_runner.advance(asker.key, route);
    }
    return answer;
}

Answer Responder::scripted(const ScriptStep& step, const Asker& asker) const
{
    Answer answer;
    if (step.body) {
        answer.body = *step.body;
        const bool isJson = answer.body.startsWith('{') || answer.body.startsWith('[');
        answer.headers.emplaceBack("content-type", isJson ? "application/json" : "text/plain");
    } else if (step.status >= 400) {
        const QString type = step.errorType.isEmpty() ? errorTypeOf(step.status) : step.errorType;
        const QString message =
            step.errorMessage.isEmpty() ? errorMessageOf(step.status) : step.errorMessage;
        answer = errorAnswer(step.status, type, message, asker.requestId, step.errorCode);
    }
    answer.status = step.status;
    answer.headers.emplaceBack("request-id", asker.requestId);
    answer.headers.emplaceBack("anthropic-organization-id", asker.organization);
    answer.manner = mannerOfStep(step);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const auto& [name, value] : step.headers)
        setHeader(answer.headers, name, withTimes(value, now));
    for (const QByteArray& name : step.withoutHeaders)
        removeHeader(answer.headers, name);
    return answer;
}

Answer Responder::refused(int status, const QString& message, const Asker& asker) const
{
    Answer answer = errorAnswer(status, errorTypeOf(status), message, asker.requestId);
    answer.headers.emplaceBack("request-id", asker.requestId);
    if (!asker.organization.isEmpty())
        answer.headers.emplaceBack("anthropic-organization-id", asker.organization);
    return answer;
}

std::expected<QJsonObject, Answer> Responder::accepted(const HttpRequest& request,
                                                       const Asker& asker, bool counting) const
{
    if (request.body.size() > kMaxApiBody) {
        return std::unexpected(
            refused(413, QStringLiteral("Request exceeds the maximum size of 32 MB"), asker));
    }
    const QByteArray version = headerValue(request.headers, "anthropic-version");
    if (const auto refusal = checkVersion(version))
        return std::unexpected(refused(refusal->status, refusal->message, asker));
    const auto body = parseJsonObject(request.body);
    if (!body) {
        return std::unexpected(refused(
            400, QStringLiteral("The request body is not valid JSON: ") + body.error().detail,
            asker));
    }
    const QJsonValue model = body->value(u"model");
    if (model.isUndefined())
        return std::unexpected(refused(400, QStringLiteral("model: Field required"), asker));
    if (!model.isString()) {
        return std::unexpected(
            refused(400, QStringLiteral("model: Input should be a valid string"), asker));
    }
    if (!isKnownModel(model.toString())) {
        return std::unexpected(
            refused(404, QStringLiteral("model: ") + model.toString().left(200), asker));
    }
    const auto refusal = checkMessages(*body, findModel(model.toString()), version, counting);
    if (refusal)
        return std::unexpected(refused(refusal->status, refusal->message, asker));
    return *body;
}

Answer Responder::answerMessages(const HttpRequest& request, const Asker& asker)
{
    const auto body = accepted(request, asker, false);
    if (!body)
        return body.error();
    const ScriptStep* const step = m_runner.current(asker.key, QStringLiteral("messages"));
    if (!step)
        return billedAnswer(messageOfDemo(*body), *body, mannerOfDemo(), asker);
    const ScriptStep used = *step;
    m_runner.advance(asker.key, QStringLiteral("messages"));
    const AnswerManner manner = mannerOfStep(used);
    Answer answer;
    if (manner.fault == ScriptFault::ErrorEvent && !body->value(u"stream").toBool()) {
        // Without a stream the same failure is the answer's status.
        const int status = statusOfErrorType(manner.errorType);
        answer = errorAnswer(status, manner.errorType, manner.errorMessage, asker.requestId,
                             manner.errorCode);
        answer.headers.emplaceBack("request-id", asker.requestId);
        answer.headers.emplaceBack("anthropic-organization-id", asker.organization);
        answer.manner.delayMs = manner.delayMs;
    } else {
        answer = billedAnswer(messageOfStep(used, *body), *body, manner, asker);
    }
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const auto& [name, value] : used.headers)
        setHeader(answer.headers, name, withTimes(value, now));
    for (const QByteArray& name : used.withoutHeaders)
        removeHeader(answer.headers, name);
    return answer;
}

Answer Responder::billedAnswer(SimulatedMessage message, const QJsonObject& body,
                               const AnswerManner& manner, const Asker& asker)
{
    Answer answer;
    answer.manner = manner;
    answer.outputTokens = message.outputTokens;
    Billed cost;
    cost.inputTokens = message.inputTokens;
    cost.cacheReadTokens = message.cacheReadTokens;
    cost.cacheWrite5mTokens = message.cacheWrite5mTokens;
    cost.cacheWrite1hTokens = message.cacheWrite1hTokens;
    answer.bill = m_billing.open(asker.name, message.model, cost);
    const bool streams = body.value(u"stream").toBool();
    answer.headers.emplaceBack("content-type", streams
                                                   ? QByteArray("text/event-stream; charset=utf-8")
                                                   : QByteArray("application/json"));
    if (streams)
        answer.headers.emplaceBack("cache-control", "no-cache");
    answer.headers.emplaceBack("request-id", asker.requestId);
    answer.headers.emplaceBack("anthropic-organization-id", asker.organization);
    m_windows.use(asker.organization,
                  message.inputTokens + cost.cacheWrite5mTokens + cost.cacheWrite1hTokens,
                  message.outputTokens, QDateTime::currentMSecsSinceEpoch(), answer.headers);
    if (streams)
        answer.stream = std::move(message);
    else
        answer.body = message.toJson();
    return answer;
}

Answer Responder::answerCount(const HttpRequest& request, const Asker& asker)
{
    const auto body = accepted(request, asker, true);
    if (!body)
        return body.error();
    const ScriptStep* const step = m_runner.current(asker.key, QStringLiteral("count_tokens"));
    const qint64 tokens =
        step && step->inputTokens >= 0 ? step->inputTokens : estimatePrompt(*body);
    Answer answer = jsonAnswer({{QStringLiteral("input_tokens"), tokens}});
    answer.headers.emplaceBack("request-id", asker.requestId);
    answer.headers.emplaceBack("anthropic-organization-id", asker.organization);
    return answer;
}

Answer Responder::answerModels(const HttpRequest& request, const Asker& asker) const
{
    if (const auto refusal = checkVersion(headerValue(request.headers, "anthropic-version")))
        return refused(refusal->status, refusal->message, asker);
    Answer answer;
    if (request.path == "/v1/models") {
        answer = answerModelList(request);
    } else {
        const QString id = QString::fromUtf8(QByteArray::fromPercentEncoding(request.path.mid(11)));
        const ModelRow* const model = findModel(id);
        if (!isKnownModel(id))
            return refused(404, QStringLiteral("model: ") + id.left(200), asker);
        answer = jsonAnswer(model ? model->toJson() : unknownModelToJson(id));
    }
    answer.headers.emplaceBack("request-id", asker.requestId);
    answer.headers.emplaceBack("anthropic-organization-id", asker.organization);
    return answer;
}

Answer Responder::answerModelList(const HttpRequest& request) const
{
    QList<QJsonObject> all;
    for (const ModelRow& model : modelTable())
        all.append(model.toJson());
    for (const QString& id : m_runner.script().models)
        all.append(unknownModelToJson(id));
    const QUrlQuery query(QString::fromLatin1(request.query));
    const auto indexOf = [&](const QString& name) -> qsizetype {
        const QString id = query.queryItemValue(name, QUrl::FullyDecoded);
        const auto found = std::find_if(all.begin(), all.end(), [&](const QJsonObject& model) {
            return model.value(u"id").toString() == id;
        });
        return found == all.end() ? -1 : found - all.begin();
    };
    bool isNumber = false;
    const int wanted = query.queryItemValue(QStringLiteral("limit")).toInt(&isNumber);
    const qsizetype limit = isNumber && wanted > 0 ? std::min(wanted, 1000) : 20;
    const qsizetype before = indexOf(QStringLiteral("before_id"));
    const qsizetype end = before < 0 ? all.size() : before;
    const qsizetype start =
        before < 0 ? indexOf(QStringLiteral("after_id")) + 1 : std::max<qsizetype>(0, end - limit);
    const QList<QJsonObject> page = all.mid(start, std::min(limit, end - start));
    QJsonArray data;
    for (const QJsonObject& model : page)
        data.append(model);
    const bool hasMore = before < 0 ? start + page.size() < all.size() : start > 0;
    return jsonAnswer(
        {{QStringLiteral("data"), data},
         {QStringLiteral("has_more"), hasMore},
         {QStringLiteral("first_id"), page.isEmpty() ? QJsonValue() : page.first().value(u"id")},
         {QStringLiteral("last_id"), page.isEmpty() ? QJsonValue() : page.last().value(u"id")}});
}

QByteArray Responder::organizationOf(const QByteArray& key) const
{
    const QByteArray scripted = m_runner.script().organizations.value(key);
    if (!scripted.isEmpty())
        return scripted;
    static const QUuid space(QStringLiteral("7a1d3c5e-0b52-4f6e-9a53-1f0f8ab6f6d1"));
    return QUuid::createUuidV5(space, key).toByteArray(QUuid::WithoutBraces);
}

QByteArray Responder::nameOf(const QByteArray& key) const
{
    if (key.isEmpty() || isMadeUpKey(key) || m_runner.script().keys.contains(key))
        return key;
    return "sha256:" + QCryptographicHash::hash(key, QCryptographicHash::Sha256).toHex().left(12);
}

bool Responder::isKnownModel(const QString& id) const
{
    return findModel(id) || m_runner.script().models.contains(id);
}

} // namespace Patchbay
