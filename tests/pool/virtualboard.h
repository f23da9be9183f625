// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/accountroster.h"
#include "pool/retrybudget.h"
#include "pool/waitingline.h"

#include <map>
#include <optional>
#include <set>

namespace Patchbay {

/// The board without threads, timers, ledger and upstream: gives requests accounts and follows
/// their failures as the real one does, at the times it is told. Its callbacks must not call it.
class VirtualBoard final
{
public:
    struct Job
    {
        enum class Phase { Waiting, BackingOff, Running };

        quint64 id = 0;
        Request request;
        Phase phase = Phase::Waiting;
        QString modelFamily;
        qint64 cameAtMs = 0; // monotonic, as the next two
        qint64 deadlineMs = 0;
        qint64 wakeAtMs = 0;
        qint64 sentAtMs = 0; // UTC
        AccountId account;
        QUrl baseUrl; // of that account
        bool isProbe = false;
        bool hasAnswered = false;
        bool isWarm = false;
        bool isOnlyForWell = false;
        int attempts = 0;
        int hops = 0;
        QHash<AccountId, int> attemptsOn;
        QSet<AccountId> renewedOn;
        AccountId staysWith;
        QSet<AccountId> excluded;
        QSet<QString> excludedOrigins;
        std::optional<Error> lastError;
    };
    struct Rules
    {
        std::function<Scheduler::Choice(const Scheduler::Question&)> choose;
        std::function<double()> chance; // in [0, 1)
        std::function<void(const Job&)> started;
        /// Nothing: it succeeded.
        std::function<void(const Job&, const std::optional<Error>&)> finished;
        int queueLimit = 256;
        qint64 backOffMs = 1000;
    };

    explicit VirtualBoard(Rules rules);

    /// What is due by then happens.
    void setTime(qint64 utcMs, qint64 monotonicMs);
    /// Monotonic: when something is due without being told; nothing if that is never.
    [[nodiscard]] std::optional<qint64> nextDueMs() const;

    void setAccounts(const QList<Account>& accounts);
    void send(quint64 id, const Request& request);
    void cancel(quint64 id);
    /// The first content of its answer came.
    void answers(quint64 id, const AnswerHeaders& headers);
    void succeeds(quint64 id, const AnswerHeaders& headers);
    void fails(quint64 id, const AttemptFailure& failure);

    [[nodiscard]] const AccountRoster& roster() const { return m_roster; }
    [[nodiscard]] const std::map<quint64, Job>& jobs() const { return m_jobs; }
    [[nodiscard]] QList<quint64> waitingInTurn() const { return m_line.inTurn(); }
    [[nodiscard]] AccountId preferredOf(const Job& job) const;

private:
    void serveWaiting();
    void tryToServe(Job& job);
    [[nodiscard]] Scheduler::Choice choose(const Job& job) const;
    void wait(Job& job, const Scheduler::Wait& wait);
    void lease(Job& job, const Scheduler::Pick& pick);
    void start(Job& job);
    void wake(Job& job);
    void endAttempt(Job& job, bool works, const AnswerHeaders& headers);
    void follow(Job& job, const Verdict& verdict, const Error& error);
    void finish(Job& job, const std::optional<Error>& error);
    [[nodiscard]] Job* find(quint64 id);

    Rules m_rules;
    RetryPolicy m_retryPolicy;
    AccountRoster m_roster;
    WaitingLine m_line;
    RetryBudget m_retryBudget;
    std::map<quint64, Job> m_jobs;
    QHash<QString, AccountId> m_accountOfConversation;
    std::set<qint64> m_restsEndAtMs; // UTC
    qint64 m_utcMs = 0;
    qint64 m_monotonicMs = 0;
};

} // namespace Patchbay
