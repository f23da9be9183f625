// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"

/// What limit windows say about the next request for a model. Windows of paid extras and of other
/// models' families are left out. Pure; times are UTC.
namespace Patchbay::LimitRoom {

/// The rest of the tightest window, from 0 to 1; 1 where nothing is known. A window whose reset has
/// passed is full again.
[[nodiscard]] double tightest(const QList<LimitWindow>& windows, const QString& modelFamily,
                              qint64 nowMs);

struct Exhausted
{
    qint64 untilMs = 0; // 0: none is exhausted
    bool isOfModelFamily = false;
};
/// When the exhausted ones among the windows (nothing remains, or `rejected`) are open again. A
/// reset is believed within the window's own length plus 5 %, else clamped to it. Exhausted windows
/// of one family of models count where no other one is; those of a subscription that goes on with
/// paid use do not.
[[nodiscard]] Exhausted exhausted(const QList<LimitWindow>& windows, const QString& modelFamily,
                                  qint64 nowMs);
/// The same for a subscription's windows alone. The others fill up all the time: one that told
/// nothing is left may serve again long before its reset.
[[nodiscard]] Exhausted exhaustedSubscription(const QList<LimitWindow>& windows,
                                              const QString& modelFamily, qint64 nowMs);

} // namespace Patchbay::LimitRoom
