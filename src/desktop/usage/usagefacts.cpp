// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/usagefacts.h"

#include "storage/transaction.h"
#include "usage/budget.h"
#include "usage/recentuse.h"

namespace Patchbay {

namespace {

constexpr int kConversations = 6;

UsageDimension dimensionOf(UsageBy by)
{
    switch (by) {
    case UsageBy::Model:
        return UsageDimension::Model;
    case UsageBy::Client:
        return UsageDimension::Client;
    case UsageBy::Account:
    case UsageBy::Day:
        return UsageDimension::Account;
    }
    Q_UNREACHABLE();
}

UsageSeriesQuery seriesQuery(const UsageFactsQuery& query)
{
    UsageSeriesQuery series;
    series.by = dimensionOf(query.by);
    series.sinceMs = query.period.sinceMs(query.timeZone);
    series.untilMs = query.period.untilMs(query.timeZone);
    series.step = query.period.step();
    series.timeZone = query.timeZone;
    series.firstDayOfWeek = query.firstDayOfWeek;
    return series;
}

/// What was paid lately: subscriptions are not.
Result<UseHistory> paidLately(Connection& connection, qint64 nowMs, qint64 lookbackMs)
{
    const auto plans = planAccounts(connection);
    if (!plans)
        return Failure(plans.error());
    if (plans->isEmpty())
        return recentCost(connection, {}, nowMs, lookbackMs);
    auto rows = connection.select(QStringLiteral(
        "SELECT number FROM accounts WHERE source <> 'demo' AND kind <> 'claude_command'"));
    if (!rows)
        return Failure(rows.error());
    UseHistory all{nowMs, {}};
    while (rows->next()) {
        const auto one = recentCost(connection, {UseScope::Kind::Account, rows->number(0), {}},
                                    nowMs, lookbackMs);
        if (!one)
            return Failure(one.error());
        if (!one->stretches.isEmpty())
            all.sinceMs = std::min(all.sinceMs, one->sinceMs);
        all.stretches.append(one->stretches);
    }
    return rows->error() ? Result<UseHistory>(Failure(*rows->error())) : all;
}

Result<MonthOutlook> monthOutlook(Connection& connection, const UsageFactsQuery& query)
{
    const BudgetSpan span = budgetSpan(BudgetPeriod::Month, query.nowMs, query.timeZone);
    const auto spent = usedWithin(connection, span.fromMs, span.toMs);
    if (!spent)
        return Failure(spent.error());
    const qint64 aheadMs = span.toMs - query.nowMs;
    const auto history = paidLately(connection, query.nowMs, Pace::lookbackMs(aheadMs));
    if (!history)
        return Failure(history.error());
    MonthOutlook month;
    month.endMs = span.toMs;
    month.spentMicroUsd = spent->paidMicroUsd();
    month.limitMicroUsd = query.monthLimitMicroUsd;
    const auto soFar = static_cast<double>(month.spentMicroUsd);
    month.pace = Pace::of(*history, query.nowMs, aheadMs);
    month.atEnd = totalAtEnd(soFar, *history, query.nowMs, span.toMs);
    if (month.limitMicroUsd > 0)
        month.limit = budgetOutlook(soFar, static_cast<double>(month.limitMicroUsd), *history,
                                    query.nowMs, span.toMs);
    return month;
}

/// Takes a result apart; `result` keeps the first failure.
void take(Result<void>& result, auto& into, auto&& found)
{
    if (!found && result)
        result = Failure(found.error());
    else if (found)
        into = std::move(*found);
}

Result<UsageFacts> readFacts(Connection& connection, const UsageFactsQuery& query)
{
    UsageFacts facts;
    facts.query = query;
    Result<void> result;
    UsageSeriesQuery series = seriesQuery(query);
    const qint64 passedMs =
        std::clamp(query.nowMs, series.sinceMs, series.untilMs) - series.sinceMs;
    const qint64 beforeMs = query.period.stepped(-1).sinceMs(query.timeZone);
    take(result, facts.series, usageSeries(connection, series));
    take(result, facts.before,
         usedWithin(connection, beforeMs, std::min(beforeMs + passedMs, series.sinceMs)));
    take(result, facts.month, monthOutlook(connection, query));
    if (query.by == UsageBy::Day) {
        series.step = SeriesStep::Day;
        take(result, facts.days, usageSeries(connection, series));
    }
    return result ? Result<UsageFacts>(std::move(facts)) : Failure(result.error());
}

Result<UsageDetails> readDetails(Connection& connection, const UsageFactsQuery& query)
{
    const qint64 sinceMs = query.period.sinceMs(query.timeZone);
    const qint64 untilMs = query.period.untilMs(query.timeZone);
    UsageDetails details;
    details.period = query.period;
    Result<void> result;
    take(result, details.latency, latencyReport(connection, sinceMs, untilMs));
    take(result, details.errors, errorReport(connection, sinceMs, untilMs));
    take(result, details.conversations,
         topConversations(connection, sinceMs, untilMs, kConversations));
    return result ? Result<UsageDetails>(std::move(details)) : Failure(result.error());
}

/// All questions see the same rows.
template <class T>
Result<T> inOneView(Connection& connection, const UsageFactsQuery& query,
                    Result<T> (*read)(Connection&, const UsageFactsQuery&))
{
    auto view = Transaction::begin(connection, Transaction::Kind::Read);
    if (!view)
        return Failure(view.error());
    auto found = read(connection, query);
    if (!found)
        return found;
    if (const auto ended = view->commit(); !ended)
        return Failure(ended.error());
    return found;
}

} // namespace

Result<UsageFacts> readUsageFacts(Connection& connection, const UsageFactsQuery& query)
{
    return inOneView<UsageFacts>(connection, query, readFacts);
}

Result<UsageDetails> readUsageDetails(Connection& connection, const UsageFactsQuery& query)
{
    return inOneView<UsageDetails>(connection, query, readDetails);
}

} // namespace Patchbay
