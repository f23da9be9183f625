// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/board.h"

#include "base/logging.h"
#include "claude/modelfamily.h"
#include "pool/addresses.h"
#include "pool/jobrecord.h"
#include "pool/refusals.h"
#include "usage/budgetguard.h"

#include <algorithm>
#include <chrono>

// Requests: their coming, their place in line, the account each is given, their end.

namespace Patchbay {

namespace {

constexpr int kMostConversations = 10'000;
constexpr std::chrono::milliseconds kLedgersPause{5};

// Whether any account that is free for one is free for the other.
bool asksTheSame(const Job& a, const Job& b)
{
    return a.request.client.kind == b.request.client.kind && a.request.model == b.request.model &&
           a.request.isMessages() == b.request.isMessages() &&
           a.request.account == b.request.account &&
           a.request.onlyAccounts == b.request.onlyAccounts && a.staysWith == b.staysWith &&
           a.isOnlyForWell == b.isOnlyForWell && a.excluded == b.excluded &&
           a.excludedOrigins == b.excludedOrigins;
}

} // namespace

Board::Board(Context context)
    : m_context(std::move(context))
    , m_retryPolicy(m_context.options.backOffMs)
    , m_credentials(m_context.credentials)
    , m_workerLoad(m_context.workers.size())
    , m_workerAttempts(m_context.workers.size())
    , m_accountOfConversation(kMostConversations)
    , m_alarms(m_context.clock, [this](quint64 id) { ring(id); })
    , m_announcer(
          [this] {
              return PoolLoad{m_roster.inFlight(), static_cast<int>(m_line.size()),
                              m_roster.inFlightByAccount()};
          },
          m_context.gone)
{
    m_comingTimer.setInterval(kLedgersPause);
    QObject::connect(&m_comingTimer, &QTimer::timeout, &m_comingTimer, [this] { letIn(); });
}

Board::~Board() = default;

void Board::setAccounts(const QList<Account>& accounts)
{
    m_roster.setAccounts(accounts, m_context.clock.nowMs());
    QSet<AccountId> ids;
    for (const Account& account : accounts)
        ids.insert(account.id);
    m_credentials.keepOnly(ids);
    for (const WorkerLink& worker : m_context.workers)
        worker.keepOnly(ids);
    serveWaiting();
}

void Board::setLimits(const QHash<AccountId, QList<LimitWindow>>& limits)
{
    m_roster.setLimits(limits);
}

void Board::forgetCredential(const AccountId& id)
{
    m_credentials.forget(id);
    m_roster.unlock(id);
}

void Board::observe(MailboxAddress replyTo, std::function<void(const AccountFinding&)> finding,
                    std::function<void(const PoolLoad&)> load)
{
    m_announcer.observe(std::move(replyTo), std::move(finding), std::move(load));
}

Job* Board::find(quint64 id)
{
    const auto found = m_jobs.find(id);
    return found == m_jobs.end() ? nullptr : found->second.get();
}

PoolSnapshot Board::snapshot() const
{
    PoolSnapshot snapshot;
    snapshot.queueLimit = m_context.options.queueLimit;
    snapshot.decisions = m_decisions.decisions();
    for (size_t i = 0; i < m_workerLoad.size(); ++i)
        snapshot.workers.append({m_workerLoad[i], m_workerAttempts[i]});
    for (const auto& [id, job] : m_jobs) {
        if (job->request.isTokenCount())
            continue;
        const QString client = job->request.client.ledgerName();
        if (job->phase == Job::Phase::Waiting) {
            const qint64 waitsMs = job->deadlineMs - job->cameAtMs;
            snapshot.waiting.append({id, client, job->request.model, job->waitsFor,
                                     job->cameAtUtcMs, job->cameAtUtcMs + waitsMs});
        } else {
            snapshot.running.append({id, client, job->request.model, job->account.id,
                                     std::max(1, job->attempts), job->cameAtUtcMs});
        }
    }
    return snapshot;
}

void Board::send(quint64 id, Request request, std::shared_ptr<RequestHandle::Link> link)
{
    if (m_isClosed)
        return;
    Coming coming{id, std::move(request), std::move(link)};
    if (m_coming.empty() && !m_context.ledger.isBehind()) {
        tryToServe(add(std::move(coming)));
        return;
    }
    m_coming.push_back(std::move(coming));
    if (!m_comingTimer.isActive())
        m_comingTimer.start();
}

void Board::letIn()
{
    while (!m_coming.empty() && !m_context.ledger.isBehind()) {
        Coming next = std::move(m_coming.front());
        m_coming.pop_front();
        tryToServe(add(std::move(next)));
    }
    if (m_coming.empty())
        m_comingTimer.stop();
}

Job& Board::add(Coming coming)
{
    auto made = std::make_unique<Job>();
    Job& job = *made;
    job.id = coming.id;
    job.link = std::move(coming.link);
    job.cameAtMs = m_context.clock.monotonicMs();
    job.cameAtUtcMs = m_context.clock.nowMs();
    job.deadlineMs = job.cameAtMs + std::max<qint64>(0, coming.request.queueDeadlineMs);
    job.requestKey = m_context.ledger.nextId(job.cameAtUtcMs);
    job.modelFamily = modelFamily(coming.request.model);
    job.request = std::move(coming.request);
    m_jobs.emplace(job.id, std::move(made));
    if (job.request.isMessages())
        m_retryBudget.requestCame();
    return job;
}

void Board::serveWaiting()
{
    // What follows from serving may ask for serving again.
    m_serveAgain = true;
    if (m_isServing || m_isClosed)
        return;
    m_isServing = true;
    while (std::exchange(m_serveAgain, false)) {
        // Where one waits, all that ask for the same wait: they need not be tried.
        QList<const Job*> waiting;
        QList<quint64> line = m_line.inTurn();
        while (!line.isEmpty()) {
            const quint64 id = line.takeFirst();
            Job* job = find(id);
            const bool isHopeless =
                job && std::any_of(waiting.begin(), waiting.end(),
                                   [job](const Job* other) { return asksTheSame(*job, *other); });
            if (!job || isHopeless)
                continue;
            tryToServe(*job);
            job = find(id);
            if (job && m_line.contains(id))
                waiting.append(job);
            else
                line = m_line.inTurn(); // the next client has its turn
        }
    }
    m_isServing = false;
}

AccountId Board::preferredOf(const Job& job) const
{
    if (job.request.conversation.isEmpty())
        return {};
    const AccountId* const known = m_accountOfConversation.object(job.request.conversation);
    return known ? *known : job.request.lastAccount;
}

Scheduler::Question Board::questionOf(const Job& job) const
{
    const qint64 nowMs = m_context.clock.nowMs();
    return {job.request,
            m_roster.candidates(),
            job.excluded,
            job.excludedOrigins,
            preferredOf(job),
            job.staysWith,
            m_context.options.defaultBaseUrl,
            job.modelFamily,
            nowMs,
            nowMs + job.deadlineMs - m_context.clock.monotonicMs(),
            job.isOnlyForWell};
}

Scheduler::Choice Board::choose(const Job& job) const
{
    return m_scheduler.choose(questionOf(job));
}

void Board::tryToServe(Job& job)
{
    Scheduler::Choice choice = choose(job);
    if (std::holds_alternative<Error>(choice) && !job.staysWith.isNull()) {
        // Its rest lasts longer than this request can wait.
        job.staysWith = {};
        choice = choose(job);
    }
    if (const auto* pick = std::get_if<Scheduler::Pick>(&choice)) {
        m_line.remove(job.id, true);
        job.staysWith = {};
        if (!job.request.isTokenCount())
            m_decisions.add(job, pick->account, pick->reason, m_context.clock.nowMs());
        lease(job, *pick);
    } else if (const auto* error = std::get_if<Error>(&choice)) {
        // What went wrong before says more than that nothing is left.
        if (!job.request.isTokenCount())
            m_decisions.add(job, {}, error->cause, m_context.clock.nowMs());
        finish(job, job.lastError ? *job.lastError : *error);
    } else {
        wait(job, std::get<Scheduler::Wait>(choice));
    }
}

void Board::wait(Job& job, const Scheduler::Wait& wait)
{
    if (wait.untilMs > 0)
        m_alarms.setUtc(wait.untilMs, 0);
    job.waitsFor = wait.reason;
    if (m_line.contains(job.id))
        return;
    const qint64 now = m_context.clock.monotonicMs();
    if (job.deadlineMs <= now || job.request.isTokenCount()) {
        finish(job, job.lastError ? *job.lastError : Refusals::deadlineExpired(wait.reason));
        return;
    }
    if (m_line.size() >= m_context.options.queueLimit) {
        finish(job, Refusals::queueFull(m_context.options.queueLimit));
        return;
    }
    job.phase = Job::Phase::Waiting;
    m_line.append(job.id, job.request.client.ledgerName());
    m_alarms.set(job.deadlineMs, job.id);
    const qint64 untilMs =
        wait.untilMs > 0 ? wait.untilMs : m_context.clock.nowMs() + job.deadlineMs - now;
    job.link->tell([reason = wait.reason, untilMs](const RequestObserver& observer) {
        if (observer.waiting)
            observer.waiting(reason, untilMs);
    });
    m_announcer.loadChanged();
}

void Board::lease(Job& job, const Scheduler::Pick& pick)
{
    const AccountId& account = pick.account;
    const bool isFirst = job.attempts == 0;
    if (isFirst || job.account.id != account)
        job.isWarm = isFirst && preferredOf(job) == account;
    job.isProbe = pick.isProbe;
    job.account = m_roster.find(account)->account;
    if (job.request.isTokenCount())
        return authorize(job);
    m_roster.lease(account, job.isProbe);
    if (!job.request.conversation.isEmpty())
        m_accountOfConversation.insert(job.request.conversation, new AccountId(account));
    m_announcer.loadChanged();
    authorize(job);
}

void Board::finish(Job& job, std::optional<Error> error)
{
    if (job.ended)
        settle(job, true);
    else if (error && job.request.isMessages())
        recordRefusal(job, *error);
    Outcome outcome = JobRecord::outcomeOf(job, std::move(error), m_context.clock.monotonicMs());
    if (outcome.error && outcome.error->kind != ErrorKind::Cancelled)
        outcome.retryAtMs = m_scheduler.backAtMs(questionOf(job));
    job.link->finish(std::move(outcome));
    m_line.remove(job.id, false);
    m_jobs.erase(job.id);
    m_announcer.loadChanged();
}

void Board::cancel(quint64 id)
{
    const auto coming = std::find_if(m_coming.begin(), m_coming.end(),
                                     [id](const Coming& each) { return each.id == id; });
    if (coming != m_coming.end()) {
        add(std::move(*coming));
        m_coming.erase(coming);
    }
    Job* job = find(id);
    if (!job || job->isCancelled)
        return;
    job->isCancelled = true;
    switch (job->phase) {
    case Job::Phase::Running:
        m_context.workers[static_cast<size_t>(job->worker)].cancel(id);
        return; // its report follows
    case Job::Phase::Reserving:
        m_context.budgets->release(job->reservation);
        giveBack(*job);
        break;
    case Job::Phase::ReadingCredential:
    case Job::Phase::BackingOff:
        giveBack(*job);
        break;
    case Job::Phase::Waiting:
        break;
    }
    finish(*job, job->isInterrupted ? Refusals::interrupted() : Refusals::cancelled());
    serveWaiting();
}

void Board::close()
{
    m_isClosed = true;
    m_alarms.stop();
    m_announcer.stop();
    m_comingTimer.stop();
    while (!m_coming.empty()) {
        add(std::move(m_coming.front()));
        m_coming.pop_front();
    }
    std::vector<quint64> ids;
    ids.reserve(m_jobs.size());
    for (const auto& [id, job] : m_jobs)
        ids.push_back(id);
    for (const quint64 id : ids) {
        Job* job = find(id);
        job->isInterrupted = !job->isCancelled;
        cancel(id);
    }
}

void Board::closeRest()
{
    std::vector<quint64> ids;
    ids.reserve(m_jobs.size());
    for (const auto& [id, job] : m_jobs)
        ids.push_back(id);
    for (const quint64 id : ids) {
        AttemptReport report;
        report.request = id;
        report.wasCancelled = true;
        attemptEnded(std::move(report));
    }
}

void Board::ring(quint64 id)
{
    if (id == 0)
        serveWaiting();
    else if (Job* job = find(id))
        expire(*job);
}

void Board::expire(Job& job)
{
    const qint64 now = m_context.clock.monotonicMs();
    if (job.phase == Job::Phase::BackingOff && job.wakeAtMs <= now) {
        // The same account and place; the credential may have been forgotten meanwhile.
        if (m_roster.find(job.account.id)) {
            authorize(job);
        } else {
            giveBack(job);
            finish(job, job.lastError);
        }
    } else if (job.phase == Job::Phase::Waiting && m_line.contains(job.id) &&
               job.deadlineMs <= now) {
        const Scheduler::Choice choice = choose(job);
        const auto* waiting = std::get_if<Scheduler::Wait>(&choice);
        finish(job, job.lastError
                        ? *job.lastError
                        : Refusals::deadlineExpired(waiting ? waiting->reason : QString()));
    }
}

} // namespace Patchbay
