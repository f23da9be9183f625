// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QMap>

#include <functional>

namespace Patchbay {

/// A file of named secrets, encrypted as a whole (XChaCha20-Poly1305) with a key made of a
/// passphrase (Argon2id; its cost and salt are in the header). Blocking, and slow the first time:
/// on one thread, not the one that shows windows. Several processes may use one file.
class SealedFile final
{
public:
    /// How dear guessing a passphrase is made; libsodium's units.
    struct Cost
    {
        quint64 operations;
        quint64 memoryBytes;

        [[nodiscard]] static Cost moderate();
        [[nodiscard]] static Cost least(); // for tests

        bool operator==(const Cost&) const = default;
    };
    using Entries = QMap<QString, Secret>;

    SealedFile(QString path, Secret passphrase, Cost cost);

    /// What is in the file; nothing when it is not there. VaultDenied: the passphrase is another;
    /// VaultUnavailable: damaged, a link, or not readable. Such a file is never written to.
    [[nodiscard]] Result<Entries> read();

    /// Reads the file again, lets `edit` change the entries and replaces it (0600, synced, renamed)
    /// if it did, all under a lock file beside it.
    [[nodiscard]] Result<void> change(const std::function<void(Entries&)>& edit);

private:
    struct Header;

    [[nodiscard]] Result<void> useHeader(const Header& header);
    [[nodiscard]] Result<QByteArray> readBytes(bool& exists) const;
    [[nodiscard]] Result<void> replace(const Entries& entries);
    [[nodiscard]] Error damaged(const QString& detail) const;

    const QString m_path;
    const Secret m_passphrase;
    const Cost m_cost;
    // The key made last, with what it was made of.
    QByteArray m_salt;
    Cost m_keyCost{0, 0};
    Secret m_key;
    QByteArray m_check;
};

/// Makes what was renamed beside `path` outlast a power cut, where the system can.
void syncFolderOf(const QString& path);

} // namespace Patchbay
