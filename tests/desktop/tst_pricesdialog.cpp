// SPDX-License-Identifier: GPL-3.0-or-later
#include "corefixture.h"
#include "desktop/dialogs/pricesdialog.h"
#include "usage/pricebook.h"

#include <QDateEdit>
#include <QDateTime>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class PricesDialogTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<CoreFixture>();
        m_fixture->open();
        m_dialog = std::make_unique<PricesDialog>(book(), m_fixture->core().clock());
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }

    void cleanup()
    {
        m_dialog.reset();
        m_fixture.reset();
    }

    void showsWhatHolds()
    {
        auto* table = named<QTreeView>(*m_dialog, "prices");
        const int row = rowOf(u"claude-opus-5-5"_s);
        QVERIFY(row >= 0);
        table->setCurrentIndex(table->model()->index(row, 0));
        QCOMPARE(field("priceModel")->text(), u"claude-opus-5-5"_s);
        QCOMPARE(field("priceInput")->text(), u"4"_s);
        QCOMPARE(field("priceRead")->text(), decimal(u"0.2"_s));
        QVERIFY(!named<QPushButton>(*m_dialog, "removePrice")->isEnabled());
    }

    void savesWithEnterAndGoesBack()
    {
        auto* table = named<QTreeView>(*m_dialog, "prices");
        table->setCurrentIndex(table->model()->index(rowOf(u"claude-opus-5-5"_s), 0));
        write("priceInput", u"3.5"_s);
        QTest::keyClick(field("priceInput"), Qt::Key_Return);
        QTRY_COMPARE(book().edits().size(), 1);
        QCOMPARE(book().edits().first().input, 3'500'000);
        QCOMPARE(book().edits().first().output, 20'000'000);
        QCOMPARE(book().edits().first().validFrom, QDateTime::currentDateTimeUtc().date());
        QVERIFY(m_dialog->isVisible());
        QTRY_VERIFY(named<QLabel>(*m_dialog, "pricesNotice")->text().contains(u"claude-opus-5-5"));

        auto* remove = named<QPushButton>(*m_dialog, "removePrice");
        QTRY_VERIFY(remove->isEnabled());
        QVERIFY(table->currentIndex().data().toString().contains(u"yours"));
        QTest::mouseClick(remove, Qt::LeftButton);
        QTRY_VERIFY(book().edits().isEmpty());
        QTRY_COMPARE(field("priceInput")->text(), u"4"_s);
        QVERIFY(!remove->isEnabled());
    }

    void wrongPricesAreToldAndKept()
    {
        write("priceModel", u"house-model"_s);
        for (const char* name : {"priceInput", "priceWrite5m", "priceWrite1h", "priceRead"})
            write(name, u"1"_s);
        write("priceOutput", u"much"_s);
        QTest::mouseClick(named<QPushButton>(*m_dialog, "savePrice"), Qt::LeftButton);
        auto* notice = named<QLabel>(*m_dialog, "pricesNotice");
        QVERIFY(notice->text().contains(u"much"));
        QCOMPARE(m_dialog->focusWidget(), field("priceOutput"));
        QCOMPARE(field("priceModel")->text(), u"house-model"_s);
        QVERIFY(book().edits().isEmpty());

        write("priceOutput", u"2"_s);
        QTest::mouseClick(named<QPushButton>(*m_dialog, "savePrice"), Qt::LeftButton);
        QTRY_VERIFY(rowOf(u"house-model (yours)"_s) >= 0);
        QVERIFY(m_fixture->core().prices().find(u"house-model"_s));
    }

    void aChangeElsewhereLeavesWhatIsTyped()
    {
        auto* table = named<QTreeView>(*m_dialog, "prices");
        table->setCurrentIndex(table->model()->index(rowOf(u"claude-opus-5-5"_s), 0));
        write("priceInput", u"3"_s);
        bool done = false;
        book().set({u"house-model"_s, QDate(2026, 11, 1), 1, 1, 1, 1, 1},
                   [&](const Result<void>& stored) { done = stored.has_value(); });
        QTRY_VERIFY(done);
        QTRY_VERIFY(rowOf(u"house-model (yours)"_s) >= 0);
        QCOMPARE(field("priceInput")->text(), u"3"_s);
        QCOMPARE(field("priceModel")->text(), u"claude-opus-5-5"_s);
    }

private:
    PriceBook& book() { return m_fixture->core().priceBook(); }
    QLineEdit* field(const char* name) { return named<QLineEdit>(*m_dialog, name); }
    void write(const char* name, const QString& text)
    {
        field(name)->setFocus();
        field(name)->selectAll();
        QTest::keyClicks(field(name), text);
    }
    static QString decimal(QString text) { return text.replace(u'.', QLocale().decimalPoint()); }
    int rowOf(const QString& text)
    {
        const QAbstractItemModel* model = named<QTreeView>(*m_dialog, "prices")->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, 0).data().toString() == text)
                return row;
        }
        return -1;
    }

    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<PricesDialog> m_dialog;
};

QTEST_MAIN(PricesDialogTest)
#include "tst_pricesdialog.moc"
