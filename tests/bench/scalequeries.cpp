// SPDX-License-Identifier: GPL-3.0-or-later
#include "scalequeries.h"

#include "desktop/usage/usagefacts.h"
#include "usage/requestlist.h"
#include "usage/usagereport.h"

#include <QDateTime>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

/// Whatever is found: only that it was.
template <class Read>
std::function<Result<void>(Connection&)> asking(Read read)
{
    return [read](Connection& connection) -> Result<void> {
        const auto found = read(connection);
        return found ? Result<void>() : Failure(found.error());
    };
}

struct Named
{
    const char* name;
    int days;
};
constexpr Named periods[] = {
    {"today", 1}, {"7 days", 7}, {"30 days", 30}, {"90 days", 90}, {"365 days", 365}};

struct Zoned
{
    QTimeZone zone;
    qint64 nowMs = 0;
    QDate today = QDateTime::fromMSecsSinceEpoch(nowMs, zone).date();

    [[nodiscard]] UsagePeriod period(int days) const
    {
        return UsagePeriod::custom(today.addDays(1 - days), today);
    }
    [[nodiscard]] UsageFactsQuery facts(UsageBy by, int days) const
    {
        UsageFactsQuery query;
        query.by = by;
        query.period = period(days);
        query.timeZone = zone;
        query.nowMs = nowMs;
        query.monthLimitMicroUsd = 1'000'000'000;
        return query;
    }
    [[nodiscard]] UsageSeriesQuery series(UsageDimension by, int days, SeriesStep step) const
    {
        UsageSeriesQuery query;
        query.by = by;
        query.sinceMs = period(days).sinceMs(zone);
        query.untilMs = period(days).untilMs(zone);
        query.step = step;
        query.timeZone = zone;
        return query;
    }
};

void addColumns(std::vector<ScaleQuery>& queries, const Zoned& at)
{
    for (const auto& [by, what] : {std::pair(UsageDimension::Account, u"account"_s),
                                   std::pair(UsageDimension::Model, u"model"_s),
                                   std::pair(UsageDimension::Client, u"client"_s)}) {
        const auto add = [&](const QString& name, const UsageSeriesQuery& query) {
            queries.push_back(
                {u"columns by %1, %2"_s.arg(what, name), asking([query](Connection& connection) {
                     return usageSeries(connection, query);
                 })});
        };
        for (const auto& [name, days] : periods)
            add(QString::fromLatin1(name), at.series(by, days, at.period(days).step()));
        add(u"365 days, each day"_s, at.series(by, 365, SeriesStep::Day));
    }
}

void addDetails(std::vector<ScaleQuery>& queries, const Zoned& at)
{
    const auto add = [&](const QString& what, auto read) {
        for (const auto& [name, days] : periods) {
            const qint64 sinceMs = at.period(days).sinceMs(at.zone);
            const qint64 untilMs = at.period(days).untilMs(at.zone);
            queries.push_back({u"%1, %2"_s.arg(what, QString::fromLatin1(name)),
                               asking([=](Connection& connection) {
                                   return read(connection, sinceMs, untilMs);
                               })});
        }
    };
    add(u"latency"_s, latencyReport);
    add(u"errors by kind"_s, errorReport);
    add(u"top conversations"_s, [](Connection& connection, qint64 sinceMs, qint64 untilMs) {
        return topConversations(connection, sinceMs, untilMs, 6);
    });
}

void addRequests(std::vector<ScaleQuery>& queries, const Zoned& at)
{
    const auto add = [&](const QString& name, std::optional<qint64> account, qint64 beforeMs) {
        RequestQuery query;
        query.sinceMs = at.period(365).sinceMs(at.zone);
        query.untilMs = at.nowMs;
        query.account = account;
        query.beforeMs = beforeMs;
        query.limit = 200;
        queries.push_back({name, asking([query](Connection& connection) {
                               return requestPage(connection, query);
                           })});
    };
    add(u"requests, the newest 200"_s, {}, 0);
    add(u"requests, 200 of an account half a year ago"_s, 7, at.nowMs - 180LL * 86'400'000);
}

// Several of the above at once, in one view of the database.
void addPages(std::vector<ScaleQuery>& queries, const Zoned& at)
{
    for (const int days : {30, 365}) {
        for (const auto& [by, what] :
             {std::pair(UsageBy::Account, u"account"_s), std::pair(UsageBy::Model, u"model"_s),
              std::pair(UsageBy::Day, u"day"_s)}) {
            const UsageFactsQuery query = at.facts(by, days);
            queries.push_back({u"cards, forecast and columns by %1, %2 days"_s.arg(what).arg(days),
                               asking([query](Connection& connection) {
                                   return readUsageFacts(connection, query);
                               })});
        }
    }
}

void addReports(std::vector<ScaleQuery>& queries, const Zoned& at)
{
    for (const auto& [by, what] :
         {std::pair(UsageKey::Account, u"account"_s), std::pair(UsageKey::Model, u"model"_s)}) {
        UsageQuery query;
        query.by = {UsageKey::Day, by};
        query.timeZone = at.zone;
        query.sinceMs = at.period(365).sinceMs(at.zone);
        query.untilMs = at.nowMs;
        queries.push_back(
            {u"patchbay-cli usage --by day,%1, 365 days"_s.arg(what),
             asking([query](Connection& connection) { return usageReport(connection, query); })});
    }
}

} // namespace

std::vector<ScaleQuery> scaleQueries(const QTimeZone& zone, qint64 nowMs)
{
    const Zoned at{zone, nowMs};
    std::vector<ScaleQuery> queries;
    addColumns(queries, at);
    addDetails(queries, at);
    addRequests(queries, at);
    addPages(queries, at);
    addReports(queries, at);
    return queries;
}

} // namespace Patchbay
