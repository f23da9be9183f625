// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>

namespace Patchbay {

/// Counts wrong tokens of an address within a window. Right tokens are never held up by it: who
/// guesses cannot lock others out. In bounded memory. Pure.
class Throttle final
{
public:
    struct Limits
    {
        int failures = 20;
        qint64 windowMs = 60'000;
        qsizetype addresses = 1024;
    };
    explicit Throttle(const Limits& limits);

    /// One more wrong token from there. How long until the next is looked at; 0: at once.
    [[nodiscard]] qint64 failed(const QByteArray& address, qint64 monotonicMs);

    [[nodiscard]] qsizetype size() const { return m_counts.size(); }

private:
    struct Count
    {
        qint64 sinceMs = 0;
        int failures = 0;
    };
    void makeRoom(qint64 monotonicMs);

    Limits m_limits;
    QHash<QByteArray, Count> m_counts;
};

} // namespace Patchbay
