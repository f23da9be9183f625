// SPDX-License-Identifier: GPL-3.0-or-later
#include "corefixture.h"
#include "desktop/dialogs/budgetsdialog.h"
#include "usage/budgetstore.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class BudgetsDialogTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_upstream = std::make_unique<TestUpstream>();
        m_upstream->stepsForAll(R"([{"reply":"Hi","input_tokens":1000,"output_tokens":1000}])");
        m_fixture = std::make_unique<CoreFixture>(*m_upstream);
        m_fixture->open();
        m_dialog = std::make_unique<BudgetsDialog>(m_fixture->core());
        m_dialog->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }

    void cleanup()
    {
        m_dialog.reset();
        m_fixture.reset();
        m_upstream.reset();
    }

    void emptyStateSaysWhatBudgetsDo()
    {
        QTRY_VERIFY(named<QLabel>(*m_dialog, "noBudget")->isVisible());
        QVERIFY(!table()->isVisible());
        QVERIFY(!named<QPushButton>(*m_dialog, "saveBudget")->isEnabled());
        QVERIFY(!named<QPushButton>(*m_dialog, "removeBudget")->isEnabled());
    }

    void setsChangesAndRemovesByKeyboard()
    {
        QTRY_VERIFY(named<QLabel>(*m_dialog, "noBudget")->isVisible());
        choose(u"env"_s);
        write(u"2.50"_s);
        named<QCheckBox>(*m_dialog, "budgetIsHard")->setFocus();
        QTest::keyClick(named<QCheckBox>(*m_dialog, "budgetIsHard"), Qt::Key_Space);
        QTest::keyClick(amount(), Qt::Key_Return);
        QTRY_COMPARE(table()->model()->rowCount(), 1);
        QCOMPARE(budgets().size(), 1);
        QCOMPARE(budgets().first().limitMicroUsd, 2'500'000);
        QVERIFY(budgets().first().isHard);
        QCOMPARE(budgets().first().scope, BudgetScope::Account);
        QVERIFY(m_dialog->isVisible());
        QVERIFY(!named<QLabel>(*m_dialog, "noBudget")->isVisible());
        QCOMPARE(cell(0, BudgetsModel::ScopeColumn), u"env"_s);

        write(u"30"_s);
        QTest::keyClick(amount(), Qt::Key_Return);
        QTRY_COMPARE(budgets().first().limitMicroUsd, 30'000'000);
        QCOMPARE(table()->model()->rowCount(), 1);

        auto* remove = named<QPushButton>(*m_dialog, "removeBudget");
        QTRY_VERIFY(remove->isEnabled());
        remove->setFocus();
        QTest::keyClick(remove, Qt::Key_Space);
        QTRY_VERIFY(named<QLabel>(*m_dialog, "noBudget")->isVisible());
        QVERIFY(budgets().isEmpty());
    }

    void wrongAmountsAreToldAndKept()
    {
        for (const QString& wrong : {u"much"_s, u"0"_s, u"-3"_s}) {
            write(wrong);
            QTest::mouseClick(named<QPushButton>(*m_dialog, "saveBudget"), Qt::LeftButton);
            QVERIFY(!named<QLabel>(*m_dialog, "budgetsNotice")->text().isEmpty());
            QCOMPARE(m_dialog->focusWidget(), amount());
            QCOMPARE(amount()->text(), wrong);
        }
        QVERIFY(budgets().isEmpty());
    }

    void followsWhatIsSpentAndLeavesWhatIsTyped()
    {
        choose(u"All accounts together"_s);
        write(u"10"_s);
        QTest::keyClick(amount(), Qt::Key_Return);
        QTRY_COMPARE(table()->model()->rowCount(), 1);
        QCOMPARE(percent(0), 0);

        write(u"99"_s);
        TurnRequest turn;
        turn.content = {ContentBlock::text(u"Hello"_s)};
        turn.model = u"claude-fable-5"_s;
        turn.maxTokens = 2000;
        (void)m_fixture->core().chats().start(turn);
        QTRY_VERIFY(cell(0, BudgetsModel::SpentColumn).startsWith(u"$0.06"_s));
        QCOMPARE(amount()->text(), u"99"_s);
    }

private:
    const QList<Budget>& budgets() const { return m_fixture->core().budgets().budgets(); }
    QTreeView* table() { return named<QTreeView>(*m_dialog, "budgets"); }
    QLineEdit* amount() { return named<QLineEdit>(*m_dialog, "budgetAmount"); }
    QString cell(int row, int column)
    {
        return table()->model()->index(row, column).data().toString();
    }
    int percent(int row)
    {
        return table()
            ->model()
            ->index(row, BudgetsModel::UsedColumn)
            .data(BudgetsModel::UsedPercentRole)
            .toInt();
    }
    void choose(const QString& subject)
    {
        auto* box = named<QComboBox>(*m_dialog, "budgetSubject");
        const int index = box->findText(subject);
        QVERIFY(index >= 0);
        box->setCurrentIndex(index);
    }
    void write(const QString& text)
    {
        amount()->setFocus();
        amount()->selectAll();
        QTest::keyClicks(amount(), text);
    }

    std::unique_ptr<TestUpstream> m_upstream;
    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<BudgetsDialog> m_dialog;
};

QTEST_MAIN(BudgetsDialogTest)
#include "tst_budgetsdialog.moc"
