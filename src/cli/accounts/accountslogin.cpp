// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountslogin.h"

#include "cli/programsignin.h"
#include "cli/signinprompt.h"

namespace Patchbay {

AccountsLogin::AccountsLogin(Core& core, AccountsOptions options)
    : AccountsVerb(core, std::move(options))
{
}

AccountsLogin::~AccountsLogin() = default;

void AccountsLogin::start()
{
    const auto account = named();
    if (!account)
        return finish(account.error());
    switch (account->kind) {
    case AccountKind::OAuth:
        return signIn(*account);
    case AccountKind::ClaudeCommand:
        return signInToProgram(*account);
    case AccountKind::ApiKey:
        return finish({ErrorKind::InvalidInput,
                       tr("“%1” has a key and no sign-in").arg(account->name),
                       tr("Replace its key with: patchbay-cli accounts rotate NAME"),
                       {},
                       {},
                       0});
    }
}

void AccountsLogin::signIn(const Account& account)
{
    m_prompt = std::make_unique<SignInPrompt>(core());
    m_prompt->start(account.id, [this, name = account.name](const Result<void>& result) {
        if (result)
            finishWith(result, tr("Account “%1” is signed in.").arg(name));
        else
            endWith(result.error());
    });
}

void AccountsLogin::signInToProgram(const Account& account)
{
    if (account.source == AccountSource::Stored && account.secretChangedAtMs > 0)
        return replaceToken(account);
    m_program = std::make_unique<ProgramSignIn>(core());
    m_program->start(account, [this, name = account.name](const Result<void>& result) {
        finishWith(result, tr("“%1” is signed in with the claude program.").arg(name));
    });
}

// It was given a long-lived token, which the program takes before any sign-in of its own.
void AccountsLogin::replaceToken(const Account& account)
{
    const auto token = console().readSecretLine(tr("Token of “claude setup-token” (not shown): "));
    if (!token)
        return endWith(token.error());
    core().accounts().replaceSecret(
        account.id, *token, [this, name = account.name](const Result<void>& result) {
            finishWith(result, tr("The token of “%1” is replaced.").arg(name));
        });
}

} // namespace Patchbay
