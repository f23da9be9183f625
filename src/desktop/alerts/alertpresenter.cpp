// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/alerts/alertpresenter.h"

#include "core/alertwatcher.h"
#include "desktop/alerts/alertsdialog.h"
#include "desktop/alerts/snoozemenu.h"
#include "desktop/noticebar.h"
#include "usage/alertwords.h"

namespace Patchbay {

AlertPresenter::AlertPresenter(Core& core, NoticeBar& notice, QWidget& window,
                               const std::optional<QDBusConnection>& bus)
    : m_core(core)
    , m_alerts(core.alerts())
    , m_notice(notice)
    , m_window(window)
    , m_notifications(bus)
    , m_tray(core)
{
    connect(&m_alerts, &AlertWatcher::told, this, &AlertPresenter::tell);
    connect(&m_alerts, &AlertWatcher::changed, this, &AlertPresenter::dropWhatIsOver);
    connect(&m_notice, &NoticeBar::closed, this, [this] {
        if (const auto shown = std::exchange(m_shown, std::nullopt))
            m_notifications.withdraw(shown->cause);
        showNext();
    });
    connect(&m_notifications, &DesktopNotifications::chosen, this, [this](const QString& cause) {
        Q_EMIT windowRequested();
        for (const CurrentAlert& each : m_alerts.current()) {
            if (each.alert.cause == cause)
                return openPlaceOf(each.alert);
        }
    });
    connect(&m_notifications, &DesktopNotifications::snoozed, this, &AlertPresenter::snooze);
    connect(&m_notifications, &DesktopNotifications::unavailable, &m_tray, &TrayIcon::tell);
    connect(&m_tray, &TrayIcon::windowRequested, this, &AlertPresenter::windowRequested);
    connect(&m_tray, &TrayIcon::quitRequested, this, &AlertPresenter::quitRequested);
    connect(&m_tray, &TrayIcon::alertsRequested, this, [this] {
        Q_EMIT windowRequested();
        openDialog();
    });
}

void AlertPresenter::start()
{
    m_tray.start();
    m_alerts.start(true);
}

void AlertPresenter::tell(const QList<Alert>& alerts)
{
    const bool onDesktop =
        m_core.settings().isOn(SettingKey::AlertOnDesktop) && !m_window.isActiveWindow();
    for (const Alert& alert : alerts) {
        m_waiting.removeIf([&](const Alert& other) { return other.cause == alert.cause; });
        m_waiting.append(alert);
        if (onDesktop) {
            const AlertWords words = alertWords(alert, m_core.clock().nowMs());
            const bool isUrgent = alert.kind == AlertKind::SignIn ||
                                  (alert.kind == AlertKind::Budget && alert.percent >= 100);
            m_notifications.show(alert.cause, words.title, words.text, isUrgent);
        }
    }
    showNext();
}

void AlertPresenter::showNext()
{
    if (m_waiting.isEmpty() || m_shown)
        return;
    const Alert alert = m_waiting.takeFirst();
    m_shown = alert;
    const bool isOfAccounts = alert.kind == AlertKind::SignIn || !alert.window.isEmpty();
    QList<NoticeBar::Action> actions = {{isOfAccounts ? tr("Show accounts") : tr("Show usage"),
                                         QStringLiteral("alertShow"),
                                         [this, alert] { openPlaceOf(alert); }},
                                        {tr("Snooze for 1 hour"), QStringLiteral("alertSnooze"),
                                         [this, alert] { snooze(alert.cause); }}};
    if (const auto others = static_cast<int>(m_waiting.size()); others > 0) {
        actions.append({tr("%n more…", nullptr, others), QStringLiteral("alertMore"), [this] {
                            m_waiting.clear();
                            m_notice.clear();
                            openDialog();
                        }});
    }
    m_notice.tell(alertWords(alert, m_core.clock().nowMs()).line(), actions);
}

void AlertPresenter::dropWhatIsOver()
{
    const auto isOver = [this](const Alert& alert) {
        const QList<CurrentAlert>& current = m_alerts.current();
        return std::none_of(current.begin(), current.end(), [&](const CurrentAlert& each) {
            return each.alert.cause == alert.cause;
        });
    };
    for (const Alert& alert : std::as_const(m_waiting)) {
        if (isOver(alert))
            m_notifications.withdraw(alert.cause);
    }
    m_waiting.removeIf(isOver);
    if (m_shown && isOver(*m_shown))
        m_notice.clear(); // which shows the next
}

void AlertPresenter::openPlaceOf(const Alert& alert)
{
    m_notifications.withdraw(alert.cause);
    if (m_shown && m_shown->cause == alert.cause)
        m_notice.clear();
    if (alert.kind == AlertKind::SignIn || !alert.window.isEmpty())
        Q_EMIT accountsRequested();
    else
        Q_EMIT usageRequested();
}

void AlertPresenter::snooze(const QString& cause)
{
    m_alerts.snooze(cause, m_core.clock().nowMs() + oneHourMs);
    m_notifications.withdraw(cause);
    m_waiting.removeIf([&](const Alert& alert) { return alert.cause == cause; });
    if (m_shown && m_shown->cause == cause)
        m_notice.clear();
}

void AlertPresenter::openDialog()
{
    if (!m_dialog) {
        m_dialog = new AlertsDialog(m_core, &m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &AlertsDialog::placeRequested, this, &AlertPresenter::openPlaceOf);
    }
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

} // namespace Patchbay
