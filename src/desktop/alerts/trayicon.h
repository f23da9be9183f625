// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"

#include <QMenu>
#include <QSystemTrayIcon>

namespace Patchbay {

class AlertWatcher;

/// The program in the tray, where there is one: how the accounts are, what there is to warn of, and
/// a menu. GUI thread.
class TrayIcon final : public QObject
{
    Q_OBJECT
public:
    explicit TrayIcon(Core& core, QObject* parent = nullptr);

    /// Shows it: once the window is there, for finding a tray may take a moment.
    void start();
    /// A message of the tray, for desktops without notifications of their own. False where there is
    /// no tray.
    bool tell(const QString& title, const QString& text);

    [[nodiscard]] QMenu& menu() { return m_menu; }

Q_SIGNALS:
    void windowRequested();
    void alertsRequested();
    void quitRequested();

private:
    void build();
    void update();

    Core& m_core;
    AlertWatcher& m_alerts;
    QMenu m_menu;
    QAction* m_accounts = nullptr;
    QAction* m_current = nullptr;
    QAction* m_endSnooze = nullptr;
    QSystemTrayIcon m_icon;
};

} // namespace Patchbay
