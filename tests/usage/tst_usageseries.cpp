// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/requestlist.h"
#include "usage/usagedatabase.h"
#include "usage/usagedetails.h"
#include "usage/usageseries.h"

#include <QDateTime>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

qint64 ms(const QString& text)
{
    return QDateTime::fromString(text, Qt::ISODateWithMs).toMSecsSinceEpoch();
}

UsageSeriesQuery days(const QString& since, const QString& until, const QByteArray& zone = "UTC")
{
    UsageSeriesQuery query;
    query.timeZone = QTimeZone(zone);
    query.sinceMs =
        QDate::fromString(since, Qt::ISODate).startOfDay(query.timeZone).toMSecsSinceEpoch();
    query.untilMs =
        QDate::fromString(until, Qt::ISODate).startOfDay(query.timeZone).toMSecsSinceEpoch();
    return query;
}

/// "work 1,0,2": requests by step.
QStringList shown(const UsageSeries& series)
{
    QStringList result;
    for (const UsageLine& line : series.lines) {
        QStringList steps;
        for (const UsedSums& sums : line.sums)
            steps.append(QString::number(sums.requests));
        result.append(line.name + u' ' + steps.join(u','));
    }
    return result;
}

} // namespace

/// What the charts of use are drawn from: sums by step, latency, errors, conversations, requests.
class TestUsageSeries final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void nothingIsEmptySteps();
    void sumsByStepAndAccount();
    void stepsAreLocal();
    void stepsSumWhatLiesInThem_data();
    void stepsSumWhatLiesInThem();
    void weeksAndMonthsBeginWhereTheyDo();
    void plansAreToldApart();
    void latencyIsOfAnswers();
    void errorsByKind();
    void conversationsByCost();
    void requestsPageByPage();
    void requestsOfOneAccountInTheDistance();

private:
    struct Use
    {
        QString at;
        qint64 account = 1;
        QString model = u"claude-sonnet-5-5"_s;
        QString client = u"window"_s;
        QString conversation = {};
        qint64 microUsd = 100;
        qint64 firstByteMs = 800;
        QString errorKind = {};
    };
    void add(const Use& use);
    template <class T, class Read>
    T read(Read job) const
    {
        m_usage->settle();
        const auto reader = m_usage->database().reader();
        Result<T> result = job(**reader);
        if (!result)
            qFatal("%s", qPrintable(result.error().detail));
        return *result;
    }
    UsageSeries series(const UsageSeriesQuery& query) const
    {
        return read<UsageSeries>(
            [&](Connection& connection) { return usageSeries(connection, query); });
    }
    RequestPage page(const RequestQuery& query) const
    {
        return read<RequestPage>(
            [&](Connection& connection) { return requestPage(connection, query); });
    }

    std::unique_ptr<UsageDatabase> m_usage;
    std::unique_ptr<Ledger> m_ledger;
};

void TestUsageSeries::init()
{
    m_usage = std::make_unique<UsageDatabase>();
    m_ledger = std::make_unique<Ledger>(m_usage->database(), u"p1"_s);
}

void TestUsageSeries::cleanup()
{
    m_ledger.reset();
    m_usage.reset();
}

void TestUsageSeries::add(const Use& use)
{
    AttemptOpening attempt = attemptOf(m_ledger->nextId(ms(use.at)), use.account, ms(use.at));
    attempt.client = use.client;
    attempt.model = use.model;
    attempt.conversation = use.conversation;
    AttemptCompletion completion = completionOf(10, 5, use.microUsd);
    completion.firstByteMs = use.firstByteMs;
    completion.requestId = u"req_%1"_s.arg(attempt.id);
    if (!use.errorKind.isEmpty()) {
        completion.outcome = AttemptOutcome::Failed;
        completion.errorKind = use.errorKind;
        completion.status = 429;
    }
    m_ledger->open(attempt);
    m_ledger->complete(attempt, completion);
}

void TestUsageSeries::nothingIsEmptySteps()
{
    const UsageSeries empty = series(days(u"2026-11-20"_s, u"2026-11-23"_s));
    QCOMPARE(empty.startsMs.size(), 3);
    QVERIFY(empty.lines.isEmpty());
    QCOMPARE(empty.total, UsedSums());
}

void TestUsageSeries::sumsByStepAndAccount()
{
    add({.at = u"2026-11-19T23:59:59.999Z"_s}); // before
    add({.at = u"2026-11-20T00:00:00.000Z"_s});
    add({.at = u"2026-11-20T10:00:00.000Z"_s, .account = 2, .model = u"claude-opus-5-5"_s});
    add({.at = u"2026-11-22T10:00:00.000Z"_s, .client = u"ci"_s, .microUsd = 250});
    add({.at = u"2026-11-22T11:00:00.000Z"_s, .account = 3}); // the demo
    add({.at = u"2026-11-23T00:00:00.000Z"_s});               // after
    UsageSeriesQuery query = days(u"2026-11-20"_s, u"2026-11-23"_s);
    const UsageSeries byAccount = series(query);
    QCOMPARE(shown(byAccount), (QStringList{u"work 1,0,1"_s, u"home 1,0,0"_s}));
    QCOMPARE(byAccount.lines.at(0).accountId, u"a1"_s);
    QCOMPARE(byAccount.total.requests, 3);
    QCOMPARE(byAccount.total.costMicroUsd, 450);
    QCOMPARE(byAccount.total.tokens(), 45);

    // The same as the report of the ledger says.
    UsageQuery report;
    report.sinceMs = query.sinceMs;
    report.untilMs = query.untilMs;
    const auto rows =
        read<UsageReport>([&](Connection& connection) { return usageReport(connection, report); });
    QCOMPARE(rows.total.costMicroUsd, byAccount.total.costMicroUsd);
    QCOMPARE(rows.total.tokens(), byAccount.total.tokens());

    query.by = UsageDimension::Model;
    const UsageSeries byModel = series(query);
    QCOMPARE(shown(byModel),
             (QStringList{u"claude-sonnet-5-5 1,0,1"_s, u"claude-opus-5-5 1,0,0"_s}));
    QVERIFY(byModel.lines.at(0).color != byModel.lines.at(1).color);
    query.by = UsageDimension::Client;
    QCOMPARE(shown(series(query)), (QStringList{u"window 2,0,0"_s, u"ci 0,0,1"_s}));

    query.by = UsageDimension::Account;
    query.step = SeriesStep::Hour;
    query.untilMs = query.sinceMs + 24 * msPerHour;
    const UsageSeries byHour = series(query);
    QCOMPARE(byHour.startsMs.size(), 24);
    QCOMPARE(byHour.lines.at(0).sums.at(0).requests, 1);
    QCOMPARE(byHour.lines.at(1).sums.at(10).requests, 1);
    QCOMPARE(byHour.total.requests, 2);

    const auto total = read<UsedSums>([&](Connection& connection) {
        return usedWithin(connection, query.sinceMs, query.untilMs);
    });
    QCOMPARE(total, byHour.total);
}

void TestUsageSeries::stepsAreLocal()
{
    add({.at = u"2026-10-24T21:59:00.000Z"_s}); // 23:59 of the 24th in Berlin
    add({.at = u"2026-10-24T22:00:00.000Z"_s}); // 00:00 of the 25th, which has 25 hours
    add({.at = u"2026-10-25T22:59:00.000Z"_s}); // 23:59 of it
    add({.at = u"2026-10-25T23:00:00.000Z"_s});
    QCOMPARE(shown(series(days(u"2026-10-24"_s, u"2026-10-27"_s, "Europe/Berlin"))),
             QStringList{u"work 1,2,1"_s});
    UsageSeriesQuery day = days(u"2026-10-25"_s, u"2026-10-26"_s, "Europe/Berlin");
    day.step = SeriesStep::Hour;
    QCOMPARE(series(day).startsMs.size(), 25);
    QCOMPARE(series(day).total.requests, 2);
    // An offset of half an hour cuts hours in two.
    QCOMPARE(shown(series(days(u"2026-10-25"_s, u"2026-10-27"_s, "Asia/Kolkata"))),
             QStringList{u"work 2,2"_s});
}

void TestUsageSeries::stepsSumWhatLiesInThem_data()
{
    QTest::addColumn<QByteArray>("zone");
    for (const char* const zone : {"UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kathmandu",
                                   "Pacific/Auckland", "Pacific/Kiritimati"})
        QTest::newRow(zone) << QByteArray(zone);
}

void TestUsageSeries::stepsSumWhatLiesInThem()
{
    QFETCH(QByteArray, zone);
    QList<qint64> times;
    // Every 97 minutes around the change of the clocks, of two accounts in turn.
    for (qint64 at = ms(u"2026-10-20T00:00:00.000Z"_s); at < ms(u"2026-11-05T00:00:00.000Z"_s);
         at += 97 * 60'000) {
        add({.at = QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODateWithMs),
             .account = 1 + times.size() % 2});
        times.append(at);
    }
    UsageSeriesQuery query = days(u"2026-10-22"_s, u"2026-11-09"_s, zone);
    for (const SeriesStep step : {SeriesStep::Day, SeriesStep::Week, SeriesStep::Month}) {
        query.step = step;
        const UsageSeries found = series(query);
        qint64 total = 0;
        for (qsizetype i = 0; i < found.startsMs.size(); ++i) {
            const auto expected = std::count_if(times.cbegin(), times.cend(), [&](qint64 at) {
                return at >= found.startsMs.at(i) && at < found.endMs(i);
            });
            qint64 requests = 0;
            for (const UsageLine& line : found.lines)
                requests += line.sums.at(i).requests;
            QCOMPARE(requests, expected);
            total += expected;
        }
        QVERIFY(total > 100);
        QCOMPARE(found.total.requests, total);
        QCOMPARE(found.total.costMicroUsd, total * 100);
    }
}

void TestUsageSeries::weeksAndMonthsBeginWhereTheyDo()
{
    UsageSeriesQuery query = days(u"2026-11-04"_s, u"2026-12-03"_s); // a Wednesday
    query.step = SeriesStep::Week;
    const QList<qint64> weeks = seriesStarts(query);
    QCOMPARE(weeks.size(), 5);
    QCOMPARE(weeks.at(0), query.sinceMs);
    QCOMPARE(weeks.at(1), ms(u"2026-11-09T00:00:00.000Z"_s));
    query.firstDayOfWeek = Qt::Sunday;
    QCOMPARE(seriesStarts(query).at(1), ms(u"2026-11-08T00:00:00.000Z"_s));
    query.step = SeriesStep::Month;
    QCOMPARE(seriesStarts(query),
             (QList<qint64>{query.sinceMs, ms(u"2026-12-01T00:00:00.000Z"_s)}));
}

void TestUsageSeries::plansAreToldApart()
{
    m_usage->run(u"UPDATE accounts SET kind = 'claude_command' WHERE number = 2"_s);
    add({.at = u"2026-11-20T10:00:00.000Z"_s, .microUsd = 100});
    add({.at = u"2026-11-20T10:00:00.000Z"_s, .account = 2, .microUsd = 30});
    UsageSeriesQuery query = days(u"2026-11-20"_s, u"2026-11-21"_s);
    for (const UsageDimension by :
         {UsageDimension::Account, UsageDimension::Model, UsageDimension::Client}) {
        query.by = by;
        const UsageSeries found = series(query);
        QCOMPARE(found.total.costMicroUsd, 130);
        QCOMPARE(found.total.planMicroUsd, 30);
        QCOMPARE(found.total.paidMicroUsd(), 100);
    }
    query.by = UsageDimension::Account;
    QVERIFY(!series(query).lines.at(0).isPlan);
    QVERIFY(series(query).lines.at(1).isPlan);
    const auto total = read<UsedSums>([&](Connection& connection) {
        return usedWithin(connection, query.sinceMs, query.untilMs);
    });
    QCOMPARE(total.paidMicroUsd(), 100);
}

void TestUsageSeries::latencyIsOfAnswers()
{
    for (int i = 1; i <= 100; ++i)
        add({.at = u"2026-11-20T10:00:00.000Z"_s, .firstByteMs = i * 10});
    add({.at = u"2026-11-21T10:00:00.000Z"_s, .account = 2, .firstByteMs = 5000});
    add({.at = u"2026-11-21T10:00:00.000Z"_s, .account = 3, .firstByteMs = 9000}); // the demo
    const auto report = read<LatencyReport>([](Connection& connection) {
        return latencyReport(connection, ms(u"2026-11-20T00:00:00.000Z"_s),
                             ms(u"2026-11-22T00:00:00.000Z"_s));
    });
    QCOMPARE(report.all.attempts, 101);
    QVERIFY(qAbs(*report.all.medianMs - 505) <= 32);
    QVERIFY(qAbs(*report.all.p95Ms - 955) <= 64);
    QCOMPARE(report.byAccount.size(), 2);
    QCOMPARE(report.byAccount.value(2).attempts, 1);
    QVERIFY(qAbs(*report.byAccount.value(2).medianMs - 5000) <= 320);
    const auto none = read<LatencyReport>([](Connection& connection) {
        return latencyReport(connection, ms(u"2026-11-01T00:00:00.000Z"_s),
                             ms(u"2026-11-02T00:00:00.000Z"_s));
    });
    QVERIFY(!none.all.medianMs);
}

void TestUsageSeries::errorsByKind()
{
    add({.at = u"2026-11-20T10:00:00.000Z"_s, .errorKind = u"overloaded"_s});
    for (int i = 0; i < 3; ++i)
        add({.at = u"2026-11-21T10:00:00.000Z"_s, .errorKind = u"rate_limited"_s});
    add({.at = u"2026-11-21T10:00:00.000Z"_s});
    const auto errors = read<QList<ErrorCount>>([](Connection& connection) {
        return errorReport(connection, ms(u"2026-11-20T00:00:00.000Z"_s),
                           ms(u"2026-11-22T00:00:00.000Z"_s));
    });
    QCOMPARE(errors, (QList<ErrorCount>{{u"rate_limited"_s, 3}, {u"overloaded"_s, 1}}));
}

void TestUsageSeries::conversationsByCost()
{
    m_usage->run(u"UPDATE accounts SET kind = 'claude_command' WHERE number = 2"_s);
    m_usage->run(
        u"INSERT INTO conversations (id, title, created_at, updated_at, deleted_at) VALUES "
        "('c1', 'First', 0, 0, 0), ('c2', 'Second', 0, 0, 0), ('c3', 'Gone', 0, 0, 7)"_s);
    m_usage->run(u"INSERT INTO messages (conversation, role, status, account, created_at) VALUES "
                 "('c1', 'assistant', 'complete', 'a1', 0), "
                 "('c2', 'assistant', 'complete', 'a2', 0)"_s);
    add({.at = u"2026-11-20T10:00:00.000Z"_s, .conversation = u"c1"_s, .microUsd = 10});
    add({.at = u"2026-11-20T10:00:00.000Z"_s,
         .account = 2,
         .conversation = u"c2"_s,
         .microUsd = 20});
    add({.at = u"2026-11-21T10:00:00.000Z"_s, .conversation = u"c1"_s, .microUsd = 15});
    add({.at = u"2026-11-21T10:00:00.000Z"_s, .conversation = u"c3"_s, .microUsd = 5});
    // The demo is in no sum.
    add({.at = u"2026-11-21T10:00:00.000Z"_s,
         .account = 3,
         .conversation = u"c1"_s,
         .microUsd = 900});
    add({.at = u"2026-11-21T10:00:00.000Z"_s, .microUsd = 500}); // of none
    const auto top = [&](int limit) {
        return read<QList<ConversationUse>>([&](Connection& connection) {
            return topConversations(connection, ms(u"2026-11-20T00:00:00.000Z"_s),
                                    ms(u"2026-11-22T00:00:00.000Z"_s), limit);
        });
    };
    QCOMPARE(top(5), (QList<ConversationUse>{{u"c1"_s, u"First"_s, 2, 30, 25, false, false},
                                             {u"c2"_s, u"Second"_s, 1, 15, 20, true, false},
                                             {u"c3"_s, u"Gone"_s, 1, 15, 5, false, true}}));
    QCOMPARE(top(1).size(), 1);
}

void TestUsageSeries::requestsPageByPage()
{
    for (int i = 0; i < 5; ++i)
        add({.at = u"2026-11-20T10:00:00.000Z"_s}); // in one millisecond
    add({.at = u"2026-11-20T12:00:00.000Z"_s, .account = 2, .errorKind = u"rate_limited"_s});
    add({.at = u"2026-11-20T12:30:00.000Z"_s, .account = 3});
    add({.at = u"2026-11-21T00:00:00.000Z"_s});
    RequestQuery query;
    query.sinceMs = ms(u"2026-11-20T00:00:00.000Z"_s);
    query.untilMs = ms(u"2026-11-21T00:00:00.000Z"_s);
    query.limit = 2;
    QList<RequestRow> all;
    for (bool isLast = false; !isLast;) {
        const RequestPage next = page(query);
        QVERIFY(next.rows.size() <= 2);
        QVERIFY(next.isLast || !next.rows.isEmpty());
        all.append(next.rows);
        isLast = next.isLast;
        if (!all.isEmpty()) {
            query.beforeMs = all.last().openedAtMs;
            query.beforeId = all.last().id;
        }
    }
    QCOMPARE(all.size(), 6);
    QCOMPARE(all.at(0).account, u"home"_s);
    QCOMPARE(all.at(0).errorKind, u"rate_limited"_s);
    QCOMPARE(all.at(0).status, 429);
    QCOMPARE(all.at(0).outcome, u"failed"_s);
    QCOMPARE(all.at(1).model, u"claude-sonnet-5-5"_s);
    QCOMPARE(all.at(1).client, u"window"_s);
    QCOMPARE(all.at(1).tokens(), 15);
    QCOMPARE(all.at(1).costMicroUsd, 100);
    QCOMPARE(all.at(1).firstByteMs, 800);
    QCOMPARE(all.at(1).requestId, u"req_%1"_s.arg(all.at(1).id));
    for (qsizetype i = 1; i < all.size(); ++i) {
        QVERIFY(std::pair(all.at(i).openedAtMs, all.at(i).id) <
                std::pair(all.at(i - 1).openedAtMs, all.at(i - 1).id));
    }
}

void TestUsageSeries::requestsOfOneAccountInTheDistance()
{
    add({.at = u"2026-01-05T10:20:00.000Z"_s, .account = 2});
    for (int i = 0; i < 20; ++i)
        add({.at = u"2026-11-20T10:00:00.000Z"_s});
    RequestQuery query;
    query.sinceMs = ms(u"2026-01-01T00:00:00.000Z"_s);
    query.untilMs = ms(u"2026-12-01T00:00:00.000Z"_s);
    query.account = 2;
    const RequestPage found = page(query);
    QCOMPARE(found.rows.size(), 1);
    QVERIFY(found.isLast);
    QCOMPARE(found.rows.at(0).openedAtMs, ms(u"2026-01-05T10:20:00.000Z"_s));
    query.account = 7;
    QVERIFY(page(query).rows.isEmpty());
    // The ends of a period cut hours.
    query.account = 2;
    query.sinceMs = ms(u"2026-01-05T10:30:00.000Z"_s);
    QVERIFY(page(query).rows.isEmpty());
}

QTEST_GUILESS_MAIN(TestUsageSeries)
#include "tst_usageseries.moc"
