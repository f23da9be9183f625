// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/rollups.h"
#include "usage/usagereport.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

namespace Patchbay {

Result<qint64> parseUsageTime(const QString& text, qint64 nowMs, const QTimeZone& timeZone)
{
    static const QRegularExpression ago(QStringLiteral("^([0-9]{1,5})([dh])$"));
    static const QRegularExpression day(QStringLiteral("^[0-9]{4}-[0-9]{2}-[0-9]{2}$"));
    static const QRegularExpression time(
        QStringLiteral("^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?"
                       "([Zz]|[+-][0-9]{2}:[0-9]{2})$"));
    if (const auto match = ago.match(text); match.hasMatch()) {
        const qint64 unit = match.capturedView(2) == QLatin1String("d") ? msPerDay : msPerHour;
        return nowMs - match.capturedView(1).toLongLong() * unit;
    }
    QDateTime result;
    if (day.match(text).hasMatch()) {
        const QDate date = QDate::fromString(text, Qt::ISODate);
        if (date.isValid())
            result = date.startOfDay(timeZone);
    } else if (time.match(text).hasMatch()) {
        result = QDateTime::fromString(text.toUpper(), Qt::ISODateWithMs);
    }
    if (result.isValid())
        return result.toMSecsSinceEpoch();
    return fail(
        ErrorKind::InvalidInput,
        QCoreApplication::translate("Usage", "“%1” is not a time").arg(text),
        QCoreApplication::translate(
            "Usage",
            "Write a date (2026-11-23), a time (2026-11-23T10:00:00Z), or how long ago (7d, 24h)"));
}

} // namespace Patchbay
