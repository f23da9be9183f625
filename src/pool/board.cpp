// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/board.h"

#include "base/logging.h"
#include "pool/addresses.h"
#include "pool/jobrecord.h"
#include "pool/refusals.h"

#include <QRandomGenerator>

#include <algorithm>

namespace Patchbay {

namespace {

constexpr qint64 kAvoidMs = 60'000;
constexpr qsizetype kMostConversations = 4096;

Lease leaseOf(const Job& job)
{
    return {job.account.id, job.account.name, job.attempts, job.requestKey};
}

} // namespace

Board::Board(Context context)
    : m_context(std::move(context))
    , m_retryPolicy(m_context.options.backOffMs)
    , m_credentials(m_context.credentials)
    , m_workerLoad(m_context.workers.size())
    , m_alarms(m_context.clock, [this](quint64 id) { ring(id); })
    , m_announcer(
          [this] {
              return PoolLoad{m_roster.inFlight(), static_cast<int>(m_line.size()),
                              m_roster.inFlightByAccount()};
          },
          m_context.gone)
{
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
    return snapshot;
}

void Board::send(quint64 id, Request request, std::shared_ptr<RequestHandle::Link> link)
{
    if (m_isClosed)
        return;
    auto made = std::make_unique<Job>();
    Job& job = *made;
    job.id = id;
    job.link = std::move(link);
    job.cameAtMs = m_context.clock.monotonicMs();
    job.deadlineMs = job.cameAtMs + std::max<qint64>(0, request.queueDeadlineMs);
    job.requestKey = m_context.ledger.nextId(m_context.clock.nowMs());
    job.request = std::move(request);
    m_jobs.emplace(id, std::move(made));
    tryToServe(job);
}

void Board::serveWaiting()
{
    // What follows from serving may ask for serving again.
    m_serveAgain = true;
    if (m_isServing || m_isClosed)
        return;
    m_isServing = true;
    while (std::exchange(m_serveAgain, false)) {
        for (const quint64 id : m_line.inTurn()) {
            Job* job = find(id);
            if (job && m_line.contains(id))
                tryToServe(*job);
        }
    }
    m_isServing = false;
}

Scheduler::Choice Board::choose(const Job& job) const
{
    const qint64 nowMs = m_context.clock.nowMs();
    return m_scheduler.choose(
        {job.request, m_roster.candidates(), job.excluded, job.excludedOrigins,
         m_accountOfConversation.value(job.request.conversation), m_context.options.defaultBaseUrl,
         nowMs, nowMs + job.deadlineMs - m_context.clock.monotonicMs()});
}

void Board::tryToServe(Job& job)
{
    const Scheduler::Choice choice = choose(job);
    if (const auto* account = std::get_if<AccountId>(&choice)) {
        m_line.remove(job.id, true);
        lease(job, *account);
    } else if (const auto* error = std::get_if<Error>(&choice)) {
        // What went wrong before says more than that nothing is left.
        finish(job, job.lastError ? *job.lastError : *error);
    } else {
        wait(job, std::get<Scheduler::Wait>(choice));
    }
}

void Board::wait(Job& job, const Scheduler::Wait& wait)
{
    if (wait.untilMs > 0)
        m_alarms.setUtc(wait.untilMs, 0);
    if (m_line.contains(job.id))
        return;
    const qint64 now = m_context.clock.monotonicMs();
    if (job.deadlineMs <= now) {
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

void Board::lease(Job& job, const AccountId& account)
{
    m_roster.lease(account);
    job.account = m_roster.find(account)->account;
    if (!job.request.conversation.isEmpty()) {
        if (m_accountOfConversation.size() >= kMostConversations)
            m_accountOfConversation.clear();
        m_accountOfConversation.insert(job.request.conversation, account);
    }
    m_announcer.loadChanged();
    const auto credential = job.request.credential
                                ? job.request.credential
                                : m_credentials.find(account, m_context.clock.nowMs());
    if (credential) {
        startAttempt(job, *credential);
        return;
    }
    job.phase = Job::Phase::ReadingCredential;
    m_credentials.read(account, m_mailbox, [this, id = job.id, account](Result<Credential> read) {
        credentialCame(id, account, std::move(read));
    });
}

void Board::credentialCame(quint64 id, const AccountId& account, Result<Credential> credential)
{
    Job* job = find(id);
    if (!job || job->phase != Job::Phase::ReadingCredential || job->account.id != account)
        return; // cancelled meanwhile
    if (credential) {
        startAttempt(*job, *credential);
        return;
    }
    AttemptFailure failure;
    failure.error = credential.error();
    giveBack(*job);
    attemptFailed(*job, failure);
    serveWaiting();
}

void Board::startAttempt(Job& job, const Credential& credential)
{
    settle(job, false);
    const qint64 nowMs = m_context.clock.nowMs();
    job.phase = Job::Phase::Running;
    ++job.attempts;
    ++job.attemptsOn[job.account.id];
    job.opening = {};
    job.opening.id = m_context.ledger.nextId(nowMs);
    job.opening.requestKey = job.requestKey;
    job.opening.attempt = job.attempts;
    job.opening.accountNumber = job.account.number;
    job.opening.organizationId = job.account.organizationId;
    job.opening.client = job.request.client.ledgerName();
    job.opening.model = job.request.model;
    job.opening.openedAtMs = nowMs;
    if (job.request.isMessages())
        m_context.ledger.open(job.opening);

    job.link->tell([lease = leaseOf(job)](const RequestObserver& observer) {
        if (observer.leased)
            observer.leased(lease);
    });

    AttemptOrder order;
    order.request = job.id;
    order.link = job.link;
    order.account = job.account;
    order.baseUrl = baseUrlOf(job.account, m_context.options.defaultBaseUrl);
    order.credential = credential;
    order.method = job.request.method;
    order.path = job.request.path;
    order.body = job.request.body;
    order.headers = job.request.headers;
    order.conversation = job.request.conversation;
    order.stream = job.request.stream;
    order.isMessages = job.request.isMessages();
    order.opening = job.opening;
    job.worker = leastBusyWorker(job.account.id);
    ++m_workerLoad[static_cast<size_t>(job.worker)];
    m_context.workers[static_cast<size_t>(job.worker)].start(std::move(order));
}

// The one that served the account last among those least busy: it may have a connection open.
int Board::leastBusyWorker(const AccountId& account)
{
    const auto least = std::min_element(m_workerLoad.begin(), m_workerLoad.end());
    int worker = static_cast<int>(least - m_workerLoad.begin());
    const int last = m_lastWorker.value(account, worker);
    if (m_workerLoad[static_cast<size_t>(last)] == *least)
        worker = last;
    m_lastWorker.insert(account, worker);
    return worker;
}

void Board::attemptEnded(AttemptReport report)
{
    Job* job = find(report.request);
    if (!job)
        return;
    const qint64 nowMs = m_context.clock.nowMs();
    --m_workerLoad[static_cast<size_t>(job->worker)];
    const bool works = !report.failure && !report.wasCancelled;
    m_announcer.tell(m_roster.applyAnswer(job->account.id, works, job->opening.openedAtMs,
                                          report.headers, nowMs));
    giveBack(*job);

    AttemptCompletion completion =
        JobRecord::completionOf(job->opening, report, job->isInterrupted, m_context.prices, nowMs);
    if (const auto& cost = completion.cost) {
        job->costMicroUsd += cost->microUsd;
        job->costIsEstimated |= cost->estimated;
        job->priceVersion = cost->priceVersion;
        job->hasCost = true;
    }
    job->ended = Job::Ended{leaseOf(*job), job->opening, std::move(report), std::move(completion)};

    const AttemptReport& last = job->ended->report;
    if (works)
        finish(*job, std::nullopt);
    else if (last.wasCancelled || job->isCancelled)
        finish(*job, Refusals::cancelled());
    else if (last.wasPassedOn)
        finish(*job, last.failure->error);
    else
        attemptFailed(*job, *last.failure);
    serveWaiting();
}

void Board::attemptFailed(Job& job, const AttemptFailure& failure)
{
    const qint64 nowMs = m_context.clock.nowMs();
    const AttemptHistory history{job.attempts, job.attemptsOn.value(job.account.id)};
    const Verdict verdict =
        m_retryPolicy.judge(failure, history, nowMs, QRandomGenerator::global()->generateDouble());
    if (verdict.effect)
        m_announcer.tell(m_roster.applyEffect(job.account.id, *verdict.effect, nowMs));
    if (failure.status == 401)
        m_credentials.forget(job.account.id); // it may be another by the next time
    if (verdict.avoid)
        m_roster.avoid(job.account.id, nowMs + kAvoidMs);
    qCDebug(lcPool, "Attempt %d on %ls failed: %ls", job.attempts,
            qUtf16Printable(job.account.name), qUtf16Printable(errorKindName(failure.error.kind)));
    follow(job, verdict, failure.error);
}

void Board::follow(Job& job, const Verdict& verdict, const Error& error)
{
    job.lastError = error;
    switch (verdict.next) {
    case Verdict::Next::Finish:
        finish(job, error);
        return;
    case Verdict::Next::SameAgain:
        // Keeps its place with the account.
        m_roster.lease(job.account.id);
        job.phase = Job::Phase::BackingOff;
        job.wakeAtMs = m_context.clock.monotonicMs() + verdict.delayMs;
        m_alarms.set(job.wakeAtMs, job.id);
        return;
    case Verdict::Next::Elsewhere:
        job.excluded.insert(job.account.id);
        break;
    case Verdict::Next::ElsewhereAway:
        job.excludedOrigins.insert(
            originOf(baseUrlOf(job.account, m_context.options.defaultBaseUrl)));
        break;
    case Verdict::Next::Choose:
        break;
    }
    job.phase = Job::Phase::Waiting;
    tryToServe(job);
}

void Board::giveBack(Job& job)
{
    m_roster.release(job.account.id);
    m_announcer.loadChanged();
}

void Board::settle(Job& job, bool isLast)
{
    if (!job.ended)
        return;
    job.ended->completion.isLast = isLast;
    if (job.request.isMessages())
        m_context.ledger.complete(job.ended->opening, job.ended->completion);
    if (!isLast)
        job.ended.reset();
}

void Board::recordRefusal(const Job& job, const Error& error)
{
    const qint64 nowMs = m_context.clock.nowMs();
    AttemptOpening opening;
    opening.id = m_context.ledger.nextId(nowMs);
    opening.requestKey = job.requestKey;
    opening.client = job.request.client.ledgerName();
    opening.model = job.request.model;
    opening.openedAtMs = nowMs;
    m_context.ledger.complete(
        opening, JobRecord::refusalOf(job, error, nowMs, m_context.clock.monotonicMs()));
}

void Board::finish(Job& job, std::optional<Error> error)
{
    if (job.ended)
        settle(job, true);
    else if (error && job.request.isMessages())
        recordRefusal(job, *error);
    job.link->finish(JobRecord::outcomeOf(job, std::move(error), m_context.clock.monotonicMs()));
    m_line.remove(job.id, false);
    m_jobs.erase(job.id);
    m_announcer.loadChanged();
}

void Board::cancel(quint64 id)
{
    Job* job = find(id);
    if (!job || job->isCancelled)
        return;
    job->isCancelled = true;
    switch (job->phase) {
    case Job::Phase::Running:
        m_context.workers[static_cast<size_t>(job->worker)].cancel(id);
        return; // its report follows
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
    std::vector<quint64> ids;
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
        // The same account and place; the key may have been forgotten meanwhile.
        m_roster.release(job.account.id);
        if (m_roster.find(job.account.id))
            lease(job, job.account.id);
        else
            finish(job, job.lastError);
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
