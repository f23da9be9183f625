// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <vector>

namespace Patchbay {

/// How many times fell into each class of usage/latencybuckets.h: a value. A row of the rollups
/// holds one as a text, for as rows of its own a year would be some hundred thousand of them.
class LatencyHistogram final
{
public:
    /// One more time, in milliseconds.
    void add(qint64 ms);
    /// So many more in one bucket; ones that do not exist are left out.
    void addToBucket(qint64 bucket, qint64 attempts);
    /// Those of a text, in any order; what cannot be read is left out.
    void addText(QStringView text);
    LatencyHistogram& operator+=(const LatencyHistogram& other);

    /// "135:12,136:5": bucket and how many, buckets ascending, none without any.
    [[nodiscard]] QString text() const;
    [[nodiscard]] qint64 attempts() const;
    /// Those of one bucket are taken to lie evenly in it; nothing where there are none. `share` is
    /// 0.5 for the median.
    [[nodiscard]] std::optional<qint64> percentile(double share) const;

    bool operator==(const LatencyHistogram& other) const;

private:
    std::vector<qint64> m_counts; // by bucket; empty while there are none
};

} // namespace Patchbay
