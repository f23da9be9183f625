// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountsarguments.h"

#include "cli/accounts/accountsadd.h"
#include "cli/accounts/accountsarchive.h"
#include "cli/accounts/accountscheck.h"
#include "cli/accounts/accountsedit.h"
#include "cli/accounts/accountsimport.h"
#include "cli/accounts/accountslist.h"
#include "cli/accounts/accountslogin.h"
#include "cli/accounts/accountsprobe.h"
#include "cli/accounts/accountsrotate.h"
#include "cli/accounts/accountsswitch.h"
#include "cli/arguments.h"

#include <QCoreApplication>

namespace Patchbay {

namespace {

struct AccountsArguments
{
    Q_DECLARE_TR_FUNCTIONS(AccountsArguments)
};

class VerbTable
{
public:
    using WhenGiven = std::function<void(CLI::App&, MakeCommand)>;

    VerbTable(CLI::App& app, AccountsOptions& options, const WhenGiven& whenGiven)
        : m_app(app)
        , m_options(options)
        , m_whenGiven(whenGiven)
    {
    }

    void add()
    {
        m_app.require_subcommand(1);
        addShowing();
        addMaking();
        addChanging();
        addArchiving();
    }

private:
    /// A verb that `Verb` carries out, made with `more` behind its options.
    template <class Verb, class... More>
    CLI::App& verb(const char* name, const QString& help, More... more)
    {
        CLI::App& sub = *m_app.add_subcommand(name, utf8(help));
        m_whenGiven(sub, [&options = m_options, more...](Core& core) -> std::unique_ptr<Command> {
            return std::make_unique<Verb>(core, options, more...);
        });
        return sub;
    }

    void takesName(CLI::App& app)
    {
        text(app, "NAME", m_options.name, AccountsArguments::tr("Name of the account"))->required();
    }

    void mayTakeName(CLI::App& app)
    {
        text(app, "NAME", m_options.name,
             AccountsArguments::tr("Name of the account; all without it"));
    }

    void addShowing()
    {
        CLI::App& list = verb<AccountsList>("list", AccountsArguments::tr("List the accounts"));
        CLI::App& check = verb<AccountsCheck>(
            "check", AccountsArguments::tr("Check key, account, network and quota of each"));
        mayTakeName(check);
        for (CLI::App* sub : {&list, &check})
            sub->add_flag("--json", m_options.json, utf8(AccountsArguments::tr("Print JSON")));
        mayTakeName(verb<AccountsProbe>(
            "probe", AccountsArguments::tr("Try an account now, whatever is known against it")));
    }

    void addMaking()
    {
        AccountFields& given = m_options.fields;
        CLI::App& add = verb<AccountsAdd>(
            "add", AccountsArguments::tr("Add an account; its key is one line of standard input"));
        text(add, "--name", given.name, AccountsArguments::tr("Name of the account"))->required();
        text(add, "--kind", given.kind,
             AccountsArguments::tr("Kind of account: api_key, oauth or claude_command"));
        text(add, "--profile", given.profile,
             AccountsArguments::tr("Profile file of the provider to sign in at, for oauth"));
        text(add, "--config-dir", given.configDir,
             AccountsArguments::tr("Folder of the claude program's sign-in, for claude_command"));
        text(add, "--key-command", given.keyCommand,
             AccountsArguments::tr("Command that prints the key when it is needed"));
        takesFields(add);

        CLI::App& import = verb<AccountsImport>(
            "import", AccountsArguments::tr(
                          "Import accounts from a .env or JSON file, or a developer profile"));
        text(import, "SOURCE", m_options.source, AccountsArguments::tr("The file"))->required();
        text(import, "--oauth-profile", m_options.oauthProfile,
             AccountsArguments::tr("SOURCE is a sign-in of yours, renewed as this profile says"));
        import.add_flag("--accept-notice", m_options.acceptsNotice,
                        utf8(AccountsArguments::tr("You know what that means")));
    }

    void addChanging()
    {
        CLI::App& edit = verb<AccountsEdit>("edit", AccountsArguments::tr("Change an account"));
        takesName(edit);
        text(edit, "--name", m_options.fields.name, AccountsArguments::tr("New name"));
        takesFields(edit);
        takesName(verb<AccountsLogin>(
            "login", AccountsArguments::tr("Sign in to an account in the browser")));
        takesName(verb<AccountsRotate>(
            "rotate", AccountsArguments::tr("Replace a key by one line of standard input, once "
                                            "that one has answered")));
        using To = AccountsSwitch::To;
        takesName(verb<AccountsSwitch>(
            "remove", AccountsArguments::tr("Remove an account; its history stays"), To::Removed));
        takesName(verb<AccountsSwitch>("enable", AccountsArguments::tr("Use an account again"),
                                       To::Enabled));
        takesName(verb<AccountsSwitch>("disable", AccountsArguments::tr("Leave an account out"),
                                       To::Disabled));
    }

    void addArchiving()
    {
        using Way = AccountsArchive::Way;
        CLI::App& exported = verb<AccountsArchive>(
            "export",
            AccountsArguments::tr("Write all accounts with their keys to a file that a "
                                  "passphrase seals"),
            Way::Export);
        exported.add_flag("--force", m_options.overwrite,
                          utf8(AccountsArguments::tr("Overwrite the file")));
        CLI::App& restored = verb<AccountsArchive>(
            "restore", AccountsArguments::tr("Take accounts from such a file"), Way::Restore);
        restored.add_flag(
            "--replace", m_options.replace,
            utf8(AccountsArguments::tr("Replace accounts of the same name or id by those in it")));
        for (CLI::App* sub : {&exported, &restored}) {
            text(*sub, "FILE", m_options.file, AccountsArguments::tr("The file"))->required();
            text(*sub, "--passphrase-file", m_options.passphraseFile,
                 AccountsArguments::tr("Read the passphrase from this file's first line"));
        }
    }

    void takesFields(CLI::App& app)
    {
        AccountFields& given = m_options.fields;
        text(app, "--base-url", given.baseUrl, AccountsArguments::tr("Where its Messages API is"));
        text(app, "--proxy", given.proxy, AccountsArguments::tr("Proxy for this account"));
        text(app, "--models", given.models,
             AccountsArguments::tr("Only these models, separated by commas"));
        text(app, "--allow", given.allow,
             AccountsArguments::tr("Who may use it: window,endpoint,command-line"));
        number(app, "--priority", given.priority,
               AccountsArguments::tr("Lower numbers are used first"));
        number(app, "--weight", given.weight, AccountsArguments::tr("Share among equals"));
        number(app, "--max-concurrent", given.maxConcurrent,
               AccountsArguments::tr("Answers at once"));
        number(app, "--remind-after-days", given.remindAfterDays,
               AccountsArguments::tr("Remind of replacing the key after so many days; 0: never"));
    }

    CLI::App& m_app;
    AccountsOptions& m_options;
    const WhenGiven& m_whenGiven;
};

} // namespace

void addAccountsVerbs(CLI::App& app, AccountsOptions& options,
                      const std::function<void(CLI::App&, MakeCommand)>& whenGiven)
{
    VerbTable(app, options, whenGiven).add();
}

} // namespace Patchbay
