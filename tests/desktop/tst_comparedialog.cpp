// SPDX-License-Identifier: GPL-3.0-or-later
#include "corefixture.h"
#include "desktop/dialogs/comparedialog.h"

#include <QDateEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// The dialog against the reports that the simulator makes of its bills.
class CompareDialogTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_upstream = std::make_unique<TestUpstream>();
        m_upstream->stepsForAll(R"([{"reply":"Hi","input_tokens":1000,"output_tokens":1000}])");
        m_fixture = std::make_unique<CoreFixture>(*m_upstream);
        m_fixture->open();
        m_dialog = std::make_unique<CompareDialog>(m_fixture->core());
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }

    void cleanup()
    {
        m_dialog.reset();
        m_fixture.reset();
        m_upstream.reset();
    }

    void whatWasSentAgrees()
    {
        TurnRequest turn;
        turn.content = {ContentBlock::text(u"Hello"_s)};
        turn.model = u"claude-sonnet-5-5"_s;
        bool finished = false;
        connect(m_fixture->core().chats().start(turn), &ChatTurn::finished, this,
                [&] { finished = true; });
        QTRY_VERIFY(finished);
        compare(u"sk-ant-test-admin-1"_s);
        auto* table = named<QTreeWidget>(*m_dialog, "comparison");
        QTRY_COMPARE(table->topLevelItemCount(), 2); // a row and the total
        QCOMPARE(table->topLevelItem(0)->text(2), table->topLevelItem(0)->text(3));
        QVERIFY(named<QLabel>(*m_dialog, "compareNotice")->text().contains(u"agree"_s));
    }

    void anOrdinaryKeyIsTold()
    {
        compare(u"sk-ant-test-1"_s);
        auto* notice = named<QLabel>(*m_dialog, "compareNotice");
        QTRY_VERIFY(notice->property("error").toBool());
        QVERIFY(notice->text().contains(u"admin key"_s));
        QVERIFY(!notice->text().contains(u"sk-ant-test"_s));
        QTRY_VERIFY(named<QPushButton>(*m_dialog, "startCompare")->isEnabled());
    }

    void anEmptyPeriodIsTold()
    {
        named<QDateEdit>(*m_dialog, "compareLast")->setDate(QDate(2024, 1, 1));
        compare(u"sk-ant-test-admin-1"_s);
        QVERIFY(named<QLabel>(*m_dialog, "compareNotice")->property("error").toBool());
        QCOMPARE(m_upstream->requestCount(), 0);
    }

    void theKeyIsHidden()
    {
        QCOMPARE(named<QLineEdit>(*m_dialog, "adminKey")->echoMode(), QLineEdit::Password);
        QVERIFY(!named<QPushButton>(*m_dialog, "startCompare")->isEnabled());
    }

private:
    void compare(const QString& key)
    {
        auto* field = named<QLineEdit>(*m_dialog, "adminKey");
        field->setFocus();
        QTest::keyClicks(field, key);
        QTest::keyClick(field, Qt::Key_Return);
    }

    std::unique_ptr<TestUpstream> m_upstream;
    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<CompareDialog> m_dialog;
};

QTEST_MAIN(CompareDialogTest)
#include "tst_comparedialog.moc"
