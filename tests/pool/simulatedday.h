// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>

#include <utility>
#include <vector>

namespace Patchbay {

class ChoosingPolicy;

/// A day of conversations, agents and scripts on six accounts of four organisations, in virtual
/// time. The same seed brings the same requests.
class SimulatedDay final
{
public:
    struct Sums
    {
        int requests = 0;
        int served = 0;
        int refused = 0; // no account, or none in time
        int failed = 0;  // after what an upstream answered
        int upstreamCalls = 0;
        int rateLimited = 0;         // upstream 429
        int overloaded = 0;          // upstream 529
        std::vector<qint64> waitsMs; // of those served: until the attempt that was answered
        qint64 promptTokens = 0;
        qint64 cachedTokens = 0;
        qint64 listMicroUsd = 0; // at the list price, subscriptions too
        qint64 paidMicroUsd = 0; // of the API keys
        QMap<QString, int> servedBy;
        QMap<QString, int> lostTo; // what those that were not served were told

        [[nodiscard]] double cachedShare() const;
        [[nodiscard]] qint64 waitMs(double quantile) const;
        Sums& operator+=(const Sums& other);
        bool operator==(const Sums&) const = default;
    };

    [[nodiscard]] static Sums run(ChoosingPolicy& policy, quint32 seed);
    /// Markdown: what was simulated, and a line per policy.
    [[nodiscard]] static QString table(const QList<std::pair<QString, Sums>>& results);
};

} // namespace Patchbay
