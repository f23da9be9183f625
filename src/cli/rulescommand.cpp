// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/rulescommand.h"

#include "cli/arguments.h"
#include "clients/clientrows.h"
#include "clients/clientstore.h"
#include "clients/rulestore.h"

#include <QJsonArray>
#include <QJsonObject>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

QJsonObject jsonOf(const EndpointRule& rule, qsizetype place)
{
    return {
        {u"id"_s, rule.id},
        {u"place"_s, place},
        {u"client"_s, rule.client.isEmpty() ? QJsonValue() : QJsonValue(rule.client)},
        {u"model"_s, rule.model},
        {u"use_model"_s, rule.useModel.isEmpty() ? QJsonValue() : QJsonValue(rule.useModel)},
        {u"max_tokens"_s, rule.maxTokens > 0 ? QJsonValue(rule.maxTokens) : QJsonValue()},
        {u"cache_seconds"_s, rule.cacheSeconds ? QJsonValue(*rule.cacheSeconds) : QJsonValue()}};
}

void whole(CLI::App& app, const char* name, std::optional<qint64>& value, qint64 least, qint64 most,
           const QString& help)
{
    app.add_option_function<qint64>(
           name, [&value](qint64 given) { value = given; }, utf8(help))
        ->check(CLI::Range(least, most));
}

} // namespace

void addRulesVerbs(CLI::App& app, RulesOptions& options,
                   const std::function<void(CLI::App&, MakeCommand)>& whenGiven)
{
    using Verb = RulesOptions::Verb;
    app.require_subcommand(1);
    const auto verb = [&](const char* name, Verb kind, const QString& help) -> CLI::App& {
        CLI::App& sub = *app.add_subcommand(name, utf8(help));
        whenGiven(sub, [&options, kind](Core& core) -> std::unique_ptr<Command> {
            options.verb = kind;
            return std::make_unique<RulesCommand>(core, options);
        });
        return sub;
    };
    verb("list", Verb::List, RulesCommand::tr("List the rules in their order"))
        .add_flag("--json", options.json, utf8(RulesCommand::tr("Print JSON")));
    CLI::App& add = verb("add", Verb::Add, RulesCommand::tr("Add a rule behind the others"));
    text(add, "--client", options.client,
         RulesCommand::tr("Only for requests of this client; without it for all"));
    text(add, "--model", options.model,
         RulesCommand::tr("Only where this model is asked for; * stands for any letters"));
    text(add, "--use-model", options.useModel, RulesCommand::tr("Ask for this model in its place"));
    whole(add, "--max-tokens", options.maxTokens, 1, mostCappedTokens,
          RulesCommand::tr("Lower max_tokens to no more than these"));
    whole(add, "--cache", options.cacheSeconds, 0, mostCacheSeconds,
          RulesCommand::tr("Answer the same request again from the cache for so many seconds; 0: "
                           "never"));
    CLI::App& removed = verb("remove", Verb::Remove, RulesCommand::tr("Remove a rule"));
    CLI::App& moved = verb("move", Verb::Move, RulesCommand::tr("Put a rule in another place"));
    for (CLI::App* sub : {&removed, &moved})
        sub->add_option("ID", options.id, utf8(RulesCommand::tr("The rule's id, as listed")))
            ->required();
    moved.add_option("PLACE", options.place, utf8(RulesCommand::tr("1 is before all others")))
        ->required()
        ->check(CLI::Range(qint64(1), qint64(mostRules)));
}

RulesCommand::RulesCommand(Core& core, RulesOptions options)
    : m_core(core)
    , m_options(std::move(options))
{
}

void RulesCommand::start()
{
    switch (m_options.verb) {
    case RulesOptions::Verb::List:
        return list();
    case RulesOptions::Verb::Add:
        return add();
    case RulesOptions::Verb::Remove:
        m_core.rules().remove(m_options.id, [this](const Result<void>& removed) {
            finishWith(removed, tr("Rule %1 removed.").arg(m_options.id));
        });
        return;
    case RulesOptions::Verb::Move:
        m_core.rules().move(m_options.id, m_options.place - 1, [this](const Result<void>& moved) {
            finishWith(moved, tr("Rule %1 moved.").arg(m_options.id));
        });
        return;
    }
}

void RulesCommand::list()
{
    const QList<EndpointRule>& rules = m_core.rules().rules();
    QJsonArray json;
    QList<QStringList> rows;
    const auto orNone = [](bool isSaid, const QString& text) {
        return isSaid ? text : QStringLiteral("-");
    };
    for (const EndpointRule& rule : rules) {
        json.append(jsonOf(rule, json.size() + 1));
        const qint64 seconds = rule.cacheSeconds.value_or(0);
        rows.append({QString::number(rule.id), rule.client.isEmpty() ? tr("all") : rule.client,
                     rule.model, orNone(!rule.useModel.isEmpty(), rule.useModel),
                     orNone(rule.maxTokens > 0, QString::number(rule.maxTokens)),
                     orNone(rule.cacheSeconds.has_value(),
                            seconds > 0 ? tr("%1 s").arg(seconds) : tr("never"))});
    }
    if (m_options.json)
        console().writeJson({{u"rules"_s, json}});
    else if (rules.isEmpty())
        console().note(tr("No rule yet. Add one with: patchbay-cli rules add"));
    else
        console().writeTable(
            {tr("Id"), tr("Client"), tr("Model"), tr("Use model"), tr("Max tokens"), tr("Cache")},
            rows, {0, 4, 5});
    finish(ExitCode::Done);
}

Result<EndpointRule> RulesCommand::given() const
{
    EndpointRule rule;
    if (!m_options.client.isEmpty()) {
        // The client of the environment is in no list.
        const EndpointClient* const known = m_core.clients().findByName(m_options.client);
        if (!known && m_options.client != "env"_L1)
            return Failure(clientNotFound(m_options.client));
        rule.client = known ? known->name : m_options.client;
    }
    rule.model = m_options.model.value_or(rule.model).trimmed();
    if (m_options.useModel) {
        rule.useModel = m_options.useModel->trimmed();
        if (rule.useModel.isEmpty()) {
            return fail(ErrorKind::InvalidInput, tr("--use-model names no model"),
                        tr("Leave it away to keep the model that is asked for"));
        }
    }
    rule.maxTokens = m_options.maxTokens.value_or(0);
    rule.cacheSeconds = m_options.cacheSeconds;
    if (rule.useModel.isEmpty() && rule.maxTokens == 0 && !rule.cacheSeconds) {
        return fail(ErrorKind::InvalidInput, tr("The rule says nothing of what to do"),
                    tr("Give one of --use-model, --max-tokens and --cache"));
    }
    if (const auto right = validateRule(rule); !right)
        return Failure(right.error());
    return rule;
}

void RulesCommand::add()
{
    const auto rule = given();
    if (!rule)
        return finish(rule.error());
    m_core.rules().add(*rule, [this](const Result<qint64>& added) {
        if (!added)
            return finish(added.error());
        console().note(tr("Rule %1 added.").arg(*added));
        finish(ExitCode::Done);
    });
}

void RulesCommand::finishWith(const Result<void>& result, const QString& done)
{
    if (!result)
        return finish(result.error());
    console().note(done);
    finish(ExitCode::Done);
}

} // namespace Patchbay
