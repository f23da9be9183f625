// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/usageseries.h"

#include <QDate>
#include <QString>

namespace Patchbay {

/// A run of local days to look at. A value; pure.
class UsagePeriod final
{
public:
    enum class Kind { Today, Week, ThirtyDays, NinetyDays, Month, Custom };

    /// The period of that kind that ends today; Month is the month of today, Custom the same as
    /// ThirtyDays.
    [[nodiscard]] static UsagePeriod of(Kind kind, QDate today);
    /// From one day to another, both in it, in either order.
    [[nodiscard]] static UsagePeriod custom(QDate first, QDate last);

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] QDate first() const { return m_first; }
    [[nodiscard]] QDate last() const { return m_last; }
    [[nodiscard]] qint64 days() const { return m_first.daysTo(m_last) + 1; }

    /// The period as long before (-1) or after (1) this one; a month stays a month.
    [[nodiscard]] UsagePeriod stepped(int step) const;
    [[nodiscard]] bool isAfter(QDate today) const { return m_first > today; }

    [[nodiscard]] qint64 sinceMs(const QTimeZone& timeZone) const;
    [[nodiscard]] qint64 untilMs(const QTimeZone& timeZone) const;
    /// So that columns are wide enough to be told apart.
    [[nodiscard]] SeriesStep step() const;

    /// "30 days", "November 2026", "3 Nov – 9 Nov".
    [[nodiscard]] QString text() const;

    bool operator==(const UsagePeriod&) const = default;

private:
    Kind m_kind = Kind::ThirtyDays;
    QDate m_first;
    QDate m_last;
};

} // namespace Patchbay
