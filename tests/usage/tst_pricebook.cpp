// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/pricebook.h"
#include "usage/usagedatabase.h"

#include <QSignalSpy>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class PriceBookTest final : public QObject
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

    static PriceEdit edit(const QString& from, qint64 input)
    {
        return {u"claude-sonnet-5-5"_s, QDate::fromString(from, Qt::ISODate), input, 1, 2, 3, 4};
    }

    SystemClock m_clock;

private Q_SLOTS:
    void keepsReplacesAndRemoves()
    {
        UsageDatabase usage;
        PriceBook book(usage.database(), m_clock);
        QVERIFY(book.load());
        QCOMPARE(book.prices().version(), PriceTable::builtIn().version());
        QSignalSpy changed(&book, &PriceBook::changed);

        QVERIFY(waited([&](auto done) { book.set(edit(u"2026-11-20"_s, 7), std::move(done)); }));
        QTRY_COMPARE(book.edits(), QList<PriceEdit>{edit(u"2026-11-20"_s, 7)});
        QVERIFY(waited([&](auto done) { book.set(edit(u"2026-11-20"_s, 8), std::move(done)); }));
        QTRY_COMPARE(book.edits(), QList<PriceEdit>{edit(u"2026-11-20"_s, 8)});
        QVERIFY(waited([&](auto done) { book.set(edit(u"2026-11-01"_s, 9), std::move(done)); }));
        QTRY_COMPARE(book.edits().size(), 2);
        QCOMPARE(changed.count(), 3);
        QCOMPARE(
            PriceTable::priceOf(*book.prices().find(u"claude-sonnet-5-5"_s), QDate(2026, 11, 21))
                .input,
            8);
        QVERIFY(book.shipped().version() != book.prices().version());

        PriceBook other(usage.database(), m_clock);
        QVERIFY(other.load());
        QCOMPARE(other.edits(), book.edits());
        QCOMPARE(other.prices().version(), book.prices().version());

        QVERIFY(waited([&](auto done) {
            book.remove(u"claude-sonnet-5-5"_s, QDate(2026, 11, 20), std::move(done));
        }));
        QTRY_COMPARE(book.edits().size(), 1);
        QVERIFY(waited([&](auto done) {
            book.remove(u"claude-sonnet-5-5"_s, std::nullopt, std::move(done));
        }));
        QTRY_COMPARE(book.prices().version(), PriceTable::builtIn().version());
        const auto again = waited(
            [&](auto done) { book.remove(u"claude-sonnet-5-5"_s, std::nullopt, std::move(done)); });
        QVERIFY(!again);
        QCOMPARE(again.error().kind, ErrorKind::NotFound);

        QSignalSpy seen(&other, &PriceBook::changed);
        other.reload();
        QTRY_COMPARE(seen.count(), 1);
        QVERIFY(other.edits().isEmpty());
    }

    void refusesWhatCannotBe()
    {
        UsageDatabase usage;
        PriceBook book(usage.database(), m_clock);
        const auto refused = waited([&](auto done) {
            book.set({QString(), QDate(2026, 11, 20), 1, 1, 1, 1, 1}, std::move(done));
        });
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::InvalidInput);
        QVERIFY(!refused.error().nextStep.isEmpty());
    }

    void leavesOutWhatMakesNoSense()
    {
        UsageDatabase usage;
        usage.run(u"INSERT INTO edited_prices (model, valid_from, input, output, cache_write_5m, "
                  "cache_write_1h, cache_read, edited_at) VALUES ('claude-opus-5-5', 'someday', 1, "
                  "1, 1, 1, 1, 0), ('claude-opus-5-5', '2026-11-01', 4, 1, 1, 1, 1, 0)"_s);
        PriceBook book(usage.database(), m_clock);
        QVERIFY(book.load());
        QCOMPARE(book.edits().size(), 1);
        QCOMPARE(book.edits().first().input, 4);
    }
};

QTEST_GUILESS_MAIN(PriceBookTest)
#include "tst_pricebook.moc"
