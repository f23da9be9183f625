// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/alertwords.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

struct AlertText
{
    Q_DECLARE_TR_FUNCTIONS(AlertText)
};

constexpr qint64 kMinuteMs = 60'000;

QString dollars(qint64 microUsd)
{
    return QLocale().toCurrencyString(static_cast<double>(microUsd) / 1e6, u"$"_s, 2);
}

/// Words of one alert at one time and place.
class Writer
{
public:
    Writer(const Alert& alert, qint64 nowMs, const QTimeZone& timeZone)
        : m_alert(alert)
        , m_nowMs(nowMs)
        , m_timeZone(timeZone)
    {
    }

    [[nodiscard]] QString title() const;
    [[nodiscard]] QString text() const;

private:
    [[nodiscard]] QString moment(qint64 atMs) const;
    [[nodiscard]] QString budgetTitle() const;
    [[nodiscard]] QString windowTitle() const;
    [[nodiscard]] QString budgetText() const;
    [[nodiscard]] QString forecastText() const;

    const Alert& m_alert;
    const qint64 m_nowMs;
    const QTimeZone& m_timeZone;
};

QString Writer::moment(qint64 atMs) const
{
    constexpr qint64 kDayMs = 24 * 60 * kMinuteMs;
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(atMs, m_timeZone);
    const QString time = at.toString(u"HH:mm"_s);
    if (std::abs(atMs - m_nowMs) < kDayMs)
        return time;
    return AlertText::tr("%1 at %2", "date and time")
        .arg(QLocale().toString(at.date(), QLocale::ShortFormat), time);
}

QString Writer::budgetTitle() const
{
    const bool isMonth = m_alert.period == "month"_L1;
    if (m_alert.scope == "account"_L1) {
        return (isMonth ? AlertText::tr("Monthly budget of “%1”")
                        : AlertText::tr("Daily budget of “%1”"))
            .arg(m_alert.name);
    }
    if (m_alert.scope == "client"_L1) {
        return (isMonth ? AlertText::tr("Monthly budget of the client “%1”")
                        : AlertText::tr("Daily budget of the client “%1”"))
            .arg(m_alert.name);
    }
    return isMonth ? AlertText::tr("Monthly budget") : AlertText::tr("Daily budget");
}

QString Writer::windowTitle() const
{
    if (m_alert.window == "five_hour"_L1)
        return AlertText::tr("5-hour limit of “%1”").arg(m_alert.name);
    if (m_alert.window == "seven_day"_L1)
        return AlertText::tr("Weekly limit of “%1”").arg(m_alert.name);
    return AlertText::tr("Limit “%1” of “%2”").arg(m_alert.window, m_alert.name);
}

QString Writer::title() const
{
    switch (m_alert.kind) {
    case AlertKind::Budget:
        return budgetTitle();
    case AlertKind::Window:
        return windowTitle();
    case AlertKind::SignIn:
        return (m_alert.isKey ? AlertText::tr("Key of “%1”") : AlertText::tr("Sign-in of “%1”"))
            .arg(m_alert.name);
    case AlertKind::Errors:
        return m_alert.subject.isEmpty() ? AlertText::tr("Requests of several accounts")
                                         : AlertText::tr("Requests of “%1”").arg(m_alert.name);
    case AlertKind::RunsOut:
        return m_alert.window.isEmpty() ? budgetTitle() : windowTitle();
    }
    Q_UNREACHABLE();
}

QString Writer::budgetText() const
{
    const QString spent = dollars(m_alert.spentMicroUsd);
    const QString limit = dollars(m_alert.limitMicroUsd);
    if (m_alert.percent < 100)
        return AlertText::tr("%1 of %2 is spent (%3 %).").arg(spent, limit).arg(m_alert.percent);
    if (m_alert.isHard) {
        return AlertText::tr("%1 of %2 is spent. New requests are refused until %3.")
            .arg(spent, limit, moment(m_alert.endsAtMs));
    }
    return AlertText::tr("%1 of %2 is spent.").arg(spent, limit);
}

QString Writer::forecastText() const
{
    const auto minutes =
        static_cast<int>(std::max<qint64>(1, (m_alert.atMs - m_nowMs + kMinuteMs / 2) / kMinuteMs));
    // A band that rounds to the estimate itself says nothing.
    if (m_alert.latestMs == 0 || m_alert.latestMs - m_alert.earliestMs < 2 * kMinuteMs) {
        return AlertText::tr("At this pace it is used up in %n minute(s), at %1.", nullptr, minutes)
            .arg(moment(m_alert.atMs));
    }
    return AlertText::tr("At this pace it is used up in %n minute(s), between %1 and %2.", nullptr,
                         minutes)
        .arg(moment(m_alert.earliestMs), moment(m_alert.latestMs));
}

QString Writer::text() const
{
    switch (m_alert.kind) {
    case AlertKind::Budget:
        return budgetText();
    case AlertKind::Window:
        if (m_alert.percent >= 100)
            return AlertText::tr("It is used up; it resets at %1.").arg(moment(m_alert.endsAtMs));
        return AlertText::tr("%1 % is used; it resets at %2.")
            .arg(m_alert.percent)
            .arg(moment(m_alert.endsAtMs));
    case AlertKind::SignIn:
        return m_alert.isKey ? AlertText::tr("It was rejected: replace it.")
                             : AlertText::tr("It has ended: sign in again.");
    case AlertKind::Errors:
        return AlertText::tr("%1 of %n request(s) failed in the last 15 minutes, more than usual.",
                             nullptr, static_cast<int>(m_alert.attempts))
            .arg(m_alert.failed);
    case AlertKind::RunsOut:
        return forecastText();
    }
    Q_UNREACHABLE();
}

} // namespace

QString AlertWords::line() const
{
    return AlertText::tr("%1: %2", "title and sentence of an alert").arg(title, text);
}

AlertWords alertWords(const Alert& alert, qint64 nowMs, const QTimeZone& timeZone)
{
    const Writer writer(alert, nowMs, timeZone);
    return {writer.title(), writer.text()};
}

} // namespace Patchbay
