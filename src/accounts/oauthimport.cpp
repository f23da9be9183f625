// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/oauthimport.h"

#include "accounts/importers.h"
#include "base/json.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonObject>

#include <cmath>

namespace Patchbay {

namespace {

struct OAuthImport
{
    Q_DECLARE_TR_FUNCTIONS(OAuthImport)
};

constexpr qint64 kLargestFile = 1024 * 1024;
const QString kConfigs = QStringLiteral("configs");
const QString kCredentials = QStringLiteral("credentials");

Failure wrong(QString cause, QString next, QString detail = {})
{
    return fail(ErrorKind::InvalidInput, std::move(cause), std::move(next), std::move(detail));
}

Result<QJsonObject> readObject(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        return wrong(OAuthImport::tr("The file %1 cannot be read").arg(path),
                     OAuthImport::tr("Check its name and that you may read it"),
                     file.errorString());
    }
    QByteArray bytes = file.read(kLargestFile);
    auto object = parseJsonObject(bytes);
    if (object) {
        if (const auto refused = refuseSignIns(
                object->contains(QStringLiteral("access_token")) ? QByteArrayView() : bytes, path);
            !refused)
            object = Failure(refused.error());
    } else {
        object =
            wrong(OAuthImport::tr("The file %1 is not a JSON object").arg(path),
                  OAuthImport::tr("Give the file that the sign-in wrote"), object.error().detail);
    }
    wipe(bytes);
    return object;
}

// When it ends, UTC; 0: not told. Seconds, milliseconds and texts are all in use.
qint64 endOf(const QJsonValue& value)
{
    if (value.isString()) {
        const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODate);
        return time.isValid() ? time.toMSecsSinceEpoch() : 0;
    }
    const double number = value.toDouble();
    constexpr double leastMilliseconds = 1e11;
    if (!(number > 0) || !std::isfinite(number) || number > 1e15)
        return 0;
    return static_cast<qint64>(number < leastMilliseconds ? number * 1000 : number);
}

Result<OAuthToken> tokenOf(const QJsonObject& object, const QString& path, qint64 nowMs)
{
    QJsonObject answer;
    for (const char* field : {"access_token", "refresh_token", "scope"})
        answer.insert(QLatin1String(field), object.value(QLatin1String(field)));
    QByteArray bytes = compactJson(answer);
    auto read = readTokenAnswer(200, bytes, {}, nowMs);
    wipe(bytes);
    if (!read) {
        return wrong(OAuthImport::tr("The file %1 holds no token").arg(path),
                     OAuthImport::tr("It should have “access_token”, “refresh_token” and "
                                     "“expires_at”"));
    }
    if (const qint64 endMs = endOf(object.value(u"expires_at")); endMs > 0) {
        constexpr qint64 anHour = 3'600'000;
        read->lifetimeMs = std::max(anHour, endMs - nowMs);
        read->receivedAtMs = endMs - read->lifetimeMs;
    }
    return *read;
}

NewAccount accountWith(const QString& name, const OAuthProfile& profile, const OAuthToken& token)
{
    NewAccount added;
    added.account.name = name;
    added.account.kind = AccountKind::OAuth;
    added.account.oauthProfile = profile.toJson();
    added.secret = token.toSecret();
    return added;
}

// Where the parts of one profile are.
struct Place
{
    QString name;
    QString config;
    QString credentials;
};

QStringList profilesIn(const QDir& folder)
{
    QStringList names;
    for (const QString& file : QDir(folder.filePath(kConfigs))
                                   .entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name))
        names.append(QFileInfo(file).completeBaseName());
    return names;
}

Result<QString> activeOf(const QDir& folder)
{
    const QStringList names = profilesIn(folder);
    QFile file(folder.filePath(QStringLiteral("active_config")));
    QString active;
    if (file.open(QIODevice::ReadOnly))
        active = QString::fromUtf8(file.read(1'024)).trimmed();
    for (const QString& name :
         {active, QStringLiteral("default"), names.size() == 1 ? names.first() : QString()}) {
        if (!name.isEmpty() && names.contains(name))
            return name;
    }
    if (names.isEmpty()) {
        return wrong(OAuthImport::tr("The folder %1 holds no profile").arg(folder.path()),
                     OAuthImport::tr("Sign in with the program that writes it, then import it"));
    }
    return wrong(
        OAuthImport::tr("The folder %1 does not tell which of its profiles is meant")
            .arg(folder.path()),
        OAuthImport::tr("Give one of them, such as %1")
            .arg(folder.filePath(kConfigs + u'/' + names.first() + QStringLiteral(".json"))));
}

Result<Place> placeOf(const QString& path)
{
    const QFileInfo info(path);
    QDir folder(info.absoluteFilePath());
    QString name = info.completeBaseName();
    if (info.isDir()) {
        const auto active = activeOf(folder);
        if (!active)
            return Failure(active.error());
        name = *active;
    } else {
        folder = info.absoluteDir();
        folder.cdUp();
    }
    const QString file = u'/' + name + QStringLiteral(".json");
    return Place{name, folder.filePath(kConfigs + file), folder.filePath(kCredentials + file)};
}

} // namespace

bool isDeveloperProfile(const QString& path)
{
    const QFileInfo info(path);
    const QDir folder(path);
    if (info.isDir())
        return folder.exists(kConfigs) && folder.exists(kCredentials);
    const QString parent = info.absoluteDir().dirName();
    const QDir above(info.absoluteDir().filePath(QStringLiteral("..")));
    return info.isFile() && info.suffix() == QLatin1String("json") &&
           (parent == kConfigs || parent == kCredentials) && above.exists(kConfigs) &&
           above.exists(kCredentials);
}

Result<NewAccount> accountOfDeveloperProfile(const QString& path, const QUrl& defaultBaseUrl,
                                             qint64 nowMs)
{
    auto place = placeOf(path);
    if (!place)
        return Failure(place.error());
    const auto config = readObject(place->config);
    if (!config)
        return Failure(config.error());
    const QJsonObject authentication = config->value(u"authentication").toObject();
    if (authentication.value(u"type").toString() != QLatin1String("user_oauth")) {
        return wrong(
            OAuthImport::tr("The profile “%1” is not one of a person's sign-in").arg(place->name),
            OAuthImport::tr("Import a profile whose type is user_oauth, or use a key"));
    }
    if (const QString elsewhere = authentication.value(u"credentials_path").toString();
        !elsewhere.isEmpty())
        place->credentials = QFileInfo(place->config).absoluteDir().absoluteFilePath(elsewhere);
    const auto credentials = readObject(place->credentials);
    if (!credentials)
        return Failure(credentials.error());
    const auto token = tokenOf(*credentials, place->credentials, nowMs);
    if (!token)
        return Failure(token.error());

    const QString baseText = config->value(u"base_url").toString();
    const QUrl base = baseText.isEmpty() ? defaultBaseUrl : QUrl(baseText, QUrl::StrictMode);
    if (const auto checked = validateBaseUrl(base); !checked)
        return Failure(checked.error());
    OAuthProfile profile;
    profile.name = place->name;
    profile.tokenUrl = base;
    QString root = base.path();
    while (root.endsWith(u'/'))
        root.chop(1);
    profile.tokenUrl.setPath(root + QStringLiteral("/v1/oauth/token"));
    profile.clientId = authentication.value(u"client_id").toString();
    profile.headers.emplaceBack("anthropic-beta", "oauth-2025-04-20");
    if (const QString workspace = config->value(u"workspace_id").toString(); !workspace.isEmpty())
        profile.headers.emplaceBack("anthropic-workspace-id", workspace.toUtf8());
    const QString email = credentials->value(u"account_email").toString();
    const bool isNamed = place->name != QLatin1String("default") || email.isEmpty();
    NewAccount added = accountWith(isNamed ? place->name : email, profile, *token);
    if (!baseText.isEmpty())
        added.account.baseUrl = base;
    if (const auto checked = validateAccount(added.account); !checked)
        return Failure(checked.error());
    return added;
}

Result<NewAccount> accountOfCredentials(const QString& path, const OAuthProfile& profile,
                                        qint64 nowMs)
{
    const auto object = readObject(path);
    if (!object)
        return Failure(object.error());
    const auto token = tokenOf(*object, path, nowMs);
    if (!token)
        return Failure(token.error());
    const QString email = object->value(u"account_email").toString();
    return accountWith(email.isEmpty() ? profile.name : email, profile, *token);
}

QString credentialsNotice()
{
    return OAuthImport::tr(
        "This takes over a sign-in of yours from another program: do it only if it is your own and "
        "its provider lets other programs use it. From then on Patchbay renews it, and the other "
        "program may have to sign in anew");
}

Result<void> refuseSignIns(QByteArrayView json, const QString& path)
{
    if (!json.trimmed().startsWith('{'))
        return {};
    const auto object = parseJsonObject(json);
    if (!object)
        return {};
    if (object->contains(QStringLiteral("claudeAiOauth")) ||
        object->contains(QStringLiteral("mcpOAuth"))) {
        return wrong(
            OAuthImport::tr("The file %1 is the sign-in of the claude program, which alone "
                            "may use and renew it")
                .arg(path),
            OAuthImport::tr("Add an account that runs this program: patchbay-cli accounts "
                            "add --name NAME --kind claude_command"));
    }
    if (object->contains(QStringLiteral("access_token"))) {
        return wrong(OAuthImport::tr("The file %1 is a sign-in, and does not tell how to renew it")
                         .arg(path),
                     OAuthImport::tr("Give the provider's profile with --oauth-profile FILE"));
    }
    return {};
}

} // namespace Patchbay
