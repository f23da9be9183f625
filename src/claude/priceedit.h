// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QDate>
#include <QString>

#include <optional>

namespace Patchbay {

/// A price of the user's own for a model, in place of the one that ships: from its UTC date on,
/// until the user's next one of that model. In millionths of a US dollar per million tokens.
struct PriceEdit
{
    QString model;
    QDate validFrom;
    qint64 input = 0, output = 0, cacheWrite5m = 0, cacheWrite1h = 0, cacheRead = 0;

    bool operator==(const PriceEdit&) const = default;
};

/// "2.5" (US dollars per million tokens, at most 100,000, up to six decimals, nothing is fine) →
/// 2'500'000.
[[nodiscard]] Result<qint64> parsePrice(const QString& text);
/// 2'500'000 → "2.5": what parsePrice() reads.
[[nodiscard]] QString plainPrice(qint64 microUsd);

/// Why it cannot be: no model, or a date or amount beyond reason.
[[nodiscard]] Result<void> checkPriceEdit(const PriceEdit& edit);

} // namespace Patchbay
