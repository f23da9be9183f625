// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <functional>

class QMenu;

namespace Patchbay {

constexpr qint64 oneHourMs = 3'600'000;

/// Eight in the morning of the next local day, UTC milliseconds: when "until tomorrow" ends.
[[nodiscard]] qint64 tomorrowMorningMs(qint64 nowMs);

/// Adds "For 1 hour" and "Until tomorrow" to a menu; `snooze` gets how long, in UTC milliseconds.
void addSnoozeActions(QMenu& menu, std::function<qint64()> nowMs,
                      std::function<void(qint64 untilMs)> snooze);

} // namespace Patchbay
