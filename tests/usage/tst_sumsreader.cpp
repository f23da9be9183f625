// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/sumsreader.h"
#include "usage/usagedatabase.h"

#include <QRandomGenerator>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kFirstMs = 1'795'132'800'000; // a midnight of UTC
constexpr qint64 kDays = 4;

} // namespace

/// Sums from the rollups against the rows themselves.
class TestSumsReader final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_usage.reset(); }
    void restIsWhatLiesFromTheNearestMidnight_data();
    void restIsWhatLiesFromTheNearestMidnight();
    void stretchesAreWhatLiesInThem_data() { restIsWhatLiesFromTheNearestMidnight_data(); }
    void stretchesAreWhatLiesInThem();

private:
    [[nodiscard]] SumsReader readerOf(Connection& connection) const;
    /// Cost and attempts by number.
    [[nodiscard]] static QMap<qint64, std::pair<qint64, qint64>> of(const SumsReader::Sums& sums);
    [[nodiscard]] static QMap<qint64, std::pair<qint64, qint64>>
    ofRows(Connection& connection, qint64 fromMs, qint64 toMs, int sign);

    std::unique_ptr<UsageDatabase> m_usage;
};

void TestSumsReader::initTestCase()
{
    m_usage = std::make_unique<UsageDatabase>();
    m_usage->run(u"UPDATE accounts SET kind = 'claude_command' WHERE number = 2"_s);
    QRandomGenerator random(11);
    Ledger ledger(m_usage->database(), u"p1"_s);
    for (int i = 0; i < 2000; ++i) {
        const qint64 at = kFirstMs + random.bounded(kDays * msPerDay);
        AttemptOpening attempt = attemptOf(ledger.nextId(at), 1 + random.bounded(3), at);
        attempt.model = u"model %1"_s.arg(random.bounded(4));
        attempt.client = u"client %1"_s.arg(random.bounded(3));
        ledger.open(attempt);
        ledger.complete(attempt, completionOf(10, 5, random.bounded(1, 1000)));
    }
    m_usage->settle();
}

void TestSumsReader::restIsWhatLiesFromTheNearestMidnight_data()
{
    QTest::addColumn<int>("dimension"); // -1: none
    QTest::addColumn<bool>("isOfPlans");
    QTest::addColumn<bool>("hasQuarters");
    QTest::newRow("all") << -1 << false << true;
    for (const auto& [name, dimension] :
         {std::pair("account", UsageDimension::Account), std::pair("model", UsageDimension::Model),
          std::pair("client", UsageDimension::Client)}) {
        QTest::newRow(name) << static_cast<int>(dimension) << false << true;
        if (dimension == UsageDimension::Account)
            continue;
        QTest::addRow("%s, subscriptions", name) << static_cast<int>(dimension) << true << true;
        QTest::addRow("%s, subscriptions, no quarters", name)
            << static_cast<int>(dimension) << true << false;
    }
}

SumsReader TestSumsReader::readerOf(Connection& connection) const
{
    QFETCH(const int, dimension);
    QFETCH(const bool, isOfPlans);
    QFETCH(const bool, hasQuarters);
    if (isOfPlans)
        return SumsReader::ofPlans(connection, static_cast<UsageDimension>(dimension), hasQuarters);
    return SumsReader(connection,
                      dimension < 0 ? std::nullopt
                                    : std::optional(static_cast<UsageDimension>(dimension)),
                      false);
}

QMap<qint64, std::pair<qint64, qint64>> TestSumsReader::of(const SumsReader::Sums& sums)
{
    QMap<qint64, std::pair<qint64, qint64>> result;
    for (auto one = sums.constBegin(); one != sums.constEnd(); ++one) {
        if (one->attempts != 0)
            result.insert(one.key(), {one->costMicroUsd, one->attempts});
    }
    return result;
}

QMap<qint64, std::pair<qint64, qint64>> TestSumsReader::ofRows(Connection& connection,
                                                               qint64 fromMs, qint64 toMs, int sign)
{
    QFETCH(const int, dimension);
    QFETCH(const bool, isOfPlans);
    const QString column =
        dimension < 0 ? u"0"_s : usageDimensionName(static_cast<UsageDimension>(dimension));
    auto rows = connection.select(
        u"SELECT %1, sum(cost_micro_usd), count(*) FROM attempts WHERE opened_at >= ? AND "
        "opened_at < ? AND account %2 GROUP BY 1"_s.arg(column, isOfPlans ? u"= 2"_s : u"<> 3"_s),
        {fromMs, toMs});
    QMap<qint64, std::pair<qint64, qint64>> result;
    while (rows && rows->next()) {
        if (rows->number(2) != 0)
            result.insert(rows->number(0), {sign * rows->number(1), sign * rows->number(2)});
    }
    return result;
}

void TestSumsReader::restIsWhatLiesFromTheNearestMidnight()
{
    const auto connection = m_usage->database().reader();
    SumsReader reader = readerOf(**connection);
    QRandomGenerator random(5);
    QList<qint64> instants;
    for (qint64 quarter = 0; quarter <= 96; ++quarter) // every zone's midnight
        instants.append(kFirstMs + msPerDay + quarter * msPerQuarter);
    for (int i = 0; i < 50; ++i)
        instants.append(kFirstMs + random.bounded(kDays * msPerDay));
    for (const qint64 ms : std::as_const(instants)) {
        const auto rest = reader.rest(ms);
        QVERIFY(rest);
        const qint64 midnight = SumsReader::nearestDay(ms) * msPerDay;
        QVERIFY(qAbs(ms - midnight) <= msPerDay / 2);
        QCOMPARE(of(*rest), ofRows(**connection, std::min(ms, midnight), std::max(ms, midnight),
                                   ms < midnight ? -1 : 1));
    }
}

void TestSumsReader::stretchesAreWhatLiesInThem()
{
    const auto connection = m_usage->database().reader();
    SumsReader reader = readerOf(**connection);
    QRandomGenerator random(6);
    for (int i = 0; i < 60; ++i) {
        qint64 from = kFirstMs + random.bounded(kDays * msPerDay);
        qint64 to = kFirstMs + random.bounded(kDays * msPerDay);
        if (i % 2 == 0) {
            from -= from % msPerHour;
            to -= to % msPerQuarter;
        }
        if (to < from)
            std::swap(from, to);
        SumsReader::Sums sums;
        QVERIFY(reader.add(sums, from, to));
        QCOMPARE(of(sums), ofRows(**connection, from, to, 1));
    }
}

QTEST_GUILESS_MAIN(TestSumsReader)
#include "tst_sumsreader.moc"
