// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/storefixture.h"
#include "core/limitsbook.h"

using namespace Patchbay;
using namespace Patchbay::Testing;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kStart = 1'795'348'800'000; // 2026-11-22T12:00:00Z
constexpr qint64 kMinute = 60'000;

} // namespace

/// What answers told of limits, as rows.
class tst_LimitsBook : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void samplesOfLongWindowsAreKeptWhereTheyChange();
    void samplesOfLongAgoAreLetGo();

private:
    static QStringList samples(const StoreFixture& fixture);
};

QStringList tst_LimitsBook::samples(const StoreFixture& fixture)
{
    QStringList found;
    const auto done = fixture.database->writeAtStart([&](Connection& connection) -> Result<void> {
        auto rows = connection.select(
            u"SELECT as_of, remaining, resets_at FROM limit_samples ORDER BY as_of"_s);
        if (!rows)
            return Failure(rows.error());
        while (rows->next()) {
            found.append(u"%1 %2 %3"_s.arg((rows->number(0) - kStart) / kMinute)
                             .arg(rows->number(1))
                             .arg((rows->number(2) - kStart) / kMinute));
        }
        return {};
    });
    if (!done)
        qFatal("%s", qPrintable(done.error().detail));
    return found;
}

void tst_LimitsBook::samplesOfLongWindowsAreKeptWhereTheyChange()
{
    StoreFixture fixture;
    const auto id = fixture.add(u"work"_s);
    QVERIFY(id);
    LimitsBook book(*fixture.database, *fixture.store);
    const auto take = [&](int minute, qint64 remaining, int resetMinute) {
        const qint64 asOf = kStart + minute * kMinute;
        const qint64 resets = kStart + resetMinute * kMinute;
        book.take(*id, {{u"five_hour"_s, 100, remaining, resets, u"allowed"_s, asOf},
                        {u"requests"_s, 50, remaining, asOf + 1000, {}, asOf}});
    };
    take(0, 90, 300);
    take(1, 90, 300); // nothing new
    take(2, 90, 301); // the same reset, told a little differently
    take(3, 88, 300);
    take(301, 100, 600); // the next turn
    take(302, 88, 600);
    QCOMPARE(samples(fixture),
             QStringList({u"0 90 300"_s, u"3 88 300"_s, u"301 100 600"_s, u"302 88 600"_s}));
}

void tst_LimitsBook::samplesOfLongAgoAreLetGo()
{
    StoreFixture fixture;
    const auto id = fixture.add(u"work"_s);
    QVERIFY(id);
    LimitsBook book(*fixture.database, *fixture.store);
    for (const qint64 day : {0, 10, 40}) {
        const qint64 asOf = kStart + day * 24 * 60 * kMinute;
        book.take(*id, {{u"seven_day"_s, 100, 90 - day, asOf + 1, u"allowed"_s, asOf}});
    }
    QCOMPARE(samples(fixture).size(), 1);
}

QTEST_GUILESS_MAIN(tst_LimitsBook)
#include "tst_limitsbook.moc"
