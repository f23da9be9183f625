// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/request.h"
#include "pool/retrypolicy.h"

#include <QRandomGenerator>

namespace Patchbay {

/// Repeats itself for the same seed.
class Dice final
{
public:
    explicit Dice(quint32 seed)
        : m_random(seed)
    {
    }

    int upTo(int most) { return static_cast<int>(m_random.bounded(most + 1)); }
    bool oneIn(int n) { return m_random.bounded(n) == 0; }
    double fraction() { return m_random.generateDouble(); }
    template <typename T>
    T of(const QList<T>& list)
    {
        return list.at(m_random.bounded(static_cast<int>(list.size())));
    }

private:
    QRandomGenerator m_random;
};

/// Accounts, requests and answers of any kind.
namespace RandomPool {

[[nodiscard]] const QList<QString>& models(); // of a family each
[[nodiscard]] Account plainAccount(const QString& name);
[[nodiscard]] Account anyAccount(int number, Dice& dice);
[[nodiscard]] Request anyRequest(const QList<Account>& accounts, Dice& dice);
[[nodiscard]] AnswerHeaders anyHeaders(qint64 nowMs, Dice& dice);
[[nodiscard]] AttemptFailure failureOf(int status, ErrorKind kind = ErrorKind::ServerError);
/// Any row of DESIGN 2.3's table.
[[nodiscard]] AttemptFailure anyFailure(qint64 nowMs, Dice& dice);

} // namespace RandomPool

} // namespace Patchbay
