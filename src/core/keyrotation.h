// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"
#include "vault/vault.h"

#include <QObject>

#include <memory>

namespace Patchbay {

class AccountProbe;
struct ProbeAnswer;

/// Replaces the key of an account without a moment in which none is known to work: the new one
/// waits in an entry of its own in the vault, is tried with a request that costs nothing, and takes
/// the old one's place when that was answered. The row says that one waits before it is written, so
/// whatever instant the program is killed at, the next try goes on from there. One at a time per
/// account, over all processes. Main thread; once it is destroyed nobody is called.
class KeyRotation final : public QObject
{
    Q_OBJECT
public:
    /// `locksDir`: where the lock files of the running processes are.
    KeyRotation(AccountStore& accounts, Vault& vault, AccountProbe& probe, const Clock& clock,
                QString locksDir);

    /// InvalidInput for an account that has no key of its own to replace, with what to do instead.
    [[nodiscard]] Result<void> check(const AccountId& id) const;

    /// As check() says; Conflict while another replaces it. Authentication: the new
    /// key was rejected and is gone, the old one stays. Any other failure of the request: the new
    /// one keeps waiting and the old one stays in use.
    void rotate(const AccountId& id, const Secret& newKey, Completion<void> done);
    /// Tries the key that waits; NotFound when none does.
    void tryWaiting(const AccountId& id, Completion<void> done);
    /// Tries all that wait, one after the other; tried() tells of each.
    void tryAllWaiting();

Q_SIGNALS:
    void tried(const Patchbay::AccountId& id, const Patchbay::Result<void>& result);

private:
    struct Run;
    using SharedRun = std::shared_ptr<Run>;

    template <class T, class Handler>
    [[nodiscard]] Completion<T> guarded(Handler handler);
    [[nodiscard]] Result<SharedRun> begin(const AccountId& id);
    void announce(const SharedRun& run);
    void keep(const SharedRun& run);
    void tryKey(const SharedRun& run);
    void answered(const SharedRun& run, const ProbeAnswer& answer);
    void takeOver(const SharedRun& run);
    /// Removes the waiting key, then ends with `result`.
    void discard(const SharedRun& run, Result<void> result);
    void end(const SharedRun& run, Result<void> result);
    void fail(Completion<void> done, Error error);
    void tryNext(QList<AccountId> ids);

    AccountStore& m_accounts;
    Vault& m_vault;
    AccountProbe& m_probe;
    const Clock& m_clock;
    const QString m_locksDir;
    Mailbox m_mailbox;
};

} // namespace Patchbay
