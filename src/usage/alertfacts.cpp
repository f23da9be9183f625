// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/alertfacts.h"

#include "usage/budgetstore.h"
#include "usage/recentuse.h"
#include "usage/rollups.h"
#include "usage/usagespans.h"

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kErrorSpanMs = 15 * 60'000;
constexpr int kUsualDays = 7;
constexpr qint64 kSamplesKeptMs = 28 * msPerDay;

struct KnownAccount
{
    qint64 number = 0;
    QString id;
    QString name;
    QString organization;
    bool isKey = false;
    bool needsSignIn = false;
    qint64 secretChangedAtMs = 0;
};

/// Reads the facts table by table.
class Collector
{
public:
    Collector(Connection& connection, const AlertFactsQuery& query)
        : m_connection(connection)
        , m_query(query)
    {
    }

    Result<AlertFacts> run();

private:
    Result<void> readAccounts();
    Result<void> readBudgets();
    Result<void> completeBudget(BudgetFact& fact);
    Result<void> readWindows();
    Result<void> completeWindow(WindowFact& fact, const QList<qint64>& accounts);
    Result<void> readErrors();
    Result<void> readUsualShares(QHash<qint64, double>& shares);
    Result<qint64> spent(const UseScope& scope, const BudgetSpan& period);

    Connection& m_connection;
    const AlertFactsQuery& m_query;
    AlertFacts m_facts;
    QList<KnownAccount> m_accounts;
};

Result<void> endOf(const Rows& rows)
{
    return rows.error() ? Result<void>(Failure(*rows.error())) : Result<void>();
}

Result<AlertFacts> Collector::run()
{
    m_facts.nowMs = m_query.nowMs;
    for (const auto step : {&Collector::readAccounts, &Collector::readBudgets,
                            &Collector::readWindows, &Collector::readErrors}) {
        if (const auto done = (this->*step)(); !done)
            return Failure(done.error());
    }
    return m_facts;
}

Result<void> Collector::readAccounts()
{
    auto rows = m_connection.select(QStringLiteral(
        "SELECT number, id, name, organization_id, kind, state, source, "
        "secret_changed_at FROM accounts "
        "WHERE removed_at = 0 AND enabled = 1 AND source <> 'demo' ORDER BY number"));
    if (!rows)
        return Failure(rows.error());
    while (rows->next()) {
        const QString id = rows->text(1);
        if (rows->text(6) == "environment"_L1 && !m_query.environmentAccounts.contains(id)) {
            m_facts.unknownSubjects.insert(id);
            continue;
        }
        m_accounts.append({rows->number(0), id, rows->text(2), rows->text(3),
                           rows->text(4) == "api_key"_L1, rows->text(5) == "needs_sign_in"_L1,
                           rows->number(7)});
    }
    for (const KnownAccount& account : m_accounts) {
        if (account.needsSignIn)
            m_facts.signIns.append(
                {account.id, account.name, account.isKey, account.secretChangedAtMs});
    }
    return endOf(*rows);
}

Result<void> Collector::readBudgets()
{
    const auto budgets = BudgetStore::select(m_connection);
    if (!budgets)
        return Failure(budgets.error());
    for (const Budget& budget : *budgets) {
        BudgetFact fact;
        fact.scope = budgetScopeName(budget.scope);
        fact.subject = budget.subject;
        fact.name = budget.scope == BudgetScope::Client ? budget.subject : QString();
        fact.period = budgetPeriodName(budget.period);
        fact.limitMicroUsd = budget.limitMicroUsd;
        fact.isHard = budget.isHard;
        m_facts.budgets.append(fact);
    }
    // An account that is disabled, or another process's, spends nothing here.
    m_facts.budgets.removeIf([this](const BudgetFact& fact) {
        return fact.scope == "account"_L1 &&
               std::none_of(m_accounts.begin(), m_accounts.end(), [&](const KnownAccount& account) {
                   return account.id == fact.subject;
               });
    });
    for (BudgetFact& fact : m_facts.budgets) {
        if (const auto done = completeBudget(fact); !done)
            return done;
    }
    return {};
}

Result<void> Collector::completeBudget(BudgetFact& fact)
{
    UseScope scope;
    if (fact.scope == "client"_L1)
        scope = {UseScope::Kind::Client, 0, fact.subject};
    if (fact.scope == "account"_L1) {
        const auto account =
            std::find_if(m_accounts.begin(), m_accounts.end(),
                         [&](const KnownAccount& known) { return known.id == fact.subject; });
        fact.name = account->name;
        scope = {UseScope::Kind::Account, account->number, {}};
    }
    const BudgetSpan period =
        budgetSpan(budgetPeriodFromName(fact.period).value_or(BudgetPeriod::Month), m_query.nowMs,
                   m_query.timeZone);
    const auto sum = spent(scope, period);
    if (!sum)
        return Failure(sum.error());
    const auto history = recentCost(m_connection, scope, m_query.nowMs,
                                    Pace::lookbackMs(period.toMs - m_query.nowMs));
    if (!history)
        return Failure(history.error());
    fact.spentMicroUsd = *sum;
    fact.endsAtMs = period.toMs;
    fact.outlook = budgetOutlook(static_cast<double>(fact.spentMicroUsd),
                                 static_cast<double>(fact.limitMicroUsd), *history, m_query.nowMs,
                                 period.toMs);
    return {};
}

Result<qint64> Collector::spent(const UseScope& scope, const BudgetSpan& period)
{
    // To the end of the hour, so that the hour's sums serve rather than its rows.
    const qint64 toMs = std::min(period.toMs, (m_query.nowMs / msPerHour + 1) * msPerHour);
    qint64 sum = 0;
    for (const UsageSpan& span : spansOf(period.fromMs, toMs, true)) {
        const auto part = costWithin(m_connection, scope, span);
        if (!part)
            return part;
        sum += *part;
    }
    return sum;
}

Result<void> Collector::readWindows()
{
    // The accounts of one organisation tell of the same windows: the newest word counts.
    QHash<QString, QList<qint64>> owners;
    for (const KnownAccount& account : m_accounts) {
        auto rows = m_connection.select(
            QStringLiteral("SELECT window_name, max, remaining, resets_at, status, as_of "
                           "FROM account_limits WHERE account = ? AND resets_at > ? "
                           "ORDER BY window_name"),
            {account.number, m_query.nowMs});
        if (!rows)
            return Failure(rows.error());
        const QString owner = account.organization.isEmpty() ? account.id : account.organization;
        owners[owner].append(account.number);
        while (rows->next()) {
            WindowFact fact{owner, account.id, account.name, {}, {}};
            fact.window = {rows->text(0),   rows->number(1), rows->number(2),
                           rows->number(3), rows->text(4),   rows->number(5)};
            if (limitWindowLengthMs(fact.window.window) == 0)
                continue;
            const auto known = std::find_if(
                m_facts.windows.begin(), m_facts.windows.end(), [&](const WindowFact& other) {
                    return other.owner == owner && other.window.window == fact.window.window;
                });
            if (known == m_facts.windows.end())
                m_facts.windows.append(fact);
            else if (known->window.asOfMs < fact.window.asOfMs)
                *known = fact;
        }
        if (const auto end = endOf(*rows); !end)
            return end;
    }
    for (WindowFact& fact : m_facts.windows) {
        if (const auto done = completeWindow(fact, owners.value(fact.owner)); !done)
            return done;
    }
    return {};
}

Result<void> Collector::completeWindow(WindowFact& fact, const QList<qint64>& accounts)
{
    QList<LimitSample> samples;
    for (const qint64 account : accounts) {
        auto rows = m_connection.select(
            QStringLiteral("SELECT as_of, remaining, resets_at FROM limit_samples "
                           "WHERE account = ? AND window_name = ? AND as_of > ? ORDER BY as_of"),
            {account, fact.window.window, m_query.nowMs - kSamplesKeptMs});
        if (!rows)
            return Failure(rows.error());
        while (rows->next()) {
            samples.append(
                {rows->number(0), static_cast<double>(rows->number(1)), rows->number(2)});
        }
        if (const auto end = endOf(*rows); !end)
            return end;
    }
    fact.outlook = limitOutlook(fact.window, samples, m_query.nowMs);
    return {};
}

Result<void> Collector::readUsualShares(QHash<qint64, double>& shares)
{
    const qint64 today = m_query.nowMs / msPerDay;
    QHash<qint64, qint64> failures; // of attempts: those made good elsewhere are no failed requests
    {
        auto rows =
            m_connection.select(QStringLiteral("SELECT account, sum(attempts) FROM errors_daily "
                                               "WHERE day >= ? AND day < ? GROUP BY account"),
                                {today - kUsualDays, today});
        if (!rows)
            return Failure(rows.error());
        while (rows->next())
            failures.insert(rows->number(0), rows->number(1));
        if (const auto end = endOf(*rows); !end)
            return end;
    }
    auto rows = m_connection.select(
        QStringLiteral("SELECT account, sum(requests), sum(errors) FROM usage_daily "
                       "WHERE day >= ? AND day < ? GROUP BY account"),
        {today - kUsualDays, today});
    if (!rows)
        return Failure(rows.error());
    while (rows->next()) {
        const qint64 errors = rows->number(2);
        const qint64 failed = std::max(errors, failures.value(rows->number(0)));
        const qint64 attempts = rows->number(1) + failed - errors;
        if (attempts > 0)
            shares.insert(rows->number(0),
                          static_cast<double>(failed) / static_cast<double>(attempts));
    }
    return endOf(*rows);
}

Result<void> Collector::readErrors()
{
    QHash<qint64, double> usual;
    if (const auto done = readUsualShares(usual); !done)
        return done;
    auto rows = m_connection.select(
        QStringLiteral("SELECT account, count(*), sum(outcome = 'failed') FROM "
                       "(SELECT account, outcome FROM attempts WHERE opened_at >= ? AND "
                       "opened_at <= ? AND outcome <> 'open' AND account IS NOT NULL "
                       "AND import_key IS NULL ORDER BY opened_at DESC LIMIT 5000) "
                       "GROUP BY account"),
        {m_query.nowMs - kErrorSpanMs, m_query.nowMs});
    if (!rows)
        return Failure(rows.error());
    while (rows->next()) {
        const auto account =
            std::find_if(m_accounts.begin(), m_accounts.end(), [&](const KnownAccount& known) {
                return known.number == rows->number(0);
            });
        if (account == m_accounts.end())
            continue;
        m_facts.errors.append({account->id, account->name, rows->number(1), rows->number(2),
                               usual.value(account->number)});
    }
    return endOf(*rows);
}

} // namespace

Result<AlertFacts> alertFacts(Connection& connection, const AlertFactsQuery& query)
{
    return Collector(connection, query).run();
}

} // namespace Patchbay
