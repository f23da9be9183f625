// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace Patchbay {

/// How long to wait after failures in a row: twice as long each time, with jitter. A value.
class GrowingWait final
{
public:
    /// One more failure; between a half and the whole of `firstMs` after the first, of `mostMs` in
    /// the end.
    [[nodiscard]] qint64 next(qint64 firstMs, qint64 mostMs);
    void reset() { m_failures = 0; }

private:
    int m_failures = 0;
};

} // namespace Patchbay
