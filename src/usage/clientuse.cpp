// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/clientuse.h"

#include <QDateTime>

namespace Patchbay {

namespace {

constexpr int days = 30;

} // namespace

Result<QHash<QString, ClientUse>> clientUse(Connection& connection, qint64 nowMs,
                                            const QTimeZone& timeZone)
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(nowMs, timeZone).date();
    UsageQuery query;
    query.by = {UsageKey::Client};
    query.timeZone = timeZone;
    QHash<QString, ClientUse> use;
    for (const bool isToday : {true, false}) {
        const QDate since = isToday ? today : today.addDays(1 - days);
        query.sinceMs = since.startOfDay(timeZone).toMSecsSinceEpoch();
        const auto report = usageReport(connection, query);
        if (!report)
            return Failure(report.error());
        for (const UsageRow& row : report->rows) {
            ClientUse& client = use[row.keys.first()];
            (isToday ? client.today : client.days30) = row;
        }
    }
    return use;
}

} // namespace Patchbay
