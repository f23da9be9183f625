// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/usagereport.h"

#include <QJsonObject>

namespace Patchbay {

/// `usage --json` and `/api/usage` (DESIGN 1.2).
[[nodiscard]] QJsonObject usageJson(const UsageReport& report, const QList<UsageKey>& by);

/// Dollars with at most six decimals; null when not one of the requests had a known price.
[[nodiscard]] QJsonValue costJson(qint64 microUsd, bool isKnown = true);

} // namespace Patchbay
