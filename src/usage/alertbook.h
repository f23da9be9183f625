// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"
#include "usage/alertrules.h"

#include <QHash>
#include <QSet>

namespace Patchbay {

/// An alert that was raised and is not over, as the database has it.
struct AlertRecord
{
    QString cause;
    qint64 turnMs = 0;
    QString subject;
    qint64 raisedAtMs = 0;
    qint64 shownAtMs = 0; // to a person in a window; 0: not yet
    qint64 sentAtMs = 0;  // to the webhook

    bool operator==(const AlertRecord&) const = default;
};

/// Which of the ways to tell of an alert the asking process has.
struct AlertChannels
{
    bool person = false;
    bool webhook = false;
};

/// What the asking process, and no other, is to tell now.
struct AlertsToTell
{
    QList<Alert> person;
    QList<Alert> webhook;

    [[nodiscard]] bool isEmpty() const { return person.isEmpty() && webhook.isEmpty(); }
    bool operator==(const AlertsToTell&) const = default;
};

/// The alerts as all processes on one database know them, so that each is told once. A value, read
/// at one instant; the static functions that write are jobs of Database::write.
class AlertBook final
{
public:
    [[nodiscard]] static Result<AlertBook> read(Connection& connection, qint64 nowMs);

    [[nodiscard]] const QList<AlertRecord>& open() const { return m_open; }
    [[nodiscard]] HeldCauses held() const;
    /// Until when nothing is told of the cause (its own snooze or that of all); 0: no snooze.
    [[nodiscard]] qint64 snoozedUntilMs(const QString& cause) const;
    [[nodiscard]] qint64 allSnoozedUntilMs() const;

    /// What is to be told when these hold, and nobody else has told it in the meantime.
    [[nodiscard]] AlertsToTell due(const QList<Alert>& holding, AlertChannels channels) const;
    /// Whether settle() would change anything.
    [[nodiscard]] bool isSettled(const QList<Alert>& holding, const QSet<QString>& unknownSubjects,
                                 AlertChannels channels) const;

    /// Raises what holds, clears what does not (but of `unknownSubjects`), and claims what is due:
    /// the answer is this process's to tell, once this is committed. An alert raised where there is
    /// no webhook will not be sent to one set up later.
    [[nodiscard]] static Result<AlertsToTell> settle(Connection& connection,
                                                     const QList<Alert>& holding,
                                                     const QSet<QString>& unknownSubjects,
                                                     AlertChannels channels, qint64 nowMs);
    /// Silence about one cause until then; if it holds still, it is told again. With an empty cause
    /// about all, and then only what is new is told. 0 ends a snooze.
    [[nodiscard]] static Result<void> snooze(Connection& connection, const QString& cause,
                                             qint64 untilMs, qint64 nowMs);

private:
    [[nodiscard]] const AlertRecord* find(const Alert& alert) const;
    [[nodiscard]] bool isOver(const AlertRecord& record, const QList<Alert>& holding,
                              const QSet<QString>& unknownSubjects) const;

    QList<AlertRecord> m_open;
    QHash<QString, qint64> m_snoozes; // those not over
};

} // namespace Patchbay
