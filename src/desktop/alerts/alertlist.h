// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "core/alertwatcher.h"

#include <QWidget>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace Patchbay {

/// The alerts that hold, each with the way to what it is about and a snooze; above them the snooze
/// of all. Follows the watcher. GUI thread.
class AlertList final : public QWidget
{
    Q_OBJECT
public:
    AlertList(AlertWatcher& alerts, const Clock& clock, QWidget* parent = nullptr);

Q_SIGNALS:
    void placeRequested(const Patchbay::Alert& alert);

private:
    void fill();
    QWidget* rowOf(const CurrentAlert& current);
    QToolButton* snoozeButton(const QString& cause, const QString& accessibleName);

    AlertWatcher& m_alerts;
    const Clock& m_clock;
    QLabel* m_state = nullptr;
    QToolButton* m_snoozeAll = nullptr;
    QToolButton* m_endSnooze = nullptr;
    QVBoxLayout* m_rows = nullptr;
};

} // namespace Patchbay
