// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QProcess>
#include <QTimer>

namespace Patchbay {

/// One run of a command that prints a key (a password manager, say), through the system's shell,
/// with nothing on its standard input. The key is the first line of its output; the output is kept
/// nowhere. VaultUnavailable: it could not be started; VaultDenied: it failed; SecretAbsent: it
/// printed nothing that is a key; VaultTimeout: it took too long and was ended. Main thread.
class KeyCommand final : public QObject
{
    Q_OBJECT
public:
    /// Deletes itself after `done`; destroyed with `parent`, it ends the command and calls nobody.
    static void run(const QString& command, qint64 timeoutMs, QObject* parent,
                    Completion<Secret> done);

private:
    KeyCommand(qint64 timeoutMs, QObject* parent, Completion<Secret> done);
    ~KeyCommand() override;

    void start(const QString& command);
    void readOutput();
    void ended(int exitCode, QProcess::ExitStatus status);
    void finish(Result<Secret> result);
    void endProcess();

    QProcess m_process;
    QTimer m_watchdog;
    QByteArray m_output;
    Completion<Secret> m_done;
};

} // namespace Patchbay
