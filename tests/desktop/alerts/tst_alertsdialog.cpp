// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/alertwatcher.h"
#include "core/webhookreceiver.h"
#include "corefixture.h"
#include "desktop/alerts/alertsdialog.h"

#include <QAbstractButton>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QToolButton>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kWait = 30'000;

} // namespace

class tst_AlertsDialog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void everyControlHasAName();
    void switchesAndThresholdsAreSettings();
    void webhookIsSavedAndTested();
    void badWebhookIsRefused();
    void listsWhatHolds();
    void snoozesOneAndAll();

private:
    void run(const QString& sql);
    [[nodiscard]] Core& core() const { return m_fixture->core(); }

    std::unique_ptr<TestUpstream> m_upstream;
    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<AlertsDialog> m_dialog;
};

void tst_AlertsDialog::init()
{
    m_upstream = std::make_unique<TestUpstream>();
    m_fixture = std::make_unique<CoreFixture>(*m_upstream);
    m_fixture->open();
    m_dialog = std::make_unique<AlertsDialog>(core());
    m_dialog->show();
    core().alerts().start(false);
}

void tst_AlertsDialog::cleanup()
{
    m_dialog.reset();
    m_fixture.reset();
    m_upstream.reset();
}

void tst_AlertsDialog::run(const QString& sql)
{
    const auto done = core().database().writeAtStart([&](Connection& connection) -> Result<void> {
        const auto changed = connection.run(sql);
        return changed ? Result<void>() : Failure(changed.error());
    });
    if (!done)
        qFatal("%s", qPrintable(done.error().detail));
    core().alerts().lookNow();
}

void tst_AlertsDialog::everyControlHasAName()
{
    int controls = 0;
    const QList<QWidget*> widgets = m_dialog->findChildren<QWidget*>();
    for (const QWidget* widget : widgets) {
        const bool isControl = qobject_cast<const QAbstractButton*>(widget) ||
                               qobject_cast<const QSpinBox*>(widget) ||
                               (qobject_cast<const QLineEdit*>(widget) &&
                                !qobject_cast<const QSpinBox*>(widget->parentWidget()));
        if (!isControl)
            continue;
        ++controls;
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 qPrintable(widget->objectName()));
    }
    QVERIFY(controls >= 14);
}

void tst_AlertsDialog::switchesAndThresholdsAreSettings()
{
    auto* const budgets = named<QCheckBox>(*m_dialog, "setting-alerts/budgets");
    auto* const percent = named<QSpinBox>(*m_dialog, "setting-alerts/budget_percent");
    QVERIFY(budgets->isChecked());
    QCOMPARE(percent->value(), 80);
    percent->setFocus();
    QTest::keyClick(percent, Qt::Key_Down);
    QCOMPARE(core().settings().number(SettingKey::AlertBudgetPercent), 75);
    budgets->setFocus();
    QTest::keyClick(budgets, Qt::Key_Space);
    QVERIFY(!core().settings().isOn(SettingKey::AlertOfBudgets));
    QVERIFY(!percent->isEnabled());
    for (const char* name : {"limits", "forecast", "errors", "sign_in", "desktop"}) {
        auto* const box =
            m_dialog->findChild<QCheckBox*>(QLatin1String("setting-alerts/") + QLatin1String(name));
        QVERIFY2(box, name);
        box->click();
        const SettingInfo* info = Settings::find(QLatin1String("alerts/") + QLatin1String(name));
        QVERIFY(info);
        QVERIFY2(!core().settings().isOn(info->key), name);
    }
}

void tst_AlertsDialog::webhookIsSavedAndTested()
{
    WebhookReceiver receiver;
    auto* const edit = named<QLineEdit>(*m_dialog, "setting-alerts/webhook_url");
    auto* const test = named<QPushButton>(*m_dialog, "testWebhook");
    auto* const notice = named<QLabel>(*m_dialog, "alertsNotice");
    QVERIFY(!test->isEnabled());
    edit->setText(u"  "_s + receiver.url().toString());
    QVERIFY(test->isEnabled());
    test->click();
    QCOMPARE(core().settings().text(SettingKey::AlertWebhook), receiver.url().toString());
    QTRY_COMPARE_WITH_TIMEOUT(notice->text(), u"The test has arrived."_s, kWait);
    QVERIFY(test->isEnabled());
    QCOMPARE(receiver.posts().constFirst().body.value(u"type"_s), u"test"_s);
    receiver.answer = statusAnswer("404 No");
    test->click();
    QTRY_VERIFY_WITH_TIMEOUT(notice->text().contains(u"404"_s), kWait);
    edit->clear();
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_Return);
    QCOMPARE(core().settings().text(SettingKey::AlertWebhook), QString());
    QVERIFY(!test->isEnabled());
}

void tst_AlertsDialog::badWebhookIsRefused()
{
    auto* const edit = named<QLineEdit>(*m_dialog, "setting-alerts/webhook_url");
    auto* const notice = named<QLabel>(*m_dialog, "alertsNotice");
    edit->setText(u"http://hooks.example.com/sekrit"_s);
    named<QPushButton>(*m_dialog, "testWebhook")->click();
    QVERIFY(notice->isVisible());
    QVERIFY(notice->text().contains(u"https"_s));
    QVERIFY(!notice->text().contains(u"sekrit"_s));
    QCOMPARE(core().settings().text(SettingKey::AlertWebhook), QString());
}

void tst_AlertsDialog::listsWhatHolds()
{
    auto* const state = named<QLabel>(*m_dialog, "alertState");
    QCOMPARE(state->text(), u"There is nothing to warn of."_s);
    run(u"INSERT INTO budgets (scope, subject, period, limit_micro_usd) VALUES "
        "('all', '', 'day', 0), ('all', '', 'month', 0)"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_dialog->findChildren<QFrame*>(u"alertRow"_s).size(), 2, kWait);
    QVERIFY(state->text().startsWith(u"2"_s));
    QSignalSpy place(m_dialog.get(), &AlertsDialog::placeRequested);
    m_dialog->findChildren<QToolButton*>(u"showAlert"_s).constFirst()->click();
    QCOMPARE(place.size(), 1);
    QVERIFY(!m_dialog->isVisible());
    run(u"DELETE FROM budgets"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_dialog->findChildren<QFrame*>(u"alertRow"_s).size(), 0, kWait);
}

void tst_AlertsDialog::snoozesOneAndAll()
{
    run(u"INSERT INTO budgets (scope, subject, period, limit_micro_usd) VALUES "
        "('all', '', 'day', 0)"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_dialog->findChildren<QFrame*>(u"alertRow"_s).size(), 1, kWait);
    const auto snooze = [this](const char* button, const char* action) {
        named<QToolButton>(*m_dialog, button)
            ->menu()
            ->findChild<QAction*>(QLatin1String(action))
            ->trigger();
    };
    snooze("snoozeAlert", "snoozeHour");
    AlertWatcher& alerts = core().alerts();
    QTRY_VERIFY_WITH_TIMEOUT(
        alerts.current().size() == 1 && alerts.current().constFirst().snoozedUntilMs != 0, kWait);
    QVERIFY(!named<QToolButton>(*m_dialog, "endSnooze")->isVisible());
    snooze("snoozeAllAlerts", "snoozeTomorrow");
    QTRY_VERIFY_WITH_TIMEOUT(alerts.allSnoozedUntilMs() != 0, kWait);
    auto* const end = named<QToolButton>(*m_dialog, "endSnooze");
    QVERIFY(end->isVisible());
    QTest::mouseClick(end, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(alerts.allSnoozedUntilMs(), 0, kWait);
    QVERIFY(!end->isVisible());
}

QTEST_MAIN(tst_AlertsDialog)
#include "tst_alertsdialog.moc"
