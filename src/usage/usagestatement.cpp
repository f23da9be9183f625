// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/usagestatement.h"

#include <QStringList>

namespace Patchbay {

QString usageStatement(UsageSpan::Source source, const QList<UsageKey>& by, bool includeDemo,
                       bool onlyPlans)
{
    const auto isBy = [&](UsageKey key) { return by.contains(key); };
    const bool isLedger = source == UsageSpan::Source::Ledger;
    const QString account =
        isLedger ? QStringLiteral("coalesce(account, 0)") : QStringLiteral("account");
    QStringList keys;
    if (isBy(UsageKey::Account))
        keys.append(account);
    if (isBy(UsageKey::Model))
        keys.append(QStringLiteral("model"));
    if (isBy(UsageKey::Client))
        keys.append(QStringLiteral("client"));
    if (isBy(UsageKey::Hour))
        keys.append(isLedger ? QStringLiteral("opened_at / 3600000") : QStringLiteral("hour"));

    QStringList columns = keys;
    columns.append(
        isLedger
            ? QStringLiteral("sum(is_last), "
                             "sum(is_last AND outcome IN ('failed', 'interrupted', 'refused')), "
                             "sum(input_tokens), sum(output_tokens), sum(cache_read_tokens), "
                             "sum(cache_write_5m_tokens + cache_write_1h_tokens), "
                             "sum(coalesce(cost_micro_usd, 0)), "
                             "sum(cost_micro_usd IS NULL AND (input_tokens OR output_tokens OR "
                             "cache_read_tokens OR cache_write_5m_tokens OR "
                             "cache_write_1h_tokens)), "
                             "sum(estimated), sum(saved_micro_usd), count(*)")
            : QStringLiteral("sum(requests), sum(errors), sum(input_tokens), sum(output_tokens), "
                             "sum(cache_read_tokens), sum(cache_write_tokens), "
                             "sum(cost_micro_usd), sum(unpriced), sum(estimated), "
                             "sum(saved_micro_usd), count(*)"));
    QString sql = QStringLiteral("SELECT %1 FROM ").arg(columns.join(QStringLiteral(", ")));
    switch (source) {
    case UsageSpan::Source::Daily:
        sql += QStringLiteral("usage_daily WHERE day >= ? AND day < ?");
        break;
    case UsageSpan::Source::Hourly:
        sql += QStringLiteral("usage_hourly WHERE hour >= ? AND hour < ?");
        break;
    case UsageSpan::Source::Ledger:
        sql +=
            QStringLiteral("attempts WHERE opened_at >= ? AND opened_at < ? AND outcome <> 'open'");
        break;
    }
    if (!includeDemo) {
        sql += QStringLiteral(" AND %1 NOT IN (SELECT number FROM accounts WHERE source = 'demo')")
                   .arg(account);
    }
    if (onlyPlans) {
        sql += QStringLiteral(" AND %1 IN (SELECT number FROM accounts "
                              "WHERE kind = 'claude_command')")
                   .arg(account);
    }
    if (!keys.isEmpty())
        sql += QStringLiteral(" GROUP BY ") + keys.join(QStringLiteral(", "));
    return sql;
}

} // namespace Patchbay
