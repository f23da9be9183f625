// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/limitbar.h"

#include "desktop/accountcolors.h"
#include "desktop/dialogs/timeleft.h"

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

namespace Patchbay {

namespace {

struct LimitWords
{
    Q_DECLARE_TR_FUNCTIONS(LimitWords)
};

constexpr int kHeight = 6;
constexpr int kNarrow = 75; // percent used
constexpr int kUsedUp = 95;

int usedPercent(const LimitWindow& window)
{
    if (window.limit <= 0)
        return 0;
    const double used = 1.0 - double(window.remaining) / double(window.limit);
    return std::clamp(qRound(used * 100), 0, 100);
}

bool isUnified(const LimitWindow& window)
{
    return window.limit == 100;
}

} // namespace

QString limitWindowText(const QString& window)
{
    if (window == QLatin1String("five_hour"))
        return LimitWords::tr("5 hours");
    if (window == QLatin1String("seven_day"))
        return LimitWords::tr("7 days");
    if (window == QLatin1String("requests"))
        return LimitWords::tr("Requests");
    if (window == QLatin1String("tokens"))
        return LimitWords::tr("Tokens");
    if (window == QLatin1String("input_tokens"))
        return LimitWords::tr("Input tokens");
    if (window == QLatin1String("output_tokens"))
        return LimitWords::tr("Output tokens");
    return window;
}

QString limitValueText(const LimitWindow& window, qint64 nowMs)
{
    const QLocale locale;
    const QString asOf = momentText(window.asOfMs, nowMs);
    const bool isOver = window.resetsAtMs > 0 && window.resetsAtMs <= nowMs;
    if (isOver)
        return LimitWords::tr("reset at %1; nothing newer is known")
            .arg(momentText(window.resetsAtMs, nowMs));
    QString used;
    if (isUnified(window))
        used = LimitWords::tr("%1 % used").arg(usedPercent(window));
    else if (window.limit > 0)
        used = LimitWords::tr("%1 of %2 left")
                   .arg(locale.toString(window.remaining), locale.toString(window.limit));
    else
        used = LimitWords::tr("%1 left").arg(locale.toString(window.remaining));
    if (window.resetsAtMs <= 0)
        return LimitWords::tr("%1 (as of %2)").arg(used, asOf);
    return LimitWords::tr("%1, resets %2, %3 (as of %4)")
        .arg(used, momentText(window.resetsAtMs, nowMs), timeLeftText(window.resetsAtMs - nowMs),
             asOf);
}

LimitBar::LimitBar(const LimitWindow& window, QWidget* parent)
    : QProgressBar(parent)
{
    setRange(0, 100);
    setValue(usedPercent(window));
    setAccessibleName(limitWindowText(window.window));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize LimitBar::sizeHint() const
{
    return {120, kHeight};
}

QSize LimitBar::minimumSizeHint() const
{
    return sizeHint();
}

void LimitBar::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::Mid));
    const QRectF whole = rect();
    painter.drawRoundedRect(whole, kHeight / 2.0, kHeight / 2.0);
    if (value() <= 0)
        return;
    const StateColors colors = stateColors(palette());
    painter.setBrush(value() >= kUsedUp   ? colors.bad
                     : value() >= kNarrow ? colors.warning
                                          : colors.good);
    QRectF used = whole;
    used.setWidth(std::max<double>(kHeight, whole.width() * value() / 100.0));
    painter.drawRoundedRect(used, kHeight / 2.0, kHeight / 2.0);
}

} // namespace Patchbay
