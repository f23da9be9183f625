// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/recentuse.h"
#include "usage/rollups.h"
#include "usagedatabase.h"

using namespace Patchbay;

namespace {

constexpr qint64 kNow = 1'795'350'600'000; // 2026-11-22T12:30:00Z
constexpr qint64 kHour = 3'600'000;
constexpr qint64 kDay = 24 * kHour;

} // namespace

class tst_RecentUse : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void readsHoursAndOlderDays();
    void knowsSinceWhen();
    void belongsToAScope();
    void emptyLedgerIsKnownSinceNow();

private:
    void use(qint64 agoMs, qint64 account, qint64 microUsd,
             const QString& client = QStringLiteral("window"));
    UseHistory read(const UseScope& scope, qint64 lookbackMs);

    std::unique_ptr<UsageDatabase> m_database;
    std::unique_ptr<Ledger> m_ledger;
    qint64 m_id = 0;
};

void tst_RecentUse::init()
{
    m_ledger.reset();
    m_database = std::make_unique<UsageDatabase>();
    m_ledger = std::make_unique<Ledger>(m_database->database(), QStringLiteral("test"));
}

void tst_RecentUse::use(qint64 agoMs, qint64 account, qint64 microUsd, const QString& client)
{
    AttemptOpening attempt = attemptOf(++m_id, account, kNow - agoMs);
    attempt.client = client;
    m_ledger->open(attempt);
    m_ledger->complete(attempt, completionOf(1, 1, microUsd));
}

UseHistory tst_RecentUse::read(const UseScope& scope, qint64 lookbackMs)
{
    m_database->settle();
    const auto reader = m_database->database().reader();
    const auto history = recentCost(**reader, scope, kNow, lookbackMs);
    if (!history)
        qFatal("%s", qPrintable(history.error().detail));
    return *history;
}

void tst_RecentUse::readsHoursAndOlderDays()
{
    use(20 * 60'000, 1, 5);       // 12:10 today
    use(kHour, 2, 7);             // 11:30
    use(kHour, 1, 1);             // 11:30
    use(2 * kDay, 1, 100);        // 2026-11-20, by the hour
    use(5 * kDay, 1, 1000);       // 2026-11-17, by the day
    use(40 * kDay, 1, 1'000'000); // long ago
    const UseHistory history = read({}, 28 * kDay);
    const qint64 hour = kNow - kNow % kHour;
    const qint64 today = kNow - kNow % kDay;
    const QList<UsedStretch> expected = {
        {today - 5 * kDay, today - 4 * kDay, 1000},
        {hour - 2 * kDay, hour - 2 * kDay + kHour, 100},
        {hour - kHour, hour, 8},
        {hour, kNow, 5}, // the hour is not over
    };
    QCOMPARE(history.stretches, expected);
    QCOMPARE(history.sinceMs, kNow - 28 * kDay);
    // Within the last hours alone, nothing is taken from days.
    QCOMPARE(read({}, 3 * kHour).stretches, expected.mid(2));
}

void tst_RecentUse::knowsSinceWhen()
{
    use(3 * kHour, 1, 5);
    // From the first use on: before that it was not idle, it was not there.
    QCOMPARE(read({}, kDay).sinceMs, kNow - kNow % kHour - 3 * kHour);
    QCOMPARE(read({}, kHour).sinceMs, kNow - kHour);
    use(10 * kDay, 1, 5);
    QCOMPARE(read({}, kDay).sinceMs, kNow - kDay);
}

void tst_RecentUse::belongsToAScope()
{
    use(kHour, 1, 1);
    use(kHour, 2, 10);
    use(kHour, 3, 100); // the demo's
    use(kHour, 1, 1000, QStringLiteral("script"));
    const auto sum = [this](const UseScope& scope) {
        double all = 0;
        for (const UsedStretch& stretch : read(scope, kDay).stretches)
            all += stretch.amount;
        return all;
    };
    QCOMPARE(sum({}), 1011.0);
    QCOMPARE(sum({UseScope::Kind::Account, 1, {}}), 1001.0);
    QCOMPARE(sum({UseScope::Kind::Account, 2, {}}), 10.0);
    QCOMPARE(sum({UseScope::Kind::Client, 0, QStringLiteral("script")}), 1000.0);
    QCOMPARE(sum({UseScope::Kind::Client, 0, QStringLiteral("window")}), 11.0);
    QCOMPARE(sum({UseScope::Kind::Client, 0, QStringLiteral("nobody")}), 0.0);
}

void tst_RecentUse::emptyLedgerIsKnownSinceNow()
{
    QCOMPARE(read({}, kDay), (UseHistory{kNow, {}}));
}

QTEST_GUILESS_MAIN(tst_RecentUse)
#include "tst_recentuse.moc"
