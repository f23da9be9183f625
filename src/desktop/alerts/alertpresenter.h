// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"
#include "desktop/alerts/desktopnotifications.h"
#include "desktop/alerts/trayicon.h"
#include "usage/alert.h"

#include <QPointer>

#include <optional>

namespace Patchbay {

class AlertsDialog;
class AlertWatcher;
class NoticeBar;

/// Tells a person of alerts: in the window always, one after the other, and by the desktop when the
/// window is not looked at. What is over while it is shown goes. GUI thread.
class AlertPresenter final : public QObject
{
    Q_OBJECT
public:
    /// `notice` is where the window tells, `window` what its dialog belongs to.
    AlertPresenter(Core& core, NoticeBar& notice, QWidget& window,
                   const std::optional<QDBusConnection>& bus = {});

    /// Begins to look for alerts: once the window is there.
    void start();
    /// The settings of alerts and those that hold.
    void openDialog();
    [[nodiscard]] TrayIcon& tray() { return m_tray; }

Q_SIGNALS:
    void usageRequested();
    void accountsRequested();
    void windowRequested();
    void quitRequested();

private:
    void tell(const QList<Alert>& alerts);
    void showNext();
    void dropWhatIsOver();
    void openPlaceOf(const Alert& alert);
    void snooze(const QString& cause);

    Core& m_core;
    AlertWatcher& m_alerts;
    NoticeBar& m_notice;
    QWidget& m_window;
    DesktopNotifications m_notifications;
    TrayIcon m_tray;
    std::optional<Alert> m_shown; // in the bar
    QList<Alert> m_waiting;
    QPointer<AlertsDialog> m_dialog;
};

} // namespace Patchbay
