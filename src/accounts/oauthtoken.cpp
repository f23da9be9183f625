// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/oauthtoken.h"

#include "base/json.h"

#include <QCoreApplication>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace Patchbay {

namespace {

struct OAuthTokenText
{
    Q_DECLARE_TR_FUNCTIONS(OAuthTokenText)
};

constexpr qint64 kLongestLifetimeMs = 10LL * 366 * 24 * 3600 * 1000;

// As a header and a JSON text take it unchanged; the limit is far above any real one.
bool isToken(const QString& text)
{
    return !text.isEmpty() && text.size() <= 64 * 1024 &&
           std::all_of(text.begin(), text.end(),
                       [](QChar c) { return c > u' ' && c <= u'~' && c != u'"' && c != u'\\'; });
}

Secret secretOf(const QJsonValue& value)
{
    return Secret::take(value.toString().toLatin1());
}

qint64 lifetimeOf(const QJsonValue& value)
{
    const double seconds = value.isString() ? value.toString().toDouble() : value.toDouble();
    if (!(seconds > 0) || !std::isfinite(seconds))
        return 0;
    return std::min(static_cast<qint64>(std::min(seconds, 1e12) * 1000), kLongestLifetimeMs);
}

TokenFailure failure(TokenFailure::Kind kind, QString cause, QString next, const QString& code,
                     int status)
{
    const ErrorKind errorKind = kind == TokenFailure::Kind::Temporary ? ErrorKind::ConnectionLost
                                                                      : ErrorKind::Authentication;
    return {kind, {errorKind, std::move(cause), std::move(next), code, {}, status}};
}

// The code alone, when it looks like one.
QString codeOf(const QJsonObject& body)
{
    const QJsonValue error = body.value(u"error");
    const QString code =
        error.isObject() ? error.toObject().value(u"type").toString() : error.toString();
    const bool isCode = code.size() <= 64 && std::all_of(code.begin(), code.end(), [](QChar c) {
                            return (c >= u'a' && c <= u'z') || c == u'_';
                        });
    return isCode ? code : QString();
}

TokenFailure failureOf(int status, const QString& code)
{
    using Kind = TokenFailure::Kind;
    if (code == QLatin1String("invalid_grant") && status < 500) {
        return failure(Kind::Refused, OAuthTokenText::tr("The provider ended this sign-in"),
                       OAuthTokenText::tr("Sign in again"), code, status);
    }
    static const QStringList misfits{
        QStringLiteral("invalid_client"), QStringLiteral("unauthorized_client"),
        QStringLiteral("unsupported_grant_type"), QStringLiteral("invalid_scope"),
        QStringLiteral("invalid_request")};
    if (status < 500 && misfits.contains(code)) {
        return failure(
            Kind::Misfitted,
            OAuthTokenText::tr("The provider does not accept the sign-in profile (%1)").arg(code),
            OAuthTokenText::tr("Correct the profile, then sign in again"), code, status);
    }
    if (status >= 300 && status < 400) {
        return failure(Kind::Temporary,
                       OAuthTokenText::tr("The token address sends elsewhere, which is not "
                                          "followed"),
                       OAuthTokenText::tr("Check the network, and the address in the profile"),
                       code, status);
    }
    return failure(
        Kind::Temporary,
        OAuthTokenText::tr("The provider cannot renew the sign-in now (status %1)").arg(status),
        OAuthTokenText::tr("Wait a moment, then try again"), code, status);
}

TokenFailure unreadable(int status)
{
    return failure(TokenFailure::Kind::Temporary,
                   OAuthTokenText::tr("The provider's answer holds no token that can be used"),
                   OAuthTokenText::tr("Check the token address in the profile, then try again"), {},
                   status);
}

} // namespace

Secret OAuthToken::toSecret() const
{
    const QByteArray end = QByteArrayLiteral("\",\"received_at_ms\":") +
                           QByteArray::number(receivedAtMs) +
                           QByteArrayLiteral(",\"lifetime_ms\":") + QByteArray::number(lifetimeMs) +
                           QByteArrayLiteral(",\"scope\":");
    const QByteArray scopeText =
        compactJson({{QStringLiteral("s"), scope}}).sliced(5).chopped(1); // {"s": … }
    QByteArray json;
    json.reserve(access.size() + refresh.size() + end.size() + scopeText.size() + 64);
    json.append(QByteArrayView("{\"access_token\":\""));
    json.append(access.reveal());
    json.append(QByteArrayView("\",\"refresh_token\":\""));
    json.append(refresh.reveal());
    json.append(end);
    json.append(scopeText);
    json.append('}');
    return Secret::take(std::move(json));
}

Result<OAuthToken> OAuthToken::fromSecret(const Secret& secret)
{
    const auto object = parseJsonObject(secret.reveal());
    const QJsonValue access = object ? object->value(u"access_token") : QJsonValue();
    const QJsonValue refresh = object ? object->value(u"refresh_token") : QJsonValue();
    if (!isToken(access.toString()) ||
        (!refresh.toString().isEmpty() && !isToken(refresh.toString()))) {
        return fail(ErrorKind::InvalidInput,
                    OAuthTokenText::tr("What is kept of the sign-in cannot "
                                       "be read"),
                    OAuthTokenText::tr("Sign in again"));
    }
    OAuthToken token;
    token.access = secretOf(access);
    token.refresh = secretOf(refresh);
    token.receivedAtMs = static_cast<qint64>(object->value(u"received_at_ms").toDouble());
    token.lifetimeMs = std::clamp<qint64>(
        static_cast<qint64>(object->value(u"lifetime_ms").toDouble()), 0, kLongestLifetimeMs);
    token.scope = object->value(u"scope").toString();
    return token;
}

TokenOutcome readTokenAnswer(int status, QByteArrayView body, const Secret& before, qint64 nowMs)
{
    const auto object = parseJsonObject(body);
    if (status < 200 || status >= 300)
        return std::unexpected(failureOf(status, object ? codeOf(*object) : QString()));
    if (!object)
        return std::unexpected(unreadable(status));
    const QString type = object->value(u"token_type").toString();
    const QJsonValue access = object->value(u"access_token");
    const QJsonValue refresh = object->value(u"refresh_token");
    const bool hasRefresh = refresh.isString() && !refresh.toString().isEmpty();
    if (!isToken(access.toString()) || (hasRefresh && !isToken(refresh.toString())) ||
        (!type.isEmpty() && type.compare(QLatin1String("bearer"), Qt::CaseInsensitive) != 0))
        return std::unexpected(unreadable(status));
    OAuthToken token;
    token.access = secretOf(access);
    token.refresh = hasRefresh ? secretOf(refresh) : before;
    token.receivedAtMs = nowMs;
    token.lifetimeMs = lifetimeOf(object->value(u"expires_in"));
    token.scope = object->value(u"scope").toString();
    return token;
}

} // namespace Patchbay
