// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "core/core.h"

#include <QFrame>
#include <QTimer>

class QToolButton;

namespace Patchbay {

/// Below the window, at a glance: accounts, what is on its way, tokens and cost of today. GUI
/// thread.
class StatusLine final : public QFrame
{
    Q_OBJECT
public:
    explicit StatusLine(Core& core, QWidget* parent = nullptr);

    /// Begins to read sums: once the window is there.
    void start();

Q_SIGNALS:
    void accountsRequested();
    void usageRequested();
    void poolRequested();
    void alertsRequested();

private:
    void showAccounts();
    void showLoad();
    void showAlerts();
    void readToday();

    Core& m_core;
    QToolButton* m_accounts = nullptr;
    QToolButton* m_load = nullptr;
    QToolButton* m_today = nullptr;
    QToolButton* m_alerts = nullptr;
    QTimer m_soon;
    QTimer m_minute;
    Mailbox m_mailbox;
    bool m_reading = false;
    bool m_again = false;
};

/// "412k", "41.2 M": counts that are read at a glance.
[[nodiscard]] QString shortCount(qint64 count);

} // namespace Patchbay
