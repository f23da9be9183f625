// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clients/clientsarguments.h"

#include "cli/arguments.h"
#include "cli/clients/clientsadd.h"
#include "cli/clients/clientschange.h"
#include "cli/clients/clientslist.h"
#include "cli/clients/clientssetup.h"

#include <QCoreApplication>

namespace Patchbay {

namespace {

struct ClientsArguments
{
    Q_DECLARE_TR_FUNCTIONS(ClientsArguments)
};

void takesName(CLI::App& app, ClientsOptions& options)
{
    text(app, "NAME", options.name, ClientsArguments::tr("Name of the client"))->required();
}

void takesFields(CLI::App& app, ClientFields& given)
{
    text(app, "--models", given.models,
         ClientsArguments::tr("Only these models, separated by commas; a name may end in *"));
    text(app, "--accounts", given.accounts,
         ClientsArguments::tr("Only these accounts, separated by commas"));
    text(app, "--daily-budget-usd", given.dayUsd,
         ClientsArguments::tr(
             "Send nothing that might pass so many US dollars a day; 0: no budget"));
    text(app, "--monthly-budget-usd", given.monthUsd,
         ClientsArguments::tr("The same for each month"));
    number(app, "--requests-per-minute", given.requestsPerMinute,
           ClientsArguments::tr("At most so many requests in a minute; 0: no limit"));
    number(app, "--max-concurrent", given.maxConcurrent,
           ClientsArguments::tr("At most so many requests at once; 0: no limit"));
    text(app, "--expires", given.expires,
         ClientsArguments::tr("Refuse the token from then on: a date, a time, 30d, 12h or never"));
}

} // namespace

void addClientsVerbs(CLI::App& app, ClientsOptions& options,
                     const std::function<void(CLI::App&, MakeCommand)>& whenGiven)
{
    app.require_subcommand(1);
    const auto verb = [&](const char* name, const QString& help, auto make) -> CLI::App& {
        CLI::App& sub = *app.add_subcommand(name, utf8(help));
        whenGiven(sub, [&options, make](Core& core) -> std::unique_ptr<Command> {
            return make(core, options);
        });
        return sub;
    };
    const auto change = [](ClientsChange::Verb kind) {
        return [kind](Core& core, const ClientsOptions& given) {
            return std::make_unique<ClientsChange>(core, given, kind);
        };
    };

    CLI::App& list = verb("list", ClientsArguments::tr("List the clients and what they used"),
                          [](Core& core, const ClientsOptions& given) {
                              return std::make_unique<ClientsList>(core, given);
                          });
    list.add_flag("--all", options.all,
                  utf8(ClientsArguments::tr("Those that were revoked as well")));
    list.add_flag("--json", options.json, utf8(ClientsArguments::tr("Print JSON")));

    CLI::App& add = verb("add", ClientsArguments::tr("Add a client and print its token, this once"),
                         [](Core& core, const ClientsOptions& given) {
                             return std::make_unique<ClientsAdd>(core, given);
                         });
    CLI::App& edit = verb("edit", ClientsArguments::tr("Change a client's limits"),
                          change(ClientsChange::Verb::Edit));
    for (CLI::App* sub : {&add, &edit}) {
        takesName(*sub, options);
        takesFields(*sub, options.fields);
    }
    takesName(verb("rotate",
                   ClientsArguments::tr("Give a client another token and print that, this once"),
                   change(ClientsChange::Verb::Rotate)),
              options);
    takesName(verb("revoke",
                   ClientsArguments::tr("Refuse a client's token for good; its history stays"),
                   change(ClientsChange::Verb::Revoke)),
              options);

    CLI::App& setup =
        verb("setup", ClientsArguments::tr("Print how to point a tool at the endpoint"),
             [](Core& core, const ClientsOptions& given) {
                 return std::make_unique<ClientsSetup>(core, given);
             });
    takesName(setup, options);
    text(setup, "--tool", options.tool,
         ClientsArguments::tr(
             "claude-code, curl, python, javascript, openai-python, codex and more; "
             "a wrong one lists all"))
        ->required();
    text(setup, "--listen", options.listen,
         ClientsArguments::tr("Address and port of the endpoint, or its whole address"));
    text(setup, "--shell", options.shell, ClientsArguments::tr("sh or powershell"))
        ->check(CLI::IsMember({"sh", "powershell"}));
}

} // namespace Patchbay
