// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/oauthprofile.h"

#include "accounts/importers.h"
#include "base/json.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>

#include <algorithm>

namespace Patchbay {

namespace {

struct OAuthProfileText
{
    Q_DECLARE_TR_FUNCTIONS(OAuthProfileText)
};

constexpr qint64 kLargestFile = 256 * 1024;

Failure wrongField(const QString& field, const QString& next)
{
    return fail(ErrorKind::InvalidInput,
                OAuthProfileText::tr("The sign-in profile is wrong at “%1”").arg(field), next);
}

Result<QString> textOf(const QJsonObject& object, const QString& field, bool isNeeded)
{
    const QJsonValue value = object.value(field);
    if (value.isUndefined() || value.isNull()) {
        if (isNeeded)
            return wrongField(field, OAuthProfileText::tr("Write a text there"));
        return QString();
    }
    if (!value.isString() || (isNeeded && value.toString().trimmed().isEmpty()))
        return wrongField(field, OAuthProfileText::tr("Write a text there"));
    return value.toString().trimmed();
}

Result<QUrl> addressOf(const QJsonObject& object, const QString& field, bool isNeeded)
{
    const auto text = textOf(object, field, isNeeded);
    if (!text)
        return Failure(text.error());
    if (text->isEmpty())
        return QUrl();
    const QUrl url(*text, QUrl::StrictMode);
    // A query is the provider's affair here, everything else as for a base URL.
    const auto checked = validateBaseUrl(url.adjusted(QUrl::RemoveQuery));
    if (!url.isValid() || !checked) {
        return wrongField(field,
                          OAuthProfileText::tr("Write an address that begins with https://; plain "
                                               "http:// is for this machine alone"));
    }
    return url;
}

// What says who is asking, what authorises, and what belongs to the connection.
bool isReserved(const QByteArray& name)
{
    static constexpr std::array<QByteArrayView, 18> reserved{
        "authorization", "x-api-key",  "cookie",          "host",   "user-agent", "x-app",
        "content-type",  "connection", "content-length",  "accept", "origin",     "te",
        "upgrade",       "trailer",    "accept-encoding", "expect", "referer",    "via"};
    const QByteArray lower = name.toLower();
    return std::find(reserved.begin(), reserved.end(), lower) != reserved.end() ||
           lower.startsWith("proxy-") || lower.startsWith("x-stainless-") ||
           lower.startsWith("transfer-");
}

bool isHeaderName(const QByteArray& name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
}

bool isHeaderValue(const QByteArray& value)
{
    return !value.isEmpty() && value.size() <= 1'024 &&
           std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

Result<HeaderList> headersOf(const QJsonObject& object)
{
    const QString field = QStringLiteral("headers");
    const QJsonValue value = object.value(field);
    HeaderList headers;
    if (value.isUndefined() || value.isNull())
        return headers;
    if (!value.isObject())
        return wrongField(field, OAuthProfileText::tr("Write an object of names and texts there"));
    const QJsonObject all = value.toObject();
    for (auto header = all.begin(); header != all.end(); ++header) {
        const QString place = field + u'.' + header.key();
        const QByteArray name = header.key().toUtf8();
        if (isReserved(name)) {
            return wrongField(
                place, OAuthProfileText::tr("Take it out: Patchbay sets that header itself"));
        }
        const QByteArray content = header.value().toString().toUtf8();
        if (!isHeaderName(name) || !header.value().isString() || !isHeaderValue(content))
            return wrongField(place, OAuthProfileText::tr("Write one line of plain letters there"));
        headers.emplaceBack(name.toLower(), content);
    }
    return headers;
}

Result<QStringList> scopesOf(const QJsonObject& object)
{
    const QString field = QStringLiteral("scopes");
    const QJsonValue value = object.value(field);
    QStringList scopes;
    if (value.isUndefined() || value.isNull())
        return scopes;
    const QJsonArray list = value.toArray();
    const bool areTexts = std::all_of(list.begin(), list.end(), [](const QJsonValue& scope) {
        return scope.isString() && !scope.toString().isEmpty() && !scope.toString().contains(u' ');
    });
    if (!value.isArray() || !areTexts)
        return wrongField(field, OAuthProfileText::tr("Write a list of words there"));
    for (const QJsonValue& scope : list)
        scopes.append(scope.toString());
    return scopes;
}

// One of two words; the first when it is absent.
Result<bool> isSecondOf(const QJsonObject& object, const QString& field, const QString& first,
                        const QString& second)
{
    const auto text = textOf(object, field, false);
    if (!text)
        return Failure(text.error());
    if (!text->isEmpty() && *text != first && *text != second)
        return wrongField(field,
                          OAuthProfileText::tr("Write “%1” or “%2” there").arg(first, second));
    return *text == second;
}

} // namespace

Result<OAuthProfile> OAuthProfile::fromJson(QByteArrayView json)
{
    const auto object = parseJsonObject(json);
    if (!object) {
        return fail(
            ErrorKind::InvalidInput,
            OAuthProfileText::tr("The sign-in profile is not a JSON object"),
            OAuthProfileText::tr("Write an object with “name”, “authorize_url”, “token_url” "
                                 "and “client_id”"),
            object.error().detail);
    }
    const auto name = textOf(*object, QStringLiteral("name"), true);
    const auto authorizeUrl = addressOf(*object, QStringLiteral("authorize_url"), false);
    const auto tokenUrl = addressOf(*object, QStringLiteral("token_url"), true);
    const auto clientId = textOf(*object, QStringLiteral("client_id"), false);
    const auto scopes = scopesOf(*object);
    const auto pastes = isSecondOf(*object, QStringLiteral("redirect"), QStringLiteral("loopback"),
                                   QStringLiteral("paste"));
    const auto isForm = isSecondOf(*object, QStringLiteral("token_request"), QStringLiteral("json"),
                                   QStringLiteral("form"));
    const auto headers = headersOf(*object);
    OAuthProfile profile;
    const auto take = [](const auto& read, auto& target) -> const Error* {
        if (!read)
            return &read.error();
        target = *read;
        return nullptr;
    };
    bool paste = false;
    bool form = false;
    for (const Error* error : {take(name, profile.name), take(authorizeUrl, profile.authorizeUrl),
                               take(tokenUrl, profile.tokenUrl), take(clientId, profile.clientId),
                               take(scopes, profile.scopes), take(pastes, paste),
                               take(isForm, form), take(headers, profile.headers)}) {
        if (error)
            return Failure(*error);
    }
    profile.redirect = paste ? Redirect::Paste : Redirect::Loopback;
    profile.tokenRequest = form ? TokenRequest::Form : TokenRequest::Json;
    return profile;
}

Result<OAuthProfile> OAuthProfile::fromFile(const QString& path, bool forSignIn)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorKind::InvalidInput,
                    OAuthProfileText::tr("The sign-in profile %1 cannot be read").arg(path),
                    OAuthProfileText::tr("Check its name and that you may read it"),
                    file.errorString());
    }
    auto profile = fromJson(file.read(kLargestFile));
    if (!profile || !forSignIn)
        return profile;
    if (profile->authorizeUrl.isEmpty()) {
        return wrongField(QStringLiteral("authorize_url"),
                          OAuthProfileText::tr("Write the address where a person signs in"));
    }
    if (profile->clientId.isEmpty()) {
        return wrongField(QStringLiteral("client_id"),
                          OAuthProfileText::tr("Write the id that the provider gave you"));
    }
    return profile;
}

QString OAuthProfile::toJson() const
{
    QJsonObject headerObject;
    for (const auto& [header, value] : headers)
        headerObject.insert(QString::fromUtf8(header), QString::fromUtf8(value));
    QJsonObject object{
        {QStringLiteral("name"), name},
        {QStringLiteral("token_url"), tokenUrl.toString(QUrl::FullyEncoded)},
        {QStringLiteral("client_id"), clientId},
        {QStringLiteral("scopes"), QJsonArray::fromStringList(scopes)},
        {QStringLiteral("redirect"),
         redirect == Redirect::Paste ? QStringLiteral("paste") : QStringLiteral("loopback")},
        {QStringLiteral("token_request"),
         tokenRequest == TokenRequest::Form ? QStringLiteral("form") : QStringLiteral("json")},
        {QStringLiteral("headers"), headerObject}};
    if (!authorizeUrl.isEmpty())
        object.insert(QStringLiteral("authorize_url"), authorizeUrl.toString(QUrl::FullyEncoded));
    return QString::fromUtf8(compactJson(object));
}

} // namespace Patchbay
