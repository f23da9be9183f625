// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"

namespace Patchbay {

/// The secrets that were read in this run, and those being read: one read at a time for an
/// account, however many ask. On the board's thread.
class SecretCache final
{
public:
    explicit SecretCache(AccountStore::SecretReader reader)
        : m_reader(std::move(reader))
    {
    }

    /// The secret if it is known.
    [[nodiscard]] std::optional<Secret> find(const AccountId& id) const;
    /// Reads it; `done` comes through `mailbox`, with the answer of a read that may be under way.
    void read(const AccountId& id, const Mailbox& mailbox, Completion<Secret> done);
    /// The next to ask reads it again, also when a read is under way.
    void forget(const AccountId& id);
    void keepOnly(const QSet<AccountId>& accounts);

private:
    struct Reading
    {
        quint64 number = 0;
        std::vector<Completion<Secret>> waiting;
    };
    void came(const AccountId& id, quint64 number, const Result<Secret>& secret);

    AccountStore::SecretReader m_reader;
    QHash<AccountId, Secret> m_known;
    std::unordered_map<QString, Reading> m_reading; // by the account's id
    std::unordered_map<quint64, Reading> m_stale;   // forgotten while they were read
    quint64 m_lastNumber = 0;
};

} // namespace Patchbay
