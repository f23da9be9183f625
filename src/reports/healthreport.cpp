// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/healthreport.h"

#include <QJsonArray>

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

QString statusName(Health::Status status)
{
    switch (status) {
    case Health::Status::Ok:
        return u"ok"_s;
    case Health::Status::Degraded:
        return u"degraded"_s;
    case Health::Status::Unavailable:
        return u"unavailable"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

void Health::count(const QList<Account>& all, const PoolSnapshot& pool)
{
    workers = static_cast<int>(pool.workers.size());
    busyWorkers = static_cast<int>(
        std::count_if(pool.workers.begin(), pool.workers.end(),
                      [](const PoolSnapshot::Worker& worker) { return worker.inFlight > 0; }));
    waiting = static_cast<int>(pool.waiting.size());
    queueLimit = pool.queueLimit;
    accounts = 0;
    ready = 0;
    for (const Account& account : all) {
        if (!account.enabled || !account.allowEndpoint || account.source == AccountSource::Demo)
            continue;
        ++accounts;
        ready += account.state == AccountState::Ready ? 1 : 0;
    }
    status = ready == 0 ? Status::Unavailable : ready < accounts ? Status::Degraded : Status::Ok;
}

QJsonObject healthJson(const Health& health)
{
    return {
        {u"status"_s, statusName(health.status)},
        {u"version"_s, health.version},
        {u"worker_id"_s, health.workerId},
        {u"uptime_s"_s, health.uptimeS},
        {u"workers"_s, QJsonObject{{u"total"_s, health.workers}, {u"busy"_s, health.busyWorkers}}},
        {u"queue"_s, QJsonObject{{u"waiting"_s, health.waiting}, {u"limit"_s, health.queueLimit}}},
        {u"accounts"_s, QJsonObject{{u"total"_s, health.accounts}, {u"ready"_s, health.ready}}}};
}

QJsonObject workersJson(const PoolSnapshot& pool)
{
    QJsonArray workers;
    for (qsizetype i = 0; i < pool.workers.size(); ++i) {
        const PoolSnapshot::Worker& worker = pool.workers.at(i);
        workers.append(QJsonObject{{u"id"_s, i + 1},
                                   {u"state"_s, worker.inFlight > 0 ? u"busy"_s : u"idle"_s},
                                   {u"in_flight"_s, worker.inFlight},
                                   {u"streams_total"_s, worker.attempts}});
    }
    return {{u"workers"_s, workers}};
}

} // namespace Patchbay
