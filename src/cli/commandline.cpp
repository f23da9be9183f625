// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commandline.h"

#include "base/logging.h"
#include "cli/accounts/accountsarguments.h"
#include "cli/arguments.h"
#include "cli/budgetscommand.h"
#include "cli/chatcommand.h"
#include "cli/chatscommand.h"
#include "cli/clients/clientsarguments.h"
#include "cli/comparecommand.h"
#include "cli/doctorcommand.h"
#include "cli/importlogscommand.h"
#include "cli/pricescommand.h"
#include "cli/rulescommand.h"
#include "cli/servecommand.h"
#include "cli/settingscommand.h"
#include "cli/simulatecommand.h"
#include "cli/usagecommand.h"
#include "core/databaseplace.h"

#include <QCoreApplication>
#include <QLocale>

namespace Patchbay {

namespace {

struct CommandLineText
{
    Q_DECLARE_TR_FUNCTIONS(CommandLineText)
};

class Builder
{
public:
    explicit Builder(ParsedCommandLine& result)
        : m_result(result)
    {
    }

    void build(CLI::App& app)
    {
        app.require_subcommand(1);
        app.fallthrough();
        app.set_version_flag("--version", std::string("patchbay-cli ") + PATCHBAY_VERSION);
        text(app, "--env-file", m_result.global.envFile,
             CommandLineText::tr("Read variables from this .env file"));
        text(app, "--data-dir", m_result.global.dataDir,
             CommandLineText::tr("Keep data in this folder"));
        text(app, "--language", m_result.global.language,
             CommandLineText::tr("Language of messages: en or zh_CN"))
            ->check([](const std::string& name) {
                const bool isKnown = QLocale(QString::fromStdString(name)).language() != QLocale::C;
                return isKnown ? std::string()
                               : utf8(CommandLineText::tr("“%1” is no language")
                                          .arg(QString::fromStdString(name)));
            });
        chat(*app.add_subcommand(
            "chat", utf8(CommandLineText::tr("Send a message and stream the answer"))));
        addAccountsVerbs(
            *app.add_subcommand("accounts", utf8(CommandLineText::tr("Manage accounts"))),
            m_accounts,
            [this](CLI::App& verb, MakeCommand make) { withCore(verb, std::move(make)); });
        usage(*app.add_subcommand("usage",
                                  utf8(CommandLineText::tr("What was used, and what it cost"))));
        budgets(*app.add_subcommand("budgets",
                                    utf8(CommandLineText::tr("List, set and remove budgets"))));
        addPricesVerbs(*app.add_subcommand(
                           "prices", utf8(CommandLineText::tr("List the prices and set your own"))),
                       m_prices, [this](CLI::App& verb, MakeCommand make) {
                           withCore(verb, std::move(make));
                       });
        chats(*app.add_subcommand(
            "chats", utf8(CommandLineText::tr("List, search, show and export conversations"))));
        addClientsVerbs(
            *app.add_subcommand("clients",
                                utf8(CommandLineText::tr("Manage who may use the endpoint"))),
            m_clients,
            [this](CLI::App& verb, MakeCommand make) { withCore(verb, std::move(make)); });
        addRulesVerbs(
            *app.add_subcommand("rules",
                                utf8(CommandLineText::tr("Say what is done with requests to the "
                                                         "endpoint"))),
            m_rules, [this](CLI::App& verb, MakeCommand make) { withCore(verb, std::move(make)); });
        settings(*app.add_subcommand("settings",
                                     utf8(CommandLineText::tr("List, read and change settings"))));
        app.add_subcommand("doctor", utf8(CommandLineText::tr(
                                         "Check keychain, database, clock and each account")))
            ->callback([this] {
                m_result.makeWithout =
                    [](const CoreOptions& core) -> Result<std::unique_ptr<Command>> {
                    return std::make_unique<DoctorCommand>(core);
                };
            });
        serve(*app.add_subcommand("serve",
                                  utf8(CommandLineText::tr("Serve the pool on a local address"))));
        simulate(*app.add_subcommand(
            "simulate", utf8(CommandLineText::tr("Run an upstream that needs no account"))));
    }

private:
    void chat(CLI::App& app)
    {
        text(app, "-m,--model", m_chat.model, CommandLineText::tr("Model to ask"));
        text(app, "-s,--system", m_chat.system, CommandLineText::tr("System prompt"));
        text(app, "--account", m_chat.account, CommandLineText::tr("Only this account"));
        app.add_option("--max-tokens", m_maxTokens,
                       utf8(CommandLineText::tr("Longest answer, in tokens")))
            ->check(CLI::Range(1, 1'000'000));
        texts(app, "--attach", m_chat.attachments,
              CommandLineText::tr("Send this image, PDF or text file with the message"));
        text(app, "--continue", m_chat.continueId,
             CommandLineText::tr("Go on with this conversation"));
        app.add_flag("--no-save", m_chat.noSave,
                     utf8(CommandLineText::tr("Leave it out of the history")));
        app.add_flag("--json", m_chat.json,
                     utf8(CommandLineText::tr("Print the events as they come")));
        app.add_flag("--demo", m_chat.demo,
                     utf8(CommandLineText::tr("Ask the built-in demo, without an account")));
        text(app, "PROMPT", m_chat.prompt,
             CommandLineText::tr("The message; - reads standard input"));
        app.parse_complete_callback([this] { m_result.triesWaitingKeys = true; });
        withCore(app, [this](Core& core) -> std::unique_ptr<Command> {
            m_chat.maxTokens = m_maxTokens;
            return std::make_unique<ChatCommand>(core, m_chat);
        });
    }

    void usage(CLI::App& app)
    {
        text(app, "--by", m_usage.by,
             CommandLineText::tr("Group by account, model, day, hour, client"));
        text(app, "--since", m_usage.since,
             CommandLineText::tr("From this time on: a date, a time, 7d or 24h"));
        text(app, "--until", m_usage.until, CommandLineText::tr("Up to this time"));
        app.add_flag("--csv", m_usage.csv, utf8(CommandLineText::tr("Print CSV")));
        app.add_flag("--json", m_usage.json, utf8(CommandLineText::tr("Print JSON")));
        CLI::App* rebuild = app.add_subcommand(
            "rebuild", utf8(CommandLineText::tr("Make the sums anew from the ledger")));
        rebuild->add_flag("--json", m_usage.json, utf8(CommandLineText::tr("Print JSON")));
        rebuild->callback([this] { m_usage.rebuild = true; });
        CLI::App* logs = app.add_subcommand(
            "import-claude-code",
            utf8(CommandLineText::tr("Add what Claude Code's own session logs say was used")));
        text(*logs, "DIR", m_importLogs.folder,
             CommandLineText::tr("Claude Code's configuration folder, such as ~/.claude"))
            ->required();
        text(*logs, "--account", m_importLogs.account,
             CommandLineText::tr("Put it under this account"));
        logs->add_flag("--json", m_importLogs.json, utf8(CommandLineText::tr("Print JSON")));
        logs->callback([this] { m_importLogs.isWanted = true; });
        CLI::App* compare = app.add_subcommand(
            "compare",
            utf8(CommandLineText::tr("Compare the ledger with the provider's own usage report, for "
                                     "which an admin key is read from standard input")));
        text(*compare, "--since", m_compare.since,
             CommandLineText::tr("From this time on: a date, a time, 7d or 24h"));
        text(*compare, "--until", m_compare.until, CommandLineText::tr("Up to this time"));
        text(*compare, "--admin-key-command", m_compare.adminKeyCommand,
             CommandLineText::tr("A command that prints the admin key"));
        compare->add_flag("--json", m_compare.json, utf8(CommandLineText::tr("Print JSON")));
        compare->callback([this] { m_compare.isWanted = true; });
        withCore(app, [this](Core& core) -> std::unique_ptr<Command> {
            if (m_compare.isWanted)
                return std::make_unique<CompareCommand>(core, m_compare);
            if (m_importLogs.isWanted)
                return std::make_unique<ImportLogsCommand>(core, m_importLogs);
            return std::make_unique<UsageCommand>(core, m_usage);
        });
    }

    void budgets(CLI::App& app)
    {
        using Verb = BudgetsOptions::Verb;
        app.require_subcommand(1);
        const auto verb = [&](const char* name, Verb kind, const QString& help) -> CLI::App& {
            CLI::App& sub = *app.add_subcommand(name, utf8(help));
            withCore(sub, [this, kind](Core& core) -> std::unique_ptr<Command> {
                m_budgets.verb = kind;
                return std::make_unique<BudgetsCommand>(core, m_budgets);
            });
            return sub;
        };
        verb("list", Verb::List, CommandLineText::tr("List the budgets and what is left of them"))
            .add_flag("--json", m_budgets.json, utf8(CommandLineText::tr("Print JSON")));
        CLI::App& set = verb("set", Verb::Set, CommandLineText::tr("Set a budget"));
        CLI::App& removed = verb("remove", Verb::Remove, CommandLineText::tr("Remove a budget"));
        for (CLI::App* sub : {&set, &removed}) {
            text(*sub, "--scope", m_budgets.scope,
                 CommandLineText::tr("all, account:NAME or client:NAME"))
                ->required();
            text(*sub, "--period", m_budgets.period, CommandLineText::tr("day or month"))
                ->required();
        }
        text(set, "--usd", m_budgets.usd, CommandLineText::tr("Amount in US dollars"))->required();
        set.add_flag("--hard", m_budgets.isHard,
                     utf8(CommandLineText::tr("Send nothing that might pass it")));
    }

    void chats(CLI::App& app)
    {
        using Verb = ChatsOptions::Verb;
        app.require_subcommand(1);
        const auto verb = [&](const char* name, Verb kind, const QString& help) -> CLI::App& {
            CLI::App& sub = *app.add_subcommand(name, utf8(help));
            withCore(sub, [this, kind](Core& core) -> std::unique_ptr<Command> {
                m_chats.verb = kind;
                return std::make_unique<ChatsCommand>(core, m_chats);
            });
            return sub;
        };
        CLI::App& list = verb("list", Verb::List, CommandLineText::tr("List the conversations"));
        CLI::App& search =
            verb("search", Verb::Search, CommandLineText::tr("Search titles and messages"));
        CLI::App& show = verb("show", Verb::Show, CommandLineText::tr("Show a conversation"));
        CLI::App& exported = verb("export", Verb::Export,
                                  CommandLineText::tr("Write a conversation to standard output"));
        for (CLI::App* sub : {&list, &search}) {
            sub->add_option("--limit", m_chats.limit, utf8(CommandLineText::tr("At most so many")))
                ->check(CLI::Range(1, 100'000));
        }
        for (CLI::App* sub : {&list, &search, &show})
            sub->add_flag("--json", m_chats.json, utf8(CommandLineText::tr("Print JSON")));
        search
            .add_option_function<std::vector<std::string>>(
                "WORDS",
                [this](const std::vector<std::string>& words) {
                    QStringList all;
                    for (const std::string& word : words)
                        all.append(QString::fromStdString(word));
                    m_chats.words = all.join(u' ');
                },
                utf8(CommandLineText::tr("Words to find")))
            ->required();
        for (CLI::App* sub : {&show, &exported})
            text(*sub, "ID", m_chats.id,
                 CommandLineText::tr("The conversation's id, or its beginning"))
                ->required();
        text(exported, "--format", m_chats.format, CommandLineText::tr("md, json or html"))
            ->required();
    }

    void settings(CLI::App& app)
    {
        using Verb = SettingsOptions::Verb;
        app.require_subcommand(1);
        const auto verb = [&](const char* name, Verb kind, const QString& help) -> CLI::App& {
            CLI::App& sub = *app.add_subcommand(name, utf8(help));
            sub.callback([this, kind] {
                m_settings.verb = kind;
                m_result.makeWithout =
                    [this](const CoreOptions& core) -> Result<std::unique_ptr<Command>> {
                    const Paths paths = Paths::from(core.environment, core.dataDir);
                    if (const auto made = paths.make(); !made)
                        return Failure(made.error());
                    // No verb ignores a database that cannot be used.
                    if (const auto place = databasePlace(core.environment, paths); !place)
                        return Failure(place.error());
                    return std::make_unique<SettingsCommand>(paths.settingsFile(), m_settings);
                };
            });
            return sub;
        };
        verb("list", Verb::List, CommandLineText::tr("List the settings"))
            .add_flag("--json", m_settings.json, utf8(CommandLineText::tr("Print JSON")));
        CLI::App& get = verb("get", Verb::Get, CommandLineText::tr("Print a setting"));
        CLI::App& set = verb("set", Verb::Set, CommandLineText::tr("Change a setting"));
        for (CLI::App* sub : {&get, &set})
            text(*sub, "KEY", m_settings.key, CommandLineText::tr("Name of the setting"))
                ->required();
        text(set, "VALUE", m_settings.value, CommandLineText::tr("Its new value"))->required();
    }

    void serve(CLI::App& app)
    {
        addServeFlags(app, m_serve);
        app.parse_complete_callback([this] {
            m_result.triesWaitingKeys = true;
            m_result.adjust = [this](CoreOptions& core) {
                core.program = QStringLiteral("patchbay-cli serve");
                core.isResident = true;
                core.queueLimit = m_serve.queue;
            };
        });
        withCore(app, [this](Core& core) -> std::unique_ptr<Command> {
            return std::make_unique<ServeCommand>(core, m_serve);
        });
    }

    void simulate(CLI::App& app)
    {
        text(app, "--listen", m_simulate.listen,
             CommandLineText::tr("Address and port to listen on"));
        text(app, "--port-file", m_simulate.portFile,
             CommandLineText::tr("Write the port number to this file"));
        text(app, "--script", m_simulate.script, CommandLineText::tr("Answer as this file says"));
        app.callback([this] {
            m_result.makeWithout = [this](const CoreOptions&) -> Result<std::unique_ptr<Command>> {
                return std::make_unique<SimulateCommand>(m_simulate);
            };
        });
    }

    void withCore(CLI::App& app, MakeCommand make)
    {
        app.callback([this, make = std::move(make)] { m_result.makeWithCore = make; });
    }

    ParsedCommandLine& m_result;
    ChatOptions m_chat;
    int m_maxTokens = 0;
    AccountsOptions m_accounts;
    UsageOptions m_usage;
    ImportLogsOptions m_importLogs;
    CompareOptions m_compare;
    ChatsOptions m_chats;
    SettingsOptions m_settings;
    BudgetsOptions m_budgets;
    ClientsOptions m_clients;
    PricesOptions m_prices;
    RulesOptions m_rules;
    ServeOptions m_serve;
    SimulateOptions m_simulate;
};

} // namespace

ParsedCommandLine parseCommandLine(const QStringList& arguments)
{
    ParsedCommandLine result;
    CLI::App app(utf8(CommandLineText::tr(
                     "Patchbay without a screen: many Claude accounts, one pool, one ledger.")),
                 "patchbay-cli");
    const auto builder = std::make_shared<Builder>(result);
    builder->build(app);
    std::vector<std::string> reversed;
    for (auto it = arguments.crbegin(); it != arguments.crend() - 1; ++it)
        reversed.push_back(it->toStdString());
    try {
        app.parse(reversed);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {
            app.exit(error); // help or version, on standard output
            return result;
        }
        // A key typed where none belongs is not said again.
        const std::vector<std::string> unknown = app.remaining(true);
        const bool isVerb = dynamic_cast<const CLI::RequiredError*>(&error) && !unknown.empty();
        Console().fail(
            {ErrorKind::InvalidInput,
             isVerb ? CommandLineText::tr("There is no verb “%1”")
                          .arg(redact(QString::fromStdString(unknown.front())))
                    : redact(QString::fromStdString(error.what())),
             CommandLineText::tr("See what there is with: patchbay-cli --help, or after a verb"),
             {},
             {},
             0});
        result.exitCode = static_cast<int>(ExitCode::WrongUsage);
        return result;
    }
    // The verbs refer to the options, which therefore live as long as what makes them.
    const auto keep = [builder](auto make) {
        return [builder, make](auto& with) { return make(with); };
    };
    if (result.makeWithCore)
        result.makeWithCore = keep(std::move(result.makeWithCore));
    if (result.makeWithout)
        result.makeWithout = keep(std::move(result.makeWithout));
    return result;
}

} // namespace Patchbay
