// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/settings.h"
#include "core/usagekeeper.h"
#include "support/manualclock.h"
#include "usage/usagedatabase.h"

#include <QSignalSpy>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kNow = 1'795'348'800'000;

} // namespace

/// What a window does for the ledger in the background.
class UsageKeeperTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void makesWhatAnUpgradeLeft();
    void letsOldRequestsGo();
    void keepsAllUnlessTold();
    void followsTheSetting();

private:
    [[nodiscard]] qint64 number(const QString& sql) const
    {
        return m_usage->rows(sql, 1).value(0).toLongLong();
    }

    std::unique_ptr<UsageDatabase> m_usage;
    std::unique_ptr<Settings> m_settings;
    ManualClock m_clock{kNow};
};

void UsageKeeperTest::init()
{
    m_settings.reset();
    m_usage = std::make_unique<UsageDatabase>();
    m_settings = std::make_unique<Settings>(m_usage->dir() + u"/settings.ini"_s);
    Ledger ledger(m_usage->database(), u"p1"_s);
    for (int day = 0; day < 10; ++day) {
        for (int i = 0; i < 700; ++i) {
            const AttemptOpening attempt =
                attemptOf(ledger.nextId(kNow), 1, kNow - day * msPerDay - i * msPerMinute);
            ledger.open(attempt);
            ledger.complete(attempt, completionOf(10, 5, 100));
        }
    }
    m_usage->settle();
}

void UsageKeeperTest::makesWhatAnUpgradeLeft()
{
    const QString sums = u"SELECT sum(attempts) FROM usage_sums"_s;
    const qint64 before = number(sums);
    m_usage->run(u"INSERT INTO usage_marks (name, value) VALUES ('rollups_pending', 1)"_s);
    m_usage->run(u"DELETE FROM usage_sums"_s);
    UsageKeeper keeper(m_usage->database(), *m_settings, m_clock);
    QSignalSpy changed(&keeper, &UsageKeeper::changed);
    keeper.start();
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 60'000);
    QCOMPARE(number(sums), before);
    QCOMPARE(number(u"SELECT count(*) FROM usage_marks"_s), 0);
    QCOMPARE(number(u"SELECT count(*) FROM attempts"_s), 7000);
}

void UsageKeeperTest::letsOldRequestsGo()
{
    QVERIFY(m_settings->setValue(SettingKey::KeepRequestsDays, 3));
    UsageKeeper keeper(m_usage->database(), *m_settings, m_clock);
    keeper.start();
    const qint64 hour = kNow / msPerHour - 3 * 24;
    const QString old =
        u"SELECT count(*) FROM attempts WHERE opened_at < %1"_s.arg(hour * msPerHour);
    QVERIFY(number(old) > 4000); // several transactions
    QTRY_COMPARE_WITH_TIMEOUT(number(old), 0, 60'000);
    QVERIFY(number(u"SELECT count(*) FROM attempts"_s) > 2000);
    QCOMPARE(number(u"SELECT value FROM usage_marks WHERE name = 'raw_since'"_s), hour);
    QCOMPARE(number(u"SELECT sum(requests) FROM usage_daily"_s), 7000);
}

void UsageKeeperTest::keepsAllUnlessTold()
{
    UsageKeeper keeper(m_usage->database(), *m_settings, m_clock);
    QSignalSpy changed(&keeper, &UsageKeeper::changed);
    m_usage->run(u"INSERT INTO usage_marks (name, value) VALUES ('rollups_pending', 1)"_s);
    keeper.start();
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 1, 60'000); // it is through then
    m_usage->settle();
    QCOMPARE(number(u"SELECT count(*) FROM attempts"_s), 7000);
}

void UsageKeeperTest::followsTheSetting()
{
    UsageKeeper keeper(m_usage->database(), *m_settings, m_clock);
    keeper.start();
    QVERIFY(m_settings->setValue(SettingKey::KeepRequestsDays, 1));
    QTRY_VERIFY_WITH_TIMEOUT(number(u"SELECT count(*) FROM attempts"_s) < 1500, 60'000);
}

QTEST_GUILESS_MAIN(UsageKeeperTest)
#include "tst_usagekeeper.moc"
