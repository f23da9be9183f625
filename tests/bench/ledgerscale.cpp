// SPDX-License-Identifier: GPL-3.0-or-later
#include "ledgerscale.h"

#include "scalequeries.h"
#include "storage/database.h"
#include "usage/rollups.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QStorageInfo>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 bytesOfRow = 450; // with indexes, the log and what is sorted meanwhile
constexpr int runs = 5;
constexpr double longEnoughMs = 50;
constexpr const char* zones[] = {"UTC", "Europe/Berlin", "Asia/Kolkata"};

double msOf(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

template <class T>
T orEnd(Result<T> result)
{
    if (result)
        return std::move(*result);
    std::fprintf(stderr, "%s\n", qPrintable(result.error().detail));
    std::exit(1);
}

void orEnd(const Result<void>& result)
{
    if (result)
        return;
    std::fprintf(stderr, "%s\n", qPrintable(result.error().detail));
    std::exit(1);
}

/// Twelve accounts, two of them subscriptions, five models, four clients; every second row is of
/// one of 480 conversations that go on all the year, the others of ones of forty answers.
Result<void> fill(Connection& connection, qint64 rows, qint64 endMs)
{
    for (const QString& sql :
         {u"INSERT OR IGNORE INTO names (number, name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
          "SELECT i + 1 FROM n WHERE i < 1000 + %1 / 80) SELECT i, CASE "
          "WHEN i <= 5 THEN 'claude-model-' || i WHEN i <= 9 THEN 'client ' || i "
          "WHEN i <= 12 THEN 'kind ' || i ELSE 'conversation ' || i END FROM n"_s.arg(rows),
          u"INSERT OR IGNORE INTO accounts (number, id, name, kind, source, created_at) "
          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12) "
          "SELECT i, 'a' || i, 'account ' || i, iif(i > 10, 'claude_command', 'api_key'), "
          "'stored', 0 FROM n"_s,
          u"INSERT INTO attempts (id, request_key, attempt, process, account, client, model, "
          "opened_at, completed_at, first_byte_ms, duration_ms, outcome, is_last, status, "
          "error_kind, request_id, input_tokens, output_tokens, cache_read_tokens, "
          "cost_micro_usd, price_version, conversation) "
          "WITH RECURSIVE n (i, r) AS (SELECT 0, 12345 UNION ALL "
          "SELECT i + 1, (r * 1103515245 + 12345) & 2147483647 FROM n WHERE i < %1 - 1) "
          "SELECT i + 1, i + 1, 1, '', 1 + (r >> 8) % 12, 6 + (r >> 5) % 4, 1 + (r >> 12) % 5, "
          "%2 + i * %3 / %1, %2 + i * %3 / %1 + 2000, 200 + (r >> 7) % 4000, 5000, "
          "CASE WHEN (r >> 9) % 50 = 0 THEN 'failed' ELSE 'succeeded' END, 1, 200, "
          "CASE WHEN (r >> 9) % 50 = 0 THEN 'kind ' || (10 + (r >> 14) % 3) ELSE '' END, "
          "'req_011CU' || i, (r >> 6) % 5000, (r >> 10) % 700, (r >> 11) % 9000, "
          "(r >> 4) % 90000, '2026-11-20', iif(i & 1, 13 + (r >> 13) % 480, 1000 + i / 80) "
          "FROM n"_s.arg(rows)
              .arg(endMs - 365 * msPerDay)
              .arg(365 * msPerDay)}) {
        if (const auto done = connection.run(sql); !done)
            return Failure(done.error());
    }
    return {};
}

/// A day at a time, as the program does.
void makeRollups(Database& database, const QByteArray& what, qint64 rows)
{
    QElapsedTimer timer;
    timer.start();
    RollupDays days;
    orEnd(database.writeAtStart([&](Connection& connection) -> Result<void> {
        days = orEnd(rollupDays(connection));
        return {};
    }));
    for (qint64 day = days.first; day < days.end; ++day)
        orEnd(database.writeAtStart([&](Connection& connection) -> Result<void> {
            orEnd(rebuildRollupsOfDay(connection, days, day));
            return {};
        }));
    orEnd(database.writeAtStart([](Connection& connection) -> Result<void> {
        orEnd(rebuildConversationTotals(connection));
        return noRollupsPending(connection);
    }));
    std::printf("%lld rows over a year: %s, rollups made in %.0f s\n", static_cast<long long>(rows),
                what.constData(), msOf(timer) / 1e3);
}

/// Fills it and makes the rollups; opens it alone if there is one.
std::unique_ptr<Database> prepared(const QString& file, qint64 rows)
{
    const bool isThere = QFileInfo::exists(file);
    QElapsedTimer timer;
    timer.start();
    auto database = orEnd(Database::open(file, file + u"-backups"_s));
    const double opening = msOf(timer);
    const auto seconds = [](double ms) { return QByteArray::number(ms / 1e3, 'f', 1) + " s"; };
    if (isThere) {
        if (orEnd(areRollupsPending(*orEnd(database->reader()))))
            makeRollups(*database, "opened in " + seconds(opening), rows);
        return database;
    }
    timer.start();
    orEnd(database->writeAtStart([&](Connection& connection) {
        return fill(connection, rows, QDateTime::currentMSecsSinceEpoch());
    }));
    makeRollups(*database, "filled in " + seconds(msOf(timer)), rows);
    return database;
}

/// The median of some runs, each with statements that are prepared already, as the page's are.
double median(Connection& connection, const ScaleQuery& query)
{
    std::vector<double> times;
    for (int run = 0; run <= runs; ++run) {
        QElapsedTimer timer;
        timer.start();
        orEnd(query.ask(connection));
        if (run > 0)
            times.push_back(msOf(timer));
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

} // namespace

ScaleTimes usageAtScale(const QString& file, qint64 rows, const QString& what)
{
    if (!QFileInfo::exists(file) &&
        QStorageInfo(QFileInfo(file).path()).bytesAvailable() < rows * bytesOfRow) {
        std::printf("%lld rows: not enough room for %s\n", static_cast<long long>(rows),
                    qPrintable(file));
        return {};
    }
    const auto database = prepared(file, rows);
    const auto reader = orEnd(database->reader());
    const qint64 nowMs =
        orEnd(reader->number(u"SELECT max(opened_at) FROM attempts"_s)).value_or(0);
    ScaleTimes times;
    for (const char* const zone : zones) {
        auto queries = scaleQueries(QTimeZone(zone), nowMs);
        std::erase_if(queries, [&](const ScaleQuery& query) { return !query.name.contains(what); });
        times.resize(queries.size());
        for (size_t i = 0; i < queries.size(); ++i) {
            times[i].first = queries[i].name;
            times[i].second.push_back(median(*reader, queries[i]));
        }
    }
    return times;
}

void printScaleTimes(const std::map<qint64, ScaleTimes>& byRows)
{
    std::printf("\nWhat the usage page asks: medians of %d runs in ms, %s, %s, %s\n%-52s", runs,
                zones[0], zones[1], zones[2], "");
    const ScaleTimes* first = nullptr;
    for (const auto& [rows, times] : byRows) {
        if (times.empty())
            continue;
        first = first ? first : &times;
        std::printf(" %16lld rows   ", static_cast<long long>(rows));
    }
    std::printf("\n");
    for (size_t i = 0; first && i < first->size(); ++i) {
        std::printf("%-52s", qPrintable((*first)[i].first));
        bool isSlow = false;
        for (const auto& [rows, times] : byRows) {
            if (times.empty())
                continue;
            for (const double ms : times[i].second) {
                std::printf(" %7.1f", ms);
                isSlow = isSlow || ms >= longEnoughMs;
            }
        }
        std::printf("%s\n", isSlow ? "  <- 50 ms or more" : "");
    }
}

} // namespace Patchbay
