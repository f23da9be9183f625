// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dollartext.h"

#include <QLocale>

#include <cstdlib>

namespace Patchbay {

QString dollarText(qint64 microUsd, bool estimated)
{
    const double dollars = static_cast<double>(microUsd) / 1e6;
    const qint64 size = std::abs(microUsd);
    const int digits = size == 0 ? 2 : size < 100 ? 6 : size < 1'000'000 ? 4 : 2;
    const QString text = QLocale().toCurrencyString(dollars, QStringLiteral("$"), digits);
    return estimated ? QStringLiteral("≈ ") + text : text;
}

} // namespace Patchbay
