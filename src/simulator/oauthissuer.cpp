// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/oauthissuer.h"

#include "base/json.h"

#include <QCryptographicHash>
#include <QUrl>
#include <QUrlQuery>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// The provider's own developer profiles renew at the second address (PROTOCOL 5.2).
bool isTokenRoute(const QByteArray& path)
{
    return path == "/oauth/token" || path == "/v1/oauth/token";
}

Answer page(int status, const QByteArray& text)
{
    Answer answer;
    answer.status = status;
    answer.headers.emplaceBack("content-type", "text/plain; charset=utf-8");
    answer.body = text;
    return answer;
}

QHash<QString, QString> fieldsOf(const QUrlQuery& query)
{
    QHash<QString, QString> fields;
    for (const auto& [name, value] : query.queryItems(QUrl::FullyDecoded))
        fields.insert(name, value);
    return fields;
}

} // namespace

OAuthIssuer::OAuthIssuer(OAuthScript script)
{
    setScript(std::move(script));
}

void OAuthIssuer::setScript(OAuthScript script)
{
    m_script = std::move(script);
    m_step = 0;
    m_stepUsed = 0;
    const qint64 now = m_clock.monotonicMs();
    for (const OAuthPair& pair : std::as_const(m_script.tokens)) {
        if (!m_accessTokens.contains(pair.access))
            m_accessTokens.insert(pair.access, now + pair.livesMs);
        if (!pair.refresh.isEmpty() && !m_refreshTokens.contains(pair.refresh))
            m_refreshTokens.insert(pair.refresh, {});
    }
}

bool OAuthIssuer::isRoute(const HttpRequest& request)
{
    return (request.method == "GET" && request.path == "/oauth/authorize") ||
           (request.method == "POST" && isTokenRoute(request.path));
}

Answer OAuthIssuer::answer(const HttpRequest& request, const QByteArray& requestId)
{
    Answer answer = isTokenRoute(request.path) ? token(request) : authorize(request);
    answer.headers.emplaceBack("request-id", requestId);
    answer.headers.emplaceBack("cache-control", "no-store");
    return answer;
}

OAuthIssuer::Bearer OAuthIssuer::check(const QByteArray& token)
{
    const auto found = m_accessTokens.constFind(token);
    if (found == m_accessTokens.cend())
        return Bearer::Unknown;
    if (m_clock.monotonicMs() < *found)
        return Bearer::Good;
    ++m_counts.rejectedBearers;
    return Bearer::Ended;
}

Answer OAuthIssuer::answerControl(const HttpRequest& request)
{
    if (request.method == "POST") {
        const auto body = parseJsonObject(request.body);
        if (!body)
            return page(400, "JSON object expected\n");
        if (body->value(u"expire").toBool()) {
            for (qint64& end : m_accessTokens)
                end = 0;
        }
        if (body->value(u"revoke").toBool())
            m_refreshTokens.clear();
    }
    return jsonAnswer({{u"authorizations"_s, m_counts.authorizations},
                       {u"token_requests"_s, m_counts.tokenRequests},
                       {u"exchanges"_s, m_counts.exchanges},
                       {u"refreshes"_s, m_counts.refreshes},
                       {u"refusals"_s, m_counts.refusals},
                       {u"reuses"_s, m_counts.reuses},
                       {u"rejected_bearers"_s, m_counts.rejectedBearers}});
}

// Whoever asks is taken for a person who agrees, or as the script says refuses.
Answer OAuthIssuer::authorize(const HttpRequest& request)
{
    const Fields fields = fieldsOf(QUrlQuery(QString::fromLatin1(request.query)));
    const QString redirectUri = fields.value(u"redirect_uri"_s);
    if (fields.value(u"response_type"_s) != "code"_L1 ||
        fields.value(u"code_challenge_method"_s) != "S256"_L1 ||
        fields.value(u"code_challenge"_s).size() != 43 ||
        (!m_script.clientId.isEmpty() && fields.value(u"client_id"_s) != m_script.clientId))
        return page(400, "This is no request for a code with PKCE\n");
    QUrlQuery back;
    const QString state = fields.value(u"state"_s);
    QString code;
    if (m_script.denies) {
        back.addQueryItem(u"error"_s, u"access_denied"_s);
    } else {
        code = QString::fromLatin1(madeUpId("code_"));
        m_codes.insert(code, {fields.value(u"client_id"_s), redirectUri,
                              fields.value(u"code_challenge"_s).toLatin1()});
        back.addQueryItem(u"code"_s, code);
    }
    back.addQueryItem(u"state"_s, QString::fromLatin1(QUrl::toPercentEncoding(state)));
    ++m_counts.authorizations;
    if (!redirectUri.startsWith("http://127.0.0.1:"_L1))
        return page(200, code.isEmpty() ? QByteArray("access_denied\n")
                                        : (code + u'#' + state + u'\n').toUtf8());
    QUrl target(redirectUri);
    target.setQuery(back);
    Answer answer = page(302, {});
    answer.headers.emplaceBack("location", target.toEncoded());
    return answer;
}

Answer OAuthIssuer::token(const HttpRequest& request)
{
    ++m_counts.tokenRequests;
    Fields fields;
    if (headerValue(request.headers, "content-type").startsWith("application/json")) {
        const auto body = parseJsonObject(request.body).value_or(QJsonObject());
        for (auto field = body.begin(); field != body.end(); ++field)
            fields.insert(field.key(), field.value().toString());
    } else {
        QByteArray encoded = request.body;
        fields = fieldsOf(QUrlQuery(QString::fromLatin1(encoded.replace('+', ' '))));
    }
    const OAuthStep* const step = nextStep();
    if (!step)
        return tokenFor(fields);
    Answer answer;
    if (!step->error.isEmpty())
        answer = refuse(step->status == 200 ? 400 : step->status, step->error);
    else if (step->status >= 300)
        answer = page(step->status, "The simulator was told so\n");
    else if (step->fault == OAuthStep::Fault::Hang)
        answer = page(200, {});
    else
        answer = tokenFor(fields);
    answer.headers += step->headers;
    answer.manner.delayMs = step->delayMs;
    if (step->fault != OAuthStep::Fault::None) {
        answer.manner.fault =
            step->fault == OAuthStep::Fault::Hang ? ScriptFault::Hang : ScriptFault::Cut;
        answer.manner.atEvent = 0;
    }
    return answer;
}

const OAuthStep* OAuthIssuer::nextStep()
{
    if (m_step >= m_script.steps.size())
        return nullptr;
    const OAuthStep* const step = &m_script.steps.at(m_step);
    if (++m_stepUsed >= step->times) {
        ++m_step;
        m_stepUsed = 0;
    }
    return step;
}

Answer OAuthIssuer::tokenFor(const Fields& fields)
{
    if (!m_script.clientId.isEmpty() && fields.value(u"client_id"_s) != m_script.clientId)
        return refuse(401, u"invalid_client"_s);
    const QString type = fields.value(u"grant_type"_s);
    if (type == "authorization_code"_L1)
        return exchange(fields);
    if (type == "refresh_token"_L1)
        return refresh(fields);
    return refuse(400, u"unsupported_grant_type"_s);
}

Answer OAuthIssuer::exchange(const Fields& fields)
{
    const auto found = m_codes.constFind(fields.value(u"code"_s));
    if (found == m_codes.cend())
        return refuse(400, u"invalid_grant"_s);
    const Code code = *found;
    m_codes.erase(found);
    const QByteArray challenge =
        QCryptographicHash::hash(fields.value(u"code_verifier"_s).toLatin1(),
                                 QCryptographicHash::Sha256)
            .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    if (challenge != code.challenge || fields.value(u"client_id"_s) != code.clientId ||
        fields.value(u"redirect_uri"_s) != code.redirectUri)
        return refuse(400, u"invalid_grant"_s);
    ++m_counts.exchanges;
    return issue(madeUpId("sk-ant-test-ort-"));
}

Answer OAuthIssuer::refresh(const Fields& fields)
{
    const QByteArray token = fields.value(u"refresh_token"_s).toLatin1();
    const auto known = m_refreshTokens.find(token);
    if (known == m_refreshTokens.end())
        return refuse(400, u"invalid_grant"_s);
    const qint64 now = m_clock.monotonicMs();
    if (known->usedAtMs >= 0) {
        ++m_counts.reuses;
        if (now - known->usedAtMs >= m_script.graceMs)
            return refuse(400, u"invalid_grant"_s);
    } else if (m_script.rotates) {
        known->usedAtMs = now;
    }
    ++m_counts.refreshes;
    return issue(m_script.rotates ? madeUpId("sk-ant-test-ort-") : QByteArray());
}

Answer OAuthIssuer::issue(const QByteArray& refreshToken)
{
    const QByteArray access = madeUpId("sk-ant-test-oat-");
    m_accessTokens.insert(access, m_clock.monotonicMs() + (m_script.livesMs > 0
                                                               ? m_script.livesMs
                                                               : m_script.expiresIn * 1000LL));
    QJsonObject body{{u"access_token"_s, QString::fromLatin1(access)},
                     {u"token_type"_s, u"Bearer"_s},
                     {u"expires_in"_s, m_script.expiresIn}};
    if (!refreshToken.isEmpty()) {
        m_refreshTokens.insert(refreshToken, {});
        body.insert(u"refresh_token"_s, QString::fromLatin1(refreshToken));
    }
    return jsonAnswer(body);
}

Answer OAuthIssuer::refuse(int status, const QString& code)
{
    if (code == "invalid_grant"_L1)
        ++m_counts.refusals;
    Answer answer = jsonAnswer({{u"error"_s, code}, {u"error_description"_s, u"Told so."_s}});
    answer.status = status;
    return answer;
}

} // namespace Patchbay
