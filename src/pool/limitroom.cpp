// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/limitroom.h"

#include <algorithm>

namespace Patchbay::LimitRoom {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kHourMs = 60 * kMinuteMs;

// The unified windows of one family are named after it; `7d_oi` is Fable's (PROTOCOL 3.4).
QString familyOfWindow(const QString& window)
{
    if (window == "7d_oi"_L1)
        return u"fable"_s;
    for (const auto prefix : {"seven_day_"_L1, "7d_"_L1}) {
        if (window.startsWith(prefix))
            return window.sliced(prefix.size());
    }
    return {};
}

bool isExtra(const QString& window)
{
    return window.startsWith("overage"_L1) || window.startsWith("priority_"_L1) ||
           window.startsWith("fast_"_L1);
}

qint64 lengthOf(const LimitWindow& window)
{
    if (window.window == "five_hour"_L1)
        return 5 * kHourMs;
    if (window.window.startsWith("seven_day"_L1) || window.window.startsWith("7d"_L1))
        return 7 * 24 * kHourMs;
    // The provider's names to come are taken for long ones, its ordinary limits are by the minute.
    return window.status.isEmpty() ? kMinuteMs : 7 * 24 * kHourMs;
}

// Counted from when it was told, so that a reset beyond reason does not move on with the clock.
qint64 resetOf(const LimitWindow& window, qint64 nowMs)
{
    const qint64 length = lengthOf(window);
    const qint64 toldAtMs = window.asOfMs > 0 ? std::min(window.asOfMs, nowMs) : nowMs;
    return std::min(window.resetsAtMs, toldAtMs + length + length / 20);
}

bool concerns(const LimitWindow& window, const QString& modelFamily, qint64 nowMs)
{
    if (isExtra(window.window) || resetOf(window, nowMs) <= nowMs)
        return false;
    const QString family = familyOfWindow(window.window);
    return family.isEmpty() || family == modelFamily;
}

// Paid use beyond the subscription's windows goes on when those are spent.
bool goesOnPaid(const QList<LimitWindow>& windows)
{
    return std::any_of(windows.begin(), windows.end(), [](const LimitWindow& window) {
        return window.window == "overage"_L1 && window.status.startsWith("allowed"_L1);
    });
}

} // namespace

double tightest(const QList<LimitWindow>& windows, const QString& modelFamily, qint64 nowMs)
{
    double least = 1;
    for (const LimitWindow& window : windows) {
        if (window.limit > 0 && concerns(window, modelFamily, nowMs)) {
            const double rest =
                static_cast<double>(window.remaining) / static_cast<double>(window.limit);
            least = std::min(least, std::clamp(rest, 0.0, 1.0));
        }
    }
    return least;
}

Exhausted exhausted(const QList<LimitWindow>& windows, const QString& modelFamily, qint64 nowMs)
{
    qint64 ofAll = 0;
    qint64 ofFamily = 0;
    const bool isPaid = goesOnPaid(windows);
    for (const LimitWindow& window : windows) {
        const bool isExhausted = window.remaining <= 0 || window.status == "rejected"_L1;
        if (!isExhausted || !concerns(window, modelFamily, nowMs) ||
            (isPaid && !window.status.isEmpty()))
            continue;
        qint64& latest = familyOfWindow(window.window).isEmpty() ? ofAll : ofFamily;
        latest = std::max(latest, resetOf(window, nowMs));
    }
    return ofAll > 0 ? Exhausted{ofAll, false} : Exhausted{ofFamily, ofFamily > 0};
}

Exhausted exhaustedSubscription(const QList<LimitWindow>& windows, const QString& modelFamily,
                                qint64 nowMs)
{
    QList<LimitWindow> unified = windows;
    unified.removeIf([](const LimitWindow& window) { return window.status.isEmpty(); });
    return exhausted(unified, modelFamily, nowMs);
}

} // namespace Patchbay::LimitRoom
