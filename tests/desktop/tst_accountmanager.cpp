// SPDX-License-Identifier: GPL-3.0-or-later
#include "corefixture.h"
#include "desktop/dialogs/accountmanagerdialog.h"
#include "desktop/dialogs/accountsmodel.h"
#include "desktop/dialogs/archivedialog.h"
#include "desktop/dialogs/limitbar.h"
#include "desktop/dialogs/priorityorder.h"
#include "desktop/dialogs/signindialog.h"
#include "desktop/dialogs/timeleft.h"
#include "usage/budgetstore.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace Patchbay {

class TestAccountManager final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void beginsAtTheList();
    void stepsByKeyboard();
    void dropsOnAnother();
    void movesNoMoreThanNeeded();
    void showsRestsAndLimits();
    void asksBeforeRemoving();
    void replacesAKeyOnceItAnswers();
    void tellsFaultsBesideTheField();
    void addsASubscription();
    void keepsBudgets();
    void enterOpensTheFormAndNoMore();
    void exportsAndRestores();
    void offersASignInWhereThereIsOne();
    void tellsTime();
    void tellsLimits();

private:
    AccountId add(const QString& name, int priority);
    [[nodiscard]] QStringList shownNames() const;
    [[nodiscard]] QString stateOf(const AccountId& id) const;

    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<AccountManagerDialog> m_dialog;
    QTreeView* m_view = nullptr;
};

void TestAccountManager::init()
{
    m_fixture = std::make_unique<CoreFixture>();
    m_fixture->open();
    m_dialog = std::make_unique<AccountManagerDialog>(m_fixture->core(), nullptr);
    m_view = named<QTreeView>(*m_dialog, "accountList");
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void TestAccountManager::cleanup()
{
    m_dialog.reset();
    m_fixture.reset();
}

AccountId TestAccountManager::add(const QString& name, int priority)
{
    NewAccount wanted;
    wanted.account.name = name;
    wanted.account.priority = priority;
    wanted.secret = Secret::take((u"sk-ant-test-"_s + name).toUtf8());
    AccountId id;
    m_fixture->core().accounts().add(std::move(wanted), [&id](const Result<AccountId>& added) {
        if (!added)
            qFatal("%s", qPrintable(added.error().sentence()));
        id = *added;
    });
    if (!QTest::qWaitFor([&id] { return !id.isNull(); }, 30'000))
        qFatal("no account was added");
    return id;
}

QStringList TestAccountManager::shownNames() const
{
    QStringList names;
    for (int row = 0; row < m_view->model()->rowCount(); ++row)
        names += m_view->model()->index(row, AccountsModel::NameColumn).data().toString();
    return names;
}

QString TestAccountManager::stateOf(const AccountId& id) const
{
    const auto* model = qobject_cast<const AccountsModel*>(m_view->model());
    return model->index(model->rowOf(id), AccountsModel::StateColumn)
        .data(AccountsModel::SecondLineRole)
        .toString();
}

void TestAccountManager::beginsAtTheList()
{
    QVERIFY(named<QPushButton>(*m_dialog, "addAccount")->hasFocus()); // there is none yet
    add(u"a"_s, 1);
    m_dialog = std::make_unique<AccountManagerDialog>(m_fixture->core(), nullptr);
    m_view = named<QTreeView>(*m_dialog, "accountList");
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
    QVERIFY(m_view->hasFocus());
    QTest::keyClick(m_view, Qt::Key_Home);
    QCOMPARE(m_view->currentIndex().row(), 0);
}

void TestAccountManager::stepsByKeyboard()
{
    add(u"a"_s, 1);
    const AccountId b = add(u"b"_s, 1);
    add(u"c"_s, 2);
    QCOMPARE(shownNames(), (QStringList{u"a"_s, u"b"_s, u"c"_s}));
    m_view->setFocus();
    m_view->setCurrentIndex(m_view->model()->index(1, 0));
    QTest::keyClick(m_view, Qt::Key_Up, Qt::AltModifier); // out of the two that share a priority
    QTRY_COMPARE(shownNames(), (QStringList{u"b"_s, u"a"_s, u"c"_s}));
    QTRY_COMPARE(m_fixture->core().accounts().findByName(u"c"_s)->priority, 3);
    QCOMPARE(m_fixture->core().accounts().findByName(u"a"_s)->priority, 2);
    // The same one is still the chosen one.
    QCOMPARE(m_view->currentIndex().data(AccountsModel::IdRole).toString(), b.value);
    QTest::keyClick(m_view, Qt::Key_Down, Qt::AltModifier); // to those of the next
    QTRY_COMPARE(m_fixture->core().accounts().findByName(u"b"_s)->priority, 2);
}

void TestAccountManager::dropsOnAnother()
{
    add(u"a"_s, 1);
    add(u"b"_s, 4);
    auto* model = m_view->model();
    const std::unique_ptr<QMimeData> dragged(model->mimeData({model->index(1, 0)}));
    model->dropMimeData(dragged.get(), Qt::MoveAction, 0, 0, {});
    QTRY_COMPARE(shownNames(), (QStringList{u"b"_s, u"a"_s}));
    QTRY_COMPARE(m_fixture->core().accounts().findByName(u"a"_s)->priority, 2);
    model->dropMimeData(dragged.get(), Qt::MoveAction, -1, -1, model->index(1, 0));
    QTRY_COMPARE(m_fixture->core().accounts().findByName(u"b"_s)->priority, 2);
}

void TestAccountManager::movesNoMoreThanNeeded()
{
    QList<Account> rows(3);
    rows[0].priority = 1;
    rows[1].priority = 5;
    rows[2].priority = 5;
    QCOMPARE(PriorityOrder::dropped(rows, 0, 0), QList<Account>());
    QCOMPARE(PriorityOrder::dropped(rows, 2, 1).size(), 1);
    QCOMPARE(PriorityOrder::dropped(rows, 2, 1).first().priority, 2);
    QCOMPARE(PriorityOrder::dropped(rows, 0, 2).first().priority, 5);
    QCOMPARE(PriorityOrder::dropped(rows, 0, 3).first().priority, 6);
    QCOMPARE(PriorityOrder::stepped(rows, 0, -1), QList<Account>());
    rows[0].source = AccountSource::Environment;
    QCOMPARE(PriorityOrder::dropped(rows, 0, 3), QList<Account>());
}

void TestAccountManager::showsRestsAndLimits()
{
    AccountStore& accounts = m_fixture->core().accounts();
    const AccountId id = add(u"a"_s, 1);
    QTRY_VERIFY(named<QLabel>(*m_dialog, "noLimits")->isVisible());
    const qint64 now = m_fixture->core().clock().nowMs();
    accounts.setModelRests(id, {{u"opus"_s, u"out of credits"_s, now, now + 7'200'000}});
    QTRY_VERIFY(stateOf(id).contains(u"opus models rest until"_s));
    QTRY_VERIFY(named<QLabel>(*m_dialog, "modelRests")->text().contains(u"out of credits"_s));
    accounts.setState(id, AccountState::CoolingDown, u"used up"_s, now + 7'200'000);
    QTRY_VERIFY(stateOf(id).startsWith(u"used up; rests until "_s));
}

void TestAccountManager::asksBeforeRemoving()
{
    add(u"a"_s, 1);
    QTRY_VERIFY(named<QPushButton>(*m_dialog, "removeAccount")->isEnabled());
    QTest::mouseClick(named<QPushButton>(*m_dialog, "removeAccount"), Qt::LeftButton);
    auto* keep = named<QPushButton>(*m_dialog, "keepAccount");
    QTRY_VERIFY(keep->hasFocus());
    QTest::keyClick(keep, Qt::Key_Space);
    QCOMPARE(shownNames().size(), 1);
    m_view->setFocus();
    QTest::keyClick(m_view, Qt::Key_Delete);
    QTest::mouseClick(named<QPushButton>(*m_dialog, "confirmRemove"), Qt::LeftButton);
    QTRY_VERIFY(shownNames().isEmpty());
}

void TestAccountManager::replacesAKeyOnceItAnswers()
{
    TestUpstream upstream;
    upstream.stepsFor("sk-ant-test-bad", R"([{"route":"models","status":401}])");
    upstream.stepsFor("sk-ant-test-good", "[{}]");
    const AccountId id = add(u"a"_s, 1);
    Account account = *m_fixture->core().accounts().find(id);
    account.baseUrl = upstream.baseUrl();
    Testing::Outcome<void> edited;
    m_fixture->core().accounts().edit(account, edited.completion());
    QVERIFY(edited.wait());
    QTest::mouseClick(named<QPushButton>(*m_dialog, "editAccount"), Qt::LeftButton);
    auto* key = named<QLineEdit>(*m_dialog, "apiKey");
    QTest::keyClicks(key, u"sk-ant-test-bad"_s);
    QTest::keyClick(key, Qt::Key_Return);
    auto* error = named<QLabel>(*m_dialog, "accountError");
    QTRY_VERIFY_WITH_TIMEOUT(error->isVisible(), 60'000);
    QCOMPARE(key->text(), u"sk-ant-test-bad"_s); // nothing of what was typed is lost
    key->clear();
    QTest::keyClicks(key, u"sk-ant-test-good"_s);
    QTest::mouseClick(named<QPushButton>(*m_dialog, "save"), Qt::LeftButton);
    auto* notice = named<QLabel>(*m_dialog, "accountNotice");
    QTRY_VERIFY_WITH_TIMEOUT(notice->text().contains(u"answered"_s), 60'000);
    QVERIFY(key->text().isEmpty());
}

void TestAccountManager::tellsFaultsBesideTheField()
{
    QTest::mouseClick(named<QPushButton>(*m_dialog, "addAccount"), Qt::LeftButton);
    auto* name = named<QLineEdit>(*m_dialog, "accountName");
    QTRY_VERIFY(name->hasFocus());
    QTest::keyClicks(name, u"b"_s);
    QTest::keyClicks(named<QLineEdit>(*m_dialog, "apiKey"), u"sk-ant-test-b"_s);
    QTest::mouseClick(named<QToolButton>(*m_dialog, "moreOptions"), Qt::LeftButton);
    auto* baseUrl = named<QLineEdit>(*m_dialog, "baseUrl");
    QTest::keyClicks(baseUrl, u"http://gateway.example.com"_s);
    QTest::mouseClick(named<QPushButton>(*m_dialog, "save"), Qt::LeftButton);
    auto* fault = named<QLabel>(*m_dialog, "baseUrlFault");
    QTRY_VERIFY(fault->isVisible());
    QVERIFY(m_fixture->core().accounts().accounts().isEmpty());
    QCOMPARE(name->text(), u"b"_s);
    baseUrl->clear();
    QTest::mouseClick(named<QPushButton>(*m_dialog, "save"), Qt::LeftButton);
    QTRY_COMPARE(m_fixture->core().accounts().accounts().size(), 1);
    QVERIFY(!fault->isVisible());
}

void TestAccountManager::addsASubscription()
{
    QTest::mouseClick(named<QPushButton>(*m_dialog, "addAccount"), Qt::LeftButton);
    auto* kind = named<QComboBox>(*m_dialog, "accountKind");
    kind->setFocus();
    QTest::keyClick(kind, Qt::Key_Down);
    QTest::keyClicks(named<QLineEdit>(*m_dialog, "accountName"), u"max"_s);
    auto* save = named<QPushButton>(*m_dialog, "save");
    QVERIFY(save->isEnabled()); // no key is needed
    QTest::mouseClick(named<QToolButton>(*m_dialog, "moreOptions"), Qt::LeftButton);
    auto* endpoint = named<QCheckBox>(*m_dialog, "allowEndpoint");
    QVERIFY(!endpoint->isChecked());
    endpoint->setFocus();
    QTest::keyClick(endpoint, Qt::Key_Space);
    QVERIFY(named<QLabel>(*m_dialog, "endpointTerms")->isVisible());
    QVERIFY(!save->isEnabled());
    auto* accept = named<QCheckBox>(*m_dialog, "acceptTerms");
    accept->setFocus();
    QTest::keyClick(accept, Qt::Key_Space);
    QVERIFY(save->isEnabled());
    QTest::mouseClick(save, Qt::LeftButton);
    QTRY_COMPARE(m_fixture->core().accounts().accounts().size(), 1);
    const Account added = m_fixture->core().accounts().accounts().first();
    QCOMPARE(added.kind, AccountKind::ClaudeCommand);
    QVERIFY(added.allowEndpoint);
}

void TestAccountManager::keepsBudgets()
{
    const AccountId id = add(u"a"_s, 1);
    const BudgetStore& budgets = m_fixture->core().budgets();
    const auto edit = [this] {
        QTest::mouseClick(named<QPushButton>(*m_dialog, "editAccount"), Qt::LeftButton);
        auto* more = named<QToolButton>(*m_dialog, "moreOptions");
        if (!more->isChecked())
            QTest::mouseClick(more, Qt::LeftButton);
    };
    edit();
    auto* day = named<QLineEdit>(*m_dialog, "dayBudget");
    auto* month = named<QLineEdit>(*m_dialog, "monthBudget");
    auto* isHard = named<QCheckBox>(*m_dialog, "monthBudgetIsHard");
    QVERIFY(!isHard->isEnabled());
    QTest::keyClicks(day, u"two"_s);
    QTest::keyClicks(month, u"25.50"_s);
    isHard->setFocus();
    QTest::keyClick(isHard, Qt::Key_Space);
    QTest::mouseClick(named<QPushButton>(*m_dialog, "save"), Qt::LeftButton);
    auto* fault = named<QLabel>(*m_dialog, "budgetFault");
    QTRY_VERIFY(fault->isVisible());
    QVERIFY(fault->text().contains(u"two"_s));
    QCOMPARE(month->text(), u"25.50"_s);
    day->clear();
    QTest::keyClick(month, Qt::Key_Return);
    QTRY_COMPARE(budgets.budgets(), (QList<Budget>{{BudgetScope::Account, id.value,
                                                    BudgetPeriod::Month, 25'500'000, true}}));
    QTRY_VERIFY(named<QTreeView>(*m_dialog, "accountList")->isVisible());
    edit();
    QVERIFY(day->text().isEmpty());
    QCOMPARE(month->text(), u"25.50"_s);
    QVERIFY(isHard->isChecked());
    month->clear();
    QTest::mouseClick(named<QPushButton>(*m_dialog, "save"), Qt::LeftButton);
    QTRY_VERIFY(budgets.budgets().isEmpty());
}

void TestAccountManager::enterOpensTheFormAndNoMore()
{
    add(u"a"_s, 1);
    m_view->setFocus();
    QTest::keyClick(m_view, Qt::Key_Return);
    auto* name = named<QLineEdit>(*m_dialog, "accountName");
    QTRY_VERIFY(name->hasFocus());
    QVERIFY(named<QPushButton>(*m_dialog, "save")->isVisible());
    QVERIFY(named<QPushButton>(*m_dialog, "save")->isEnabled()); // it is not saving
    QTest::keyClick(name, Qt::Key_Escape);
    QTRY_VERIFY(m_view->hasFocus());
}

void TestAccountManager::exportsAndRestores()
{
    const AccountId id = add(u"a"_s, 1);
    Core& core = m_fixture->core();
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"accounts"_s);
    QString told;
    const auto open = [&](ArchiveDialog::Way way) {
        QPointer<ArchiveDialog> dialog = new ArchiveDialog(
            core.accounts(), core.vault(), way, path, m_dialog.get(), SealedFile::Cost::least());
        connect(dialog, &ArchiveDialog::succeeded, this,
                [&told](const QString& text) { told = text; });
        dialog->open();
        return dialog;
    };
    const QPointer<ArchiveDialog> exporting = open(ArchiveDialog::Way::Export);
    QTest::keyClicks(named<QLineEdit>(*exporting, "passphrase"), u"one two"_s);
    auto* again = named<QLineEdit>(*exporting, "passphraseAgain");
    QTest::keyClicks(again, u"one"_s);
    QTest::keyClick(again, Qt::Key_Return);
    QTRY_VERIFY(named<QLabel>(*exporting, "archiveFault")->isVisible());
    QTest::keyClicks(again, u" two"_s);
    QTest::keyClick(again, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(exporting.isNull(), 30'000);
    QVERIFY(!told.isEmpty());

    Testing::Outcome<void> removed;
    core.accounts().remove(id, removed.completion());
    QVERIFY(removed.wait());
    const QPointer<ArchiveDialog> restoring = open(ArchiveDialog::Way::Restore);
    auto* passphrase = named<QLineEdit>(*restoring, "passphrase");
    QTest::keyClicks(passphrase, u"another"_s);
    QTest::keyClick(passphrase, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(named<QLabel>(*restoring, "archiveFault")->isVisible(), 30'000);
    passphrase->clear();
    QTest::keyClicks(passphrase, u"one two"_s);
    QTest::keyClick(passphrase, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(restoring.isNull(), 30'000);
    QTRY_COMPARE(shownNames(), QStringList{u"a"_s});
}

void TestAccountManager::offersASignInWhereThereIsOne()
{
    Account account;
    QVERIFY(!SignInDialog::canSignIn(account));
    account.kind = AccountKind::ClaudeCommand;
    QVERIFY(SignInDialog::canSignIn(account));
    account.secretChangedAtMs = 1; // a long-lived token
    QVERIFY(!SignInDialog::canSignIn(account));
    account.kind = AccountKind::OAuth;
    QVERIFY(SignInDialog::canSignIn(account));
    add(u"a"_s, 1);
    QTRY_VERIFY(!shownNames().isEmpty());
    QVERIFY(!named<QPushButton>(*m_dialog, "signInAgain")->isVisible());
}

void TestAccountManager::tellsTime()
{
    QCOMPARE(timeLeftText(-5), u"0 s left"_s);
    QCOMPARE(timeLeftText(41'500), u"42 s left"_s);
    QCOMPARE(timeLeftText(180'000), u"3 min left"_s);
    QCOMPARE(timeLeftText(7'500'000), u"2 h 5 min left"_s);
}

void TestAccountManager::tellsLimits()
{
    const qint64 now = 1'750'000'000'000;
    const LimitWindow unified{u"five_hour"_s, 100, 34, now + 180'000, u"allowed"_s, now};
    QVERIFY(limitValueText(unified, now).startsWith(u"66 % used, resets "_s));
    QVERIFY(limitValueText(unified, now).contains(u"3 min left"_s));
    QCOMPARE(LimitBar(unified).value(), 66);
    const LimitWindow requests{u"requests"_s, 50, 10, 0, {}, now};
    QVERIFY(limitValueText(requests, now).startsWith(u"10 of 50 left (as of "_s));
    QVERIFY(limitValueText(unified, now + 200'000).startsWith(u"reset at "_s));
    QCOMPARE(limitWindowText(u"7d_oi"_s), u"7d_oi"_s);
}

} // namespace Patchbay

QTEST_MAIN(Patchbay::TestAccountManager)
#include "tst_accountmanager.moc"
