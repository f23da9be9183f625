// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"

#include <QHash>

namespace Patchbay {

/// The limits that each organisation seems to have: counted over a minute, told in the headers of
/// PROTOCOL 3.3, never enforced.
class RateWindows
{
public:
    /// Counts a request, and appends what is left afterwards to `headers`.
    void use(const QByteArray& organization, qint64 inputTokens, qint64 outputTokens, qint64 nowMs,
             HeaderList& headers);

private:
    struct Used
    {
        qint64 startMs = 0;
        qint64 requests = 0;
        qint64 inputTokens = 0;
        qint64 outputTokens = 0;
    };
    QHash<QByteArray, Used> m_used;
};

} // namespace Patchbay
