// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/alerts/snoozemenu.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QMenu>

namespace Patchbay {

namespace {

struct SnoozeMenu
{
    Q_DECLARE_TR_FUNCTIONS(SnoozeMenu)
};

} // namespace

qint64 tomorrowMorningMs(qint64 nowMs)
{
    const QDate tomorrow = QDateTime::fromMSecsSinceEpoch(nowMs).date().addDays(1);
    return QDateTime(tomorrow, QTime(8, 0)).toMSecsSinceEpoch();
}

void addSnoozeActions(QMenu& menu, std::function<qint64()> nowMs,
                      std::function<void(qint64 untilMs)> snooze)
{
    QAction* const hour = menu.addAction(SnoozeMenu::tr("For 1 hour"));
    hour->setObjectName(QStringLiteral("snoozeHour"));
    QObject::connect(hour, &QAction::triggered, &menu,
                     [nowMs, snooze] { snooze(nowMs() + oneHourMs); });
    QAction* const tomorrow = menu.addAction(SnoozeMenu::tr("Until tomorrow"));
    tomorrow->setObjectName(QStringLiteral("snoozeTomorrow"));
    QObject::connect(tomorrow, &QAction::triggered, &menu,
                     [nowMs, snooze] { snooze(tomorrowMorningMs(nowMs())); });
}

} // namespace Patchbay
