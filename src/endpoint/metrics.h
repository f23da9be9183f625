// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/requestrecord.h"

#include <array>
#include <map>
#include <tuple>

namespace Patchbay {

/// Counts requests for Prometheus. Bounded by clients, routes and statuses. Pure.
class Metrics final
{
public:
    void add(const RequestRecord& record);
    /// The text form, version 0.0.4, each line ended.
    [[nodiscard]] QByteArray text() const;

    int openConnections = 0;
    int activeRequests = 0;
    qint64 refusedConnections = 0; // beyond the limit
    qint64 wrongTokens = 0;
    qint64 cacheHits = 0;
    qint64 cacheMisses = 0; // of requests that the cache may answer
    qint64 cacheEntries = 0;
    qint64 cacheBytes = 0;

private:
    struct Sums
    {
        qint64 input = 0;
        qint64 output = 0;
        qint64 cacheRead = 0;
        qint64 cacheWrite = 0;
        qint64 costMicroUsd = 0;
    };
    static constexpr std::array<qint64, 14> kBoundsMs{
        5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000, 60000, 300000};
    struct Histogram
    {
        std::array<qint64, kBoundsMs.size()> counts{};
        qint64 count = 0;
        qint64 sumMs = 0;
        void add(qint64 ms);
    };
    struct Key
    {
        QString client;
        Route route = Route::Unknown;
        int status = 0;

        bool operator<(const Key& other) const
        {
            return std::tie(client, route, status) <
                   std::tie(other.client, other.route, other.status);
        }
    };

    std::map<Key, qint64> m_requests;
    std::map<QString, Sums> m_sums; // by client
    std::map<Route, Histogram> m_durations;
    std::map<Route, Histogram> m_firstBytes;
    qint64 m_bytesIn = 0;
    qint64 m_bytesOut = 0;
    qint64 m_cuts = 0;
};

/// A label's value in quotes, as Prometheus wants it.
[[nodiscard]] QByteArray quotedLabel(const QString& value);

} // namespace Patchbay
