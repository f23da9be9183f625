// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/timeleft.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace Patchbay {

namespace {

struct TimeLeft
{
    Q_DECLARE_TR_FUNCTIONS(TimeLeft)
};

constexpr qint64 kDayMs = 86'400'000;

} // namespace

QString timeLeftText(qint64 milliseconds)
{
    const qint64 seconds = std::max<qint64>(0, (milliseconds + 999) / 1000);
    if (seconds < 60)
        return TimeLeft::tr("%1 s left").arg(seconds);
    const qint64 minutes = (seconds + 59) / 60;
    if (minutes < 60)
        return TimeLeft::tr("%1 min left").arg(minutes);
    if (minutes < qint64(24) * 60)
        return TimeLeft::tr("%1 h %2 min left").arg(minutes / 60).arg(minutes % 60);
    return TimeLeft::tr("%n day(s) left", nullptr, static_cast<int>(minutes / (24 * 60)));
}

QString momentText(qint64 atMs, qint64 nowMs)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(atMs);
    if (std::abs(atMs - nowMs) < kDayMs)
        return at.toString(QStringLiteral("HH:mm"));
    //: Day and time, as QLocale::toString() takes them.
    return QLocale().toString(at, TimeLeft::tr("d MMM, HH:mm"));
}

} // namespace Patchbay
