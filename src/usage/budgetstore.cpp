// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/budgetstore.h"

#include "base/logging.h"

namespace Patchbay {

namespace {

Result<void> checked(const Budget& budget)
{
    const bool isWhole = (budget.scope == BudgetScope::All) == budget.subject.isEmpty();
    if (isWhole && budget.limitMicroUsd > 0)
        return {};
    return fail(ErrorKind::InvalidInput,
                BudgetStore::tr("A budget needs an amount and what it is for"),
                BudgetStore::tr("Give both"));
}

Result<void> put(Connection& connection, const Budget& budget)
{
    const auto stored = connection.run(
        QStringLiteral("INSERT INTO budgets (scope, subject, period, limit_micro_usd, is_hard) "
                       "VALUES (?, ?, ?, ?, ?) ON CONFLICT (scope, subject, period) DO UPDATE SET "
                       "limit_micro_usd = excluded.limit_micro_usd, is_hard = excluded.is_hard"),
        {budgetScopeName(budget.scope),
         budget.subject.isNull() ? QStringLiteral("") : budget.subject,
         budgetPeriodName(budget.period), budget.limitMicroUsd, budget.isHard ? 1 : 0});
    return stored ? Result<void>() : Failure(stored.error());
}

} // namespace

BudgetStore::BudgetStore(Database& database, QObject* parent)
    : QObject(parent)
    , m_database(database)
{
}

Result<QList<Budget>> BudgetStore::select(Connection& connection)
{
    auto rows = connection.select(
        QStringLiteral("SELECT scope, subject, period, limit_micro_usd, is_hard FROM budgets "
                       "ORDER BY scope, subject, period"),
        {});
    if (!rows)
        return Failure(rows.error());
    QList<Budget> budgets;
    while (rows->next()) {
        const auto scope = budgetScopeFromName(rows->text(0));
        const auto period = budgetPeriodFromName(rows->text(2));
        if (scope && period)
            budgets.append({*scope, rows->text(1), *period, rows->number(3), rows->number(4) != 0});
    }
    if (rows->error())
        return Failure(*rows->error());
    return budgets;
}

Result<void> BudgetStore::load()
{
    const auto reader = m_database.reader();
    if (!reader)
        return Failure(reader.error());
    auto budgets = select(**reader);
    if (!budgets)
        return Failure(budgets.error());
    m_budgets = std::move(*budgets);
    return {};
}

Result<void> BudgetStore::setAtStart(const QList<Budget>& budgets)
{
    const auto stored = m_database.writeAtStart([&](Connection& connection) -> Result<void> {
        for (const Budget& budget : budgets) {
            if (const auto done = put(connection, budget); !done)
                return done;
        }
        return {};
    });
    return stored ? load() : stored;
}

void BudgetStore::reload()
{
    m_database.read<QList<Budget>>(
        [](Connection& connection) { return select(connection); }, m_mailbox.address(),
        [this](Result<QList<Budget>> budgets) {
            if (!budgets) {
                qCWarning(lcUsage) << "budgets cannot be read again:" << budgets.error();
                return;
            }
            if (m_budgets == *budgets)
                return;
            m_budgets = std::move(*budgets);
            Q_EMIT changed();
        });
}

const Budget* BudgetStore::find(BudgetScope scope, const QString& subject,
                                BudgetPeriod period) const
{
    const Budget wanted{scope, subject, period, 0, false};
    const auto found = std::find_if(m_budgets.begin(), m_budgets.end(),
                                    [&](const Budget& budget) { return budget.isFor(wanted); });
    return found == m_budgets.end() ? nullptr : &*found;
}

void BudgetStore::write(Database::Write job, Completion<void> done)
{
    m_database.write(std::move(job), Database::Haste::Now, m_mailbox.address(),
                     [this, done = std::move(done)](Result<void> written) mutable {
                         if (written)
                             reload();
                         done(std::move(written));
                     });
}

void BudgetStore::set(const Budget& budget, Completion<void> done)
{
    write(
        [budget](Connection& connection) -> Result<void> {
            if (const auto right = checked(budget); !right)
                return right;
            return put(connection, budget);
        },
        std::move(done));
}

void BudgetStore::remove(const Budget& budget, Completion<void> done)
{
    write(
        [budget](Connection& connection) -> Result<void> {
            const auto removed = connection.run(
                QStringLiteral(
                    "DELETE FROM budgets WHERE scope = ? AND subject = ? AND period = ?"),
                {budgetScopeName(budget.scope),
                 budget.subject.isNull() ? QStringLiteral("") : budget.subject,
                 budgetPeriodName(budget.period)});
            if (!removed)
                return Failure(removed.error());
            if (*removed > 0)
                return {};
            return fail(ErrorKind::NotFound, tr("There is no such budget"),
                        tr("See which there are: patchbay-cli budgets list"));
        },
        std::move(done));
}

void BudgetStore::replace(BudgetScope scope, const QString& subject, const QList<Budget>& wanted,
                          Completion<void> done)
{
    write(
        [scope, subject, wanted](Connection& connection) -> Result<void> {
            const auto removed = connection.run(
                QStringLiteral("DELETE FROM budgets WHERE scope = ? AND subject = ?"),
                {budgetScopeName(scope), subject});
            if (!removed)
                return Failure(removed.error());
            for (const Budget& budget : wanted) {
                if (const auto right = checked(budget); !right)
                    return right;
                if (const auto stored = put(connection, budget); !stored)
                    return stored;
            }
            return {};
        },
        std::move(done));
}

} // namespace Patchbay
