// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/latencyhistogram.h"

#include "usage/latencybuckets.h"

#include <charconv>
#include <numeric>

namespace Patchbay {

void LatencyHistogram::add(qint64 ms)
{
    addToBucket(LatencyBuckets::bucketOf(ms), 1);
}

void LatencyHistogram::addToBucket(qint64 bucket, qint64 attempts)
{
    if (m_counts.empty())
        m_counts.resize(LatencyBuckets::count());
    if (bucket >= 0 && bucket < LatencyBuckets::count())
        m_counts[static_cast<size_t>(bucket)] += attempts;
}

void LatencyHistogram::addText(QStringView text)
{
    // By hand: a year of a dozen accounts is a third of a million pairs.
    qint64 bucket = -1;
    qint64 number = 0;
    const auto take = [&] {
        if (bucket >= 0)
            addToBucket(bucket, number);
        bucket = -1;
        number = 0;
    };
    for (const QChar c : text) {
        const auto digit = c.unicode() - u'0';
        if (digit >= 0 && digit <= 9)
            number = number * 10 + digit;
        else if (c == u':')
            bucket = std::exchange(number, 0);
        else
            take();
    }
    take();
}

LatencyHistogram& LatencyHistogram::operator+=(const LatencyHistogram& other)
{
    for (size_t bucket = 0; bucket < other.m_counts.size(); ++bucket)
        addToBucket(static_cast<qint64>(bucket), other.m_counts[bucket]);
    return *this;
}

QString LatencyHistogram::text() const
{
    // By hand too: some forty are written with each commit.
    constexpr size_t longest = 24; // of a pair
    std::vector<char> text(m_counts.size() * longest);
    char* at = text.data();
    char* const end = at + text.size();
    for (size_t bucket = 0; bucket < m_counts.size(); ++bucket) {
        if (m_counts[bucket] == 0)
            continue;
        if (at != text.data())
            *at++ = ',';
        at = std::to_chars(at, end, bucket).ptr;
        *at++ = ':';
        at = std::to_chars(at, end, m_counts[bucket]).ptr;
    }
    return QString::fromLatin1(text.data(), at - text.data());
}

qint64 LatencyHistogram::attempts() const
{
    return std::accumulate(m_counts.begin(), m_counts.end(), qint64(0));
}

bool LatencyHistogram::operator==(const LatencyHistogram& other) const
{
    const size_t most = std::max(m_counts.size(), other.m_counts.size());
    for (size_t bucket = 0; bucket < most; ++bucket) {
        const auto in = [bucket](const std::vector<qint64>& counts) {
            return bucket < counts.size() ? counts[bucket] : 0;
        };
        if (in(m_counts) != in(other.m_counts))
            return false;
    }
    return true;
}

std::optional<qint64> LatencyHistogram::percentile(double share) const
{
    QMap<qint64, qint64> counts;
    for (size_t bucket = 0; bucket < m_counts.size(); ++bucket) {
        if (m_counts[bucket] != 0)
            counts.insert(static_cast<qint64>(bucket), m_counts[bucket]);
    }
    return LatencyBuckets::percentile(counts, share);
}

} // namespace Patchbay
