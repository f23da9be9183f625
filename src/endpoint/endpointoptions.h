// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/apianswer.h"
#include "endpoint/throttle.h"

#include <QString>
#include <QStringList>

#include <functional>

namespace Patchbay {

/// What one peer may take of the endpoint's time and memory.
struct EndpointLimits
{
    qsizetype headerBytes = 64 * 1024;
    qint64 bodyBytes = 64LL * 1024 * 1024;       // also after unpacking
    qint64 allBodiesBytes = 512LL * 1024 * 1024; // being read or waiting for their answer
    int connections = 1024;
    qint64 headerMs = 10'000;     // from its first byte, or from the connection on
    qint64 bodyIdleMs = 30'000;   // without any byte
    qint64 leastBodyRate = 500;   // bytes a second, after the first bodyIdleMs
    qint64 writeStallMs = 60'000; // while the peer takes nothing
    qint64 idleMs = 75'000;       // between requests
    qint64 factsMs = 15'000;      // until the program has told what it was asked
    Throttle::Limits throttle = {};
};

struct EndpointOptions
{
    QString address = QStringLiteral("127.0.0.1"); // or another of this machine's
    quint16 port = 3002;                           // 0: a free one
    /// On 127.0.0.1 listen on ::1 too, where there is one.
    bool bothLoopbacks = true;
    /// A Unix socket besides, for this user alone; empty: none.
    QString socketFile;
    /// PEM files; both or none.
    QString tlsCertFile;
    QString tlsKeyFile;
    /// Beyond loopback without TLS: for containers behind a published port.
    bool insecureHttp = false;
    /// Names by which others reach it, "name" or "name:port".
    QStringList allowedHosts;
    /// Origins of web pages that may use it ("https://app.example"), with CORS.
    QStringList allowedOrigins;
    EndpointLimits limits;
    qint64 queueDeadlineMs = 60'000;
    QString userAgent; // "patchbay/0.1.0"
    /// JSON lines, 0600, moved to ".1" past `accessLogBytes`; empty: none.
    QString accessLogFile;
    qint64 accessLogBytes = 10LL * 1024 * 1024;
    /// Told on the endpoint's thread, about once a minute of use of a client: its id and the time
    /// (UTC). May be unset.
    std::function<void(const QString& clientId, qint64 atMs)> clientUsed = {};
};

/// Asks the rest of the program for the answer of a route: Health, Metrics (the gauges, to follow
/// the endpoint's own counters), Accounts, Usage, Workers. Called on the endpoint's thread; `reply`
/// may be called on any, once, also after the endpoint is gone.
using FactsSource = std::function<void(Route route, const QByteArray& query,
                                       std::function<void(EndpointAnswer)> reply)>;

} // namespace Patchbay
