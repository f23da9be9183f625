// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/claudeprogram.h"

#include "base/logging.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHostAddress>
#include <QStandardPaths>
#include <QVersionNumber>

#include <algorithm>
#include <array>

namespace Patchbay::ClaudeProgram {

using namespace Qt::StringLiterals;

namespace {

struct ClaudeProgramText
{
    Q_DECLARE_TR_FUNCTIONS(ClaudeProgramText)
};

// Statuses of the API that say the same of the account.
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;

bool isPassedOn(const QString& name)
{
    static constexpr std::array names{"PATH"_L1,
                                      "HOME"_L1,
                                      "USER"_L1,
                                      "LOGNAME"_L1,
                                      "SHELL"_L1,
                                      "LANG"_L1,
                                      "LANGUAGE"_L1,
                                      "TZ"_L1,
                                      "TERM"_L1,
                                      "COLORTERM"_L1,
                                      "TMPDIR"_L1,
                                      "TMP"_L1,
                                      "TEMP"_L1,
                                      "DISPLAY"_L1,
                                      "WAYLAND_DISPLAY"_L1,
                                      "XAUTHORITY"_L1,
                                      "BROWSER"_L1,
                                      "DBUS_SESSION_BUS_ADDRESS"_L1,
                                      "SSL_CERT_FILE"_L1,
                                      "SSL_CERT_DIR"_L1,
                                      "NODE_EXTRA_CA_CERTS"_L1,
                                      "HTTP_PROXY"_L1,
                                      "HTTPS_PROXY"_L1,
                                      "NO_PROXY"_L1,
                                      "ALL_PROXY"_L1,
                                      "SYSTEMROOT"_L1,
                                      "WINDIR"_L1,
                                      "APPDATA"_L1,
                                      "LOCALAPPDATA"_L1,
                                      "USERPROFILE"_L1,
                                      "PROGRAMDATA"_L1,
                                      "PROGRAMFILES"_L1,
                                      "COMSPEC"_L1,
                                      "PATHEXT"_L1,
                                      "HOMEDRIVE"_L1,
                                      "HOMEPATH"_L1,
                                      "CLAUDE_CODE_GIT_BASH_PATH"_L1};
    const QString upper = name.toUpper();
    return upper.startsWith("LC_"_L1) || upper.startsWith("XDG_"_L1) ||
           std::any_of(names.begin(), names.end(),
                       [&upper](QLatin1StringView known) { return upper == known; });
}

QVersionNumber numberOf(const QString& version)
{
    return QVersionNumber::fromString(version.trimmed());
}

Error failure(ErrorKind kind, QString cause, QString nextStep, const QString& detail, int status)
{
    return {kind, std::move(cause), std::move(nextStep), redact(detail.left(1000)), {}, status};
}

} // namespace

QString find(const QString& asked)
{
    const QString name = asked.isEmpty() ? u"claude"_s : asked;
    if (const QString found = QStandardPaths::findExecutable(name); !found.isEmpty())
        return found;
    if (!asked.isEmpty())
        return {};
    // Where its installers put it; a desktop session may not have those in PATH.
    return QStandardPaths::findExecutable(
        name, {QDir::homePath() + "/.local/bin"_L1, QDir::homePath() + "/.claude/local"_L1});
}

QString configDirOf(const Account& account, const QString& claudeFolder)
{
    return account.configDir.isEmpty() ? claudeFolder + u'/' + account.id.value : account.configDir;
}

bool makeFolder(const QString& folder)
{
    if (QFileInfo(folder).isDir())
        return true;
    const auto owner = QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner;
    return QDir().mkpath(folder) && QFile::setPermissions(folder, owner);
}

bool isOnLoopback(const QUrl& url)
{
    return url.host() == "localhost"_L1 || QHostAddress(url.host()).isLoopback();
}

QProcessEnvironment environmentOf(const QProcessEnvironment& ours, const Account& account,
                                  const QString& configDir, const Secret& token)
{
    QProcessEnvironment result;
    const QStringList names = ours.keys();
    for (const QString& name : names) {
        if (isPassedOn(name))
            result.insert(name, ours.value(name));
    }
    result.insert(u"CLAUDE_CONFIG_DIR"_s, configDir);
    for (const auto& name :
         {u"DISABLE_AUTOUPDATER"_s, u"DISABLE_TELEMETRY"_s, u"DISABLE_ERROR_REPORTING"_s})
        result.insert(name, u"1"_s);
    if (!token.isEmpty())
        result.insert(u"CLAUDE_CODE_OAUTH_TOKEN"_s, QString::fromUtf8(token.reveal()));
    if (isOnLoopback(account.baseUrl)) {
        result.insert(u"ANTHROPIC_BASE_URL"_s, account.baseUrl.toString());
        result.insert(u"NO_PROXY"_s, u"localhost,127.0.0.1,::1"_s);
    }
    if (!account.proxy.isEmpty()) {
        for (const auto& name :
             {u"HTTP_PROXY"_s, u"HTTPS_PROXY"_s, u"http_proxy"_s, u"https_proxy"_s})
            result.insert(name, account.proxy.toString());
    }
    return result;
}

bool isNewEnough(const QString& version)
{
    const QVersionNumber number = numberOf(version);
    return !number.isNull() &&
           number >= QVersionNumber::fromString(QLatin1StringView(kOldestVersion));
}

bool takesEarlierTurns(const QString& version)
{
    // Measured with the oldest version; nothing promises it for what comes after 2.
    return isNewEnough(version) && numberOf(version).majorVersion() == 2;
}

Error absent(const QString& asked)
{
    return failure(ErrorKind::NoEligibleAccount,
                   ClaudeProgramText::tr("The claude program was not found"),
                   ClaudeProgramText::tr("Install Claude Code, or name the program in the "
                                         "environment variable PATCHBAY_CLAUDE; then test the "
                                         "account"),
                   asked, kForbidden);
}

Error tooOld(const QString& version)
{
    const QString oldest = QLatin1StringView(kOldestVersion);
    return failure(
        ErrorKind::NoEligibleAccount,
        version.isEmpty()
            ? ClaudeProgramText::tr("The claude program is older than %1").arg(oldest)
            : ClaudeProgramText::tr("The claude program is of version %1, older than %2")
                  .arg(version, oldest),
        ClaudeProgramText::tr("Run “claude update” in a terminal, then test the account"), {},
        kForbidden);
}

Error notSignedIn(const QString& accountName)
{
    return failure(ErrorKind::Authentication,
                   ClaudeProgramText::tr("The claude program is not signed in for the account “%1”")
                       .arg(accountName),
                   ClaudeProgramText::tr("Sign in with “Sign in” in the account's settings or with "
                                         "“patchbay-cli accounts login %1”")
                       .arg(accountName),
                   {}, kUnauthorized);
}

Error rejected(const QString& accountName, bool wasToken)
{
    return failure(
        ErrorKind::Authentication,
        wasToken ? ClaudeProgramText::tr("The token of “%1” was rejected").arg(accountName)
                 : ClaudeProgramText::tr("The sign-in of “%1” was rejected").arg(accountName),
        wasToken
            ? ClaudeProgramText::tr("Make a new one with “claude setup-token” and give it with "
                                    "“patchbay-cli accounts login %1”")
                  .arg(accountName)
            : ClaudeProgramText::tr("Sign in again with “Sign in” in the account's settings or "
                                    "with “patchbay-cli accounts login %1”")
                  .arg(accountName),
        {}, kUnauthorized);
}

Error cannotStart(const QString& detail)
{
    return failure(ErrorKind::NoEligibleAccount,
                   ClaudeProgramText::tr("The claude program cannot be started"),
                   ClaudeProgramText::tr("Run “claude --version” in a terminal and see what it "
                                         "says; then test the account"),
                   detail, kForbidden);
}

Error brokeOff(const QString& detail)
{
    return failure(ErrorKind::ConnectionLost,
                   ClaudeProgramText::tr("The claude program ended in the midst of its work"),
                   ClaudeProgramText::tr("Send it again; if this stays, run “claude” in a "
                                         "terminal and see what it says"),
                   detail, 0);
}

Error notUnderstood(const QString& detail)
{
    return failure(ErrorKind::UnexpectedAnswer,
                   ClaudeProgramText::tr("The claude program answered something unexpected"),
                   ClaudeProgramText::tr("Update the claude program and Patchbay; if this stays, "
                                         "report it"),
                   detail, 0);
}

Error silent()
{
    return failure(ErrorKind::ConnectTimeout,
                   ClaudeProgramText::tr("The claude program was started and says nothing"),
                   ClaudeProgramText::tr("Run “claude” in a terminal and see what it waits for"),
                   {}, 0);
}

QString endpointTerms()
{
    return ClaudeProgramText::tr(
        "The provider's terms keep a subscription for its own programs, used by the person it "
        "belongs to, and forbid routing other programs' requests through it. Whoever lets the "
        "endpoint use this account answers for that; the provider may close it.");
}

} // namespace Patchbay::ClaudeProgram
