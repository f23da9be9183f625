// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/rollups.h"
#include "usage/usagedatabase.h"
#include "usage/usagereport.h"
#include "usage/usagestatement.h"

#include <QDateTime>
#include <QRandomGenerator>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

qint64 ms(const QString& text)
{
    return QDateTime::fromString(text, Qt::ISODateWithMs).toMSecsSinceEpoch();
}

/// "work,2026-11-20:3/1" for 3 requests, 1 error.
QStringList shown(const UsageReport& report)
{
    QStringList result;
    for (const UsageRow& row : report.rows)
        result.append(u"%1:%2/%3"_s.arg(row.keys.join(u','), QString::number(row.requests),
                                        QString::number(row.errors)));
    return result;
}

} // namespace

Q_DECLARE_METATYPE(Patchbay::UsageSpan::Source)

class TestUsageReport final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<UsageDatabase> m_usage;
    std::unique_ptr<Ledger> m_ledger;

    void add(const QString& at, qint64 account = 1,
             AttemptOutcome outcome = AttemptOutcome::Succeeded,
             const QString& client = u"window"_s, const QString& model = u"claude-sonnet-5-5"_s)
    {
        AttemptOpening attempt = attemptOf(m_ledger->nextId(ms(at)), account, ms(at));
        attempt.client = client;
        attempt.model = model;
        AttemptCompletion completion = completionOf(10, 5, 100);
        completion.outcome = outcome;
        m_ledger->open(attempt);
        m_ledger->complete(attempt, completion);
    }

    UsageReport report(const UsageQuery& query) const
    {
        m_usage->settle();
        const auto reader = m_usage->database().reader();
        auto result = usageReport(**reader, query);
        if (!result)
            qFatal("%s", qPrintable(result.error().detail));
        return *result;
    }

    static UsageQuery by(QList<UsageKey> keys, const QByteArray& zone = "UTC")
    {
        UsageQuery query;
        query.by = std::move(keys);
        query.timeZone = QTimeZone(zone);
        return query;
    }

private Q_SLOTS:
    void init()
    {
        m_ledger.reset();
        m_usage = std::make_unique<UsageDatabase>();
        m_ledger = std::make_unique<Ledger>(m_usage->database(), u"p1"_s);
    }
    void cleanup()
    {
        m_ledger.reset();
        m_usage.reset();
    }

    void nothingIsAnEmptyReport()
    {
        const UsageReport empty = report(by({UsageKey::Account}));
        QVERIFY(empty.rows.isEmpty());
        QCOMPARE(empty.total.requests, 0);
        QVERIFY(report(by({})).rows.isEmpty());
    }

    void aRemovedAccountKeepsItsName()
    {
        add(u"2026-11-20T10:00:00.000Z"_s, 1);
        m_usage->run(u"UPDATE accounts SET removed_at = 5 WHERE number = 1"_s);
        QCOMPARE(shown(report(by({UsageKey::Account}))), QStringList{u"work:1/0"_s});
    }

    void sumsUpAndGroups()
    {
        add(u"2026-11-20T10:00:00.000Z"_s, 1);
        add(u"2026-11-20T10:30:00.000Z"_s, 1, AttemptOutcome::Failed, u"ci"_s);
        add(u"2026-11-20T11:00:00.000Z"_s, 2, AttemptOutcome::Succeeded, u"ci"_s,
            u"claude-opus-5-5"_s);
        add(u"2026-11-21T10:00:00.000Z"_s, 0, AttemptOutcome::Refused);

        QCOMPARE(shown(report(by({UsageKey::Account}))),
                 (QStringList{u":1/1"_s, u"home:1/0"_s, u"work:2/1"_s}));
        QCOMPARE(shown(report(by({UsageKey::Model, UsageKey::Client}))),
                 (QStringList{u"claude-opus-5-5,ci:1/0"_s, u"claude-sonnet-5-5,ci:1/1"_s,
                              u"claude-sonnet-5-5,window:2/1"_s}));
        QCOMPARE(shown(report(by({UsageKey::Day, UsageKey::Account}))),
                 (QStringList{u"2026-11-20,home:1/0"_s, u"2026-11-20,work:2/1"_s,
                              u"2026-11-21,:1/1"_s}));
        QCOMPARE(shown(report(by({UsageKey::Hour}))),
                 (QStringList{u"2026-11-20T10:00:00Z:2/1"_s, u"2026-11-20T11:00:00Z:1/0"_s,
                              u"2026-11-21T10:00:00Z:1/1"_s}));
        const UsageReport whole = report(by({}));
        QCOMPARE(shown(whole), QStringList{u":4/2"_s});
        QCOMPARE(whole.total.requests, 4);
        QCOMPARE(whole.total.input, 40);
        QCOMPARE(whole.total.output, 20);
        QCOMPARE(whole.total.tokens(), 60);
        QCOMPARE(whole.total.costMicroUsd, 400);
        QVERIFY(!whole.total.estimated);
    }

    void theDemoCountsOnlyWhenAsked()
    {
        add(u"2026-11-20T10:00:00.000Z"_s, 1);
        add(u"2026-11-20T10:20:00.000Z"_s, 3);
        UsageQuery query = by({UsageKey::Account});
        QCOMPARE(shown(report(query)), QStringList{u"work:1/0"_s});
        query.sinceMs = ms(u"2026-11-20T10:00:00.000Z"_s);
        query.untilMs = ms(u"2026-11-20T10:59:00.000Z"_s); // within the hour: the ledger
        QCOMPARE(shown(report(query)), QStringList{u"work:1/0"_s});
        query.includeDemo = true;
        QCOMPARE(shown(report(query)), (QStringList{u"Demo:1/0"_s, u"work:1/0"_s}));
        query.sinceMs = 0;
        query.untilMs = 0;
        QCOMPARE(shown(report(query)), (QStringList{u"Demo:1/0"_s, u"work:1/0"_s}));
    }

    void sinceIsInAndUntilIsOut()
    {
        for (const QString& at : {u"2026-11-20T10:29:59.999Z"_s, u"2026-11-20T10:30:00.000Z"_s,
                                  u"2026-11-22T17:14:59.999Z"_s, u"2026-11-22T17:15:00.000Z"_s})
            add(at);
        UsageQuery query = by({UsageKey::Day});
        query.sinceMs = ms(u"2026-11-20T10:30:00.000Z"_s);
        query.untilMs = ms(u"2026-11-22T17:15:00.000Z"_s);
        QCOMPARE(shown(report(query)), (QStringList{u"2026-11-20:1/0"_s, u"2026-11-22:1/0"_s}));
        query.by = {};
        QCOMPARE(report(query).total.requests, 2);
    }

    void openAttemptsAreNotIn()
    {
        m_ledger->open(attemptOf(m_ledger->nextId(1), 1, ms(u"2026-11-20T10:10:00.000Z"_s)));
        add(u"2026-11-20T10:20:00.000Z"_s);
        UsageQuery query = by({});
        query.sinceMs = ms(u"2026-11-20T10:05:00.000Z"_s);
        QCOMPARE(report(query).total.requests, 1);
    }

    void daysAreTheZones_data()
    {
        QTest::addColumn<QByteArray>("zone");
        QTest::newRow("UTC") << QByteArray("UTC");
        QTest::newRow("whole hours, summer time") << QByteArray("Europe/Berlin");
        QTest::newRow("half an hour") << QByteArray("Asia/Kolkata");
        QTest::newRow("three quarters") << QByteArray("Pacific/Chatham");
        QTest::newRow("half an hour of summer time") << QByteArray("Australia/Lord_Howe");
    }

    // Against the plainest way: every row into the local day of its time.
    void daysAreTheZones()
    {
        QFETCH(const QByteArray, zone);
        const QTimeZone timeZone(zone);
        QVERIFY(timeZone.isValid());
        QMap<QString, qint64> expected;
        QRandomGenerator random(11);
        const qint64 start = ms(u"2026-10-23T00:00:00.000Z"_s); // over the end of summer time
        UsageQuery query = by({UsageKey::Day}, zone);
        query.sinceMs = start + 1'234'567;
        query.untilMs = start + 9 * msPerDay + 7'654'321;
        for (int i = 0; i < 1500; ++i) {
            const qint64 at = start + random.bounded(10 * 86'400) * 1000LL + random.bounded(1000);
            const QDateTime time = QDateTime::fromMSecsSinceEpoch(at, timeZone);
            add(QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODateWithMs));
            if (at >= query.sinceMs && at < query.untilMs)
                ++expected[time.date().toString(Qt::ISODate)];
        }
        QMap<QString, qint64> found;
        for (const UsageRow& row : report(query).rows)
            found.insert(row.keys.first(), row.requests);
        QCOMPARE(found, expected);

        query.by = {UsageKey::Hour, UsageKey::Day};
        QMap<QString, qint64> ofHours;
        for (const UsageRow& row : report(query).rows)
            ofHours[row.keys.at(1)] += row.requests;
        QCOMPARE(ofHours, expected);
    }

    void todayIsTheLocalDay()
    {
        add(u"2026-11-19T18:29:59.999Z"_s); // yesterday in Kolkata
        add(u"2026-11-19T18:30:00.000Z"_s);
        add(u"2026-11-20T10:00:00.000Z"_s);
        add(u"2026-11-20T18:30:00.000Z"_s); // tomorrow
        add(u"2026-11-20T11:00:00.000Z"_s, 3);
        m_usage->settle();
        const auto reader = m_usage->database().reader();
        const auto today =
            todayTotals(**reader, ms(u"2026-11-20T12:00:00.000Z"_s), QTimeZone("Asia/Kolkata"));
        QVERIFY(today);
        QCOMPARE(today->requests, 2);
        QCOMPARE(today->tokens(), 30);
        QCOMPARE(today->costMicroUsd, 200);
    }

    void namesOfKeys()
    {
        QCOMPARE(usageKeyFromName(u"account"), UsageKey::Account);
        QCOMPARE(usageKeyFromName(u"hour"), UsageKey::Hour);
        QCOMPARE(usageKeyFromName(u"Account"), std::nullopt);
        QCOMPARE(usageKeyFromName(u""), std::nullopt);
    }

    void everyStatementSearches_data()
    {
        QTest::addColumn<UsageSpan::Source>("source");
        QTest::addColumn<QString>("expected");
        QTest::newRow("days") << UsageSpan::Source::Daily
                              << u"SEARCH usage_daily USING PRIMARY KEY (day>? AND day<?)"_s;
        QTest::newRow("hours") << UsageSpan::Source::Hourly
                               << u"SEARCH usage_hourly USING PRIMARY KEY (hour>? AND hour<?)"_s;
        QTest::newRow("ledger")
            << UsageSpan::Source::Ledger
            << u"SEARCH attempts USING INDEX attempts_opened_at (opened_at>? AND opened_at<?)"_s;
    }

    // An aligned period has no span of the ledger (tst_usagespans), and no span scans a table.
    void everyStatementSearches()
    {
        QFETCH(const UsageSpan::Source, source);
        QFETCH(const QString, expected);
        const QList<UsageKey> all = {UsageKey::Account, UsageKey::Model, UsageKey::Client,
                                     UsageKey::Hour};
        const auto reader = m_usage->database().reader();
        for (const QList<UsageKey>& keys : {QList<UsageKey>(), all}) {
            if (source == UsageSpan::Source::Daily && keys.contains(UsageKey::Hour))
                continue;
            for (const bool includeDemo : {false, true}) {
                const QString sql = usageStatement(source, keys, includeDemo);
                auto plan = (*reader)->select(u"EXPLAIN QUERY PLAN "_s + sql, {1, 2});
                QVERIFY(plan);
                QStringList steps;
                while (plan->next())
                    steps.append(plan->text(3));
                QVERIFY2(steps.contains(expected), qPrintable(steps.join(u'\n')));
                for (const QString& step : steps)
                    QVERIFY2(!step.startsWith(u"SCAN"_s) || step.contains(u"accounts"_s),
                             qPrintable(step));
            }
        }
    }

    void theWholePeriodIsFoundWithoutAScan()
    {
        const auto reader = m_usage->database().reader();
        auto plan = (*reader)->select(u"EXPLAIN QUERY PLAN SELECT max(hour) FROM usage_hourly"_s);
        QVERIFY(plan && plan->next());
        QVERIFY2(plan->text(3).startsWith(u"SEARCH"_s), qPrintable(plan->text(3)));
    }
};

QTEST_GUILESS_MAIN(TestUsageReport)
#include "tst_usagereport.moc"
