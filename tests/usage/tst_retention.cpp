// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/retention.h"
#include "usage/rollups.h"
#include "usage/usagedatabase.h"

#include <QDateTime>
#include <QRandomGenerator>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

const qint64 kStart =
    QDateTime::fromString(u"2026-10-21T00:00:00Z"_s, Qt::ISODate).toMSecsSinceEpoch();
constexpr int kDays = 10; // summer time ends among them
const qint64 kHour = kStart / msPerHour + 5 * 24 + 7;

QStringList shown(const UsageReport& report)
{
    QStringList rows;
    for (const UsageRow& row : report.rows) {
        rows.append(u"%1:%2/%3 %4 %5"_s.arg(row.keys.join(u','))
                        .arg(row.requests)
                        .arg(row.errors)
                        .arg(row.tokens())
                        .arg(row.costMicroUsd));
    }
    return rows;
}

} // namespace

class TestRetention final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<UsageDatabase> m_usage;

    void fill()
    {
        Ledger ledger(m_usage->database(), u"p1"_s);
        QRandomGenerator random(3);
        for (int i = 0; i < 4000; ++i) {
            const qint64 at = kStart + random.bounded(kDays * 86'400) * 1000LL;
            AttemptOpening attempt = attemptOf(ledger.nextId(at), random.bounded(4), at);
            attempt.model = u"claude-%1"_s.arg(random.bounded(3));
            attempt.client = u"client %1"_s.arg(random.bounded(2));
            ledger.open(attempt);
            if (i % 100 == 0)
                continue; // stays open
            AttemptCompletion completion =
                completionOf(random.bounded(100), random.bounded(50), random.bounded(1000));
            if (random.bounded(5) == 0)
                completion.outcome = AttemptOutcome::Failed;
            ledger.complete(attempt, completion);
        }
        m_usage->settle();
    }

    [[nodiscard]] qint64 number(const QString& sql) const
    {
        return m_usage->rows(sql, 1).value(0).toLongLong();
    }

    [[nodiscard]] UsageReport report(const QList<UsageKey>& by, const QTimeZone& zone,
                                     qint64 sinceMs = 0, qint64 untilMs = 0) const
    {
        UsageQuery query;
        query.by = by;
        query.timeZone = zone;
        query.sinceMs = sinceMs;
        query.untilMs = untilMs;
        const auto reader = m_usage->database().reader();
        auto found = usageReport(**reader, query);
        if (!found)
            qFatal("%s", qPrintable(found.error().detail));
        return *found;
    }

    qint64 letGo(qint64 hour)
    {
        qint64 all = 0;
        for (qint64 last = 1; last > 0; all += last) {
            const auto done =
                m_usage->database().writeAtStart([&](Connection& connection) -> Result<void> {
                    const auto gone = letRowsGo(connection, hour);
                    last = gone.value_or(0);
                    return gone ? Result<void>() : Failure(gone.error());
                });
            if (!done)
                qFatal("%s", qPrintable(done.error().detail));
        }
        return all;
    }

private Q_SLOTS:
    void init() { m_usage = std::make_unique<UsageDatabase>(); }
    void cleanup() { m_usage.reset(); }

    void oldRowsGoAndOpenOnesStay()
    {
        fill();
        const QString old =
            u"SELECT count(*) FROM attempts WHERE opened_at < %1 AND outcome %2 'open'"_s.arg(
                kHour * msPerHour);
        const qint64 open = number(old.arg(u"="_s));
        const qint64 completed = number(old.arg(u"<>"_s));
        const qint64 all = number(u"SELECT count(*) FROM attempts"_s);
        QVERIFY(open > 0 && completed > 2000);
        QCOMPARE(letGo(kHour), completed);
        QCOMPARE(number(old.arg(u"="_s)), open);
        QCOMPARE(number(u"SELECT count(*) FROM attempts"_s), all - completed);
        const QString mark = u"SELECT value FROM usage_marks WHERE name = 'raw_since'"_s;
        QCOMPARE(number(mark), kHour);
        // The mark never goes back.
        QCOMPARE(letGo(kHour - 24), 0);
        QCOMPARE(number(mark), kHour);
    }

    void nothingGoesWhileRollupsArePending()
    {
        fill();
        m_usage->run(u"INSERT INTO usage_marks (name, value) VALUES ('rollups_pending', 1)"_s);
        QCOMPARE(letGo(kHour), 0);
        QVERIFY(m_usage->database().writeAtStart(noRollupsPending));
        QVERIFY(letGo(kHour) > 0);
    }

    // As an upgrade leaves it.
    void reportsDoWithoutWhatIsPending()
    {
        fill();
        const QTimeZone zone("Asia/Kolkata");
        const QList<UsageKey> by{UsageKey::Day, UsageKey::Account};
        const QStringList before = shown(report(by, zone));
        m_usage->run(u"INSERT INTO usage_marks (name, value) VALUES ('rollups_pending', 1)"_s);
        m_usage->run(u"DELETE FROM usage_sums"_s);
        QCOMPARE(shown(report(by, zone)), before);
        QVERIFY(m_usage->database().writeAtStart(
            [](Connection& connection) { return rebuildRollups(connection); }));
        QCOMPARE(shown(report(by, zone)), before);
    }

    void rebuildingKeepsWhatHasNoRows()
    {
        fill();
        const auto sums = [&] {
            QStringList all;
            for (const auto& [table, columns] :
                 {std::pair(u"usage_hourly"_s, 14), std::pair(u"usage_daily"_s, 14),
                  std::pair(u"usage_sums"_s, 15), std::pair(u"errors_daily"_s, 4)})
                all +=
                    m_usage->rows(u"SELECT * FROM "_s + table + u" ORDER BY 1, 2, 3, 4"_s, columns);
            return all;
        };
        const QStringList before = sums();
        letGo(kHour);
        QCOMPARE(sums(), before);
        QVERIFY(m_usage->database().writeAtStart(
            [](Connection& connection) { return rebuildRollups(connection); }));
        QCOMPARE(sums(), before);
        // Of what is left wrong sums are found, on a day that has lost some of its rows too.
        m_usage->run(
            u"UPDATE usage_hourly SET requests = requests + 1 WHERE hour = %1"_s.arg(kHour));
        qint64 differences = 0;
        QVERIFY(m_usage->database().writeAtStart([&](Connection& connection) -> Result<void> {
            const auto days = rollupDays(connection);
            const auto made = rebuildRollupsOfDay(connection, *days, kHour / 24);
            differences = made->differences;
            return {};
        }));
        QCOMPARE(differences,
                 number(u"SELECT count(*) FROM usage_hourly WHERE hour = %1"_s.arg(kHour)));
        QCOMPARE(sums(), before);
    }

    void reportsStayRight_data()
    {
        QTest::addColumn<QByteArray>("zone");
        for (const char* const zone : {"UTC", "Europe/Berlin", "Asia/Kolkata", "Pacific/Chatham",
                                       "Australia/Lord_Howe", "America/St_Johns"})
            QTest::newRow(zone) << QByteArray(zone);
    }

    void reportsStayRight()
    {
        QFETCH(const QByteArray, zone);
        const QTimeZone timeZone(zone);
        QVERIFY(timeZone.isValid());
        fill();
        const QList<QList<UsageKey>> quick{{UsageKey::Day},
                                           {UsageKey::Account},
                                           {UsageKey::Day, UsageKey::Account},
                                           {UsageKey::Model, UsageKey::Day},
                                           {UsageKey::Client, UsageKey::Day},
                                           {UsageKey::Hour, UsageKey::Model}};
        QList<QStringList> before;
        for (const auto& by : quick)
            before.append(shown(report(by, timeZone)));
        const QList<UsageKey> both{UsageKey::Day, UsageKey::Account, UsageKey::Model};
        const UsageReport whole = report(both, timeZone);
        // By all three from the plainest way.
        QCOMPARE(whole.total.requests,
                 number(u"SELECT sum(is_last) FROM attempts WHERE outcome <> 'open' AND "
                        "coalesce(account, 0) <> 3"_s));
        letGo(kHour);
        for (qsizetype i = 0; i < quick.size(); ++i)
            QCOMPARE(shown(report(quick.at(i), timeZone)), before.at(i));
        const UsageReport after = report(both, timeZone);
        QCOMPARE(after.total.requests, whole.total.requests);
        QCOMPARE(after.total.costMicroUsd, whole.total.costMicroUsd);
    }

    // Two periods that meet within an hour whose rows are gone.
    void periodsThatMeetShareNothing()
    {
        fill();
        letGo(kHour);
        const QTimeZone utc("UTC");
        const qint64 whole = report({}, utc).total.requests;
        for (const QList<UsageKey>& by :
             {QList<UsageKey>{}, QList<UsageKey>{UsageKey::Account, UsageKey::Model}}) {
            for (const qint64 at : {kStart + 3 * msPerDay + 1'234'567, kHour * msPerHour - 1,
                                    kHour * msPerHour + 1'234'567}) {
                QCOMPARE(report(by, utc, 0, at).total.requests +
                             report(by, utc, at, 0).total.requests,
                         whole);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestRetention)
#include "tst_retention.moc"
