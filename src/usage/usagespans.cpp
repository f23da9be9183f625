// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/usagespans.h"

#include "usage/rollups.h"

#include <QDateTime>

namespace Patchbay {

namespace {

qint64 roundedUp(qint64 value, qint64 unit)
{
    return (value + unit - 1) / unit;
}

void append(QList<UsageSpan>& spans, UsageSpan::Source source, qint64 from, qint64 to)
{
    if (from < to)
        spans.append({source, from, to});
}

} // namespace

QList<UsageSpan> spansOf(qint64 fromMs, qint64 toMs, bool allowDaily)
{
    using enum UsageSpan::Source;
    QList<UsageSpan> spans;
    const qint64 firstHour = roundedUp(fromMs, msPerHour);
    const qint64 endHour = toMs / msPerHour;
    if (firstHour >= endHour) {
        append(spans, Ledger, fromMs, toMs);
        return spans;
    }
    append(spans, Ledger, fromMs, firstHour * msPerHour);
    const qint64 firstDay = roundedUp(firstHour, 24);
    const qint64 endDay = endHour / 24;
    if (allowDaily && firstDay < endDay) {
        append(spans, Hourly, firstHour, firstDay * 24);
        append(spans, Daily, firstDay, endDay);
        append(spans, Hourly, endDay * 24, endHour);
    } else {
        append(spans, Hourly, firstHour, endHour);
    }
    append(spans, Ledger, endHour * msPerHour, toMs);
    return spans;
}

QList<LocalDay> localDays(qint64 fromMs, qint64 toMs, const QTimeZone& timeZone)
{
    QList<LocalDay> days;
    QDate date = QDateTime::fromMSecsSinceEpoch(fromMs, timeZone).date();
    for (qint64 start = fromMs; start < toMs;) {
        QDate next = date;
        QDateTime midnight;
        do { // a date may be missing where the date line was moved
            next = next.addDays(1);
            midnight = next.startOfDay(timeZone);
        } while (!midnight.isValid());
        const qint64 end = std::min(midnight.toMSecsSinceEpoch(), toMs);
        days.append({date, start, end});
        start = end;
        date = next;
    }
    return days;
}

} // namespace Patchbay
