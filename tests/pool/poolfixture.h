// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/dispatcher.h"
#include "usage/budgetguard.h"

#include <QTemporaryDir>

#include <memory>
#include <vector>

namespace Patchbay {

/// One request as the one who asked sees it.
struct Asked
{
    RequestHandle handle;
    QList<QString> calls; // by name, in order; chunks in a row as one
    QList<Lease> leases;
    QList<ResponseHead> heads;
    QByteArray bytes;
    QList<Outcome> outcomes;

    [[nodiscard]] bool isFinished() const { return !outcomes.isEmpty(); }
    [[nodiscard]] const Outcome& outcome() const { return outcomes.first(); }
    /// What it failed with; Internal when it did not.
    [[nodiscard]] ErrorKind errorKind() const
    {
        return isFinished() && outcome().error ? outcome().error->kind : ErrorKind::Internal;
    }
};

struct AttemptRow
{
    qint64 requestKey = 0;
    int attempt = 0;
    QString account;
    QString outcome;
    QString errorKind;
    int status = 0;
    bool isLast = false;
    qint64 input = 0;
    qint64 output = 0;
    qint64 costMicroUsd = 0;
    bool isEstimated = false;
    QString stopReason;
    qint64 firstByteMs = -1;
};

/// A pool with a ledger in a real database, and accounts whose keys are `sk-ant-test-<name>`.
class PoolFixture final
{
public:
    PoolFixture();
    /// As another process on the same data folder, with the same accounts.
    explicit PoolFixture(const PoolFixture& first);
    ~PoolFixture();

    AccountId addAccount(const QString& name, const QUrl& baseUrl,
                         const std::function<void(Account&)>& edit = {});
    /// What the vault gives for an account from now on.
    void setSecret(const AccountId& id, Result<Secret> secret);
    void startPool(PoolOptions options = quick());
    void stopPool() { m_pool.reset(); }
    [[nodiscard]] Dispatcher& pool() { return *m_pool; }
    [[nodiscard]] Database& database() { return *m_database; }
    /// Stores them and gives them to the pool.
    void setBudgets(const QList<Budget>& budgets);
    /// What counts against it now.
    [[nodiscard]] BudgetSpent spent(const Budget& budget);
    void giveAccounts() { m_pool->setAccounts(m_accounts); }
    [[nodiscard]] QList<Account>& accounts() { return m_accounts; }

    /// Time-outs of seconds, back-off of milliseconds.
    [[nodiscard]] static PoolOptions quick();
    [[nodiscard]] static Request
    request(const QString& model = QStringLiteral("claude-sonnet-5-5"));
    [[nodiscard]] std::unique_ptr<Asked> ask(Request request = PoolFixture::request());

    /// The rows of the ledger, with all that was handed to it.
    [[nodiscard]] QList<AttemptRow> attempts();
    [[nodiscard]] qint64 rollupSum(const QString& column);

    /// A file in the fixture's folder; its path.
    [[nodiscard]] QString writeFile(const QString& name, const QByteArray& bytes);

    QList<AccountFinding> findings;
    QList<PoolLoad> loads;
    /// The last that was told; -1 in flight before that.
    [[nodiscard]] PoolLoad load() const
    {
        return loads.isEmpty() ? PoolLoad{-1, 0, {}} : loads.last();
    }
    int secretReads = 0;
    bool holdSecrets = false; // until releaseSecrets()
    void releaseSecrets();
    const SystemClock clock;
    const PriceTable prices = PriceTable::builtIn();

private:
    void flush();
    void giveSecret(const AccountId& id, const MailboxAddress& replyTo,
                    Completion<Credential> done);

    QTemporaryDir m_folder;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<Ledger> m_ledger;
    std::unique_ptr<BudgetGuard> m_guard;
    Mailbox m_mailbox;
    QList<Account> m_accounts;
    qint64 m_lastNumber = 0;
    QHash<AccountId, Result<Secret>> m_secrets;
    std::vector<std::move_only_function<void()>> m_heldSecrets;
    std::unique_ptr<Dispatcher> m_pool;
};

[[nodiscard]] bool areAllFinished(const std::vector<std::unique_ptr<Asked>>& all);

} // namespace Patchbay
