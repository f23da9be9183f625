// SPDX-License-Identifier: GPL-3.0-or-later
// How many attempts a second the ledger takes: each opened, completed and added to every rollup,
// synchronous=FULL; and how long what the usage page asks takes over a year of 1 and of 10 million.
// Usage: bench_ledger [ROWS [FOLDER [MOST [WHAT]]]], MOST rows in place of 10 million; databases of
// that size stay in FOLDER and are used again. WHAT is part of the name of what is asked.
#include "ledgerscale.h"
#include "usage/ledger.h"
#include "usage/usagereport.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QThread>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int accounts = 20;
constexpr int models = 6;
constexpr int clients = 12;
constexpr int conversations = 100; // at once, as many as streams
constexpr int rounds = 3;
constexpr qint64 mostPending = 4000;

Result<void> addAccounts(Connection& connection)
{
    for (int i = 1; i <= accounts; ++i) {
        const auto added =
            connection.run(u"INSERT INTO accounts (number, id, name, kind, source, created_at) "
                           "VALUES (?, ?, ?, 'api_key', 'stored', 0)"_s,
                           {i, u"a%1"_s.arg(i), u"account %1"_s.arg(i)});
        if (!added)
            return Failure(added.error());
    }
    return {};
}

AttemptOpening openingOf(Ledger& ledger, int row, qint64 nowMs)
{
    AttemptOpening attempt;
    attempt.id = ledger.nextId(nowMs);
    attempt.requestKey = attempt.id;
    attempt.accountNumber = 1 + row % accounts;
    attempt.client = u"client %1"_s.arg(row % clients);
    attempt.model = u"claude-model-%1"_s.arg(row % models);
    if (row % 2 == 0)
        attempt.conversation = u"conversation %1"_s.arg(row % conversations);
    attempt.openedAtMs = nowMs;
    return attempt;
}

AttemptCompletion completionOf(int row, qint64 nowMs)
{
    AttemptCompletion completion;
    completion.status = 200;
    completion.stopReason = u"end_turn"_s;
    completion.requestId = u"req_011CU%1"_s.arg(row, 18, 10, QLatin1Char('0'));
    completion.modelServed = u"claude-model-%1"_s.arg(row % models);
    completion.usage.input = row % 5000;
    completion.usage.output = row % 700;
    completion.usage.cacheRead = row % 9000;
    completion.cost = Cost{row % 100'000, false, u"2026-11-20"_s};
    completion.firstByteMs = 200 + row * 7919LL % 4000;
    completion.durationMs = 2000;
    completion.completedAtMs = nowMs;
    if (row % 50 == 0) {
        completion.outcome = AttemptOutcome::Failed;
        completion.errorKind = u"kind %1"_s.arg(row % 3);
    }
    return completion;
}

void waitForRoom(const Database& database, qint64 most)
{
    while (database.pendingWrites() > most)
        QThread::usleep(200);
}

double seconds(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

/// Rows as fast as they are taken, in rounds: what else the machine does shows.
void benchThroughput(Database& database, int rows)
{
    Ledger ledger(database, u"bench"_s);
    std::printf("rows written a second, each opened, completed and in every rollup, "
                "synchronous=FULL:");
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer timer;
        timer.start();
        for (int row = 0; row < rows / rounds; ++row) {
            const qint64 now = QDateTime::currentMSecsSinceEpoch();
            const AttemptOpening attempt = openingOf(ledger, row, now);
            ledger.open(attempt);
            ledger.complete(attempt, completionOf(row, now));
            if (row % 100 == 0)
                waitForRoom(database, mostPending);
        }
        waitForRoom(database, 0);
        std::printf(" %.0f", rows / rounds / seconds(timer));
        std::fflush(stdout);
    }
    std::printf("\n");
}

/// A steady rate, and how long a write that somebody waits for takes meanwhile.
void benchLatency(Database& database, int rate)
{
    Ledger ledger(database, u"bench2"_s);
    std::vector<double> waits;
    QElapsedTimer timer;
    timer.start();
    int row = 0;
    while (timer.elapsed() < 3000) {
        const qint64 due = timer.elapsed() * rate / 1000;
        for (; row < due; ++row) {
            const qint64 now = QDateTime::currentMSecsSinceEpoch();
            const AttemptOpening attempt = openingOf(ledger, row, now);
            ledger.open(attempt);
            ledger.complete(attempt, completionOf(row, now));
        }
        QElapsedTimer wait;
        wait.start();
        if (!database.writeAtStart([](Connection&) -> Result<void> { return {}; }))
            std::abort();
        waits.push_back(static_cast<double>(wait.nsecsElapsed()) / 1e6);
    }
    waitForRoom(database, 0);
    std::sort(waits.begin(), waits.end());
    const auto at = [&](double part) {
        return waits[static_cast<size_t>(part * static_cast<double>(waits.size() - 1))];
    };
    std::printf("at %d rows/s: a commit is waited for p50 %.1f ms, p99 %.1f ms, most %.1f ms\n",
                rate, at(0.5), at(0.99), at(1.0));
}

void benchReport(Database& database)
{
    const auto reader = database.reader();
    UsageQuery query;
    query.by = {UsageKey::Account, UsageKey::Model};
    QElapsedTimer timer;
    timer.start();
    const auto report = usageReport(**reader, query);
    std::printf("report of all: %.2f ms, %lld requests\n", seconds(timer) * 1e3,
                static_cast<long long>(report ? report->total.requests : -1));
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    const int rows = arguments.size() > 1 ? arguments.at(1).toInt() : 300'000;
    const QTemporaryDir own;
    const QString folder = arguments.size() > 2 ? arguments.at(2) : own.path();
    const QTemporaryDir written(folder + u"/bench-XXXXXX"_s);
    const QString file = written.filePath(u"bench.db"_s);
    auto database = Database::open(file, written.filePath(u"backups"_s));
    if (!database || !(*database)->writeAtStart(addAccounts)) {
        std::fprintf(stderr, "the database cannot be used\n");
        return 1;
    }
    benchThroughput(**database, rows);
    benchLatency(**database, 3000);
    benchReport(**database);
    database->reset();
    std::printf("file: %.0f bytes a row\n",
                static_cast<double>(QFileInfo(file).size()) / static_cast<double>(rows));
    const qint64 most = arguments.size() > 3 ? arguments.at(3).toLongLong() : 10'000'000;
    std::map<qint64, ScaleTimes> byRows;
    for (const qint64 scale : {most / 10, most}) {
        if (scale > 0)
            byRows[scale] =
                usageAtScale(folder + u"/scale-%1.db"_s.arg(scale), scale, arguments.value(4));
    }
    printScaleTimes(byRows);
    return 0;
}
