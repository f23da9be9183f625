// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"
#include "support/outcome.h"
#include "vault/scriptedvault.h"

#include <QTemporaryDir>

namespace Patchbay::Testing {

class SetClock final : public Clock
{
public:
    qint64 ms = 1'700'000'000'000;
    [[nodiscard]] qint64 nowMs() const override { return ms; }
    [[nodiscard]] qint64 monotonicMs() const override { return ms; }
};

/// A store over a real database file and a vault that does as told. Vault and file outlive
/// restarts.
class StoreFixture
{
public:
    StoreFixture() { restart(); }

    QTemporaryDir folder;
    SetClock clock;
    ScriptedVault vault;
    std::unique_ptr<Database> database;
    std::unique_ptr<AccountStore> store;

    /// As another run of the program.
    void restart()
    {
        store.reset();
        database.reset();
        auto opened = Database::open(folder.filePath(QStringLiteral("patchbay.db")),
                                     folder.filePath(QStringLiteral("backups")));
        QVERIFY2(opened, opened ? "" : qPrintable(opened.error().sentence()));
        database = std::move(*opened);
        store = std::make_unique<AccountStore>(*database, vault, clock);
        QVERIFY(store->load());
    }

    [[nodiscard]] static NewAccount newAccount(const QString& name,
                                               const QByteArray& key = "sk-ant-test-1")
    {
        NewAccount added;
        added.account.name = name;
        added.secret = Secret::take(QByteArray(key.constData(), key.size()));
        return added;
    }

    [[nodiscard]] Result<AccountId> add(NewAccount account)
    {
        Outcome<AccountId> outcome;
        store->add(std::move(account), outcome.completion());
        return waited(outcome);
    }
    [[nodiscard]] Result<AccountId> add(const QString& name,
                                        const QByteArray& key = "sk-ant-test-1")
    {
        return add(newAccount(name, key));
    }
    [[nodiscard]] Result<Secret> secret(const AccountId& id)
    {
        Outcome<Secret> outcome;
        store->secret(id, outcome.completion());
        return waited(outcome);
    }
    [[nodiscard]] Result<void> remove(const AccountId& id)
    {
        Outcome<void> outcome;
        store->remove(id, outcome.completion());
        return waited(outcome);
    }
    [[nodiscard]] Result<void> edit(const Account& account)
    {
        Outcome<void> outcome;
        store->edit(account, outcome.completion());
        return waited(outcome);
    }
    [[nodiscard]] Result<void> replaceSecret(const AccountId& id, const QByteArray& key)
    {
        Outcome<void> outcome;
        store->replaceSecret(id, Secret::take(QByteArray(key.constData(), key.size())),
                             outcome.completion());
        return waited(outcome);
    }
    [[nodiscard]] Result<void> setEnabled(const AccountId& id, bool enabled)
    {
        Outcome<void> outcome;
        store->setEnabled(id, enabled, outcome.completion());
        return waited(outcome);
    }

    /// The ids of the stored accounts, as the database has them.
    [[nodiscard]] QStringList rows() const
    {
        QStringList ids;
        const auto reader = database->reader();
        auto found = (*reader)->select(QStringLiteral(
            "SELECT id FROM accounts WHERE source = 'stored' AND removed_at = 0 ORDER BY id"));
        while (found->next())
            ids.append(found->text(0));
        return ids;
    }
    /// The ids whose keys the vault has.
    [[nodiscard]] QStringList secrets() const
    {
        QStringList ids;
        for (const QString& key : vault.entries.keys())
            ids.append(key.section(u'/', 1, 1));
        return ids;
    }
    /// Runs a statement on the database, as a fault or another process would.
    void run(const QString& sql) const
    {
        const auto done = database->writeAtStart([&sql](Connection& connection) -> Result<void> {
            const auto changed = connection.run(sql);
            return changed ? Result<void>() : Failure(changed.error());
        });
        QVERIFY2(done, done ? "" : qPrintable(done.error().detail));
    }

private:
    template <class T>
    [[nodiscard]] static Result<T> waited(const Outcome<T>& outcome)
    {
        if (!outcome.wait())
            return fail(ErrorKind::Internal, QStringLiteral("no answer came"));
        if (outcome.calls() != 1)
            return fail(ErrorKind::Internal, QStringLiteral("more than one answer came"));
        return outcome.result();
    }
};

} // namespace Patchbay::Testing
