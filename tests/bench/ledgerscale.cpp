// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledgerscale.h"

#include "storage/database.h"
#include "usage/requestlist.h"
#include "usage/rollups.h"
#include "usage/usagedetails.h"
#include "usage/usagereport.h"
#include "usage/usageseries.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QStorageInfo>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 dayMs = 86'400'000;
constexpr qint64 bytesOfRow = 400; // with indexes, the log and what is sorted meanwhile
constexpr int runs = 5;

double msOf(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

Result<void> runAll(Connection& connection, const QStringList& statements)
{
    for (const QString& sql : statements) {
        if (const auto done = connection.run(sql); !done)
            return Failure(done.error());
    }
    return {};
}

/// Twelve accounts, five models, four clients; more by day than by night.
Result<void> fill(Connection& connection, qint64 rows, qint64 endMs)
{
    return runAll(
        connection,
        {u"INSERT OR IGNORE INTO names (number, name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
         "SELECT i + 1 FROM n WHERE i < 500) SELECT i, CASE WHEN i <= 5 THEN 'claude-model-' || i "
         "WHEN i <= 9 THEN 'client ' || i WHEN i <= 12 THEN 'kind ' || i "
         "ELSE 'conversation ' || i END FROM n"_s,
         u"INSERT OR IGNORE INTO accounts (number, id, name, kind, source, created_at) "
         "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12) "
         "SELECT i, 'a' || i, 'account ' || i, 'api_key', 'stored', 0 FROM n"_s,
         u"INSERT INTO attempts (id, request_key, attempt, process, account, client, model, "
         "opened_at, completed_at, first_byte_ms, duration_ms, outcome, is_last, status, "
         "error_kind, request_id, input_tokens, output_tokens, cache_read_tokens, cost_micro_usd, "
         "price_version, conversation) "
         "WITH RECURSIVE n (i, r) AS (SELECT 0, 12345 UNION ALL "
         "SELECT i + 1, (r * 1103515245 + 12345) & 2147483647 FROM n WHERE i < %1 - 1) "
         "SELECT i + 1, i + 1, 1, '', 1 + (r >> 8) % 12, 6 + (r >> 5) % 4, 1 + (r >> 12) % 5, "
         "%2 + i * %3 / %1, %2 + i * %3 / %1 + 2000, 200 + (r >> 7) % 4000, 5000, "
         "CASE WHEN (r >> 9) % 50 = 0 THEN 'failed' ELSE 'succeeded' END, 1, 200, "
         "CASE WHEN (r >> 9) % 50 = 0 THEN 'kind ' || (10 + (r >> 14) % 3) ELSE '' END, "
         "'req_011CU' || i, (r >> 6) % 5000, (r >> 10) % 700, (r >> 11) % 9000, (r >> 4) % 90000, "
         "'2026-11-20', 13 + (r >> 13) % 480 FROM n"_s.arg(rows)
             .arg(endMs - 365 * dayMs)
             .arg(365 * dayMs)});
}

using Query = std::function<Result<qint64>(Connection&)>;

Query reportBy(const QList<UsageKey>& by, const QTimeZone& zone, qint64 endMs, int days)
{
    return [=](Connection& connection) -> Result<qint64> {
        UsageQuery query;
        query.by = by;
        query.timeZone = zone;
        const QDate today = QDateTime::fromMSecsSinceEpoch(endMs, zone).date();
        query.sinceMs = today.addDays(1 - days).startOfDay(zone).toMSecsSinceEpoch();
        query.untilMs = endMs;
        const auto report = usageReport(connection, query);
        return report ? Result<qint64>(report->rows.size()) : Failure(report.error());
    };
}

/// The median of some runs, each with statements that are prepared already, as the page's are.
bool measure(Connection& connection, const QString& what, const Query& query)
{
    std::vector<double> times;
    qint64 found = 0;
    for (int run = 0; run <= runs; ++run) {
        QElapsedTimer timer;
        timer.start();
        const auto result = query(connection);
        if (!result) {
            std::fprintf(stderr, "%s: %s\n", qPrintable(what), qPrintable(result.error().detail));
            return false;
        }
        if (run > 0)
            times.push_back(msOf(timer));
        found = *result;
    }
    std::sort(times.begin(), times.end());
    std::printf("  %-46s %7.1f ms  (%lld rows)\n", qPrintable(what), times[times.size() / 2],
                static_cast<long long>(found));
    return true;
}

Query series(UsageDimension by, SeriesStep step, const QTimeZone& zone, qint64 endMs, int days)
{
    return [=](Connection& connection) -> Result<qint64> {
        UsageSeriesQuery query;
        query.by = by;
        query.step = step;
        query.timeZone = zone;
        const QDate today = QDateTime::fromMSecsSinceEpoch(endMs, zone).date();
        query.sinceMs = today.addDays(1 - days).startOfDay(zone).toMSecsSinceEpoch();
        query.untilMs = today.addDays(1).startOfDay(zone).toMSecsSinceEpoch();
        const auto found = usageSeries(connection, query);
        return found ? Result<qint64>(found->startsMs.size()) : Failure(found.error());
    };
}

/// Whatever has a size as a number of rows.
template <class Read>
Query sized(Read read)
{
    return [read](Connection& connection) -> Result<qint64> {
        const auto found = read(connection);
        return found ? Result<qint64>(found->size()) : Failure(found.error());
    };
}

/// What the usage page shows beside the sums.
bool measureDetails(Connection& connection, qint64 endMs)
{
    const QTimeZone berlin("Europe/Berlin");
    const auto requests = [endMs](std::optional<qint64> account, qint64 beforeMs) -> Query {
        return [=](Connection& reader) -> Result<qint64> {
            RequestQuery query;
            query.sinceMs = endMs - 365 * dayMs;
            query.untilMs = endMs;
            query.account = account;
            query.beforeMs = beforeMs;
            query.limit = 200;
            const auto page = requestPage(reader, query);
            return page ? Result<qint64>(page->rows.size()) : Failure(page.error());
        };
    };
    const qint64 sinceMs = endMs - 365 * dayMs;
    const qint64 monthMs = endMs - 30 * dayMs;
    return measure(connection, u"columns: a day by hours"_s,
                   series(UsageDimension::Account, SeriesStep::Hour, berlin, endMs, 1)) &&
           measure(connection, u"columns: 90 days by account"_s,
                   series(UsageDimension::Account, SeriesStep::Day, berlin, endMs, 90)) &&
           measure(connection, u"columns: 90 days by model"_s,
                   series(UsageDimension::Model, SeriesStep::Day, berlin, endMs, 90)) &&
           measure(connection, u"columns: a year by weeks"_s,
                   series(UsageDimension::Account, SeriesStep::Week, berlin, endMs, 365)) &&
           measure(connection, u"columns: a year by days"_s,
                   series(UsageDimension::Account, SeriesStep::Day, berlin, endMs, 365)) &&
           measure(connection, u"latency by account, 365 days"_s,
                   [=](Connection& reader) -> Result<qint64> {
                       const auto found = latencyReport(reader, sinceMs, endMs);
                       return found ? Result<qint64>(found->byAccount.size())
                                    : Failure(found.error());
                   }) &&
           measure(connection, u"errors by kind, 365 days"_s, sized([=](Connection& reader) {
                       return errorReport(reader, sinceMs, endMs);
                   })) &&
           measure(connection, u"top conversations, 30 days"_s, sized([=](Connection& reader) {
                       return topConversations(reader, monthMs, endMs, 6);
                   })) &&
           measure(connection, u"top conversations, 365 days"_s, sized([=](Connection& reader) {
                       return topConversations(reader, sinceMs, endMs, 6);
                   })) &&
           measure(connection, u"the newest 200 requests"_s, requests({}, 0)) &&
           measure(connection, u"200 requests of an account, of half a year ago"_s,
                   requests(7, endMs - 180 * dayMs));
}

bool measureAll(Connection& connection, qint64 endMs)
{
    bool isWell = true;
    for (const char* const name : {"UTC", "Europe/Berlin", "Asia/Kolkata"}) {
        const QTimeZone zone(name);
        const QString in = u", "_s + QString::fromLatin1(name);
        for (const int days : {30, 90, 365}) {
            isWell =
                isWell && measure(connection, u"day and account, %1 days"_s.arg(days) + in,
                                  reportBy({UsageKey::Day, UsageKey::Account}, zone, endMs, days));
        }
        isWell = isWell &&
                 measure(connection, u"day and model, 365 days"_s + in,
                         reportBy({UsageKey::Day, UsageKey::Model}, zone, endMs, 365)) &&
                 measure(connection, u"day and client, 365 days"_s + in,
                         reportBy({UsageKey::Day, UsageKey::Client}, zone, endMs, 365)) &&
                 measure(connection, u"account, 365 days"_s + in,
                         reportBy({UsageKey::Account}, zone, endMs, 365)) &&
                 measure(connection, u"hour and account, 2 days"_s + in,
                         reportBy({UsageKey::Hour, UsageKey::Account}, zone, endMs, 2));
    }
    return isWell && measureDetails(connection, endMs);
}

} // namespace

bool benchUsageAtScale(const QString& folder, qint64 rows)
{
    if (QStorageInfo(folder).bytesAvailable() < rows * bytesOfRow) {
        std::printf("usage at %lld rows: not enough room in %s\n", static_cast<long long>(rows),
                    qPrintable(folder));
        return true;
    }
    const QString file = folder + u"/scale.db"_s;
    auto database = Database::open(file, folder + u"/backups"_s);
    if (!database)
        return false;
    const qint64 endMs = QDateTime::currentMSecsSinceEpoch();
    QElapsedTimer timer;
    timer.start();
    const auto filled = (*database)->writeAtStart(
        [&](Connection& connection) { return fill(connection, rows, endMs); });
    const double filling = msOf(timer) / 1e3;
    timer.start();
    const auto made = (*database)->writeAtStart(
        [](Connection& connection) { return rebuildRollups(connection); });
    if (!filled || !made) {
        std::fprintf(stderr, "%s\n", qPrintable((filled ? made : filled).error().detail));
        return false;
    }
    std::printf("\nusage at %lld rows over a year (filled in %.0f s, rollups made in %.0f s):\n",
                static_cast<long long>(rows), filling, msOf(timer) / 1e3);
    const auto reader = (*database)->reader();
    return reader && measureAll(**reader, endMs);
}

} // namespace Patchbay
