// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/claudelogin.h"

#include "accounts/claudeprogram.h"
#include "base/json.h"

#include <QDateTime>
#include <QFile>
#include <QStandardPaths>

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLookEveryMs = 2000;
constexpr int kStatusMs = 20'000;

// In the order of Debian's alternatives: the person's choice first.
QList<QStringList> knownTerminals()
{
    return {{u"x-terminal-emulator"_s, u"-e"_s},
            {u"gnome-terminal"_s, u"--"_s},
            {u"kgx"_s, u"--"_s},
            {u"konsole"_s, u"-e"_s},
            {u"xfce4-terminal"_s, u"-x"_s},
            {u"mate-terminal"_s, u"-x"_s},
            {u"lxterminal"_s, u"-e"_s},
            {u"kitty"_s},
            {u"alacritty"_s, u"-e"_s},
            {u"foot"_s},
            {u"wezterm"_s, u"start"_s, u"--"_s},
            {u"xterm"_s, u"-e"_s}};
}

QString quoted(const QString& word)
{
    return u'\'' + QString(word).replace(u'\'', u"'\\''"_s) + u'\'';
}

qint64 timeOf(const QJsonValue& value)
{
    if (value.isString()) {
        const QDateTime time = QDateTime::fromString(value.toString(), Qt::ISODateWithMs);
        return time.isValid() ? time.toMSecsSinceEpoch() : 0;
    }
    // Milliseconds, or seconds.
    const qint64 number = value.toInteger();
    return number > 100'000'000'000 ? number : number * 1000;
}

} // namespace

Result<ClaudeSignIn> ClaudeSignIn::fromJson(QByteArrayView json)
{
    const auto object = parseJsonObject(json);
    if (!object || !object->value("loggedIn"_L1).isBool())
        return Failure(ClaudeProgram::notUnderstood(
            QString::fromUtf8(json.first(std::min<qsizetype>(json.size(), 200)))));
    ClaudeSignIn signIn;
    signIn.isSignedIn = object->value("loggedIn"_L1).toBool();
    signIn.method = object->value("authMethod"_L1).toString();
    signIn.configDir = object->value("configDirectory"_L1).toString();
    signIn.endsAtMs = timeOf(object->value("loginExpiresAt"_L1));
    signIn.plan = object->value("subscriptionType"_L1).toString();
    signIn.organizationId = object->value("orgId"_L1).toString();
    signIn.email = object->value("email"_L1).toString();
    return signIn;
}

void ClaudeStatus::ask(const QString& program, const Account& account, const QString& configDir,
                       QObject* parent, Completion<ClaudeSignIn> done)
{
    auto* status = new ClaudeStatus(parent, std::move(done));
    status->m_process.setProcessEnvironment(ClaudeProgram::environmentOf(
        QProcessEnvironment::systemEnvironment(), account, configDir, {}));
    status->m_process.setStandardInputFile(QProcess::nullDevice());
    status->m_process.setStandardErrorFile(QProcess::nullDevice());
    status->m_process.start(program, {u"auth"_s, u"status"_s});
}

ClaudeStatus::ClaudeStatus(QObject* parent, Completion<ClaudeSignIn> done)
    : QObject(parent)
    , m_done(std::move(done))
{
    m_watchdog.setSingleShot(true);
    m_watchdog.start(kStatusMs);
    connect(&m_watchdog, &QTimer::timeout, this,
            [this] { finish(Failure(ClaudeProgram::silent())); });
    // Its exit code tells what its words tell better.
    connect(&m_process, &QProcess::finished, this,
            [this] { finish(ClaudeSignIn::fromJson(m_process.readAllStandardOutput())); });
    connect(
        &m_process, &QProcess::errorOccurred, this,
        [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                finish(Failure(ClaudeProgram::cannotStart(m_process.errorString())));
        },
        Qt::QueuedConnection);
}

ClaudeStatus::~ClaudeStatus()
{
    m_process.disconnect(this);
    m_process.kill();
}

void ClaudeStatus::finish(Result<ClaudeSignIn> result)
{
    if (!m_done)
        return;
    m_watchdog.stop();
    deleteLater();
    std::exchange(m_done, nullptr)(std::move(result));
}

ClaudeLogin::ClaudeLogin(QString asked, QString claudeFolder, QObject* parent)
    : QObject(parent)
    , m_asked(std::move(asked))
    , m_claudeFolder(std::move(claudeFolder))
    , m_terminals(knownTerminals())
{
    m_watch.setInterval(kLookEveryMs);
    connect(&m_watch, &QTimer::timeout, this, &ClaudeLogin::look);
}

ClaudeLogin::~ClaudeLogin() = default;

void ClaudeLogin::setPatience(qint64 lookEveryMs, qint64 atMostMs)
{
    m_watch.setInterval(static_cast<int>(lookEveryMs));
    m_atMostMs = atMostMs;
}

Result<ClaudeLogin::Command> ClaudeLogin::command(const Account& account) const
{
    const QString program = ClaudeProgram::find(m_asked);
    if (program.isEmpty())
        return Failure(ClaudeProgram::absent(m_asked));
    const QString configDir = ClaudeProgram::configDirOf(account, m_claudeFolder);
    if (!ClaudeProgram::makeFolder(configDir))
        return Failure(ClaudeProgram::cannotStart(configDir));
    return Command{program,
                   {u"auth"_s, u"login"_s},
                   ClaudeProgram::environmentOf(QProcessEnvironment::systemEnvironment(), account,
                                                configDir, {})};
}

void ClaudeLogin::check(const Account& account, Completion<ClaudeSignIn> done)
{
    const auto wanted = command(account);
    if (wanted) {
        ClaudeStatus::ask(wanted->program, account,
                          ClaudeProgram::configDirOf(account, m_claudeFolder), this,
                          std::move(done));
        return;
    }
    QMetaObject::invokeMethod(
        this,
        [shared = std::make_shared<Completion<ClaudeSignIn>>(std::move(done)),
         error = wanted.error()] { (*shared)(Failure(error)); },
        Qt::QueuedConnection);
}

void ClaudeLogin::start(const Account& account)
{
    giveUp();
    const quint64 run = m_run;
    const auto later = [this, run](auto tell) {
        QMetaObject::invokeMethod(
            this,
            [this, run, tell] {
                if (run == m_run)
                    tell();
            },
            Qt::QueuedConnection);
    };
    const auto wanted = command(account);
    m_folder = std::make_unique<QTemporaryDir>();
    const QString script = m_folder->filePath(u"sign-in.sh"_s);
    QFile file(script);
    Result<void> written;
    if (!wanted)
        written = Failure(wanted.error());
    else if (!file.open(QIODevice::WriteOnly) || file.write(scriptFor(*wanted)) < 0)
        written = Failure(ClaudeProgram::cannotStart(file.errorString()));
    file.close();
    if (!written) {
        later([this, error = written.error()] { Q_EMIT failed(error); });
        return;
    }
    m_account = account;
    m_watchedMs = 0;
    m_watch.start();
    m_isTyped = !openTerminal(script);
    if (!m_isTyped)
        later([this] { Q_EMIT opened(); });
    else
        later([this, text = typed(*wanted)] { Q_EMIT commandNeeded(text); });
}

// A terminal may be another process that was there before: so what the program is to see stands
// in the script. It holds no secret.
QByteArray ClaudeLogin::scriptFor(const Command& command) const
{
    QString text = u"#!/bin/sh\n"_s;
    text += u"env -i TERM=\"$TERM\" "_s;
    QStringList names = command.environment.keys();
    names.removeAll(u"TERM"_s);
    for (const QString& name : std::as_const(names))
        text += quoted(name + u'=' + command.environment.value(name)) + u' ';
    text += quoted(command.program);
    for (const QString& argument : command.arguments)
        text += u' ' + quoted(argument);
    text += u"\ncode=$?\n"_s;
    text += u"echo $code > "_s + quoted(m_folder->filePath(u"ended"_s)) + u'\n';
    text += u"[ $code = 0 ] || { echo; echo '"_s +
            tr("The sign-in did not succeed. Press Enter to close this window.")
                .replace(u'\'', u"'\\''"_s) +
            u"'; read -r _; }\n"_s;
    return text.toUtf8();
}

QString ClaudeLogin::typed(const Command& command)
{
    const QString variable = u"CLAUDE_CONFIG_DIR"_s;
    return variable + u'=' + quoted(command.environment.value(variable)) + u' ' +
           quoted(command.program) + u' ' + command.arguments.join(u' ');
}

bool ClaudeLogin::openTerminal(const QString& script)
{
    for (const QStringList& terminal : std::as_const(m_terminals)) {
        const QString program = QStandardPaths::findExecutable(terminal.first());
        if (!program.isEmpty() &&
            QProcess::startDetached(program, terminal.mid(1) + QStringList{u"/bin/sh"_s, script}))
            return true;
    }
    return false;
}

std::optional<int> ClaudeLogin::exitCode() const
{
    QFile file(m_folder->filePath(u"ended"_s));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    bool isNumber = false;
    const int code = file.readAll().trimmed().toInt(&isNumber);
    return isNumber ? std::optional(code) : std::nullopt;
}

void ClaudeLogin::look()
{
    m_watchedMs += m_watch.interval();
    if (m_isLooking)
        return;
    if (m_watchedMs > m_atMostMs) {
        end();
        Q_EMIT failed({ErrorKind::Cancelled,
                       tr("Nobody signed in"),
                       tr("Begin again when you have time for it"),
                       {},
                       {},
                       0});
        return;
    }
    // Signed in as it was before counts only when the sign-in has come to its end.
    const std::optional<int> code = m_isTyped ? 0 : exitCode();
    if (!code)
        return;
    if (*code != 0) {
        end();
        Q_EMIT failed({ErrorKind::Authentication,
                       tr("The sign-in of the claude program did not succeed"),
                       tr("Read what it said in the terminal, and begin again"),
                       {},
                       {},
                       0});
        return;
    }
    m_isLooking = true;
    check(m_account, [this, run = m_run](const Result<ClaudeSignIn>& status) {
        if (run == m_run)
            looked(status);
    });
}

void ClaudeLogin::looked(const Result<ClaudeSignIn>& status)
{
    m_isLooking = false;
    if (m_isTyped && status && !status->isSignedIn)
        return; // not yet
    end();
    if (!status)
        Q_EMIT failed(status.error());
    else if (!status->isSignedIn)
        Q_EMIT failed(ClaudeProgram::notSignedIn(m_account.name));
    else
        Q_EMIT signedIn(*status);
}

void ClaudeLogin::end()
{
    m_watch.stop();
    m_isLooking = false;
    ++m_run;
}

void ClaudeLogin::giveUp()
{
    end();
}

} // namespace Patchbay
