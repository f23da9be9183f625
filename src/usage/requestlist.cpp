// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/requestlist.h"

#include "usage/rollups.h"

namespace Patchbay {

namespace {

struct Filter
{
    QString hours;    // conditions on usage_hourly
    QString attempts; // the same on attempts
    QVariantList values;
};

Filter filterOf(const RequestQuery& query)
{
    Filter filter;
    const auto add = [&](const QString& column, const std::optional<qint64>& value) {
        if (!value)
            return;
        filter.hours += QStringLiteral(" AND %1 = ?").arg(column);
        filter.attempts += column == QLatin1String("account")
                               ? QStringLiteral(" AND coalesce(attempts.account, 0) = ?")
                               : QStringLiteral(" AND attempts.%1 = ?").arg(column);
        filter.values.append(*value);
    };
    add(QStringLiteral("account"), query.account);
    add(QStringLiteral("model"), query.model);
    add(QStringLiteral("client"), query.client);
    return filter;
}

RequestRow rowOf(const Rows& rows)
{
    const auto optional = [&](int column) {
        return rows.isNull(column) ? std::optional<qint64>() : rows.number(column);
    };
    RequestRow row;
    row.id = rows.number(0);
    row.openedAtMs = rows.number(1);
    row.attempt = static_cast<int>(rows.number(2));
    row.account = rows.text(3);
    row.isPlan = rows.text(4) == QLatin1String("claude_command");
    row.model = rows.text(5);
    row.client = rows.text(6);
    row.outcome = rows.text(7);
    row.status = static_cast<int>(rows.number(8));
    row.errorKind = rows.text(9);
    row.input = rows.number(10);
    row.output = rows.number(11);
    row.cacheRead = rows.number(12);
    row.cacheWrite = rows.number(13);
    row.costMicroUsd = optional(14);
    row.estimated = rows.number(15) != 0;
    row.firstByteMs = optional(16);
    row.durationMs = optional(17);
    row.requestId = rows.text(18);
    return row;
}

/// Appends what one hour has, up to the limit of the page.
Result<void> addHour(Connection& connection, const RequestQuery& query, const Filter& filter,
                     qint64 hour, RequestPage& page)
{
    const QString sql =
        QStringLiteral(
            "SELECT attempts.id, opened_at, attempt, accounts.name, accounts.kind, "
            "coalesce(served.name, models.name), clients.name, outcome, attempts.status, "
            "error_kind, input_tokens, output_tokens, cache_read_tokens, "
            "cache_write_5m_tokens + cache_write_1h_tokens, cost_micro_usd, estimated, "
            "first_byte_ms, duration_ms, request_id FROM attempts "
            "JOIN names AS models ON models.number = attempts.model "
            "JOIN names AS clients ON clients.number = attempts.client "
            "LEFT JOIN names AS served ON served.number = attempts.model_served "
            "LEFT JOIN accounts ON accounts.number = attempts.account "
            "WHERE opened_at >= ? AND opened_at < ? AND (opened_at < ? OR attempts.id < ?) "
            "AND outcome <> 'open' AND accounts.source IS NOT 'demo'") +
        filter.attempts + QStringLiteral(" ORDER BY opened_at DESC, attempts.id DESC LIMIT ?");
    const bool isFirst = query.beforeMs == 0;
    const qint64 fromMs = std::max(hour * msPerHour, query.sinceMs);
    const qint64 toMs = std::min(
        {(hour + 1) * msPerHour, query.untilMs, isFirst ? query.untilMs : query.beforeMs + 1});
    const qint64 beforeMs = isFirst ? toMs : query.beforeMs;
    auto rows =
        connection.select(sql, QVariantList{fromMs, toMs, beforeMs, query.beforeId} +
                                   filter.values + QVariantList{query.limit - page.rows.size()});
    if (!rows)
        return Failure(rows.error());
    while (rows->next())
        page.rows.append(rowOf(*rows));
    if (const auto& error = rows->error())
        return Failure(*error);
    return {};
}

} // namespace

Result<RequestPage> requestPage(Connection& connection, const RequestQuery& query)
{
    const Filter filter = filterOf(query);
    const qint64 untilMs =
        query.beforeMs == 0 ? query.untilMs : std::min(query.untilMs, query.beforeMs + 1);
    const QString sql =
        QStringLiteral(
            "SELECT max(hour) FROM usage_hourly WHERE hour >= ? AND hour < ? AND account "
            "NOT IN (SELECT number FROM accounts WHERE source = 'demo')") +
        filter.hours;
    RequestPage page;
    qint64 endHour = (untilMs + msPerHour - 1) / msPerHour;
    while (page.rows.size() < query.limit) {
        const auto hour = connection.number(sql, QVariantList{query.sinceMs / msPerHour, endHour} +
                                                     filter.values);
        if (!hour)
            return Failure(hour.error());
        const std::optional<qint64> newest = *hour;
        if (!newest) {
            page.isLast = true;
            return page;
        }
        if (const auto done = addHour(connection, query, filter, *newest, page); !done)
            return Failure(done.error());
        endHour = *newest;
    }
    return page;
}

} // namespace Patchbay
