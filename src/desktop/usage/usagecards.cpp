// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/usagecards.h"

#include "desktop/dollartext.h"
#include "desktop/statusline.h"
#include "desktop/usage/usagewords.h"

#include <QDateTime>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QStyle>

#include <cmath>

namespace Patchbay {

namespace {

constexpr int kLeastCard = 232;

QString percent(qint64 part, qint64 whole)
{
    return UsageCards::tr("%1 %", "percent")
        .arg(std::llround(100.0 * static_cast<double>(part) / static_cast<double>(whole)));
}

QString dollars(double microUsd)
{
    const double value = microUsd / 1e6;
    return QLocale().toCurrencyString(value, QStringLiteral("$"), value < 10 ? 2 : 0);
}

} // namespace

UsageCards::UsageCards(QWidget* parent)
    : QWidget(parent)
{
    m_grid = new QGridLayout(this);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(12);
    addCard(Cost, QStringLiteral("usageCost"), tr("Cost"));
    addCard(Tokens, QStringLiteral("usageTokens"), tr("Tokens"));
    addCard(Cache, QStringLiteral("usageCache"), tr("Read from cache"));
    addCard(FirstByte, QStringLiteral("usageFirstByte"), tr("First byte, median"));
    addCard(Errors, QStringLiteral("usageErrors"), tr("Errors"));
    addCard(Pace, QStringLiteral("usagePace"), tr("At this pace"));
    arrange();
}

void UsageCards::addCard(Card card, const QString& objectName, const QString& name)
{
    Parts& parts = m_cards.at(card);
    auto* frame = new QFrame;
    frame->setProperty("card", true);
    parts.frame = frame;
    parts.name = new QLabel(name);
    parts.name->setProperty("hint", true);
    parts.name->setProperty("small", true);
    parts.figure = new QLabel(QStringLiteral("–"));
    parts.figure->setProperty("figure", true);
    parts.figure->setObjectName(objectName);
    parts.figure->setAccessibleName(name);
    parts.detail = new QLabel(QStringLiteral(" "));
    parts.detail->setProperty("hint", true);
    parts.detail->setProperty("small", true);
    parts.detail->setObjectName(objectName + QStringLiteral("Detail"));
    for (QLabel* label : {parts.name, parts.figure, parts.detail})
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->setSpacing(2);
    layout->addWidget(parts.name);
    layout->addWidget(parts.figure);
    layout->addWidget(parts.detail);
}

void UsageCards::arrange()
{
    const int fit = (width() + m_grid->spacing()) / (kLeastCard + m_grid->spacing());
    const int columns = fit >= 6 ? 6 : fit >= 3 ? 3 : 2;
    if (columns == m_columns)
        return;
    m_columns = columns;
    for (int i = 0; i < CardCount; ++i)
        m_grid->addWidget(m_cards.at(static_cast<std::size_t>(i)).frame, i / columns, i % columns);
    for (int i = 0; i < CardCount; ++i)
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
}

void UsageCards::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
    m_grid->activate();
    elide();
}

// What is too long for its card is in the tooltip in full.
void UsageCards::elide()
{
    for (const Parts& parts : m_cards) {
        parts.detail->setText(parts.detail->fontMetrics().elidedText(
            parts.figure->accessibleDescription(), Qt::ElideRight, parts.detail->width()));
    }
}

void UsageCards::set(Card card, const QString& figure, const QString& detail, const QString& tip,
                     const QString& tone)
{
    const Parts& parts = m_cards.at(card);
    parts.figure->setText(figure);
    parts.figure->setAccessibleDescription(detail);
    parts.frame->setToolTip(tip);
    if (parts.detail->property("tone").toString() != tone) {
        parts.detail->setProperty("tone", tone);
        parts.detail->style()->unpolish(parts.detail);
        parts.detail->style()->polish(parts.detail);
    }
}

void UsageCards::setCost(const UsageFacts& facts)
{
    const UsedSums& total = facts.series.total;
    m_cards.at(Cost).name->setText(tr("Cost, %1").arg(facts.query.period.text()));
    const qint64 now = total.paidMicroUsd();
    const qint64 before = facts.before.paidMicroUsd();
    QStringList details;
    QString tone;
    if (before > 0) {
        const double change =
            100.0 * static_cast<double>(now - before) / static_cast<double>(before);
        const QString sign = change > 0.5    ? QStringLiteral("+")
                             : change < -0.5 ? QStringLiteral("−")
                                             : QString();
        details.append(
            change > 999
                ? tr("over ten times the time before")
                : tr("%1%2 % on the time before").arg(sign).arg(std::llround(std::abs(change))));
        tone = change < -0.5 ? QStringLiteral("good") : QString();
    }
    if (total.planMicroUsd > 0) {
        details.append(tr("+ %1 of plan use").arg(dollarText(total.planMicroUsd)));
        tone.clear(); // which is neither good nor bad
    }
    QStringList tips{tr("%1 in as much of the time before").arg(dollarText(before))};
    if (const QString hint = UsageWords::costHint(total); !hint.isEmpty())
        tips.append(hint);
    set(Cost, UsageWords::costText(total), details.join(QStringLiteral(" · ")),
        tips.join(QLatin1Char('\n')), tone);
}

void UsageCards::setErrors(const UsedSums& total, const QList<ErrorCount>& errors)
{
    QStringList kinds;
    QStringList lines;
    for (const ErrorCount& count : errors) {
        const QString text =
            tr("%1: %2", "error, how often")
                .arg(UsageWords::errorText(count.kind), QLocale().toString(count.attempts));
        lines.append(text);
        if (kinds.size() < 2)
            kinds.append(text);
    }
    if (!lines.isEmpty())
        lines.prepend(tr("Attempts that failed, also those that another account made good:"));
    const QString share =
        total.requests > 0 && total.errors > 0
            ? tr("%1 (%2)", "errors, their share")
                  .arg(QLocale().toString(total.errors),
                       total.errors * 200 < total.requests ? tr("< 1 %")
                                                           : percent(total.errors, total.requests))
            : QLocale().toString(total.errors);
    set(Errors, share,
        kinds.isEmpty() ? tr("of %n request(s)", nullptr, static_cast<int>(total.requests))
                        : kinds.join(QStringLiteral(" · ")),
        lines.join(QLatin1Char('\n')));
}

void UsageCards::setMonth(const UsageFacts& facts)
{
    const MonthOutlook& month = facts.month;
    if (!month.atEnd) {
        set(Pace, QStringLiteral("–"), tr("Too little is known yet"),
            tr("Known once there was use over some hours"));
        return;
    }
    const QLocale locale;
    const QTimeZone& zone = facts.query.timeZone;
    const auto date = [&](qint64 ms) { return QDateTime::fromMSecsSinceEpoch(ms, zone).date(); };
    //: A month, short, as QLocale::toString() takes it.
    const QString name = locale.toString(date(month.endMs - 1), tr("MMM"));
    //: A day without its year, as QLocale::toString() takes it.
    const QString day = locale.toString(date(month.limit.atMs), tr("d MMM"));
    QString detail = tr("%1 so far").arg(dollarText(month.spentMicroUsd));
    QString tone;
    const QString limit = dollars(static_cast<double>(month.limitMicroUsd));
    switch (month.limitMicroUsd > 0 ? month.limit.verdict : Outlook::Verdict::Unknown) {
    case Outlook::Verdict::Reached:
        detail = tr("budget of %1 reached").arg(limit);
        tone = QStringLiteral("bad");
        break;
    case Outlook::Verdict::Runs:
        detail = tr("budget of %1 reached on %2").arg(limit, day);
        tone = QStringLiteral("warning");
        break;
    case Outlook::Verdict::Lasts:
        detail = tr("within the budget of %1").arg(limit);
        tone = QStringLiteral("good");
        break;
    case Outlook::Verdict::Unknown:
        break;
    }
    set(Pace, tr("%1 in %2", "money in a month").arg(dollars(month.atEnd->value), name), detail,
        tr("Between %1 and %2 by the end of the month; %3 so far")
            .arg(dollars(month.atEnd->low), dollars(month.atEnd->high),
                 dollarText(month.spentMicroUsd)),
        tone);
}

void UsageCards::setFacts(const UsageFacts& facts)
{
    const UsedSums& total = facts.series.total;
    const QLocale locale;
    setCost(facts);
    set(Tokens, shortCount(total.tokens()),
        total.tokens() > 0 ? tr("%1 in, %2 out")
                                 .arg(percent(total.prompt(), total.tokens()),
                                      percent(total.output, total.tokens()))
                           : QString(),
        tr("%1 in, %2 out").arg(locale.toString(total.prompt()), locale.toString(total.output)));
    const qint64 saved = total.savedMicroUsd;
    set(Cache, total.prompt() > 0 ? percent(total.cacheRead, total.prompt()) : QStringLiteral("–"),
        saved > 0   ? tr("saved %1").arg(dollarText(saved))
        : saved < 0 ? tr("cost %1 more than it saved").arg(dollarText(-saved))
                    : QString(),
        tr("%1 of %2 tokens of input. What reading them saved against input without a cache, less "
           "what writing them cost more")
            .arg(locale.toString(total.cacheRead), locale.toString(total.prompt())),
        saved > 0 ? QStringLiteral("good") : QString());
    setMonth(facts);
    elide();
}

void UsageCards::setDetails(const UsageFacts& facts, const UsageDetails* details)
{
    const Latency latency = details ? details->latency.all : Latency();
    set(FirstByte, UsageWords::latencyText(latency.medianMs),
        latency.attempts > 0 ? tr("95 % within %1").arg(UsageWords::latencyText(latency.p95Ms))
                             : QString(),
        latency.attempts > 0 ? tr("From sending to the first byte of %n answer(s)", nullptr,
                                  static_cast<int>(latency.attempts))
                             : QString());
    setErrors(facts.series.total, details ? details->errors : QList<ErrorCount>());
    elide();
}

} // namespace Patchbay
