// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/clientstore.h"
#include "clients/clienttable.h"
#include "core/clientmaking.h"
#include "corefixture.h"
#include "desktop/dialogs/clientsdialog.h"
#include "desktop/dialogs/clientsmodel.h"
#include "usage/budgetstore.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDateEdit>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace Patchbay {

class TestClientsDialog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void isEmptyAtFirst();
    void addsAClientAndShowsItsTokenOnce();
    void setsUpATool();
    void aSetUpWithoutTokenSaysSo();
    void keepsWhatIsEdited();
    void saysWhatIsWrong();
    void asksBeforeANewToken();
    void asksBeforeRevoking();
    void seesWhatOthersDo();
    void showsWhatWasUsed();
    void worksByKeyboard();
    void everyControlHasAName();

private:
    /// Its id.
    [[nodiscard]] QString add(EndpointClient client, const QList<Budget>& budgets = {}) const;
    [[nodiscard]] Core& core() const { return m_fixture->core(); }
    [[nodiscard]] ClientStore& clients() const { return m_fixture->core().clients(); }
    [[nodiscard]] QString cell(int row, int column) const
    {
        return m_view->model()->index(row, column).data().toString();
    }
    void click(const char* name) const { named<QPushButton>(*m_dialog, name)->click(); }
    template <class T>
    [[nodiscard]] T* field(const char* name) const
    {
        return named<T>(*m_dialog, name);
    }
    [[nodiscard]] bool isOn(const char* name) const { return field<QWidget>(name)->isVisible(); }

    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<ClientsDialog> m_dialog;
    QTreeView* m_view = nullptr;
};

void TestClientsDialog::init()
{
    m_fixture = std::make_unique<CoreFixture>();
    m_fixture->set(u"CLAUDE_ACCOUNTS"_s, u"[{\"name\":\"work\",\"apiKey\":\"sk-ant-test-1\"},"
                                         "{\"name\":\"home\",\"apiKey\":\"sk-ant-test-2\"}]"_s);
    m_fixture->open();
    m_dialog = std::make_unique<ClientsDialog>(core(), nullptr);
    m_view = named<QTreeView>(*m_dialog, "clientList");
    new QAbstractItemModelTester(m_view->model(), m_view);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

void TestClientsDialog::cleanup()
{
    m_dialog.reset();
    m_fixture.reset();
}

QString TestClientsDialog::add(EndpointClient client, const QList<Budget>& budgets) const
{
    Testing::Outcome<MadeClient> outcome;
    addClient(clients(), core().budgets(), client, budgets, outcome.completion());
    if (!outcome.wait() || !outcome.succeeded())
        qFatal("%s", qPrintable(outcome.sentence()));
    return outcome.result()->id;
}

void TestClientsDialog::isEmptyAtFirst()
{
    QVERIFY(isOn("noClients"));
    QVERIFY(!isOn("clientList"));
    QVERIFY(!isOn("showRevoked"));
    QVERIFY(field<QPushButton>("addClient")->hasFocus());
    for (const char* action : {"editClient", "setUpTool", "newToken", "revokeClient"})
        QVERIFY2(!field<QPushButton>(action)->isEnabled(), action);
}

void TestClientsDialog::addsAClientAndShowsItsTokenOnce()
{
    click("addClient");
    QVERIFY(field<QLineEdit>("clientName")->hasFocus());
    QVERIFY(!field<QPushButton>("saveClient")->isEnabled());
    QTest::keyClicks(field<QLineEdit>("clientName"), u"ci"_s);
    field<QLineEdit>("clientModels")->setText(u"claude-sonnet-5-5, claude-haiku-*,"_s);
    field<QCheckBox>("allAccounts")->setChecked(false);
    QVERIFY(!field<QPushButton>("saveClient")->isEnabled()); // none is chosen
    const auto boxes = m_dialog->findChildren<QCheckBox*>(u"mayUseAccount"_s);
    QCOMPARE(boxes.size(), 2);
    boxes.at(1)->setChecked(true);
    field<QSpinBox>("requestsPerMinute")->setValue(60);
    field<QSpinBox>("requestsAtOnce")->setValue(4);
    auto* ends = field<QComboBox>("tokenEnds");
    ends->setCurrentIndex(ends->findData(30));
    field<QLineEdit>("dayBudget")->setText(u"2.50"_s);
    field<QCheckBox>("dayBudgetIsHard")->setChecked(true);
    click("saveClient");
    QTRY_VERIFY(isOn("clientToken"));

    const QString token = field<QLineEdit>("clientToken")->text();
    static const QRegularExpression form(u"^pb-[A-Za-z0-9_-]{43}$"_s);
    QVERIFY(form.match(token).hasMatch());
    QVERIFY(field<QPushButton>("copyToken")->hasFocus());
    click("copyToken");
    QCOMPARE(QGuiApplication::clipboard()->text(), token);
    const EndpointClient* client = clients().findByName(u"ci"_s);
    QVERIFY(client);
    QCOMPARE(client->models, (QStringList{u"claude-sonnet-5-5"_s, u"claude-haiku-*"_s}));
    QCOMPARE(client->accounts, QStringList{core().accounts().findByName(u"home"_s)->id.value});
    QCOMPARE(client->requestsPerMinute, 60);
    QCOMPARE(client->maxConcurrent, 4);
    const qint64 days = (client->expiresAtMs - client->createdAtMs) / 86'400'000;
    QVERIFY(days == 29 || days == 30);
    const Budget* budget = core().budgets().find(BudgetScope::Client, u"ci"_s, BudgetPeriod::Day);
    QVERIFY(budget && budget->isHard);
    QCOMPARE(budget->limitMicroUsd, 2'500'000);
    QVERIFY(ClientTable(clients().clients()).find(token.toLatin1(), core().clock().nowMs()));

    click("tokenDone");
    QVERIFY(isOn("clientList"));
    QVERIFY(field<QLineEdit>("clientToken")->text().isEmpty());
    QCOMPARE(cell(0, ClientsModel::NameColumn), u"ci"_s);
    QCOMPARE(cell(0, ClientsModel::TokenColumn), u"pb-…"_s + token.right(4));
}

void TestClientsDialog::setsUpATool()
{
    m_dialog->setOrigin(u"http://127.0.0.1:4711"_s);
    m_dialog->openAddForm();
    field<QLineEdit>("clientName")->setText(u"aider"_s);
    click("saveClient");
    QTRY_VERIFY(isOn("clientToken"));
    const QString token = field<QLineEdit>("clientToken")->text();
    click("setUpWithToken");
    auto* tool = field<QComboBox>("setupTool");
    QVERIFY(tool->hasFocus());
    for (int i = 0; i < tool->count(); ++i) {
        tool->setCurrentIndex(i);
        QString code;
        const auto boxes = m_dialog->findChildren<QPlainTextEdit*>();
        for (const QPlainTextEdit* box : boxes)
            code += box->toPlainText();
        QVERIFY2(code.contains(u"127.0.0.1:4711"_s), qPrintable(tool->currentText()));
        QVERIFY2(code.contains(token), qPrintable(tool->currentText()));
    }
    tool->setCurrentIndex(tool->findData(u"claude-code"_s));
    auto* shell = field<QComboBox>("setupShell");
    QVERIFY(shell->isVisible());
    shell->setCurrentIndex(1);
    QVERIFY(field<QPlainTextEdit>("setupCode")->toPlainText().startsWith(u"$env:"_s));
    shell->setCurrentIndex(0);
    click("setupCodeCopy");
    QCOMPARE(QGuiApplication::clipboard()->text(),
             field<QPlainTextEdit>("setupCode")->toPlainText());
    tool->setCurrentIndex(tool->findData(u"python"_s));
    QVERIFY(!shell->isVisible());
    click("setupDone");
    QVERIFY(m_dialog->findChildren<QPlainTextEdit*>().isEmpty()); // nothing of the token stays
}

void TestClientsDialog::aSetUpWithoutTokenSaysSo()
{
    EndpointClient client;
    client.name = u"ci"_s;
    client.models = {u"claude-opus-5"_s};
    QVERIFY(!add(client).isEmpty());
    click("setUpTool");
    QVERIFY(field<QLabel>("setupHint")->text().contains(u"pb-YOUR-TOKEN"_s));
    auto* tool = field<QComboBox>("setupTool");
    tool->setCurrentIndex(tool->findData(u"curl"_s));
    const QString code = field<QPlainTextEdit>("setupCode")->toPlainText();
    QVERIFY(code.contains(u"pb-YOUR-TOKEN"_s));
    QVERIFY(code.contains(u"http://127.0.0.1:3002/v1/messages"_s));
    QVERIFY(code.contains(u"claude-opus-5"_s)); // the one it may use
}

void TestClientsDialog::keepsWhatIsEdited()
{
    EndpointClient client;
    client.name = u"ci"_s;
    client.models = {u"claude-opus-5"_s};
    client.accounts = {u"an account that is gone"_s};
    client.maxConcurrent = 3;
    client.expiresAtMs = core().clock().nowMs() + 40 * 86'400'000LL;
    const QString id =
        add(client, {{BudgetScope::Client, u"ci"_s, BudgetPeriod::Month, 20'000'000, true}});
    QVERIFY(!id.isEmpty());
    QTRY_VERIFY(!core().budgets().budgets().isEmpty());
    click("editClient");
    QVERIFY(!field<QLineEdit>("clientName")->isEnabled());
    QCOMPARE(field<QLineEdit>("monthBudget")->text(), u"20.00"_s);
    QVERIFY(isOn("tokenEndDate"));
    QCOMPARE(m_dialog->findChildren<QCheckBox*>(u"mayUseAccount"_s).size(), 3);
    field<QSpinBox>("requestsPerMinute")->setValue(10);
    field<QLineEdit>("monthBudget")->clear();
    field<QLineEdit>("dayBudget")->setText(u"1"_s);
    click("saveClient");
    QTRY_VERIFY(isOn("clientList"));
    const EndpointClient* edited = clients().find(id);
    QCOMPARE(edited->requestsPerMinute, 10);
    QCOMPARE(edited->maxConcurrent, 3);
    QCOMPARE(edited->models, client.models);
    QCOMPARE(edited->accounts, client.accounts);
    QCOMPARE(edited->expiresAtMs, client.expiresAtMs); // to the millisecond
    QTRY_VERIFY(core().budgets().find(BudgetScope::Client, u"ci"_s, BudgetPeriod::Day));
    QVERIFY(!core().budgets().find(BudgetScope::Client, u"ci"_s, BudgetPeriod::Month));

    click("editClient");
    field<QDateEdit>("tokenEndDate")->setDate(QDate(2099, 1, 2));
    field<QCheckBox>("allAccounts")->setChecked(true);
    click("saveClient");
    QTRY_VERIFY(isOn("clientList"));
    QCOMPARE(clients().find(id)->expiresAtMs, QDate(2099, 1, 2).startOfDay().toMSecsSinceEpoch());
    QVERIFY(clients().find(id)->accounts.isEmpty());
}

void TestClientsDialog::saysWhatIsWrong()
{
    EndpointClient client;
    client.name = u"ci"_s;
    QVERIFY(!add(client).isEmpty());
    click("addClient");
    const auto fault = [this] { return field<QLabel>("clientError")->text(); };
    field<QLineEdit>("clientName")->setText(u"window"_s);
    click("saveClient");
    QVERIFY(isOn("clientError"));
    QVERIFY(fault().contains(u"window"_s));
    field<QLineEdit>("clientName")->setText(u"CI"_s);
    field<QLineEdit>("clientModels")->setText(u"two words"_s);
    click("saveClient");
    QVERIFY(fault().contains(u"two words"_s));
    field<QLineEdit>("clientModels")->clear();
    field<QLineEdit>("dayBudget")->setText(u"much"_s);
    click("saveClient");
    QVERIFY(!isOn("clientError"));
    QVERIFY(isOn("budgetFault"));
    field<QLineEdit>("dayBudget")->clear();
    click("saveClient");
    QVERIFY(!field<QPushButton>("saveClient")->isEnabled()); // until the answer
    QTRY_VERIFY(isOn("clientError"));
    QVERIFY(fault().contains(u"already"_s));
    QVERIFY(field<QPushButton>("saveClient")->isEnabled());
    QCOMPARE(clients().clients().size(), 1);
}

void TestClientsDialog::asksBeforeANewToken()
{
    EndpointClient client;
    client.name = u"ci"_s;
    const QString id = add(client);
    const QByteArray before = clients().find(id)->tokenHash;
    click("newToken");
    QVERIFY(isOn("clientQuestion"));
    click("keepClient");
    QVERIFY(!isOn("clientQuestion"));
    QCOMPARE(clients().find(id)->tokenHash, before);
    click("newToken");
    click("confirmClient");
    QTRY_VERIFY(isOn("clientToken"));
    QVERIFY(clients().find(id)->tokenHash != before);
    QVERIFY(ClientTable(clients().clients())
                .find(field<QLineEdit>("clientToken")->text().toLatin1(), 0));
}

void TestClientsDialog::asksBeforeRevoking()
{
    EndpointClient client;
    client.name = u"ci"_s;
    const QString first = add(client);
    client.name = u"web"_s;
    const QString second = add(client);
    QTRY_COMPARE(m_view->model()->rowCount(), 2);
    m_view->setCurrentIndex(m_view->model()->index(0, 0));
    click("revokeClient");
    QVERIFY(field<QLabel>("clientQuestion")->text().contains(u"ci"_s));
    // A question about one is not answered for another.
    m_view->setCurrentIndex(m_view->model()->index(1, 0));
    QVERIFY(!isOn("clientQuestion"));
    click("revokeClient");
    QVERIFY(field<QLabel>("clientQuestion")->text().contains(u"web"_s));
    click("confirmClient");
    QTRY_VERIFY(isOn("clientNotice"));
    QCOMPARE(m_view->model()->rowCount(), 1);
    QVERIFY(clients().find(second)->revokedAtMs > 0);
    QCOMPARE(clients().find(first)->revokedAtMs, 0);
    field<QCheckBox>("showRevoked")->setChecked(true);
    QCOMPARE(m_view->model()->rowCount(), 2);
    m_view->setCurrentIndex(m_view->model()->index(1, 0));
    QCOMPARE(cell(1, ClientsModel::StateColumn), u"Revoked"_s);
    QVERIFY(!field<QPushButton>("revokeClient")->isEnabled());
    QVERIFY(!field<QPushButton>("editClient")->isEnabled());
}

void TestClientsDialog::seesWhatOthersDo()
{
    EndpointClient client;
    client.name = u"ci"_s;
    const QString id = add(client);
    QTRY_COMPARE(m_view->model()->rowCount(), 1);
    QVERIFY(isOn("clientList"));
    QCOMPARE(cell(0, ClientsModel::LastUsedColumn), u"never"_s);
    clients().setUsed(id, core().clock().nowMs());
    QVERIFY(cell(0, ClientsModel::LastUsedColumn) != u"never"_s);
    Testing::Outcome<void> revoked;
    clients().revoke(id, revoked.completion());
    QVERIFY(revoked.wait());
    QTRY_VERIFY(isOn("noClients"));
}

void TestClientsDialog::showsWhatWasUsed()
{
    EndpointClient client;
    client.name = u"ci"_s;
    QVERIFY(!add(client).isEmpty());
    {
        Ledger ledger(core().database(), u"p1"_s);
        AttemptOpening opening;
        opening.id = opening.requestKey = 1;
        opening.accountNumber = core().accounts().accounts().first().number;
        opening.client = u"ci"_s;
        opening.model = u"claude-sonnet-5-5"_s;
        opening.openedAtMs = core().clock().nowMs();
        ledger.open(opening);
        AttemptCompletion completion;
        completion.cost = Cost{1'250'000, false, u"2026-11-20"_s};
        ledger.complete(opening, completion);
    }
    Q_EMIT core().usageChanged();
    QTRY_COMPARE_WITH_TIMEOUT(cell(0, ClientsModel::Days30Column), u"$1.25"_s, 20'000);
}

void TestClientsDialog::worksByKeyboard()
{
    QTest::keyClick(field<QPushButton>("addClient"), Qt::Key_Space);
    QTest::keyClicks(field<QLineEdit>("clientName"), u"ci"_s);
    QTest::keyClick(field<QLineEdit>("clientName"), Qt::Key_Return);
    QTRY_VERIFY(isOn("clientToken"));
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(isOn("clientList"));
    QVERIFY(m_view->hasFocus());
    QTest::keyClick(m_view, Qt::Key_Return);
    QTRY_VERIFY(isOn("clientModels"));
    QVERIFY(field<QLineEdit>("clientModels")->hasFocus());
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(m_view->hasFocus());
    QTest::keyClick(m_view, Qt::Key_Delete);
    QVERIFY(field<QPushButton>("confirmClient")->hasFocus());
    QTest::keyClick(m_dialog->focusWidget(), Qt::Key_Space);
    QTRY_VERIFY(isOn("noClients"));
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(!m_dialog->isVisible());
}

void TestClientsDialog::everyControlHasAName()
{
    EndpointClient client;
    client.name = u"ci"_s;
    QVERIFY(!add(client).isEmpty());
    QCOMPARE(m_dialog->accessibleName(), u"Clients"_s);
    click("editClient");
    click("cancelClient");
    click("setUpTool");
    const auto controls = m_dialog->findChildren<QWidget*>();
    int checked = 0;
    for (const QWidget* control : controls) {
        const bool isControl = qobject_cast<const QAbstractButton*>(control) ||
                               (qobject_cast<const QLineEdit*>(control) &&
                                control->objectName() != u"qt_spinbox_lineedit"_s) ||
                               qobject_cast<const QComboBox*>(control) ||
                               qobject_cast<const QSpinBox*>(control) ||
                               qobject_cast<const QPlainTextEdit*>(control);
        if (!isControl)
            continue;
        ++checked;
        QVERIFY2(!control->accessibleName().isEmpty(), qPrintable(control->objectName()));
        QVERIFY2(!control->objectName().isEmpty(), qPrintable(control->accessibleName()));
    }
    QVERIFY(checked > 20);
}

} // namespace Patchbay

QTEST_MAIN(Patchbay::TestClientsDialog)
#include "tst_clientsdialog.moc"
