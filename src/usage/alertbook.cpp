// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/alertbook.h"

#include <algorithm>

namespace Patchbay {

namespace {

constexpr qint64 kDayMs = 24LL * 3'600'000;
constexpr qint64 kKeptMs = 90 * kDayMs;
// A snooze that seems longer was made when the clock was wrong.
constexpr qint64 kLongestSnoozeMs = 31 * kDayMs;

Result<void> run(Connection& connection, const QString& sql, const QVariantList& values)
{
    const auto done = connection.run(sql, values);
    return done ? Result<void>() : Failure(done.error());
}

Result<void> raise(Connection& connection, const Alert& alert, AlertChannels channels, qint64 nowMs)
{
    return run(connection,
               QStringLiteral("INSERT INTO alerts (cause, kind, subject, turn, raised_at, sent_at) "
                              "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (cause) DO UPDATE SET "
                              "turn = excluded.turn, raised_at = excluded.raised_at, "
                              "cleared_at = 0, shown_at = 0, sent_at = excluded.sent_at"),
               {alert.cause, alertKindName(alert.kind),
                alert.subject.isNull() ? QStringLiteral("") : alert.subject, alert.turnMs, nowMs,
                channels.webhook ? 0 : nowMs});
}

} // namespace

Result<AlertBook> AlertBook::read(Connection& connection, qint64 nowMs)
{
    AlertBook book;
    {
        auto rows = connection.select(
            QStringLiteral("SELECT cause, turn, subject, raised_at, shown_at, sent_at FROM alerts "
                           "WHERE cleared_at = 0 ORDER BY cause"));
        if (!rows)
            return Failure(rows.error());
        while (rows->next()) {
            book.m_open.append({rows->text(0), rows->number(1), rows->text(2), rows->number(3),
                                rows->number(4), rows->number(5)});
        }
        if (rows->error())
            return Failure(*rows->error());
    }
    auto snoozes = connection.select(
        QStringLiteral("SELECT cause, until FROM alert_snoozes WHERE until > ? AND until <= ?"),
        {nowMs, nowMs + kLongestSnoozeMs});
    if (!snoozes)
        return Failure(snoozes.error());
    while (snoozes->next())
        book.m_snoozes.insert(snoozes->text(0), snoozes->number(1));
    if (snoozes->error())
        return Failure(*snoozes->error());
    return book;
}

HeldCauses AlertBook::held() const
{
    HeldCauses held;
    for (const AlertRecord& record : m_open)
        held.insert(record.cause, record.turnMs);
    return held;
}

qint64 AlertBook::allSnoozedUntilMs() const
{
    return m_snoozes.value(QString());
}

qint64 AlertBook::snoozedUntilMs(const QString& cause) const
{
    return std::max(m_snoozes.value(cause), allSnoozedUntilMs());
}

const AlertRecord* AlertBook::find(const Alert& alert) const
{
    const auto found = std::find_if(m_open.begin(), m_open.end(), [&](const AlertRecord& record) {
        return record.cause == alert.cause && isSameTurn(record.turnMs, alert.turnMs);
    });
    return found == m_open.end() ? nullptr : &*found;
}

bool AlertBook::isOver(const AlertRecord& record, const QList<Alert>& holding,
                       const QSet<QString>& unknownSubjects) const
{
    return !unknownSubjects.contains(record.subject) &&
           std::none_of(holding.begin(), holding.end(),
                        [&](const Alert& alert) { return alert.cause == record.cause; });
}

AlertsToTell AlertBook::due(const QList<Alert>& holding, AlertChannels channels) const
{
    AlertsToTell due;
    for (const Alert& alert : holding) {
        if (snoozedUntilMs(alert.cause) != 0)
            continue;
        const AlertRecord* known = find(alert);
        if (channels.person && (!known || known->shownAtMs == 0))
            due.person.append(alert);
        if (channels.webhook && (!known || known->sentAtMs == 0))
            due.webhook.append(alert);
    }
    return due;
}

bool AlertBook::isSettled(const QList<Alert>& holding, const QSet<QString>& unknownSubjects,
                          AlertChannels channels) const
{
    return due(holding, channels).isEmpty() &&
           std::all_of(holding.begin(), holding.end(),
                       [this](const Alert& alert) { return find(alert) != nullptr; }) &&
           std::none_of(m_open.begin(), m_open.end(), [&](const AlertRecord& record) {
               return isOver(record, holding, unknownSubjects);
           });
}

Result<AlertsToTell> AlertBook::settle(Connection& connection, const QList<Alert>& holding,
                                       const QSet<QString>& unknownSubjects, AlertChannels channels,
                                       qint64 nowMs)
{
    const auto before = read(connection, nowMs);
    if (!before)
        return Failure(before.error());
    for (const AlertRecord& record : before->m_open) {
        if (!before->isOver(record, holding, unknownSubjects))
            continue;
        const auto cleared =
            run(connection, QStringLiteral("UPDATE alerts SET cleared_at = ? WHERE cause = ?"),
                {nowMs, record.cause});
        if (!cleared)
            return Failure(cleared.error());
    }
    for (const Alert& alert : holding) {
        if (before->find(alert))
            continue;
        if (const auto raised = raise(connection, alert, channels, nowMs); !raised)
            return Failure(raised.error());
    }
    const AlertsToTell due = before->due(holding, channels);
    for (const Alert& alert : due.person) {
        const auto shown =
            run(connection, QStringLiteral("UPDATE alerts SET shown_at = ? WHERE cause = ?"),
                {nowMs, alert.cause});
        if (!shown)
            return Failure(shown.error());
    }
    for (const Alert& alert : due.webhook) {
        const auto sent =
            run(connection, QStringLiteral("UPDATE alerts SET sent_at = ? WHERE cause = ?"),
                {nowMs, alert.cause});
        if (!sent)
            return Failure(sent.error());
    }
    const auto pruned = run(
        connection, QStringLiteral("DELETE FROM alerts WHERE cleared_at <> 0 AND cleared_at < ?"),
        {nowMs - kKeptMs});
    if (!pruned)
        return Failure(pruned.error());
    return due;
}

Result<void> AlertBook::snooze(Connection& connection, const QString& cause, qint64 untilMs,
                               qint64 nowMs)
{
    const QString key = cause.isNull() ? QStringLiteral("") : cause;
    if (const auto gone = run(
            connection, QStringLiteral("DELETE FROM alert_snoozes WHERE until <= ? OR cause = ?"),
            {nowMs, key});
        !gone)
        return gone;
    if (untilMs <= nowMs)
        return {};
    if (const auto snoozed = run(
            connection, QStringLiteral("INSERT INTO alert_snoozes (cause, until) VALUES (?, ?)"),
            {key, std::min(untilMs, nowMs + kLongestSnoozeMs)});
        !snoozed)
        return snoozed;
    if (key.isEmpty())
        return {};
    return run(connection, QStringLiteral("UPDATE alerts SET shown_at = 0 WHERE cause = ?"), {key});
}

} // namespace Patchbay
