// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/accountroster.h"
#include "pool/alarms.h"
#include "pool/announcer.h"
#include "pool/credentialcache.h"
#include "pool/decisionlog.h"
#include "pool/job.h"
#include "pool/retrybudget.h"
#include "pool/waitingline.h"
#include "usage/budget.h"

#include <QCache>
#include <QTimer>

#include <atomic>
#include <deque>
#include <map>

namespace Patchbay {

class BudgetGuard;
struct BudgetVerdict;

/// The middle of the pool: which request gets which account and worker, what is tried again, what
/// the ledger is told. Made, used and destroyed on the board's thread.
class Board final
{
public:
    /// How it reaches a worker.
    struct WorkerLink
    {
        std::function<void(AttemptOrder)> start;
        std::function<void(quint64)> cancel;
        std::function<void(QSet<AccountId>)> keepOnly;
    };
    struct Context
    {
        const PoolOptions& options;
        Ledger& ledger;
        PriceTable prices;
        const Clock& clock;
        CredentialReader credentials;
        std::vector<WorkerLink> workers;
        std::shared_ptr<const std::atomic<bool>> gone; // the pool ends: nobody is told any more
        BudgetGuard* budgets = nullptr;                // null: none is hard
    };

    explicit Board(Context context);
    ~Board();
    Board(const Board&) = delete;
    Board& operator=(const Board&) = delete;

    void setAccounts(const QList<Account>& accounts);
    void setLimits(const QHash<AccountId, QList<LimitWindow>>& limits);
    void setBudgets(const QList<Budget>& budgets);
    void setPrices(PriceTable prices) { m_context.prices = std::move(prices); }
    void forgetCredential(const AccountId& id);
    void observe(MailboxAddress replyTo, std::function<void(const AccountFinding&)> finding,
                 std::function<void(const PoolLoad&)> load);

    [[nodiscard]] PoolSnapshot snapshot() const;

    void send(quint64 id, Request request, std::shared_ptr<RequestHandle::Link> link);
    void cancel(quint64 id);
    void recordCached(const CachedRequest& request);
    /// The first content of its answer came.
    void attemptAnswers(quint64 id, const AnswerHeaders& headers);
    void attemptEnded(AttemptReport report);
    /// Ends everything: what runs is told to stop, what does not is completed; reports of the
    /// workers still follow.
    void close();
    /// The workers are gone, and told all they had to tell: what is left never reached them.
    void closeRest();

private:
    // Requests that wait for the ledger: its queue is bounded, and no row is dropped.
    struct Coming
    {
        quint64 id = 0;
        Request request;
        std::shared_ptr<RequestHandle::Link> link;
    };
    void letIn();
    Job& add(Coming coming);

    // Giving accounts
    void serveWaiting();
    void tryToServe(Job& job);
    void wait(Job& job, const Scheduler::Wait& wait);
    [[nodiscard]] Scheduler::Question questionOf(const Job& job) const;
    [[nodiscard]] Scheduler::Choice choose(const Job& job) const;
    [[nodiscard]] AccountId preferredOf(const Job& job) const;
    void lease(Job& job, const Scheduler::Pick& pick);
    void authorize(Job& job);
    void credentialCame(quint64 id, const AccountId& account, Result<Credential> credential);
    void reserve(Job& job, const Credential& credential);
    void reservationCame(quint64 id, const Result<BudgetVerdict>& verdict);
    void startAttempt(Job& job, const Credential& credential);
    [[nodiscard]] int leastBusyWorker(const AccountId& account);

    // Ends of attempts
    void attemptFailed(Job& job, const AttemptFailure& failure);
    void follow(Job& job, const Verdict& verdict, const Error& error);
    void giveBack(Job& job);
    void settle(Job& job, bool isLast);
    void learn(const Job& job, bool works, const AnswerHeaders& headers);
    void tell(const QList<AccountFinding>& findings);

    // Ends of requests
    void finish(Job& job, std::optional<Error> error);
    void recordRefusal(const Job& job, const Error& error);

    // Time
    void ring(quint64 id);
    void expire(Job& job);

    [[nodiscard]] Job* find(quint64 id);

    Context m_context;
    Mailbox m_mailbox;
    Scheduler m_scheduler;
    RetryPolicy m_retryPolicy;
    AccountRoster m_roster;
    CredentialCache m_credentials;
    WaitingLine m_line;
    std::deque<Coming> m_coming;
    QTimer m_comingTimer;
    std::map<quint64, std::unique_ptr<Job>> m_jobs;
    std::vector<int> m_workerLoad;
    std::vector<qint64> m_workerAttempts;
    QHash<AccountId, int> m_lastWorker;
    QCache<QString, AccountId> m_accountOfConversation;
    RetryBudget m_retryBudget;
    DecisionLog m_decisions;
    QList<Budget> m_hardBudgets;

    Alarms m_alarms; // of jobs by their id, of whoever waits by 0
    Announcer m_announcer;
    bool m_isServing = false;
    bool m_serveAgain = false;
    bool m_isClosed = false;
};

} // namespace Patchbay
