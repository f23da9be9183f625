// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "base/error.h"
#include "base/secret.h"

#include <QJsonObject>
#include <QProcess>
#include <QTimer>

#include <functional>

namespace Patchbay {

/// What a `claude` process is started for: one that was started for the same can go on with it.
struct ClaudeOrder
{
    Account account;
    QString program;
    QString configDir;
    QString workFolder; // an empty one: the program tells the model where it runs
    Secret token;       // empty: the program's own sign-in
    QString model;      // empty: its default
    QString system;
    QString effort;
    qint64 maxTokens = 0;

    [[nodiscard]] bool servesAlso(const ClaudeOrder& other) const;
    /// As measured (PROTOCOL 5.8): a plain model call without tools, settings, or anything saved.
    /// The system prompt is no argument: it comes with `initialize`.
    [[nodiscard]] QStringList arguments() const;
    [[nodiscard]] QProcessEnvironment environment() const;
};

/// One run of the user's `claude` program, spoken with in lines of JSON. In a process group of its
/// own. Destroyed, it is killed with its children; on its worker's thread.
class ClaudeProcess final
{
public:
    static constexpr qsizetype kLongestLine = 64 * 1024 * 1024;

    explicit ClaudeProcess(ClaudeOrder order);
    ~ClaudeProcess();
    ClaudeProcess(const ClaudeProcess&) = delete;
    ClaudeProcess& operator=(const ClaudeProcess&) = delete;

    /// `line` hears each JSON object it says; what else it says is passed over. `ended` hears once
    /// that it is gone, with what it last said otherwise. Neither is called from within a call
    /// here, and neither may destroy it.
    void listen(std::function<void(const QJsonObject&)> line,
                std::function<void(const Error&)> ended);
    void ignore() { listen(nullptr, nullptr); }
    void start();
    void write(const QByteArray& line);
    /// Lets it end: by itself, after a second by SIGTERM, after two by SIGKILL. `isBusy`: with an
    /// answer, which it breaks off at once.
    void end(bool isBusy);
    [[nodiscard]] bool isGone() const { return m_isGone; }
    [[nodiscard]] const ClaudeOrder& order() const { return m_order; }

private:
    void read();
    void takeLine(QByteArrayView line);
    void gone(const Error& error);
    void signalGroup(int number);

    ClaudeOrder m_order;
    // A process that is killed and waited for needs no word of warning of Qt's.
    class Program final : public QProcess
    {
    public:
        void forget() { setProcessState(QProcess::NotRunning); }
    };
    Program m_process;
    QTimer m_ending;
    QByteArray m_pending; // of a line
    QByteArray m_said;    // what was no JSON: why it ended, often
    std::function<void(const QJsonObject&)> m_line;
    std::function<void(const Error&)> m_ended;
    bool m_isGone = false;
    bool m_wasTerminated = false;
};

} // namespace Patchbay
