// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/keyrotation.h"

#include "base/filelock.h"
#include "base/logging.h"
#include "core/accountprobe.h"

#include <QPointer>

namespace Patchbay {

struct KeyRotation::Run
{
    Account account;
    Secret key;
    std::unique_ptr<FileLock> lock;
    Completion<void> done;
};

KeyRotation::KeyRotation(AccountStore& accounts, Vault& vault, AccountProbe& probe,
                         const Clock& clock, QString locksDir)
    : m_accounts(accounts)
    , m_vault(vault)
    , m_probe(probe)
    , m_clock(clock)
    , m_locksDir(std::move(locksDir))
{
}

template <class T, class Handler>
Completion<T> KeyRotation::guarded(Handler handler)
{
    return [self = QPointer(this), handler = std::move(handler)](Result<T> result) mutable {
        if (self)
            handler(std::move(result));
    };
}

void KeyRotation::fail(Completion<void> done, Error error)
{
    m_mailbox.post([done = std::move(done), error = std::move(error)]() mutable {
        done(Failure(std::move(error)));
    });
}

Result<void> KeyRotation::check(const AccountId& id) const
{
    const auto account = m_accounts.storedAccount(id);
    if (!account)
        return Failure(account.error());
    if (account->kind != AccountKind::ApiKey) {
        return Patchbay::fail(
            ErrorKind::InvalidInput, tr("“%1” has no API key to replace").arg(account->name),
            tr("Sign in again with: patchbay-cli accounts login %1").arg(account->name));
    }
    if (!account->keyCommand.isEmpty()) {
        return Patchbay::fail(ErrorKind::InvalidInput,
                              tr("“%1” asks a command for its key").arg(account->name),
                              tr("Replace the key where that command reads it; it is asked again "
                                 "when the old one is rejected"));
    }
    return {};
}

Result<KeyRotation::SharedRun> KeyRotation::begin(const AccountId& id)
{
    if (const auto checked = check(id); !checked)
        return Failure(checked.error());
    const Account* const account = m_accounts.find(id);
    const auto run = std::make_shared<Run>();
    run->account = *account;
    auto lock = FileLock::tryTake(m_locksDir + QStringLiteral("/key-") + id.value +
                                  QStringLiteral(".lock"));
    if (!lock)
        return Failure(lock.error());
    if (!*lock) {
        return Patchbay::fail(ErrorKind::Conflict,
                              tr("The key of “%1” is being replaced already").arg(account->name),
                              tr("Wait a moment, then try again"));
    }
    run->lock = std::move(*lock);
    return run;
}

void KeyRotation::rotate(const AccountId& id, const Secret& newKey, Completion<void> done)
{
    const Secret key = trimmedKey(newKey);
    if (const auto checked = validateApiKey(key); !checked)
        return fail(std::move(done), checked.error());
    const auto run = begin(id);
    if (!run)
        return fail(std::move(done), run.error());
    (*run)->key = key;
    (*run)->done = std::move(done);
    announce(*run);
}

// The row first: an entry of the vault that no row tells of would never be found again.
void KeyRotation::announce(const SharedRun& run)
{
    m_accounts.setPendingSecret(run->account.id, m_clock.nowMs(),
                                guarded<void>([this, run](const Result<void>& written) {
                                    if (written)
                                        keep(run);
                                    else
                                        end(run, written);
                                }));
}

void KeyRotation::keep(const SharedRun& run)
{
    m_vault.write(pendingVaultKey(run->account), run->key,
                  guarded<void>([this, run](const Result<void>& written) {
                      if (written)
                          tryKey(run);
                      // One that waited before is still there.
                      else if (run->account.pendingSecretAtMs != 0)
                          end(run, written);
                      else
                          discard(run, written);
                  }));
}

void KeyRotation::tryWaiting(const AccountId& id, Completion<void> done)
{
    const auto run = begin(id);
    if (!run)
        return fail(std::move(done), run.error());
    const QString name = (*run)->account.name;
    if ((*run)->account.pendingSecretAtMs == 0) {
        return fail(std::move(done), {ErrorKind::NotFound,
                                      tr("No new key of “%1” waits").arg(name),
                                      tr("Paste the new key"),
                                      {},
                                      {},
                                      0});
    }
    (*run)->done = std::move(done);
    m_vault.read(pendingVaultKey((*run)->account),
                 guarded<Secret>([this, run = *run, name](Result<Secret> key) {
                     if (key) {
                         run->key = std::move(*key);
                         tryKey(run);
                     } else if (key.error().kind == ErrorKind::SecretAbsent) {
                         // It was never confirmed, or has taken its place.
                         discard(run,
                                 Patchbay::fail(ErrorKind::NotFound,
                                                tr("The new key of “%1” was not kept").arg(name),
                                                tr("Paste the new key")));
                     } else {
                         end(run, Failure(key.error()));
                     }
                 }));
}

void KeyRotation::tryKey(const SharedRun& run)
{
    m_probe.ask(run->account.id, Credential{Credential::Form::ApiKey, run->key},
                [this, run](const ProbeAnswer& answer) { answered(run, answer); });
}

void KeyRotation::answered(const SharedRun& run, const ProbeAnswer& answer)
{
    if (answer.isWell())
        return takeOver(run);
    Error error = answer.outcome.error.value_or(Error());
    const QString& name = run->account.name;
    if (error.kind == ErrorKind::Authentication) {
        error.cause = tr("The new key of “%1” was rejected; the old one stays in use").arg(name);
        error.nextStep = tr("Check that the whole key was pasted, or make another one in the "
                            "provider's console");
        return discard(run, Failure(std::move(error)));
    }
    error.cause = tr("The new key of “%1” could not be tried: %2").arg(name, error.cause);
    error.nextStep = tr("It waits in %1 and the old one stays in use; try it again with an empty "
                        "line to: patchbay-cli accounts rotate %2")
                         .arg(m_vault.displayName(), name);
    end(run, Failure(std::move(error)));
}

void KeyRotation::takeOver(const SharedRun& run)
{
    m_accounts.replaceSecret(run->account.id, run->key,
                             guarded<void>([this, run](const Result<void>& replaced) {
                                 if (replaced)
                                     discard(run, {});
                                 else
                                     end(run, replaced);
                             }));
}

void KeyRotation::discard(const SharedRun& run, Result<void> result)
{
    m_vault.remove(
        pendingVaultKey(run->account),
        guarded<void>([this, run, result = std::move(result)](const Result<void>& removed) mutable {
            // The row goes on telling of it, so the next start tries again.
            if (!removed) {
                qCWarning(lcAccounts) << "a key that waited stays:" << removed.error();
                return end(run, std::move(result));
            }
            m_accounts.setPendingSecret(
                run->account.id, 0,
                guarded<void>([this, run, result = std::move(result)](const Result<void>&) mutable {
                    end(run, std::move(result));
                }));
        }));
}

void KeyRotation::end(const SharedRun& run, Result<void> result)
{
    run->lock.reset();
    Q_EMIT tried(run->account.id, result);
    run->done(std::move(result));
}

void KeyRotation::tryAllWaiting()
{
    QList<AccountId> ids;
    for (const Account& account : m_accounts.accounts()) {
        if (account.source == AccountSource::Stored && account.pendingSecretAtMs != 0)
            ids.append(account.id);
    }
    tryNext(std::move(ids));
}

void KeyRotation::tryNext(QList<AccountId> ids)
{
    if (ids.isEmpty())
        return;
    const AccountId id = ids.takeFirst();
    tryWaiting(id, guarded<void>([this, ids](const Result<void>&) { tryNext(ids); }));
}

} // namespace Patchbay
