// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/latencybuckets.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace Patchbay::LatencyBuckets {

namespace {

// An octave has 2^4 buckets; the times below 2^4 have one each.
constexpr int bits = 4;
constexpr int mostExponent = 24;
constexpr qint64 perOctave = 1 << bits;

} // namespace

qint64 bucketOf(qint64 ms)
{
    const qint64 time = std::clamp<qint64>(ms, 0, 1LL << mostExponent);
    if (time < perOctave)
        return time;
    const int exponent = std::bit_width(static_cast<quint64>(time)) - 1;
    return perOctave * (exponent - bits) + (time >> (exponent - bits));
}

qint64 count()
{
    return bucketOf(1LL << mostExponent) + 1;
}

qint64 lowerBound(qint64 bucket)
{
    if (bucket < perOctave)
        return std::max<qint64>(bucket, 0);
    const qint64 octave = bucket / perOctave - 1;
    return (perOctave + bucket % perOctave) << octave;
}

qint64 upperBound(qint64 bucket)
{
    return lowerBound(bucket + 1);
}

QString sqlOf(const QString& column)
{
    QString sql = QStringLiteral("CASE");
    sql += QStringLiteral(" WHEN %1 < 0 THEN 0 WHEN %1 < %2 THEN %1").arg(column).arg(perOctave);
    for (int exponent = bits; exponent < mostExponent; ++exponent)
        sql += QStringLiteral(" WHEN %1 < %2 THEN %3 + (%1 >> %4)")
                   .arg(column)
                   .arg(1LL << (exponent + 1))
                   .arg(perOctave * (exponent - bits))
                   .arg(exponent - bits);
    return sql + QStringLiteral(" ELSE %1 END").arg(bucketOf(1LL << mostExponent));
}

std::optional<qint64> percentile(const QMap<qint64, qint64>& counts, double share)
{
    qint64 all = 0;
    for (const qint64 count : counts)
        all += count;
    if (all <= 0)
        return std::nullopt;
    const qint64 rank =
        std::clamp<qint64>(std::llround(std::ceil(share * static_cast<double>(all))), 1, all);
    qint64 before = 0;
    for (auto it = counts.constBegin(); it != counts.constEnd(); ++it) {
        if (before + it.value() < rank) {
            before += it.value();
            continue;
        }
        // Those of one bucket are taken to lie evenly in it.
        const qint64 lower = lowerBound(it.key());
        const qint64 width = upperBound(it.key()) - lower;
        return lower + width * (2 * (rank - before) - 1) / (2 * it.value());
    }
    return std::nullopt;
}

} // namespace Patchbay::LatencyBuckets
