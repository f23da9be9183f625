// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QProcess>
#include <QString>

namespace Patchbay {

/// A program in a terminal of its own, as a person sits before it.
class Terminal final
{
public:
    Terminal(const QString& path, const QStringList& arguments,
             const QHash<QString, QString>& variables);
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    /// Presses keys: "\r" is Enter, "\x03" Ctrl+C, "\x04" Ctrl+D.
    void type(const QByteArray& keys);
    /// Waits until `text` is on the screen after what was waited for before.
    [[nodiscard]] bool shows(const QByteArray& text);
    /// All that was on the screen.
    [[nodiscard]] const QByteArray& screen();
    [[nodiscard]] bool hasEnded() const { return m_process.state() == QProcess::NotRunning; }
    /// Waits for the end; -1 when it does not come.
    [[nodiscard]] int exitCode();

private:
    int m_master = -1;
    int m_slave = -1;
    QProcess m_process;
    QByteArray m_screen;
    qsizetype m_seen = 0;
};

} // namespace Patchbay
