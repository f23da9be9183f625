// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "core/alertwebhook.h"
#include "usage/alertfinding.h"

#include <QObject>
#include <QTimer>

namespace Patchbay {

class AccountStore;
class Clock;
class Database;
class Settings;

/// An alert that holds, whether or not it was told.
struct CurrentAlert
{
    Alert alert;
    qint64 raisedAtMs = 0;
    qint64 snoozedUntilMs = 0; // by itself; 0: not

    bool operator==(const CurrentAlert&) const = default;
};

/// What alerts are judged by, as the settings and accounts of this process have it. Pure.
[[nodiscard]] AlertThresholds alertThresholds(const Settings& settings);
[[nodiscard]] AlertFactsQuery alertFactsQuery(const AccountStore& accounts, qint64 nowMs);

/// Looks what a person should be warned of: soon after look() was asked for, and every minute. What
/// it finds is raised in the database, so that of all processes one tells it: this one by told(),
/// if it has a person before it, and by the webhook. Reads and writes on the database's threads.
/// Main thread.
class AlertWatcher final : public QObject
{
    Q_OBJECT
public:
    struct Parts
    {
        Database& database;
        Settings& settings;
        const AccountStore& accounts;
        const Clock& clock;
    };
    explicit AlertWatcher(Parts parts, AlertWebhookOptions webhook = {});

    /// Begins to look. `tellsPerson`: there is a window to show what told() tells.
    void start(bool tellsPerson);
    /// Something that alerts are judged by has changed. Cheap to call often.
    void look();
    /// At once, without waiting for more changes.
    void lookNow();

    /// Those that hold, as last looked, the oldest first.
    [[nodiscard]] const QList<CurrentAlert>& current() const { return m_current; }
    [[nodiscard]] qint64 allSnoozedUntilMs() const { return m_allSnoozedUntilMs; }

    /// Silence until then, see AlertBook::snooze(); an empty cause: about all; 0 ends it.
    void snooze(const QString& cause, qint64 untilMs);

    /// Posts a message that says it is a test; once. InvalidInput when no webhook is set.
    void testWebhook(Completion<void> done);

Q_SIGNALS:
    /// current() or the snoozes are others.
    void changed();
    /// To be shown to the person now; each once.
    void told(const QList<Patchbay::Alert>& alerts);

private:
    [[nodiscard]] QUrl webhookAddress() const;
    [[nodiscard]] AlertChannels channels() const;
    void found(const AlertFinding& finding);
    void settle(const AlertFinding& finding);
    void settled(const AlertsToTell& due);
    void show(const AlertFinding& finding);
    void ended();

    Parts m_parts;
    AlertWebhook m_webhook;
    Mailbox m_mailbox;
    QTimer m_soon;
    QTimer m_minute;
    QList<CurrentAlert> m_current;
    qint64 m_allSnoozedUntilMs = 0;
    bool m_tellsPerson = false;
    bool m_isStarted = false;
    bool m_isLooking = false;
    bool m_looksAgain = false;
};

} // namespace Patchbay
