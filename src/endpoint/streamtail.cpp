// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/streamtail.h"

#include <algorithm>

namespace Patchbay {

namespace {

constexpr QByteArrayView kErrorLine = "event: error";

} // namespace

void StreamTail::feed(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const qsizetype end = bytes.indexOf('\n');
        const QByteArrayView piece = end < 0 ? bytes : bytes.first(end);
        // The start tells enough of a line.
        const qsizetype room = kErrorLine.size() + 2 - m_line.size();
        m_line.append(
            piece.first(std::clamp<qsizetype>(piece.size(), 0, std::max<qsizetype>(room, 0))));
        if (end < 0)
            return;
        endLine();
        bytes = bytes.sliced(end + 1);
    }
}

void StreamTail::endLine()
{
    if (m_line.endsWith('\r'))
        m_line.chop(1);
    const bool isBlank = m_line.isEmpty();
    if (isBlank && !m_isBlank)
        m_lastWasError = std::exchange(m_isError, false);
    else if (m_line == kErrorLine)
        m_isError = true;
    m_isBlank = isBlank;
    m_line.clear();
}

} // namespace Patchbay
