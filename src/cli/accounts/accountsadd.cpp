// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountsadd.h"

#include "accounts/claudeprogram.h"
#include "cli/accounts/accountfields.h"
#include "cli/programsignin.h"
#include "cli/signinprompt.h"

#include <QDateTime>
#include <QDir>
#include <QLocale>

namespace Patchbay {

AccountsAdd::AccountsAdd(Core& core, AccountsOptions options)
    : AccountsVerb(core, std::move(options))
{
}

AccountsAdd::~AccountsAdd() = default;

void AccountsAdd::start()
{
    if (options().fields.kind == accountKindName(AccountKind::ClaudeCommand))
        return addProgram();
    const QString apiKey = accountKindName(AccountKind::ApiKey);
    if (options().fields.kind == accountKindName(AccountKind::OAuth))
        return addSigningIn();
    if (const QString kind = options().fields.kind.value_or(apiKey); kind != apiKey) {
        return finish({ErrorKind::InvalidInput,
                       tr("Accounts of the kind “%1” cannot be added by this version").arg(kind),
                       tr("Use --kind api_key, oauth or claude_command"),
                       {},
                       {},
                       0});
    }
    NewAccount wanted;
    if (const auto applied = applyFields(options().fields, wanted.account); !applied)
        return finish(applied.error());
    if (wanted.account.keyCommand.isEmpty()) {
        auto key = console().readSecretLine(tr("API key (not shown): "));
        if (!key)
            return endWith(key.error());
        wanted.secret = *key;
    }
    const QString name = wanted.account.name;
    const bool asksCommand = !wanted.account.keyCommand.isEmpty();
    core().accounts().add(std::move(wanted), [this, name,
                                              asksCommand](const Result<AccountId>& id) {
        if (!id)
            return finish(id.error());
        console().note(asksCommand
                           ? tr("Account “%1” added; its command is asked for the key.").arg(name)
                           : tr("Account “%1” added; its key is in %2.")
                                 .arg(name, core().vault().displayName()));
        finish(ExitCode::Done);
    });
}

void AccountsAdd::addSigningIn()
{
    const QString file = options().fields.profile.value_or(QString());
    if (file.isEmpty() || options().fields.keyCommand) {
        return finish({ErrorKind::InvalidInput,
                       tr("An account that signs in needs the profile of its provider"),
                       tr("Give it with --profile FILE, and no key"),
                       {},
                       {},
                       0});
    }
    const auto profile = OAuthProfile::fromFile(file, true);
    if (!profile)
        return finish(profile.error());
    NewAccount wanted;
    wanted.account.kind = AccountKind::OAuth;
    wanted.account.oauthProfile = profile->toJson();
    if (const auto applied = applyFields(options().fields, wanted.account); !applied)
        return finish(applied.error());
    const QString name = wanted.account.name;
    core().accounts().add(std::move(wanted), [this, name](const Result<AccountId>& id) {
        if (!id)
            return finish(id.error());
        console().note(tr("Account “%1” added.").arg(name));
        m_prompt = std::make_unique<SignInPrompt>(core());
        m_prompt->start(*id, [this, name](const Result<void>& result) {
            if (result)
                return finishWith(result, tr("Account “%1” is signed in.").arg(name));
            console().note(tr("Nobody signed in to “%1”. Do it later with: patchbay-cli accounts "
                              "login NAME")
                               .arg(name));
            endWith(result.error());
        });
    });
}

// A subscription through the user's own claude program. A token of `claude setup-token` may come on
// standard input; nobody is asked for one, for the program has a sign-in of its own.
void AccountsAdd::addProgram()
{
    NewAccount wanted;
    wanted.account.kind = AccountKind::ClaudeCommand;
    wanted.account.allowEndpoint = false;
    const QString folder = options().fields.configDir.value_or(QString());
    if (!folder.isEmpty()) {
        if (!QDir(folder).exists()) {
            return finish({ErrorKind::InvalidInput,
                           tr("The folder %1 is not there").arg(folder),
                           tr("Leave --config-dir out to have one made, or give one that is there"),
                           {},
                           {},
                           0});
        }
        wanted.account.configDir = QDir(folder).absolutePath();
    }
    if (const auto applied = applyFields(options().fields, wanted.account); !applied)
        return finish(applied.error());
    if (!console().inputIsTerminal()) {
        auto token = console().readSecretLine({});
        if (!token)
            return endWith(token.error());
        wanted.secret = *token;
    }
    if (wanted.account.allowEndpoint)
        console().note(ClaudeProgram::endpointTerms());
    const bool hasToken = !wanted.secret.isEmpty();
    core().accounts().add(std::move(wanted), [this, hasToken](const Result<AccountId>& id) {
        if (id)
            programAdded(*id, hasToken);
        else
            finish(id.error());
    });
}

void AccountsAdd::programAdded(const AccountId& id, bool hasToken)
{
    const Account account = *core().accounts().find(id);
    const QString folder = ClaudeProgram::configDirOf(account, core().claude().folder);
    if (!ClaudeProgram::makeFolder(folder))
        return finish(ClaudeProgram::cannotStart(folder));
    if (hasToken) {
        const QDate ends = QDateTime::fromMSecsSinceEpoch(account.secretExpiresAtMs).date();
        console().note(tr("Account “%1” added; its token is in %2 and ends on %3.")
                           .arg(account.name, core().vault().displayName(),
                                QLocale().toString(ends, QLocale::ShortFormat)));
        return finish(ExitCode::Done);
    }
    m_program = std::make_unique<ProgramSignIn>(core());
    m_program->check(account, [this, name = account.name](const Result<ClaudeSignIn>& status) {
        if (!status)
            console().note(tr("Account “%1” added. %2").arg(name, status.error().sentence()));
        else if (status->isSignedIn)
            console().note(tr("Account “%1” added; its claude program is signed in.").arg(name));
        else
            console().note(
                tr("Account “%1” added. Sign in with: patchbay-cli accounts login %1").arg(name));
        finish(ExitCode::Done);
    });
}

} // namespace Patchbay
