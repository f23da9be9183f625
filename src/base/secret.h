// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <memory>

class QDebug;

namespace Patchbay {

/// Secret bytes: in locked, guarded memory, wiped when the last copy is freed, and with no way to
/// print them. Copies share the bytes. Any thread.
class Secret final
{
public:
    Secret() = default;

    /// Takes the bytes and wipes `bytes`. A buffer that others share cannot be wiped: hand over
    /// one of your own.
    [[nodiscard]] static Secret take(QByteArray&& bytes);

    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    [[nodiscard]] qsizetype size() const;

    /// A look at the bytes for the moment of use; keep no copy. Valid as long as this Secret.
    [[nodiscard]] QByteArrayView reveal() const;

    /// Equal bytes, compared in constant time.
    friend bool operator==(const Secret& a, const Secret& b);

private:
    struct Bytes;
    std::shared_ptr<const Bytes> m_bytes;
};

QDebug operator<<(QDebug, const Secret&) = delete;

/// Overwrites the bytes of a buffer that held a secret, then empties it.
void wipe(QByteArray& bytes);
void wipe(QString& text);

} // namespace Patchbay
