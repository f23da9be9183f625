// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QTimeZone>

namespace Patchbay {

/// A stretch of time and where its sums are read. `from` and `to` count what the source counts:
/// days or hours since 1970 in UTC, or milliseconds.
struct UsageSpan
{
    enum class Source { Daily, Hourly, Ledger };
    Source source = Source::Hourly;
    qint64 from = 0;
    qint64 to = 0; // exclusive

    bool operator==(const UsageSpan&) const = default;
};

/// Covers [fromMs, toMs) with whole days and hours as far as they go; the ledger gets only what is
/// left of an hour at either end. Without `allowDaily` hours are the coarsest.
[[nodiscard]] QList<UsageSpan> spansOf(qint64 fromMs, qint64 toMs, bool allowDaily);

struct LocalDay
{
    QDate date;
    qint64 fromMs = 0;
    qint64 toMs = 0;
};

/// The local days that [fromMs, toMs) touches, each cut to it.
[[nodiscard]] QList<LocalDay> localDays(qint64 fromMs, qint64 toMs, const QTimeZone& timeZone);

} // namespace Patchbay
