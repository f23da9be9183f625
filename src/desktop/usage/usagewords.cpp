// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/usagewords.h"

#include "claude/pricetable.h"
#include "desktop/dollartext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QHash>
#include <QLocale>

#include <cmath>

namespace Patchbay {

namespace {

struct UsageWordsText
{
    Q_DECLARE_TR_FUNCTIONS(UsageWordsText)
};

QDateTime localTime(qint64 ms, const QTimeZone& timeZone)
{
    return QDateTime::fromMSecsSinceEpoch(ms, timeZone);
}

} // namespace

QString UsageWords::lineText(UsageDimension by, const UsageLine& line)
{
    switch (by) {
    case UsageDimension::Account:
        return line.name.isEmpty() ? UsageWordsText::tr("no account") : line.name;
    case UsageDimension::Model:
        return line.name.isEmpty() ? UsageWordsText::tr("unknown model")
                                   : modelDisplayName(line.name);
    case UsageDimension::Client:
        return clientText(line.name);
    }
    Q_UNREACHABLE();
}

QString UsageWords::clientText(const QString& name)
{
    if (name == QLatin1String("window"))
        return UsageWordsText::tr("Window");
    if (name == QLatin1String("command_line"))
        return UsageWordsText::tr("Command line");
    if (name == QLatin1String("claude-code"))
        return QStringLiteral("Claude Code");
    return name.isEmpty() ? UsageWordsText::tr("unknown") : name;
}

QString UsageWords::errorText(const QString& kind)
{
    static const QHash<QString, const char*> words = {
        {QStringLiteral("rate_limited"), QT_TRANSLATE_NOOP("UsageWordsText", "Rate limit")},
        {QStringLiteral("overloaded"), QT_TRANSLATE_NOOP("UsageWordsText", "Overloaded")},
        {QStringLiteral("interrupted"), QT_TRANSLATE_NOOP("UsageWordsText", "Interrupted")},
        {QStringLiteral("authentication"), QT_TRANSLATE_NOOP("UsageWordsText", "Key refused")},
        {QStringLiteral("permission"), QT_TRANSLATE_NOOP("UsageWordsText", "Not allowed")},
        {QStringLiteral("billing"), QT_TRANSLATE_NOOP("UsageWordsText", "Billing")},
        {QStringLiteral("server_error"), QT_TRANSLATE_NOOP("UsageWordsText", "Provider's error")},
        {QStringLiteral("invalid_request"), QT_TRANSLATE_NOOP("UsageWordsText", "Invalid request")},
        {QStringLiteral("request_too_large"), QT_TRANSLATE_NOOP("UsageWordsText", "Too large")},
        {QStringLiteral("model_not_found"), QT_TRANSLATE_NOOP("UsageWordsText", "Model not found")},
        {QStringLiteral("host_not_found"), QT_TRANSLATE_NOOP("UsageWordsText", "No network")},
        {QStringLiteral("network_unreachable"), QT_TRANSLATE_NOOP("UsageWordsText", "No network")},
        {QStringLiteral("connection_refused"),
         QT_TRANSLATE_NOOP("UsageWordsText", "Connection refused")},
        {QStringLiteral("connection_lost"), QT_TRANSLATE_NOOP("UsageWordsText", "Connection lost")},
        {QStringLiteral("connect_timeout"), QT_TRANSLATE_NOOP("UsageWordsText", "Timed out")},
        {QStringLiteral("first_byte_timeout"), QT_TRANSLATE_NOOP("UsageWordsText", "Timed out")},
        {QStringLiteral("idle_timeout"), QT_TRANSLATE_NOOP("UsageWordsText", "Timed out")},
        {QStringLiteral("no_account"),
         QT_TRANSLATE_NOOP("UsageWordsText", "No account could serve")},
        {QStringLiteral("no_eligible_account"),
         QT_TRANSLATE_NOOP("UsageWordsText", "No account could serve")},
        {QStringLiteral("queue_full"), QT_TRANSLATE_NOOP("UsageWordsText", "Queue full")},
        {QStringLiteral("deadline_expired"),
         QT_TRANSLATE_NOOP("UsageWordsText", "Waited too long")},
    };
    if (const char* const text = words.value(kind, nullptr))
        return UsageWordsText::tr(text);
    if (kind.isEmpty())
        return UsageWordsText::tr("Unknown");
    // A kind without a word of its own: its name, which logs and the command line use too.
    QString text = kind;
    text.replace(QLatin1Char('_'), QLatin1Char(' '));
    text[0] = text.at(0).toUpper();
    return text;
}

QString UsageWords::costText(const UsedSums& sums, bool isPlan)
{
    if (isPlan || (sums.paidMicroUsd() == 0 && sums.planMicroUsd > 0))
        return UsageWordsText::tr("plan", "cost that a subscription covers");
    if (sums.unpriced > 0 && sums.paidMicroUsd() == 0)
        return UsageWordsText::tr("price unknown");
    return dollarText(sums.paidMicroUsd(), sums.estimated > 0 || sums.unpriced > 0);
}

QString UsageWords::costHint(const UsedSums& sums)
{
    QStringList hints;
    if (sums.planMicroUsd > 0)
        hints.append(UsageWordsText::tr("+ %1 of plan use").arg(dollarText(sums.planMicroUsd)));
    if (sums.unpriced > 0)
        hints.append(UsageWordsText::tr("%n request(s) without a known price", nullptr,
                                        static_cast<int>(sums.unpriced)));
    return hints.join(QStringLiteral(" · "));
}

QString UsageWords::latencyText(const std::optional<qint64>& ms)
{
    if (!ms)
        return QStringLiteral("–");
    const double seconds = static_cast<double>(*ms) / 1000;
    return UsageWordsText::tr("%1 s").arg(QLocale().toString(seconds, 'f',
                                                             seconds < 1    ? 2
                                                             : seconds < 20 ? 1
                                                                            : 0));
}

QString UsageWords::stepLabel(SeriesStep step, qint64 startMs, const QTimeZone& timeZone)
{
    const QDateTime start = localTime(startMs, timeZone);
    switch (step) {
    case SeriesStep::Hour:
        return QLocale().toString(start.time(), QStringLiteral("HH:mm"));
    case SeriesStep::Day:
    case SeriesStep::Week:
        //: A day without its year, as QLocale::toString() takes it.
        return QLocale().toString(start.date(), UsageWordsText::tr("d MMM"));
    case SeriesStep::Month:
        //: A month with its year, short, as QLocale::toString() takes it.
        return QLocale().toString(start.date(), UsageWordsText::tr("MMM yyyy"));
    }
    Q_UNREACHABLE();
}

QString UsageWords::stepTitle(SeriesStep step, qint64 startMs, qint64 endMs,
                              const QTimeZone& timeZone)
{
    const QLocale locale;
    const QDateTime start = localTime(startMs, timeZone);
    const QDateTime end = localTime(endMs, timeZone);
    switch (step) {
    case SeriesStep::Hour:
        return UsageWordsText::tr("%1 – %2").arg(
            locale.toString(start.time(), QStringLiteral("HH:mm")),
            locale.toString(end.time(), QStringLiteral("HH:mm")));
    case SeriesStep::Day:
        return locale.toString(start.date(), QLocale::LongFormat);
    case SeriesStep::Week:
    case SeriesStep::Month:
        return UsagePeriod::custom(start.date(), localTime(endMs - 1, timeZone).date()).text();
    }
    Q_UNREACHABLE();
}

QString UsageWords::axisDollars(double dollars, double step)
{
    if (step >= 1000)
        return QStringLiteral("$") + axisCount(dollars, step);
    const int decimals =
        step >= 1 ? 0 : std::max(2, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
    return QStringLiteral("$") + QLocale().toString(dollars, 'f', dollars == 0 ? 0 : decimals);
}

QString UsageWords::axisCount(double count, double step)
{
    if (count == 0)
        return QLocale().toString(0);
    if (count >= 1e6)
        return UsageWordsText::tr("%1 M", "millions")
            .arg(QLocale().toString(count / 1e6, 'f', step < 1e6 ? 1 : 0));
    if (count >= 1e3)
        return UsageWordsText::tr("%1k", "thousands")
            .arg(QLocale().toString(count / 1e3, 'f', step < 1e3 ? 1 : 0));
    return QLocale().toString(count, 'f', 0);
}

} // namespace Patchbay
