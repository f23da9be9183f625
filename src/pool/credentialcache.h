// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/credential.h"

#include <QHash>
#include <QSet>

#include <unordered_map>
#include <vector>

namespace Patchbay {

/// The credentials that were read in this run, and those being read: one read at a time for an
/// account, however many ask. On the board's thread.
class CredentialCache final
{
public:
    explicit CredentialCache(CredentialReader reader)
        : m_reader(std::move(reader))
    {
    }

    /// The credential if it is known and not due for renewal.
    [[nodiscard]] std::optional<Credential> find(const AccountId& id, qint64 nowMs) const;
    /// Reads it; `done` comes through `mailbox`, with the answer of a read that may be under way.
    void read(const AccountId& id, const Mailbox& mailbox, Completion<Credential> done);
    /// The upstream rejected the credential: the next read is for another one.
    void reject(const AccountId& id, const Credential& rejected);
    /// The next to ask reads it again, also when a read is under way.
    void forget(const AccountId& id);
    void keepOnly(const QSet<AccountId>& accounts);

private:
    struct Reading
    {
        quint64 number = 0;
        std::vector<Completion<Credential>> waiting;
    };
    void came(const AccountId& id, quint64 number, const Result<Credential>& credential);

    CredentialReader m_reader;
    QHash<AccountId, Credential> m_known;
    QHash<AccountId, Credential> m_rejected;
    std::unordered_map<QString, Reading> m_reading; // by the account's id
    std::unordered_map<quint64, Reading> m_stale;   // forgotten while they were read
    quint64 m_lastNumber = 0;
};

} // namespace Patchbay
