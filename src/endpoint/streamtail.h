// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace Patchbay {

/// Where in an event stream the bytes that went by have ended: whether an event of ours may follow.
/// Pure.
class StreamTail final
{
public:
    void feed(QByteArrayView bytes);

    /// Between two events, or before the first.
    [[nodiscard]] bool isBetweenEvents() const { return m_line.isEmpty() && m_isBlank; }
    /// The last whole event told of an error: nothing needs to be said after it.
    [[nodiscard]] bool endsInError() const { return isBetweenEvents() && m_lastWasError; }

private:
    void endLine();

    QByteArray m_line; // the start of the one that has not ended
    bool m_isBlank = true;
    bool m_isError = false; // the event that is coming
    bool m_lastWasError = false;
};

} // namespace Patchbay
