// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/growingwait.h"

#include <QRandomGenerator>

#include <algorithm>

namespace Patchbay {

qint64 GrowingWait::next(qint64 firstMs, qint64 mostMs)
{
    const qint64 wait = std::min(firstMs << std::clamp(m_failures++, 0, 20), mostMs);
    const double jitter = QRandomGenerator::global()->generateDouble();
    const qint64 half = wait / 2;
    return half + static_cast<qint64>(jitter * static_cast<double>(half));
}

} // namespace Patchbay
