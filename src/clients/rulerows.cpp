// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/rulerows.h"

#include <QCoreApplication>

#include <algorithm>

namespace Patchbay {

namespace {

struct RuleRows
{
    Q_DECLARE_TR_FUNCTIONS(RuleRows)
};

Error ruleNotFound(qint64 id)
{
    return {ErrorKind::NotFound,
            RuleRows::tr("There is no rule %1").arg(id),
            RuleRows::tr("See them with: patchbay-cli rules list"),
            {},
            {},
            0};
}

Result<void> changedOne(const Result<qint64>& changed, qint64 id)
{
    if (!changed)
        return Failure(changed.error());
    return *changed > 0 ? Result<void>() : Failure(ruleNotFound(id));
}

QVariant cacheOf(const EndpointRule& rule)
{
    return rule.cacheSeconds ? QVariant(*rule.cacheSeconds) : QVariant();
}

} // namespace

Result<QList<EndpointRule>> selectRules(Connection& connection)
{
    auto rows = connection.select(
        QStringLiteral("SELECT number, client, model, use_model, max_tokens, cache_seconds "
                       "FROM endpoint_rules ORDER BY position, number"),
        {});
    if (!rows)
        return Failure(rows.error());
    QList<EndpointRule> rules;
    while (rows->next()) {
        EndpointRule rule;
        rule.id = rows->number(0);
        rule.client = rows->text(1);
        rule.model = rows->text(2);
        rule.useModel = rows->text(3);
        rule.maxTokens = rows->number(4);
        if (!rows->isNull(5))
            rule.cacheSeconds = rows->number(5);
        rules.append(std::move(rule));
    }
    if (const auto& error = rows->error())
        return Failure(*error);
    return rules;
}

Result<qint64> insertRule(Connection& connection, const EndpointRule& rule)
{
    const auto known = connection.number(QStringLiteral("SELECT count(*) FROM endpoint_rules"), {});
    if (!known)
        return Failure(known.error());
    if (known->value_or(0) >= mostRules) {
        return fail(ErrorKind::InvalidInput,
                    RuleRows::tr("There are %1 rules already").arg(mostRules),
                    RuleRows::tr("Remove one first"));
    }
    const auto id = connection.number(
        QStringLiteral("SELECT coalesce(max(number), 0) + 1 FROM endpoint_rules"), {});
    if (!id)
        return Failure(id.error());
    const auto stored = connection.run(
        QStringLiteral("INSERT INTO endpoint_rules (number, position, client, model, use_model, "
                       "max_tokens, cache_seconds) SELECT ?, coalesce(max(position), 0) + 1, ?, ?, "
                       "?, ?, ? FROM endpoint_rules"),
        {id->value_or(1), rule.client, rule.model, rule.useModel, rule.maxTokens, cacheOf(rule)});
    if (!stored)
        return Failure(stored.error());
    return id->value_or(1);
}

Result<void> updateRule(Connection& connection, const EndpointRule& rule)
{
    return changedOne(
        connection.run(
            QStringLiteral("UPDATE endpoint_rules SET client = ?, model = ?, use_model "
                           "= ?, max_tokens = ?, cache_seconds = ? WHERE number = ?"),
            {rule.client, rule.model, rule.useModel, rule.maxTokens, cacheOf(rule), rule.id}),
        rule.id);
}

Result<void> deleteRule(Connection& connection, qint64 id)
{
    return changedOne(
        connection.run(QStringLiteral("DELETE FROM endpoint_rules WHERE number = ?"), {id}), id);
}

Result<void> moveRule(Connection& connection, qint64 id, qint64 position)
{
    auto rules = selectRules(connection);
    if (!rules)
        return Failure(rules.error());
    const auto found = std::find_if(rules->begin(), rules->end(),
                                    [id](const EndpointRule& rule) { return rule.id == id; });
    if (found == rules->end())
        return Failure(ruleNotFound(id));
    rules->move(found - rules->begin(), std::clamp<qint64>(position, 0, rules->size() - 1));
    for (qsizetype i = 0; i < rules->size(); ++i) {
        const auto placed =
            connection.run(QStringLiteral("UPDATE endpoint_rules SET position = ? WHERE number = "
                                          "? AND position <> ?"),
                           {i + 1, rules->at(i).id, i + 1});
        if (!placed)
            return Failure(placed.error());
    }
    return {};
}

} // namespace Patchbay
