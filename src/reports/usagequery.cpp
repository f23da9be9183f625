// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/usagequery.h"

#include <QCoreApplication>

namespace Patchbay {

namespace {

struct UsageQueryText
{
    Q_DECLARE_TR_FUNCTIONS(UsageQueryText)
};

} // namespace

Result<UsageQuery> usageQueryOf(const QString& by, const QString& since, const QString& until,
                                qint64 nowMs)
{
    UsageQuery query;
    if (!by.isEmpty()) {
        query.by.clear();
        QStringList keys = by.split(u',');
        keys.removeDuplicates();
        for (const QString& name : std::as_const(keys)) {
            const auto key = usageKeyFromName(name);
            if (!key) {
                return fail(ErrorKind::InvalidInput,
                            UsageQueryText::tr("Usage has no “%1” to group by").arg(name),
                            UsageQueryText::tr("Use account, model, day, hour and client"));
            }
            query.by.append(*key);
        }
    }
    for (const auto& [text, time] : {std::pair<const QString&, qint64&>(since, query.sinceMs),
                                     std::pair<const QString&, qint64&>(until, query.untilMs)}) {
        if (text.isEmpty())
            continue;
        const auto parsed = parseUsageTime(text, nowMs, query.timeZone);
        if (!parsed)
            return Failure(parsed.error());
        time = *parsed;
    }
    return query;
}

} // namespace Patchbay
