// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountarchivefile.h"
#include "base/eventthread.h"

#include <QStringList>

#include <functional>
#include <memory>

namespace Patchbay {

/// Exports the stored accounts with their secrets into a file sealed with a passphrase, and takes
/// them from one. A sign-in whose refresh token is in such a file is good in one place only: the
/// first that refreshes it ends it for the others. Main thread; sealing and opening are on a thread
/// of their own. Once it is destroyed nobody is called.
class AccountArchive final : public QObject
{
    Q_OBJECT
public:
    struct Exported
    {
        int count = 0;
        QStringList withoutSecret; // names: the vault has none, though there should be one
    };
    struct Restored
    {
        QStringList added;
        QStringList replaced;
        QStringList left; // those that were there already
        /// What went wrong with `failedAt`; those before it are restored, those after it are not.
        std::optional<Error> failure;
        QString failedAt;
    };

    AccountArchive(AccountStore& accounts, Vault& vault,
                   SealedFile::Cost cost = SealedFile::Cost::moderate());
    ~AccountArchive() override;

    /// A vault that cannot give a secret ends it, with nothing written.
    void save(const QString& path, const Secret& passphrase, bool overwrite,
              Completion<Exported> done);
    /// An account of the same id or name is left as it is, or gets what the file says with
    /// `replace`, plan, times and a key that waits included. Failure: the file could not be opened.
    void restore(const QString& path, const Secret& passphrase, bool replace,
                 Completion<Restored> done);

private:
    struct Saving;
    struct Restoring;
    using Step = std::function<void(const Result<void>&)>;

    void readNext(const std::shared_ptr<Saving>& saving);
    void seal(const std::shared_ptr<Saving>& saving);
    void restoreNext(const std::shared_ptr<Restoring>& restoring);
    void readWaiting(const std::shared_ptr<Saving>& saving, NewAccount read);
    void replaceWith(const std::shared_ptr<Restoring>& restoring, const Account& known,
                     const NewAccount& from);
    void editTo(const std::shared_ptr<Restoring>& restoring, const NewAccount& wanted,
                bool takesFacts);
    /// The new key that waits, or none.
    void takeWaiting(const std::shared_ptr<Restoring>& restoring, const NewAccount& wanted,
                     const Step& done);
    /// What follows in restoring an account; a fault ends it there.
    [[nodiscard]] Step step(const std::shared_ptr<Restoring>& restoring, const QString& name,
                            std::function<void()> next);
    void stopAt(const std::shared_ptr<Restoring>& restoring, const QString& name,
                const Error& error);
    [[nodiscard]] const Account* sameAs(const Account& wanted) const;

    AccountStore& m_accounts;
    Vault& m_vault;
    const SealedFile::Cost m_cost;
    Mailbox m_mailbox;
    EventThread m_thread;
};

} // namespace Patchbay
