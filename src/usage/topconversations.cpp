// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/rollups.h"
#include "usage/usagedetails.h"
#include "usage/usagespans.h"

#include <algorithm>

namespace Patchbay {

namespace {

// Days' rows that are summed sooner than conversations are gone through one by one.
constexpr qint64 fewRows = 30'000;
// How much going through them one by one may cost, about in rows: then all are summed after all.
constexpr qint64 mostRows = 150'000;
constexpr qint64 rowsOfOne = 60; // of the statement for one that is summed by itself

/// The stretch in hours since 1970 in UTC, and the whole days in it.
struct Stretch
{
    Stretch(qint64 sinceMs, qint64 untilMs)
        : fromHour(sinceMs / msPerHour)
        , toHour((untilMs + msPerHour - 1) / msPerHour)
        , spans(spansOf(fromHour * msPerHour, toHour * msPerHour, true))
    {
    }
    [[nodiscard]] bool holds(qint64 firstDay, qint64 lastDay) const
    {
        return firstDay * 24 >= fromHour && (lastDay + 1) * 24 <= toHour;
    }
    [[nodiscard]] qint64 days() const { return (toHour - fromHour) / 24; }
    [[nodiscard]] bool touches(qint64 firstDay, qint64 lastDay) const
    {
        return firstDay * 24 < toHour && (lastDay + 1) * 24 > fromHour;
    }

    qint64 fromHour, toHour;
    QList<UsageSpan> spans;
};

struct Used
{
    qint64 conversation = 0;
    qint64 requests = 0, tokens = 0, costMicroUsd = 0;

    [[nodiscard]] bool isDearerThan(const Used& other) const
    {
        return std::pair(costMicroUsd, tokens) > std::pair(other.costMicroUsd, other.tokens);
    }
};

class TopConversations
{
public:
    TopConversations(Connection& connection, qint64 sinceMs, qint64 untilMs, int limit)
        : m_connection(connection)
        , m_stretch(sinceMs, untilMs)
        , m_limit(limit)
    {
    }

    Result<QList<Used>> find();

private:
    Result<bool> areFewRows();
    Result<QList<Used>> sumAll();
    Result<bool> goThrough(QList<Used>& top);
    Result<Used> sumOne(qint64 conversation, qint64 firstDay, qint64 lastDay);
    Result<qint64> allRequests(qint64 conversation);
    void put(QList<Used>& top, const Used& used) const;

    Connection& m_connection;
    Stretch m_stretch;
    int m_limit;
};

Result<QList<Used>> TopConversations::find()
{
    if (m_stretch.spans.isEmpty() || m_limit <= 0)
        return QList<Used>();
    const auto few = areFewRows();
    if (!few)
        return Failure(few.error());
    if (*few)
        return sumAll();
    QList<Used> top;
    const auto found = goThrough(top);
    if (!found)
        return Failure(found.error());
    return *found ? Result<QList<Used>>(top) : sumAll();
}

/// By a few of the days; those of all time are not yet made while rollups are pending.
Result<bool> TopConversations::areFewRows()
{
    const auto pending = areRollupsPending(m_connection);
    if (!pending)
        return Failure(pending.error());
    if (*pending)
        return true;
    const qint64 firstDay = m_stretch.fromHour / 24;
    const qint64 days = m_stretch.toHour / 24 - firstDay;
    qint64 most = 0;
    for (const qint64 quarter : {1, 2, 3}) {
        const auto rows = m_connection.number(
            QStringLiteral("SELECT count(*) FROM conversation_daily WHERE day = ?"),
            {firstDay + days * quarter / 4});
        if (!rows)
            return Failure(rows.error());
        most = std::max(most, rows->value_or(0));
    }
    return most * days <= fewRows;
}

Result<QList<Used>> TopConversations::sumAll()
{
    QStringList stretches;
    QVariantList values;
    for (const UsageSpan& span : m_stretch.spans) {
        const QString sums =
            QStringLiteral("SELECT conversation, requests, tokens, cost_micro_usd FROM ");
        stretches.append(sums +
                         (span.source == UsageSpan::Source::Daily
                              ? QStringLiteral("conversation_daily WHERE day >= ? AND day < ?")
                              : QStringLiteral("conversation_usage WHERE hour >= ? AND hour < ?")));
        values += {span.from, span.to};
    }
    auto rows = m_connection.select(
        QStringLiteral("SELECT conversation, sum(requests), sum(tokens) AS all_tokens, "
                       "sum(cost_micro_usd) AS cost FROM (%1) GROUP BY conversation "
                       "HAVING cost > 0 OR all_tokens > 0 "
                       "ORDER BY cost DESC, all_tokens DESC LIMIT ?")
            .arg(stretches.join(QStringLiteral(" UNION ALL "))),
        values + QVariantList{m_limit});
    if (!rows)
        return Failure(rows.error());
    QList<Used> top;
    while (rows->next())
        top.append({rows->number(0), rows->number(1), rows->number(2), rows->number(3)});
    return rows->error() ? Result<QList<Used>>(Failure(*rows->error())) : top;
}

/// From the one that was dearest of all time on: no later one comes to more within the stretch than
/// it did in all. False: too many would have to be looked at.
Result<bool> TopConversations::goThrough(QList<Used>& top)
{
    auto rows = m_connection.select(
        QStringLiteral("SELECT cost_micro_usd, tokens, first_day, last_day, conversation "
                       "FROM conversation_totals ORDER BY cost_micro_usd DESC, tokens DESC"));
    if (!rows)
        return Failure(rows.error());
    qint64 cost = 0;
    while (rows->next()) {
        Used all{rows->number(4), 0, rows->number(1), rows->number(0)};
        if (top.size() == m_limit && !all.isDearerThan(top.constLast()))
            return true;
        if (++cost > mostRows)
            return false;
        const qint64 firstDay = rows->number(2);
        const qint64 lastDay = rows->number(3);
        if (!m_stretch.touches(firstDay, lastDay))
            continue;
        if (m_stretch.holds(firstDay, lastDay)) {
            const auto requests = allRequests(all.conversation);
            if (!requests)
                return Failure(requests.error());
            all.requests = *requests;
            put(top, all);
            continue;
        }
        cost += rowsOfOne + m_stretch.days();
        const auto used = sumOne(all.conversation, firstDay, lastDay);
        if (!used)
            return Failure(used.error());
        put(top, *used);
    }
    if (const auto& error = rows->error())
        return Failure(*error);
    return true;
}

Result<qint64> TopConversations::allRequests(qint64 conversation)
{
    const auto requests = m_connection.number(
        QStringLiteral("SELECT requests FROM conversation_totals WHERE conversation = ?"),
        {conversation});
    return requests ? Result<qint64>(requests->value_or(0)) : Failure(requests.error());
}

/// Of one that reaches over an end of the stretch: the days that begin nearest to its ends, less
/// and plus the hours between those and the ends. Rows of each are found by its number.
Result<Used> TopConversations::sumOne(qint64 conversation, qint64 firstDay, qint64 lastDay)
{
    const auto nearest = [](qint64 hour) { return (hour + 12) / 24; };
    const qint64 fromDay = nearest(m_stretch.fromHour);
    const qint64 toDay = nearest(m_stretch.toHour);
    QVariantList values{conversation, fromDay, toDay};
    for (const auto& [day, hour, sign] :
         {std::tuple(fromDay, m_stretch.fromHour, -1), std::tuple(toDay, m_stretch.toHour, 1)}) {
        const bool isAhead = day * 24 < hour;
        // Without what lies outside of its life.
        const qint64 from = std::max(std::min(day * 24, hour), firstDay * 24);
        const qint64 to = std::min(std::max(day * 24, hour), (lastDay + 1) * 24);
        const int times = isAhead ? sign : -sign;
        values += {times, times, times, from, to, conversation};
    }
    // Hour by hour, for those of other conversations stand between its own.
    static const QString ofHours = QStringLiteral(
        " UNION ALL SELECT ? * requests, ? * tokens, ? * cost_micro_usd "
        "FROM (WITH RECURSIVE h (at, last) AS (SELECT ?, ? UNION ALL SELECT at + 1, last FROM h "
        "WHERE at + 1 < last) SELECT at FROM h WHERE at < last) AS hours "
        "CROSS JOIN conversation_usage AS used ON used.hour = hours.at AND used.conversation = ?");
    static const QString sql =
        QStringLiteral("SELECT sum(requests), sum(tokens), sum(cost_micro_usd) FROM "
                       "(SELECT requests, tokens, cost_micro_usd FROM conversation_daily "
                       "WHERE conversation = ? AND day >= ? AND day < ?") +
        ofHours + ofHours + u')';
    Used used{conversation};
    auto rows = m_connection.select(sql, values);
    if (!rows)
        return Failure(rows.error());
    if (rows->next())
        used = {conversation, rows->number(0), rows->number(1), rows->number(2)};
    return rows->error() ? Result<Used>(Failure(*rows->error())) : used;
}

void TopConversations::put(QList<Used>& top, const Used& used) const
{
    if (used.costMicroUsd <= 0 && used.tokens <= 0)
        return;
    const auto place = std::find_if(top.begin(), top.end(),
                                    [&](const Used& one) { return used.isDearerThan(one); });
    top.insert(place, used);
    if (top.size() > m_limit)
        top.removeLast();
}

/// Whether subscriptions alone answered in it: cheap, for the few that are shown.
Result<bool> isOfPlans(Connection& connection, const QString& conversation)
{
    const auto others = connection.number(
        QStringLiteral("SELECT count(*) FROM messages LEFT JOIN accounts ON accounts.id = "
                       "messages.account WHERE conversation = ? AND role = 'assistant' "
                       "AND messages.account <> '' AND accounts.kind IS NOT 'claude_command'"),
        {conversation});
    const auto plans = connection.number(
        QStringLiteral("SELECT count(*) FROM messages JOIN accounts ON accounts.id = "
                       "messages.account WHERE conversation = ? AND role = 'assistant' "
                       "AND accounts.kind = 'claude_command'"),
        {conversation});
    if (!others || !plans)
        return Failure(others ? plans.error() : others.error());
    return plans->value_or(0) > 0 && others->value_or(0) == 0;
}

} // namespace

Result<QList<ConversationUse>> topConversations(Connection& connection, qint64 sinceMs,
                                                qint64 untilMs, int limit)
{
    const auto top = TopConversations(connection, sinceMs, untilMs, limit).find();
    if (!top)
        return Failure(top.error());
    QList<ConversationUse> result;
    for (const Used& used : *top) {
        ConversationUse use{{}, {}, used.requests, used.tokens, used.costMicroUsd};
        {
            auto rows = connection.select(
                QStringLiteral("SELECT names.name, conversations.title, "
                               "conversations.id IS NULL OR conversations.deleted_at <> 0 "
                               "FROM names LEFT JOIN conversations "
                               "ON conversations.id = names.name WHERE names.number = ?"),
                {used.conversation});
            if (!rows)
                return Failure(rows.error());
            if (rows->next()) {
                use.id = rows->text(0);
                use.title = rows->text(1);
                use.isDeleted = rows->number(2) != 0;
            }
            if (const auto& error = rows->error())
                return Failure(*error);
        }
        const auto plan = isOfPlans(connection, use.id);
        if (!plan)
            return Failure(plan.error());
        use.isPlan = *plan;
        result.append(use);
    }
    return result;
}

} // namespace Patchbay
