// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "base/result.h"

#include <QObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <memory>

namespace Patchbay {

/// What `claude auth status` tells (PROTOCOL 5.7). A value; never a secret.
struct ClaudeSignIn
{
    bool isSignedIn = false;
    QString method; // "claude.ai", "oauth_token", "none", …
    QString configDir;
    qint64 endsAtMs = 0; // UTC; 0: not told
    QString plan;        // "max"
    QString organizationId;
    QString email;

    /// UnexpectedAnswer when it is of another form.
    [[nodiscard]] static Result<ClaudeSignIn> fromJson(QByteArrayView json);

    bool operator==(const ClaudeSignIn&) const = default;
};

/// Asks the account's `claude` program whether it is signed in: its own sign-in, not a long-lived
/// token. The program's faults are those of ClaudeProgram. Destroyed with `parent`, it ends the
/// program and calls nobody. Main thread.
class ClaudeStatus final : public QObject
{
    Q_OBJECT
public:
    /// `program` as found. Deletes itself after `done`.
    static void ask(const QString& program, const Account& account, const QString& configDir,
                    QObject* parent, Completion<ClaudeSignIn> done);

private:
    ClaudeStatus(QObject* parent, Completion<ClaudeSignIn> done);
    ~ClaudeStatus() override;
    void finish(Result<ClaudeSignIn> result);

    QProcess m_process;
    QTimer m_watchdog;
    Completion<ClaudeSignIn> m_done;
};

/// Signs an account of the `claude` program in with the program's own sign-in, in a terminal of its
/// own, and watches until it is done. One at a time. Main thread.
class ClaudeLogin final : public QObject
{
    Q_OBJECT
public:
    /// `asked`: PATCHBAY_CLAUDE, or empty; `claudeFolder`: where accounts without a folder of their
    /// own have theirs.
    ClaudeLogin(QString asked, QString claudeFolder, QObject* parent = nullptr);
    ~ClaudeLogin() override;

    /// Opens a terminal with the sign-in; one of the signals below follows, opened() or
    /// commandNeeded() first. An earlier one is given up.
    void start(const Account& account);
    /// Nobody is told of it any more; what the person does in the terminal stands.
    void giveUp();
    [[nodiscard]] bool isWatching() const { return m_watch.isActive(); }

    /// How the account's sign-in is. `done` comes once, unless this is destroyed.
    void check(const Account& account, Completion<ClaudeSignIn> done);
    /// For a terminal that is there already: the program's arguments and environment.
    struct Command
    {
        QString program;
        QStringList arguments;
        QProcessEnvironment environment;
    };
    [[nodiscard]] Result<Command> command(const Account& account) const;

    /// Tried in order, each with what stands before the command; for tests.
    void setTerminals(QList<QStringList> terminals) { m_terminals = std::move(terminals); }
    void setPatience(qint64 lookEveryMs, qint64 atMostMs);

Q_SIGNALS:
    /// A terminal shows the program's sign-in.
    void opened();
    /// No terminal was found: the person is to type this in one. It is watched all the same.
    void commandNeeded(const QString& command);
    void signedIn(const Patchbay::ClaudeSignIn& signIn);
    /// The program is absent, the sign-in ended without success, or nobody came (Cancelled).
    void failed(const Patchbay::Error& error);

private:
    void look();
    void looked(const Result<ClaudeSignIn>& status);
    void end();
    [[nodiscard]] static QString typed(const Command& command);
    [[nodiscard]] bool openTerminal(const QString& script);
    [[nodiscard]] QByteArray scriptFor(const Command& command) const;
    [[nodiscard]] std::optional<int> exitCode() const;

    QString m_asked;
    QString m_claudeFolder;
    QList<QStringList> m_terminals;
    Account m_account;
    std::unique_ptr<QTemporaryDir> m_folder; // of the script, and of what it tells at its end
    QTimer m_watch;
    qint64 m_atMostMs = 900'000;
    qint64 m_watchedMs = 0;
    bool m_isLooking = false;
    bool m_isTyped = false; // by the person, not in a terminal of ours
    quint64 m_run = 0;
};

} // namespace Patchbay
