// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/credential.h"
#include "base/clock.h"
#include "pool/claudeoptions.h"
#include "pool/poolsnapshot.h"
#include "pool/request.h"
#include "pool/requesthandle.h"
#include "usage/ledger.h"

namespace Patchbay {

struct PoolOptions
{
    int workers = 0; // 0: by the machine, at most 4
    qint64 connectTimeoutMs = 10'000;
    qint64 firstByteTimeoutMs = 300'000;
    qint64 idleTimeoutMs = 90'000; // pings and comments count as life
    QUrl defaultBaseUrl;
    QString userAgent; // "patchbay/0.1.0"
    /// More trusted certificates, for a gateway of the user's own or a test.
    QString extraCaFile;
    ClaudeOptions claude;
    /// Requests that may wait for an account at once.
    int queueLimit = 256;
    /// The longest pause before an attempt is repeated in place (full jitter).
    qint64 backOffMs = 1000;
};

/// What the pool found out about an account, for those who keep and show it.
struct AccountFinding
{
    AccountId account;
    AccountState state = AccountState::Ready;
    QString reason;
    qint64 untilMs = 0;
    QString organizationId;
    QList<ModelRest> modelRests;
    QList<LimitWindow> limits;
};

/// How busy the pool is.
struct PoolLoad
{
    int inFlight = 0;
    int waiting = 0;
    QHash<AccountId, int> inFlightByAccount;

    bool operator==(const PoolLoad&) const = default;
};

class Board;
class BudgetGuard;
struct Budget;

/// The pool: gives each request an account and a worker. Made and destroyed on the main thread; the
/// board thread and the workers are inside. Destruction ends what is running, lets the ledger rows
/// complete (as interrupted), and joins; no observer is called from then on, and handles that are
/// left do nothing.
class Dispatcher final
{
public:
    Dispatcher(PoolOptions options, Ledger& ledger, PriceTable prices, const Clock& clock,
               CredentialReader credentials, BudgetGuard* budgets = nullptr);
    ~Dispatcher();
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    /// Any thread: the accounts to choose from, from now on. Running requests go on.
    void setAccounts(QList<Account> accounts);
    /// Any thread: limits that answers told in another run or process.
    void setLimits(QHash<AccountId, QList<LimitWindow>> limits);
    /// Any thread: the budgets from now on; the hard ones are kept by the guard that it was made
    /// with.
    void setBudgets(QList<Budget> budgets);
    /// Any thread: what attempts that end from now on are priced by.
    void setPrices(PriceTable prices);
    /// Any thread: the next request reads the credential again.
    void forgetCredential(const AccountId& id);

    /// Any thread. The observer is called on the thread of `replyTo`, which is the caller's.
    [[nodiscard]] RequestHandle send(Request request, const MailboxAddress& replyTo,
                                     RequestObserver observer);

    /// Any thread: a row of the ledger that cost and used nothing.
    void recordCached(CachedRequest request);
    /// Any thread: as Ledger::isBehind().
    [[nodiscard]] bool isLedgerBehind() const;

    /// Any thread: what the pool is doing now; `done` is called on the thread of `replyTo`.
    void snapshot(const MailboxAddress& replyTo, std::function<void(const PoolSnapshot&)> done);

    /// Any thread, once, before the first request: who hears findings and changes of load (at most
    /// one a 100 ms).
    void observe(const MailboxAddress& replyTo, std::function<void(const AccountFinding&)> finding,
                 std::function<void(const PoolLoad&)> load);

private:
    struct Threads;
    void post(std::move_only_function<void(Board&)> task) const;

    std::unique_ptr<Threads> m_threads;
};

} // namespace Patchbay
