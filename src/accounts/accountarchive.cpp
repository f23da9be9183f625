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
        saving->read.append({account, {}});
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
                     saving->read.append({account, secret.value_or(Secret())});
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
    m_accounts.restore(wanted,
                       [self = QPointer(this), restoring, name](const Result<AccountId>& added) {
                           if (!self)
                               return;
                           if (!added)
                               return self->stopAt(restoring, name, added.error());
                           restoring->restored.added.append(name);
                           self->restoreNext(restoring);
                       });
}

void AccountArchive::replaceWith(const std::shared_ptr<Restoring>& restoring, const Account& known,
                                 const NewAccount& wanted)
{
    if (known.kind != wanted.account.kind) {
        return stopAt(restoring, wanted.account.name,
                      {ErrorKind::AlreadyExists,
                       tr("“%1” is an account of another kind here").arg(known.name),
                       tr("Rename or remove it, then restore again"),
                       {},
                       {},
                       0});
    }
    Account account = wanted.account;
    account.id = known.id;
    if (wanted.secret.isEmpty())
        return editTo(restoring, account);
    m_accounts.replaceSecret(
        known.id, wanted.secret,
        [self = QPointer(this), restoring, account](const Result<void>& replaced) {
            if (!self)
                return;
            if (replaced)
                self->editTo(restoring, account);
            else
                self->stopAt(restoring, account.name, replaced.error());
        });
}

void AccountArchive::editTo(const std::shared_ptr<Restoring>& restoring, const Account& account)
{
    m_accounts.edit(account, [self = QPointer(this), restoring,
                              name = account.name](const Result<void>& edited) {
        if (!self)
            return;
        if (!edited)
            return self->stopAt(restoring, name, edited.error());
        restoring->restored.replaced.append(name);
        self->restoreNext(restoring);
    });
}

void AccountArchive::stopAt(const std::shared_ptr<Restoring>& restoring, const QString& name,
                            const Error& error)
{
    restoring->restored.failure = error;
    restoring->restored.failedAt = name;
    restoring->done(restoring->restored);
}

} // namespace Patchbay
