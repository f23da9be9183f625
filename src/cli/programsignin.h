// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/claudelogin.h"
#include "core/core.h"

#include <QProcess>

namespace Patchbay {

/// The `claude` program's own sign-in in this terminal. Main thread; destroyed, it ends the program
/// and calls nobody.
class ProgramSignIn final : public QObject
{
    Q_OBJECT
public:
    explicit ProgramSignIn(Core& core);
    ~ProgramSignIn() override;

    /// Lets the person sign in; the account is Ready when `done` comes with success.
    void start(const Account& account, Completion<void> done);
    /// How its sign-in is, kept with the account: the plan, and when it ends.
    void check(const Account& account, Completion<ClaudeSignIn> done);

private:
    void ended(const Account& account, bool wentWell, Completion<void> done);

    Core& m_core;
    ClaudeLogin m_login;
    QProcess m_process;
};

} // namespace Patchbay
