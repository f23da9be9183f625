// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/rollups.h"
#include "usage/usagedatabase.h"
#include "usage/usagedetails.h"

#include <QRandomGenerator>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kFirstDay = 20'700;
constexpr qint64 kDays = 120;

} // namespace

/// So many days of conversations that they are not all summed, but gone through from the dearest
/// on.
class TestTopConversations final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_usage.reset(); }
    void theDearestOfAnyPeriod_data();
    void theDearestOfAnyPeriod();
    void equalOnesAreFound();
    void pendingTotalsAreNotAsked();

private:
    [[nodiscard]] QStringList top(qint64 fromHour, qint64 toHour, int limit = 6) const;
    [[nodiscard]] QStringList expected(qint64 fromHour, qint64 toHour, int limit = 6) const;

    std::unique_ptr<UsageDatabase> m_usage;
};

// 300 that go on all the time, and 30000 short ones, a few of which are dear; every third without a
// price.
void TestTopConversations::initTestCase()
{
    m_usage = std::make_unique<UsageDatabase>();
    m_usage->run(u"INSERT INTO names (number, name) WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL "
                 "SELECT i + 1 FROM n WHERE i < 31300) SELECT i, 'talk ' || i FROM n"_s);
    m_usage->run(u"INSERT INTO conversation_usage (hour, conversation, requests, tokens, "
                 "cost_micro_usd) WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n "
                 "WHERE i < 300 * %1 - 1) SELECT (%2 + i / 300) * 24 + (i * 7) % 24, "
                 "1000 + i % 300, 1 + i % 3, 10 + i % 900, (i * 7919) % 5000 + 10 * (i % 300) "
                 "FROM n"_s.arg(kDays)
                     .arg(kFirstDay));
    m_usage->run(u"INSERT INTO conversation_usage (hour, conversation, requests, tokens, "
                 "cost_micro_usd) WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n "
                 "WHERE i < 2 * 30000 - 1) SELECT %2 * 24 + (i / 2) * 24 * %1 / 30000 + i % 2, "
                 "1300 + i / 2, 1, i % 777, iif(i % 3 = 0, 0, (i * 7919) % 9000) * "
                 "iif(i % 1009 = 0, 300, 1) FROM n"_s.arg(kDays)
                     .arg(kFirstDay));
    m_usage->run(u"INSERT INTO conversation_daily (day, conversation, requests, tokens, "
                 "cost_micro_usd) SELECT hour / 24, conversation, sum(requests), sum(tokens), "
                 "sum(cost_micro_usd) FROM conversation_usage GROUP BY 1, 2"_s);
    QVERIFY(m_usage->database().writeAtStart([](Connection& connection) -> Result<void> {
        const auto made = rebuildConversationTotals(connection);
        return made ? Result<void>() : Failure(made.error());
    }));
    QVERIFY(m_usage->rows(u"SELECT count(*) FROM conversation_daily"_s, 1).first().toInt() >
            60'000);
}

QStringList TestTopConversations::top(qint64 fromHour, qint64 toHour, int limit) const
{
    const auto connection = m_usage->database().reader();
    const auto found =
        topConversations(**connection, fromHour * msPerHour, toHour * msPerHour, limit);
    QStringList texts;
    if (!found)
        return {found.error().detail};
    for (const ConversationUse& use : *found)
        texts.append(
            u"%1|%2|%3|%4"_s.arg(use.id).arg(use.requests).arg(use.tokens).arg(use.costMicroUsd));
    return texts;
}

QStringList TestTopConversations::expected(qint64 fromHour, qint64 toHour, int limit) const
{
    return m_usage->rows(
        u"SELECT 'talk ' || conversation, sum(requests), sum(tokens), sum(cost_micro_usd) "
        "FROM conversation_usage WHERE hour >= %1 AND hour < %2 GROUP BY conversation "
        "ORDER BY sum(cost_micro_usd) DESC, sum(tokens) DESC LIMIT %3"_s.arg(fromHour)
            .arg(toHour)
            .arg(limit),
        4);
}

void TestTopConversations::theDearestOfAnyPeriod_data()
{
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("to");
    const qint64 first = kFirstDay * 24;
    const qint64 end = (kFirstDay + kDays) * 24;
    QTest::newRow("all") << first << end;
    QTest::newRow("more than all") << first - 1000 << end + 1000;
    QTest::newRow("without the first hours") << first + 7 << end;
    QTest::newRow("without the last hours") << first << end - 19;
    QTest::newRow("most days, cut") << first + 30 * 24 + 5 << end - 3;
    QTest::newRow("half of the days") << first + 30 * 24 + 18 << first + 90 * 24 + 18;
    QTest::newRow("a day") << first + 500 << first + 524;
    QTest::newRow("an hour") << first + 500 << first + 501;
    QTest::newRow("none") << end << end + 2000;
    QRandomGenerator random(3);
    for (int i = 0; i < 12; ++i) {
        const qint64 from = first + random.bounded(static_cast<int>(end - first));
        QTest::addRow("random %d", i) << from << from + random.bounded(2000);
    }
}

void TestTopConversations::theDearestOfAnyPeriod()
{
    QFETCH(const qint64, from);
    QFETCH(const qint64, to);
    QCOMPARE(top(from, to), expected(from, to));
    QCOMPARE(top(from, to, 1), expected(from, to, 1));
    QCOMPARE(top(from, to, 0), QStringList());
}

void TestTopConversations::equalOnesAreFound()
{
    // More than are shown, and dearer than all others.
    m_usage->run(u"UPDATE conversation_totals SET cost_micro_usd = 9000000000, tokens = 5 "
                 "WHERE conversation BETWEEN 5000 AND 5020"_s);
    const QStringList found = top(kFirstDay * 24, (kFirstDay + kDays) * 24);
    QCOMPARE(found.size(), 6);
    for (const QString& one : found)
        QVERIFY2(one.endsWith(u"|5|9000000000"_s), qPrintable(one));
}

void TestTopConversations::pendingTotalsAreNotAsked()
{
    const qint64 from = kFirstDay * 24;
    const qint64 to = from + kDays * 24;
    m_usage->run(u"DELETE FROM conversation_totals"_s);
    QCOMPARE(top(from, to), QStringList()); // those of long periods come from there
    m_usage->run(u"INSERT INTO usage_marks (name, value) VALUES ('rollups_pending', 1)"_s);
    QCOMPARE(top(from, to), expected(from, to));
}

QTEST_GUILESS_MAIN(TestTopConversations)
#include "tst_topconversations.moc"
