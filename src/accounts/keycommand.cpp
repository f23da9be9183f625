// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/keycommand.h"

#include "accounts/accountstore.h"

#ifdef Q_OS_UNIX
#include <unistd.h>

#include <csignal>
#endif

namespace Patchbay {

namespace {

constexpr qsizetype kLongestOutput = 65'536;

} // namespace

void KeyCommand::run(const QString& command, qint64 timeoutMs, QObject* parent,
                     Completion<Secret> done)
{
    auto* run = new KeyCommand(timeoutMs, parent, std::move(done));
    run->start(command);
}

KeyCommand::KeyCommand(qint64 timeoutMs, QObject* parent, Completion<Secret> done)
    : QObject(parent)
    , m_done(std::move(done))
{
    m_output.reserve(kLongestOutput); // never moved, so that it can be wiped
    m_watchdog.setSingleShot(true);
    m_watchdog.setInterval(static_cast<int>(timeoutMs));
    connect(&m_watchdog, &QTimer::timeout, this, [this] {
        finish(fail(ErrorKind::VaultTimeout, tr("The key command did not end in time"),
                    tr("Run it in a terminal and see what it waits for")));
    });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &KeyCommand::readOutput);
    connect(&m_process, &QProcess::finished, this, &KeyCommand::ended);
    connect(
        &m_process, &QProcess::errorOccurred, this,
        [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart) {
                finish(fail(ErrorKind::VaultUnavailable, tr("The key command cannot be started"),
                            tr("Check the command of this account"), m_process.errorString()));
            }
        },
        Qt::QueuedConnection);
}

KeyCommand::~KeyCommand()
{
    m_process.disconnect(this);
    endProcess();
    wipe(m_output);
}

void KeyCommand::start(const QString& command)
{
    m_process.setStandardInputFile(QProcess::nullDevice());
    // What it complains may quote what it knows.
    m_process.setStandardErrorFile(QProcess::nullDevice());
    m_watchdog.start();
#ifdef Q_OS_WIN
    m_process.start(QStringLiteral("cmd.exe"), {QStringLiteral("/c"), command});
#else
    // A group of its own, so that its children end with it.
    m_process.setChildProcessModifier([] { ::setsid(); });
    m_process.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), command});
#endif
}

void KeyCommand::readOutput()
{
    QByteArray more = m_process.readAllStandardOutput();
    if (m_output.size() + more.size() > kLongestOutput) {
        wipe(more);
        finish(fail(ErrorKind::SecretAbsent, tr("The key command printed far more than a key"),
                    tr("Let it print the key alone")));
        return;
    }
    m_output.append(more);
    wipe(more);
}

void KeyCommand::ended(int exitCode, QProcess::ExitStatus status)
{
    readOutput();
    if (!m_done)
        return;
    if (status == QProcess::CrashExit || exitCode != 0) {
        finish(fail(ErrorKind::VaultDenied,
                    status == QProcess::CrashExit
                        ? tr("The key command broke off")
                        : tr("The key command failed with exit code %1").arg(exitCode),
                    tr("Run it in a terminal and see what it says")));
        return;
    }
    const qsizetype end = m_output.indexOf('\n');
    const QByteArrayView line = QByteArrayView(m_output).first(end < 0 ? m_output.size() : end);
    Secret key = Secret::take(line.trimmed().toByteArray());
    if (key.isEmpty()) {
        finish(fail(ErrorKind::SecretAbsent, tr("The key command printed nothing"),
                    tr("Run it in a terminal and see what it says")));
    } else if (!validateApiKey(key)) {
        finish(fail(ErrorKind::SecretAbsent, tr("What the key command printed is no key"),
                    tr("Let it print the key alone, in its first line")));
    } else {
        finish(std::move(key));
    }
}

void KeyCommand::finish(Result<Secret> result)
{
    if (!m_done)
        return;
    m_watchdog.stop();
    endProcess();
    deleteLater();
    std::exchange(m_done, nullptr)(std::move(result));
}

void KeyCommand::endProcess()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
#ifdef Q_OS_UNIX
    if (m_process.processId() > 0)
        ::kill(static_cast<pid_t>(-m_process.processId()), SIGKILL);
#endif
    m_process.kill();
}

} // namespace Patchbay
