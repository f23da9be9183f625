// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountarchive.h"

#include <QPointer>

namespace Patchbay {

struct AccountArchive::Saving
{
    QString path;
    Secret passphrase;
    bool overwrite = false;
    QList<Account> toRead;
    QList<NewAccount> read;
    Exported exported;
    Completion<Exported> done;
};

struct AccountArchive::Restoring
{
    bool replace = false;
    QList<NewAccount> toRestore;
    Restored restored;
    Completion<Restored> done;
};

AccountArchive::AccountArchive(AccountStore& accounts, Vault& vault, SealedFile::Cost cost)
    : m_accounts(accounts)
    , m_vault(vault)
    , m_cost(cost)
    , m_thread(QStringLiteral("archive"))
{
}

AccountArchive::~AccountArchive() = default;

void AccountArchive::save(const QString& path, const Secret& passphrase, bool overwrite,
                          Completion<Exported> done)
{
    const auto saving = std::make_shared<Saving>();
    saving->path = path;
    saving->passphrase = passphrase;
    saving->overwrite = overwrite;
    saving->done = std::move(done);
    for (const Account& account : m_accounts.accounts()) {
        if (account.source == AccountSource::Stored)
            saving->toRead.append(account);
    }
    // Before anybody is asked to unlock a keychain for it.
    Result<void> checked = checkArchivePath(path, overwrite);
    if (checked && saving->toRead.isEmpty())
        checked = fail(ErrorKind::NoAccount, tr("There is no account to export"),
                       tr("Accounts of the environment stay where they are"));
    if (checked && passphrase.isEmpty())
        checked = fail(ErrorKind::InvalidInput, tr("The passphrase is empty"),
                       tr("Choose one that nobody guesses: it opens all the keys"));
    m_mailbox.post([this, saving, checked] {
        if (checked)
            readNext(saving);
        else
            saving->done(Failure(checked.error()));
    });
}

// Straight from the vault: this is no use of the account, which changes its state.
void AccountArchive::readNext(const std::shared_ptr<Saving>& saving)
{
    if (saving->toRead.isEmpty())
        return seal(saving);
    const Account account = saving->toRead.takeFirst();
    if (!account.keyCommand.isEmpty()) {
        saving->read.append({account, {}, {}});
        return readNext(saving);
    }
    m_vault.read(vaultKey(account),
                 [self = QPointer(this), saving, account](const Result<Secret>& secret) {
                     if (!self)
                         return;
                     if (!secret && secret.error().kind != ErrorKind::SecretAbsent) {
                         saving->done(Failure(secret.error()));
                         return;
                     }
                     // The claude program keeps its own.
                     if (!secret && account.kind != AccountKind::ClaudeCommand)
                         saving->exported.withoutSecret.append(account.name);
                     self->readWaiting(saving, {account, secret.value_or(Secret()), {}});
                 });
}

void AccountArchive::readWaiting(const std::shared_ptr<Saving>& saving, NewAccount read)
{
    if (read.account.pendingSecretAtMs == 0) {
        saving->read.append(std::move(read));
        return readNext(saving);
    }
    m_vault.read(pendingVaultKey(read.account),
                 [self = QPointer(this), saving, read](const Result<Secret>& waiting) mutable {
                     if (!self)
                         return;
                     if (!waiting && waiting.error().kind != ErrorKind::SecretAbsent) {
                         saving->done(Failure(waiting.error()));
                         return;
                     }
                     read.waiting = waiting.value_or(Secret());
                     saving->read.append(std::move(read));
                     self->readNext(saving);
                 });
}

void AccountArchive::seal(const std::shared_ptr<Saving>& saving)
{
    saving->exported.count = static_cast<int>(saving->read.size());
    m_thread.post([saving, cost = m_cost, replyTo = m_mailbox.address()] {
        auto written =
            writeArchive(saving->path, saving->passphrase, saving->read, saving->overwrite, cost);
        replyTo.post([saving, written = std::move(written)] {
            if (written)
                saving->done(saving->exported);
            else
                saving->done(Failure(written.error()));
        });
    });
}

void AccountArchive::restore(const QString& path, const Secret& passphrase, bool replace,
                             Completion<Restored> done)
{
    const auto restoring = std::make_shared<Restoring>();
    restoring->replace = replace;
    restoring->done = std::move(done);
    m_thread.post([this, restoring, path, passphrase, replyTo = m_mailbox.address()] {
        auto accounts = readArchive(path, passphrase);
        replyTo.post([this, restoring, accounts = std::move(accounts)]() mutable {
            if (!accounts) {
                restoring->done(Failure(accounts.error()));
                return;
            }
            restoring->toRestore = std::move(*accounts);
            restoreNext(restoring);
        });
    });
}

const Account* AccountArchive::sameAs(const Account& wanted) const
{
    const Account* byName = nullptr;
    for (const Account& account : m_accounts.accounts()) {
        if (account.source != AccountSource::Stored)
            continue;
        if (account.id == wanted.id)
            return &account;
        if (account.name.compare(wanted.name.trimmed(), Qt::CaseInsensitive) == 0)
            byName = &account;
    }
    return byName;
}

void AccountArchive::restoreNext(const std::shared_ptr<Restoring>& restoring)
{
    if (restoring->toRestore.isEmpty()) {
        restoring->done(restoring->restored);
        return;
    }
    const NewAccount wanted = restoring->toRestore.takeFirst();
    const QString name = wanted.account.name;
    if (const Account* known = sameAs(wanted.account)) {
        if (restoring->replace)
            return replaceWith(restoring, *known, wanted);
        restoring->restored.left.append(name);
        return restoreNext(restoring);
    }
    const auto taken = step(restoring, name, [this, restoring, name] {
        restoring->restored.added.append(name);
        restoreNext(restoring);
    });
    m_accounts.restore(
        wanted, [self = QPointer(this), restoring, wanted, taken](const Result<AccountId>& added) {
            if (!self)
                return;
            if (added)
                self->takeWaiting(restoring, wanted, taken);
            else
                taken(Failure(added.error()));
        });
}

AccountArchive::Step AccountArchive::step(const std::shared_ptr<Restoring>& restoring,
                                          const QString& name, std::function<void()> next)
{
    return [self = QPointer(this), restoring, name,
            next = std::move(next)](const Result<void>& result) {
        if (!self)
            return;
        if (result)
            next();
        else
            self->stopAt(restoring, name, result.error());
    };
}

void AccountArchive::replaceWith(const std::shared_ptr<Restoring>& restoring, const Account& known,
                                 const NewAccount& from)
{
    if (known.kind != from.account.kind) {
        return stopAt(restoring, from.account.name,
                      {ErrorKind::AlreadyExists,
                       tr("“%1” is an account of another kind here").arg(known.name),
                       tr("Rename or remove it, then restore again"),
                       {},
                       {},
                       0});
    }
    NewAccount wanted = from;
    wanted.account.id = known.id;
    if (wanted.secret.isEmpty()) {
        // A secret that stays has times of its own.
        const bool hadNone =
            known.kind == AccountKind::ClaudeCommand && known.secretChangedAtMs == 0;
        return editTo(restoring, wanted, hadNone || !wanted.account.keyCommand.isEmpty());
    }
    m_accounts.replaceSecret(known.id, wanted.secret,
                             step(restoring, wanted.account.name,
                                  [this, restoring, wanted] { editTo(restoring, wanted, true); }));
}

void AccountArchive::editTo(const std::shared_ptr<Restoring>& restoring, const NewAccount& wanted,
                            bool takesFacts)
{
    const QString name = wanted.account.name;
    const auto replaced = step(restoring, name, [this, restoring, name] {
        restoring->restored.replaced.append(name);
        restoreNext(restoring);
    });
    const auto edited = step(restoring, name, [this, restoring, wanted, takesFacts, replaced] {
        if (!takesFacts)
            return takeWaiting(restoring, wanted, replaced);
        m_accounts.setSecretFacts(
            wanted.account.id, wanted.account,
            step(restoring, wanted.account.name, [this, restoring, wanted, replaced] {
                takeWaiting(restoring, wanted, replaced);
            }));
    });
    m_accounts.edit(wanted.account, edited);
}

// The row first, as where a key is replaced: an entry that no row tells of is never found again.
void AccountArchive::takeWaiting(const std::shared_ptr<Restoring>& restoring,
                                 const NewAccount& wanted, const Step& done)
{
    const AccountId id = wanted.account.id;
    const Account* const known = m_accounts.find(id);
    const QString key = pendingVaultKey(wanted.account);
    if (!wanted.waiting.isEmpty()) {
        m_accounts.setPendingSecret(
            id, wanted.account.pendingSecretAtMs,
            step(restoring, wanted.account.name, [this, key, waiting = wanted.waiting, done] {
                m_vault.write(key, waiting, done);
            }));
    } else if (known && known->pendingSecretAtMs != 0 && !wanted.secret.isEmpty()) {
        // It was to replace a key that is itself replaced now.
        m_vault.remove(key, step(restoring, wanted.account.name,
                                 [this, id, done] { m_accounts.setPendingSecret(id, 0, done); }));
    } else {
        done({});
    }
}

void AccountArchive::stopAt(const std::shared_ptr<Restoring>& restoring, const QString& name,
                            const Error& error)
{
    restoring->restored.failure = error;
    restoring->restored.failedAt = name;
    restoring->done(restoring->restored);
}

} // namespace Patchbay
