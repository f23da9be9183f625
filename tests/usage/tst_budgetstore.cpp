// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/budgetstore.h"
#include "usage/usagedatabase.h"

#include <QSignalSpy>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestBudgetStore final : public QObject
{
    Q_OBJECT

private:
    static Result<void> waited(const std::function<void(Completion<void>)>& start)
    {
        std::optional<Result<void>> answer;
        start([&](Result<void> result) { answer = std::move(result); });
        return QTest::qWaitFor([&] { return answer.has_value(); }, 20'000)
                   ? *answer
                   : fail(ErrorKind::Internal, u"no answer"_s);
    }

private Q_SLOTS:
    void amountsAreReadAsWritten_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("microUsd"); // 0: refused
        QTest::newRow("whole") << u"25"_s << qint64{25'000'000};
        QTest::newRow("decimals") << u" $2.50 "_s << qint64{2'500'000};
        QTest::newRow("comma") << u"0,000001"_s << qint64{1};
        QTest::newRow("most") << u"1000000"_s << qint64{1'000'000'000'000};
        QTest::newRow("too much") << u"1000000.000001"_s << qint64{0};
        QTest::newRow("huge") << u"999999999999"_s << qint64{0};
        QTest::newRow("nothing") << u"0.00"_s << qint64{0};
        QTest::newRow("negative") << u"-3"_s << qint64{0};
        QTest::newRow("words") << u"ten"_s << qint64{0};
        QTest::newRow("too fine") << u"1.0000001"_s << qint64{0};
        QTest::newRow("empty") << QString() << qint64{0};
    }

    void amountsAreReadAsWritten()
    {
        QFETCH(const QString, text);
        QFETCH(const qint64, microUsd);
        const auto parsed = parseUsd(text);
        QCOMPARE(parsed.value_or(0), microUsd);
        if (!parsed)
            QVERIFY(!parsed.error().nextStep.isEmpty());
        else
            QCOMPARE(parseUsd(plainUsd(*parsed)).value(), *parsed);
    }

    void amountsAreWrittenWithCents()
    {
        QCOMPARE(plainUsd(25'000'000), u"25.00"_s);
        QCOMPARE(plainUsd(2'500'000), u"2.50"_s);
        QCOMPARE(plainUsd(1), u"0.000001"_s);
    }

    void aDayIsALocalDay()
    {
        const QTimeZone berlin("Europe/Berlin");
        const auto at = [](const QString& text) {
            return QDateTime::fromString(text, Qt::ISODate).toMSecsSinceEpoch();
        };
        const BudgetSpan longDay =
            budgetSpan(BudgetPeriod::Day, at(u"2026-10-25T12:00:00Z"_s), berlin);
        QCOMPARE(longDay.fromMs, at(u"2026-10-24T22:00:00Z"_s));
        QCOMPARE(longDay.toMs - longDay.fromMs, 25 * 3'600'000);
        const BudgetSpan month =
            budgetSpan(BudgetPeriod::Month, at(u"2026-11-30T23:30:00Z"_s), berlin);
        QCOMPARE(month.fromMs, at(u"2026-11-30T23:00:00Z"_s));
        QCOMPARE(month.toMs, at(u"2026-12-31T23:00:00Z"_s));
    }

    void whatIsSetIsThereForOthersToo()
    {
        const UsageDatabase usage;
        BudgetStore store(usage.database());
        QVERIFY(store.load());
        QVERIFY(store.budgets().isEmpty());
        const QSignalSpy changes(&store, &BudgetStore::changed);
        const Budget all{BudgetScope::All, {}, BudgetPeriod::Day, 5'000'000, false};
        const Budget work{BudgetScope::Account, u"a1"_s, BudgetPeriod::Month, 25'000'000, true};
        QVERIFY(waited([&](auto done) { store.set(all, std::move(done)); }));
        QVERIFY(waited([&](auto done) { store.set(work, std::move(done)); }));
        QTRY_COMPARE(store.budgets().size(), 2);
        QVERIFY(!changes.isEmpty());
        Budget more = work;
        more.limitMicroUsd = 30'000'000;
        QVERIFY(waited([&](auto done) { store.set(more, std::move(done)); }));
        QTRY_COMPARE(store.find(BudgetScope::Account, u"a1"_s, BudgetPeriod::Month)->limitMicroUsd,
                     30'000'000);

        BudgetStore other(usage.database());
        QVERIFY(other.load());
        QCOMPARE(other.budgets(), store.budgets());
        QVERIFY(waited([&](auto done) { store.remove(all, std::move(done)); }));
        other.reload();
        QTRY_COMPARE(other.budgets(), QList<Budget>{more});
        QCOMPARE(waited([&](auto done) { store.remove(all, std::move(done)); }).error().kind,
                 ErrorKind::NotFound);
    }

    void oneSubjectIsReplacedAtOnce()
    {
        const UsageDatabase usage;
        BudgetStore store(usage.database());
        const Budget day{BudgetScope::Account, u"a1"_s, BudgetPeriod::Day, 1'000'000, true};
        Budget month = day;
        month.period = BudgetPeriod::Month;
        const Budget other{BudgetScope::Account, u"a2"_s, BudgetPeriod::Day, 1'000'000, false};
        QVERIFY(waited([&](auto done) { store.set(other, std::move(done)); }));
        QVERIFY(waited([&](auto done) {
            store.replace(BudgetScope::Account, u"a1"_s, {day, month}, std::move(done));
        }));
        QTRY_COMPARE(store.budgets(), (QList<Budget>{day, month, other}));
        Budget wrong = day;
        wrong.limitMicroUsd = 0;
        QVERIFY(!waited([&](auto done) {
            store.replace(BudgetScope::Account, u"a1"_s, {wrong}, std::move(done));
        }));
        QVERIFY(store.load());
        QCOMPARE(store.budgets().size(), 3);
        QVERIFY(waited(
            [&](auto done) { store.replace(BudgetScope::Account, u"a1"_s, {}, std::move(done)); }));
        QTRY_COMPARE(store.budgets(), QList<Budget>{other});
    }

    void aBudgetForNothingIsRefused()
    {
        const UsageDatabase usage;
        BudgetStore store(usage.database());
        for (const Budget& wrong : {Budget{BudgetScope::Account, {}, BudgetPeriod::Day, 5, false},
                                    Budget{BudgetScope::All, u"a1"_s, BudgetPeriod::Day, 5, false},
                                    Budget{BudgetScope::All, {}, BudgetPeriod::Day, 0, false}}) {
            QCOMPARE(waited([&](auto done) { store.set(wrong, std::move(done)); }).error().kind,
                     ErrorKind::InvalidInput);
        }
    }
};

QTEST_GUILESS_MAIN(TestBudgetStore)
#include "tst_budgetstore.moc"
