// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

#include <QObject>
#include <QTimer>

namespace Patchbay {

class Database;
class Environment;

/// What a running window or server tells of itself in the table behind the view `workers`: at once,
/// after a change at most every two seconds, else every ten. Takes its row out again when it is
/// destroyed, before the database. On the thread that made it.
class Heartbeat final : public QObject
{
    Q_OBJECT
public:
    struct Who
    {
        QString process; // as registered; rows of processes that are not registered go
        QString workerId;
        int port = 0; // 0: listens nowhere
    };

    Heartbeat(Database& database, const Clock& clock, Who who);
    ~Heartbeat() override;

    /// How many requests are under way, and how many may be.
    void setLoad(int current, int most);
    /// Where it listens from now on; 0: nowhere.
    void setPort(int port);

    /// WORKER_ID, else the machine's name.
    [[nodiscard]] static QString workerId(const Environment& environment);

private:
    void beat();
    void beatSoon();

    Database& m_database;
    const Clock& m_clock;
    Who m_who;
    int m_current = 0;
    int m_most = 0;
    qint64 m_lastMs = 0; // monotonic
    QTimer m_timer;
};

} // namespace Patchbay
