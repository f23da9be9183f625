// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/alertwatcher.h"
#include "corefixture.h"
#include "desktop/alerts/alertpresenter.h"
#include "desktop/alerts/alertsdialog.h"
#include "desktop/alerts/snoozemenu.h"
#include "desktop/noticebar.h"
#include "notificationserver.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QVBoxLayout>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kWait = 30'000;

} // namespace

/// Alerts as a person meets them: in the window, and as notifications of a desktop that a fake
/// service stands for on a bus of its own.
class tst_AlertPresenter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void tellsInTheWindowAndOnTheDesktop();
    void leadsToThePlace();
    void oneAfterTheOther();
    void manyLeadToTheList();
    void whatIsOverGoes();
    void snoozesFromTheWindow();
    void snoozesFromTheDesktop();
    void choosingOnTheDesktopOpensTheWindow();
    void markupIsEscaped();
    void desktopCanBeSwitchedOff();
    void goesOnWithoutAService();
    void trayMenu();
    void tomorrowIsInTheMorning();

private:
    void open();
    void needSignIn();
    void spendBudget(const QString& period);
    void run(const QString& sql);
    [[nodiscard]] NoticeBar& notice() { return *m_notice; }

    std::unique_ptr<PrivateBus> m_bus;
    std::unique_ptr<NotificationServer> m_server;
    std::unique_ptr<TestUpstream> m_upstream;
    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<QWidget> m_window;
    std::unique_ptr<QWidget> m_elsewhere;
    NoticeBar* m_notice = nullptr;
    std::unique_ptr<AlertPresenter> m_presenter;
    int m_connections = 0;
};

void tst_AlertPresenter::initTestCase()
{
    m_bus = std::make_unique<PrivateBus>();
    m_upstream = std::make_unique<TestUpstream>();
}

void tst_AlertPresenter::init()
{
    m_server = std::make_unique<NotificationServer>(m_bus->connect(u"server"_s));
    m_fixture = std::make_unique<CoreFixture>(*m_upstream);
    m_fixture->open();
    open();
}

void tst_AlertPresenter::open()
{
    m_presenter.reset();
    m_window = std::make_unique<QWidget>();
    m_notice = new NoticeBar;
    auto* layout = new QVBoxLayout(m_window.get());
    layout->addWidget(m_notice);
    layout->addStretch();
    m_window->resize(900, 300);
    m_window->show();
    m_elsewhere = std::make_unique<QWidget>(); // where the person is
    m_elsewhere->show();
    m_elsewhere->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_elsewhere.get(), kWait));
    m_presenter =
        std::make_unique<AlertPresenter>(m_fixture->core(), *m_notice, *m_window,
                                         m_bus->connect(u"client%1"_s.arg(++m_connections)));
    m_presenter->start();
}

void tst_AlertPresenter::cleanup()
{
    m_presenter.reset();
    m_window.reset();
    m_elsewhere.reset();
    m_fixture.reset();
    m_server.reset();
    QDBusConnection::disconnectFromBus(u"server"_s);
}

void tst_AlertPresenter::run(const QString& sql)
{
    const auto done =
        m_fixture->core().database().writeAtStart([&](Connection& connection) -> Result<void> {
            const auto changed = connection.run(sql);
            return changed ? Result<void>() : Failure(changed.error());
        });
    if (!done)
        qFatal("%s", qPrintable(done.error().detail));
    m_fixture->core().alerts().lookNow();
}

void tst_AlertPresenter::needSignIn()
{
    AccountStore& accounts = m_fixture->core().accounts();
    accounts.setState(accounts.accounts().first().id, AccountState::NeedsSignIn, u"no"_s, 0);
    run(u"DELETE FROM alerts WHERE cause = 'none'"_s); // returns once the state is written
}

void tst_AlertPresenter::spendBudget(const QString& period)
{
    run(u"INSERT INTO budgets (scope, subject, period, limit_micro_usd) VALUES ('all', '', '%1', 0)"_s
            .arg(period));
}

void tst_AlertPresenter::tellsInTheWindowAndOnTheDesktop()
{
    needSignIn();
    QTRY_VERIFY_WITH_TIMEOUT(notice().isVisible(), kWait);
    QCOMPARE(notice().text(), u"Key of “env”: It was rejected: replace it."_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->shown().size(), 1, kWait);
    const NotificationServer::Shown shown = m_server->shown().constFirst();
    QCOMPARE(shown.application, u"Patchbay"_s);
    QCOMPARE(shown.title, u"Key of “env”"_s);
    QCOMPARE(shown.body, u"It was rejected: replace it."_s);
    QVERIFY(shown.actions.contains(u"default"_s) && shown.actions.contains(u"snooze"_s));
    QCOMPARE(shown.hints.value(u"desktop-entry"_s).toString(), u"org.patchbay.Patchbay"_s);
    QCOMPARE(shown.hints.value(u"urgency"_s).toInt(), 2);
    // Another window on the same data, later, has nothing new to tell.
    open();
    spendBudget(u"day"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->shown().size(), 2, kWait);
    QCOMPARE(m_server->shown().constLast().title, u"Daily budget"_s);
    QVERIFY(notice().text().startsWith(u"Daily budget"_s));
}

void tst_AlertPresenter::leadsToThePlace()
{
    QSignalSpy accounts(m_presenter.get(), &AlertPresenter::accountsRequested);
    QSignalSpy usage(m_presenter.get(), &AlertPresenter::usageRequested);
    needSignIn();
    QTRY_VERIFY_WITH_TIMEOUT(notice().isVisible(), kWait);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->shown().size(), 1, kWait);
    QTest::mouseClick(named<QPushButton>(notice(), "alertShow"), Qt::LeftButton);
    QCOMPARE(accounts.size(), 1);
    QVERIFY(!notice().isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(m_server->closed().size(), 1, kWait); // it was seen
    spendBudget(u"day"_s);
    QTRY_VERIFY_WITH_TIMEOUT(notice().isVisible(), kWait);
    QTest::mouseClick(named<QPushButton>(notice(), "alertShow"), Qt::LeftButton);
    QCOMPARE(usage.size(), 1);
}

void tst_AlertPresenter::oneAfterTheOther()
{
    needSignIn();
    QTRY_VERIFY_WITH_TIMEOUT(notice().isVisible(), kWait);
    spendBudget(u"day"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->shown().size(), 2, kWait);
    QVERIFY(notice().text().startsWith(u"Key of"_s));
    notice().clear();
    QVERIFY(notice().isVisible());
    QVERIFY(notice().text().startsWith(u"Daily budget"_s));
    notice().clear();
    QVERIFY(!notice().isVisible());
}

void tst_AlertPresenter::manyLeadToTheList()
{
    run(u"INSERT INTO budgets (scope, subject, period, limit_micro_usd) VALUES "
        "('all', '', 'day', 0), ('all', '', 'month', 0), ('client', 'x', 'day', 0)"_s);
    QTRY_VERIFY_WITH_TIMEOUT(notice().isVisible(), kWait);
    auto* const more = named<QPushButton>(notice(), "alertMore");
    QCOMPARE(more->text(), u"2 more…"_s);
    QTest::mouseClick(more, Qt::LeftButton);
    QVERIFY(!notice().isVisible());
    auto* const dialog = named<AlertsDialog>(*m_window, "alertsDialog");
    QVERIFY(dialog->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(dialog->findChildren<QFrame*>(u"alertRow"_s).size(), 3, kWait);
}

void tst_AlertPresenter::whatIsOverGoes()
{
    needSignIn();
    QTRY_VERIFY_WITH_TIMEOUT(notice().isVisible(), kWait);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->shown().size(), 1, kWait);
    AccountStore& accounts = m_fixture->core().accounts();
    accounts.setWell(accounts.accounts().first().id);
    QTRY_VERIFY_WITH_TIMEOUT(!notice().isVisible(), kWait);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->closed(), QList<uint>{m_server->shown().constFirst().id},
                              kWait);
}

void tst_AlertPresenter::snoozesFromTheWindow()
{
    needSignIn();
    QTRY_VERIFY_WITH_TIMEOUT(notice().isVisible(), kWait);
    QTest::mouseClick(named<QPushButton>(notice(), "alertSnooze"), Qt::LeftButton);
    QVERIFY(!notice().isVisible());
    AlertWatcher& alerts = m_fixture->core().alerts();
    QTRY_VERIFY_WITH_TIMEOUT(
        !alerts.current().isEmpty() && alerts.current().constFirst().snoozedUntilMs > 0, kWait);
    QVERIFY(alerts.current().constFirst().snoozedUntilMs >
            m_fixture->core().clock().nowMs() + oneHourMs / 2);
}

void tst_AlertPresenter::snoozesFromTheDesktop()
{
    needSignIn();
    QTRY_COMPARE_WITH_TIMEOUT(m_server->shown().size(), 1, kWait);
    AlertWatcher& alerts = m_fixture->core().alerts();
    const auto isSnoozed = [&] {
        return !alerts.current().isEmpty() && alerts.current().constFirst().snoozedUntilMs > 0;
    };
    // Another program's notification is none of ours. The number may still be on its way.
    Q_EMIT m_server->ActionInvoked(9999, u"snooze"_s);
    QTRY_VERIFY_WITH_TIMEOUT(
        (Q_EMIT m_server->ActionInvoked(m_server->shown().constFirst().id, u"snooze"_s),
         isSnoozed()),
        kWait);
    QVERIFY(!notice().isVisible());
}

void tst_AlertPresenter::choosingOnTheDesktopOpensTheWindow()
{
    QSignalSpy window(m_presenter.get(), &AlertPresenter::windowRequested);
    QSignalSpy accounts(m_presenter.get(), &AlertPresenter::accountsRequested);
    needSignIn();
    QTRY_COMPARE_WITH_TIMEOUT(m_server->shown().size(), 1, kWait);
    QTRY_COMPARE_WITH_TIMEOUT(m_fixture->core().alerts().current().size(), 1, kWait);
    QTRY_VERIFY_WITH_TIMEOUT(
        (Q_EMIT m_server->ActionInvoked(m_server->shown().constFirst().id, u"default"_s),
         !accounts.isEmpty()),
        kWait);
    QVERIFY(!window.isEmpty());
    QVERIFY(!notice().isVisible());
}

void tst_AlertPresenter::markupIsEscaped()
{
    DesktopNotifications notifications(m_bus->connect(u"escaping"_s));
    notifications.show(u"c"_s, u"a <b> & c"_s, u"<img src=x> & more"_s, false);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->shown().size(), 1, kWait);
    QCOMPARE(m_server->shown().constFirst().title, u"a <b> & c"_s); // never markup
    QCOMPARE(m_server->shown().constFirst().body, u"&lt;img src=x&gt; &amp; more"_s);
    QCOMPARE(m_server->shown().constFirst().hints.value(u"urgency"_s).toInt(), 1);
}

void tst_AlertPresenter::desktopCanBeSwitchedOff()
{
    QVERIFY(m_fixture->core().settings().setValue(SettingKey::AlertOnDesktop, false));
    needSignIn();
    QTRY_VERIFY_WITH_TIMEOUT(notice().isVisible(), kWait);
    QVERIFY(m_fixture->core().settings().setValue(SettingKey::AlertOnDesktop, true));
    spendBudget(u"day"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_server->shown().size(), 1, kWait);
    QCOMPARE(m_server->shown().constFirst().title, u"Daily budget"_s);
}

void tst_AlertPresenter::goesOnWithoutAService()
{
    m_server.reset();
    QDBusConnection::disconnectFromBus(u"server"_s);
    DesktopNotifications notifications(m_bus->connect(u"alone"_s));
    QSignalSpy unavailable(&notifications, &DesktopNotifications::unavailable);
    notifications.show(u"c"_s, u"title"_s, u"text"_s, false);
    QTRY_COMPARE_WITH_TIMEOUT(unavailable.size(), 1, kWait);
    QCOMPARE(unavailable.constFirst(), (QList<QVariant>{u"title"_s, u"text"_s}));
    needSignIn();
    QTRY_VERIFY_WITH_TIMEOUT(notice().isVisible(), kWait);
}

void tst_AlertPresenter::trayMenu()
{
    QMenu& menu = m_presenter->tray().menu();
    const auto action = [&](const char* name) {
        auto* found = menu.findChild<QAction*>(QLatin1String(name));
        if (!found)
            qFatal("no action is named %s", name);
        return found;
    };
    QCOMPARE(action("trayAccounts")->text(), u"1 of 1 account(s) ready"_s);
    QCOMPARE(action("trayAlerts")->text(), u"Alerts…"_s);
    QVERIFY(!action("trayEndSnooze")->isVisible());
    QSignalSpy window(m_presenter.get(), &AlertPresenter::windowRequested);
    QSignalSpy quit(m_presenter.get(), &AlertPresenter::quitRequested);
    action("trayOpen")->trigger();
    action("trayQuit")->trigger();
    QCOMPARE(window.size(), 1);
    QCOMPARE(quit.size(), 1);

    AlertWatcher& alerts = m_fixture->core().alerts();
    action("snoozeTomorrow")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(alerts.allSnoozedUntilMs() != 0, kWait);
    QVERIFY(action("trayEndSnooze")->isVisible());
    needSignIn();
    QTRY_COMPARE_WITH_TIMEOUT(alerts.current().size(), 1, kWait);
    QCOMPARE(action("trayAccounts")->text(), u"0 of 1 account(s) ready"_s);
    QCOMPARE(action("trayAlerts")->text(), u"1 alert(s)…"_s);
    QVERIFY(!notice().isVisible());
    action("trayEndSnooze")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(notice().isVisible(), kWait);
    QTRY_COMPARE_WITH_TIMEOUT(alerts.allSnoozedUntilMs(), 0, kWait);
    action("trayAlerts")->trigger();
    QVERIFY(named<AlertsDialog>(*m_window, "alertsDialog")->isVisible());
}

void tst_AlertPresenter::tomorrowIsInTheMorning()
{
    const auto local = [](int day, int hour, int minute) {
        return QDateTime(QDate(2026, 11, day), QTime(hour, minute)).toMSecsSinceEpoch();
    };
    QCOMPARE(tomorrowMorningMs(local(23, 23, 59)), local(24, 8, 0));
    QCOMPARE(tomorrowMorningMs(local(23, 0, 0)), local(24, 8, 0));
    QCOMPARE(tomorrowMorningMs(local(30, 12, 0)),
             QDateTime(QDate(2026, 12, 1), QTime(8, 0)).toMSecsSinceEpoch());
}

QTEST_MAIN(tst_AlertPresenter)
#include "tst_alertpresenter.moc"
