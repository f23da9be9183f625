// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QtNumeric>

#include <limits>

namespace Patchbay {

/// The tokens of one answer (PROTOCOL 1.4). The whole prompt is input + cache read + both cache
/// writes. Negative and absurd numbers are read as 0 (FAULTS 35). A value.
struct TokenUsage
{
    qint64 input = 0;
    qint64 output = 0;
    qint64 cacheRead = 0;
    qint64 cacheWrite5m = 0;
    qint64 cacheWrite1h = 0;
    qint64 thinking = 0; // part of output
    qint64 webSearches = 0;
    // What changes the price (PROTOCOL 6).
    bool fast = false;   // speed "fast"
    bool batch = false;  // service_tier "batch"
    bool usOnly = false; // inference_geo "us"

    /// Sums stop at the largest number rather than overflow.
    [[nodiscard]] qint64 cacheWrite() const { return sum(cacheWrite5m, cacheWrite1h); }
    [[nodiscard]] qint64 prompt() const { return sum(sum(input, cacheRead), cacheWrite()); }
    [[nodiscard]] qint64 total() const { return sum(prompt(), output); }

    /// Overwrites each number that `usage` has and is not null: what message_delta does to
    /// message_start (PROTOCOL 2.3). A sum of cache writes without the 5m/1h split counts as 5m.
    void update(const QJsonObject& usage);

    [[nodiscard]] static TokenUsage fromJson(const QJsonObject& usage);
    /// In the Messages API's names, with `cache_creation`.
    [[nodiscard]] QJsonObject toJson() const;

    bool operator==(const TokenUsage&) const = default;

private:
    [[nodiscard]] static qint64 sum(qint64 a, qint64 b)
    {
        qint64 result = 0;
        return qAddOverflow(a, b, &result) ? std::numeric_limits<qint64>::max() : result;
    }
};

} // namespace Patchbay
