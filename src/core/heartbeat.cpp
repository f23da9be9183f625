// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/heartbeat.h"

#include "base/environment.h"
#include "storage/database.h"

#include <QSysInfo>

namespace Patchbay {

namespace {

constexpr qint64 leastMs = 2'000;
constexpr qint64 mostMs = 10'000;

} // namespace

Heartbeat::Heartbeat(Database& database, const Clock& clock, Who who)
    : m_database(database)
    , m_clock(clock)
    , m_who(std::move(who))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Heartbeat::beat);
    m_database.write([](Connection& connection) -> Result<void> {
        const auto removed =
            connection.run(QStringLiteral("DELETE FROM worker_heartbeats WHERE process NOT IN "
                                          "(SELECT id FROM processes)"));
        return removed ? Result<void>() : Failure(removed.error());
    });
    beat();
}

Heartbeat::~Heartbeat()
{
    m_database.write([process = m_who.process](Connection& connection) -> Result<void> {
        const auto removed = connection.run(
            QStringLiteral("DELETE FROM worker_heartbeats WHERE process = ?"), {process});
        return removed ? Result<void>() : Failure(removed.error());
    });
}

QString Heartbeat::workerId(const Environment& environment)
{
    const QString given = environment.value(QStringLiteral("WORKER_ID")).trimmed();
    if (!given.isEmpty())
        return given;
    const QString host = QSysInfo::machineHostName();
    return host.isEmpty() ? QStringLiteral("patchbay") : host;
}

void Heartbeat::setLoad(int current, int most)
{
    if (current == m_current && most == m_most)
        return;
    m_current = current;
    m_most = most;
    beatSoon();
}

void Heartbeat::setPort(int port)
{
    m_who.port = port;
    beatSoon();
}

void Heartbeat::beatSoon()
{
    const qint64 wait = std::max<qint64>(0, m_lastMs + leastMs - m_clock.monotonicMs());
    if (!m_timer.isActive() || m_timer.remainingTime() > wait)
        m_timer.start(std::chrono::milliseconds(wait));
}

void Heartbeat::beat()
{
    m_lastMs = m_clock.monotonicMs();
    m_timer.start(std::chrono::milliseconds(mostMs));
    const QVariant port = m_who.port > 0 ? QVariant(m_who.port) : QVariant();
    const QString status = m_current > 0 ? QStringLiteral("busy") : QStringLiteral("idle");
    m_database.write([who = m_who, port, status, current = m_current, most = m_most,
                      nowMs = m_clock.nowMs()](Connection& connection) -> Result<void> {
        const auto written = connection.run(
            QStringLiteral("INSERT OR REPLACE INTO worker_heartbeats (process, worker_id, status, "
                           "port, current_load, max_concurrent, last_heartbeat) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?)"),
            {who.process, who.workerId, status, port, current, most, nowMs});
        return written ? Result<void>() : Failure(written.error());
    });
}

} // namespace Patchbay
