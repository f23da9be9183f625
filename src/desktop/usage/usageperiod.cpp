// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/usageperiod.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace Patchbay {

namespace {

struct UsagePeriodWords
{
    Q_DECLARE_TR_FUNCTIONS(UsagePeriodWords)
};

constexpr qint64 kMostDays = 120;  // columns of one day
constexpr qint64 kMostWeeks = 800; // days in columns of one week

} // namespace

UsagePeriod UsagePeriod::of(Kind kind, QDate today)
{
    UsagePeriod period;
    period.m_kind = kind;
    period.m_last = today;
    switch (kind) {
    case Kind::Today:
        period.m_first = today;
        break;
    case Kind::Week:
        period.m_first = today.addDays(-6);
        break;
    case Kind::ThirtyDays:
    case Kind::Custom:
        period.m_first = today.addDays(-29);
        break;
    case Kind::NinetyDays:
        period.m_first = today.addDays(-89);
        break;
    case Kind::Month:
        period.m_first = QDate(today.year(), today.month(), 1);
        period.m_last = period.m_first.addMonths(1).addDays(-1);
        break;
    }
    return period;
}

UsagePeriod UsagePeriod::custom(QDate first, QDate last)
{
    UsagePeriod period;
    period.m_kind = Kind::Custom;
    period.m_first = std::min(first, last);
    period.m_last = std::max(first, last);
    return period;
}

UsagePeriod UsagePeriod::stepped(int step) const
{
    if (m_kind == Kind::Month)
        return of(Kind::Month, m_first.addMonths(step));
    return custom(m_first.addDays(step * days()), m_last.addDays(step * days()));
}

qint64 UsagePeriod::sinceMs(const QTimeZone& timeZone) const
{
    return m_first.startOfDay(timeZone).toMSecsSinceEpoch();
}

qint64 UsagePeriod::untilMs(const QTimeZone& timeZone) const
{
    QDateTime end = m_last.addDays(1).startOfDay(timeZone);
    if (!end.isValid()) // that date does not exist there
        end = m_last.addDays(2).startOfDay(timeZone);
    return end.toMSecsSinceEpoch();
}

SeriesStep UsagePeriod::step() const
{
    if (days() == 1)
        return SeriesStep::Hour;
    if (days() <= kMostDays)
        return SeriesStep::Day;
    return days() <= kMostWeeks ? SeriesStep::Week : SeriesStep::Month;
}

QString UsagePeriod::text() const
{
    const QLocale locale;
    switch (m_kind) {
    case Kind::Today:
        return UsagePeriodWords::tr("today");
    case Kind::Week:
    case Kind::ThirtyDays:
    case Kind::NinetyDays:
        return UsagePeriodWords::tr("%n day(s)", nullptr, static_cast<int>(days()));
    case Kind::Month:
        //: A month of a year, as QLocale::toString() takes it.
        return locale.toString(m_first, UsagePeriodWords::tr("MMMM yyyy"));
    case Kind::Custom: {
        //: A day, as QLocale::toString() takes it.
        const QString day = UsagePeriodWords::tr("d MMM yyyy");
        if (m_first == m_last)
            return locale.toString(m_first, day);
        //: A day without its year, as QLocale::toString() takes it.
        const QString shortDay = UsagePeriodWords::tr("d MMM");
        return UsagePeriodWords::tr("%1 – %2").arg(
            locale.toString(m_first, m_first.year() == m_last.year() ? shortDay : day),
            locale.toString(m_last, day));
    }
    }
    Q_UNREACHABLE();
}

} // namespace Patchbay
