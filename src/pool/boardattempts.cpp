// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/logging.h"
#include "pool/addresses.h"
#include "pool/board.h"
#include "pool/jobrecord.h"
#include "pool/refusals.h"

#include <QRandomGenerator>

#include <algorithm>

// Attempts: authorised, sent to a worker, and what follows from how each ended.

namespace Patchbay {

namespace {

Lease leaseOf(const Job& job)
{
    return {job.account.id, job.account.name, job.attempts, job.requestKey};
}

} // namespace

void Board::authorize(Job& job)
{
    const AccountId account = job.account.id;
    const auto known = job.request.credential
                           ? job.request.credential
                           : m_credentials.find(account, m_context.clock.nowMs());
    if (known) {
        reserve(job, *known);
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
        reserve(*job, *credential);
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
    job.credential = credential;
    job.hasAnswered = false;
    ++job.attempts;
    ++job.attemptsOn[job.account.id];
    job.opening = {};
    job.opening.id =
        job.reservation != 0 ? std::exchange(job.reservation, 0) : m_context.ledger.nextId(nowMs);
    job.opening.requestKey = job.requestKey;
    job.opening.attempt = job.attempts;
    job.opening.accountNumber = job.account.number;
    job.opening.organizationId = job.account.organizationId;
    job.opening.client = job.request.client.ledgerName();
    job.opening.model = job.request.model;
    // An endpoint's client names conversations that are not saved here.
    if (job.request.client.kind != Client::Kind::Endpoint)
        job.opening.conversation = job.request.conversation;
    job.opening.openedAtMs = nowMs;
    if (job.request.isMessages())
        m_context.ledger.open(job.opening);

    if (job.link->wantsLease()) {
        job.link->tell(
            [lease = leaseOf(job)](const RequestObserver& observer) { observer.leased(lease); });
    }

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
    ++m_workerAttempts[static_cast<size_t>(job.worker)];
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

void Board::attemptAnswers(quint64 id, const AnswerHeaders& headers)
{
    Job* job = find(id);
    if (!job || job->phase != Job::Phase::Running)
        return;
    job->hasAnswered = true;
    const bool wasProbe = std::exchange(job->isProbe, false);
    if (wasProbe)
        m_roster.endProbe(job->account.id);
    learn(*job, true, headers);
    if (wasProbe)
        serveWaiting();
}

void Board::attemptEnded(AttemptReport report)
{
    Job* job = find(report.request);
    if (!job)
        return;
    const qint64 nowMs = m_context.clock.nowMs();
    --m_workerLoad[static_cast<size_t>(job->worker)];
    const bool works = !report.failure && !report.wasCancelled;
    if (!job->hasAnswered)
        learn(*job, works, report.headers);
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
    if (job.request.isTokenCount())
        return finish(job, failure.error);
    const qint64 nowMs = m_context.clock.nowMs();
    const AccountId account = job.account.id;
    AttemptHistory history{job.attempts, job.attemptsOn.value(account), job.hops, job.isWarm};
    history.canRenew = job.account.kind == AccountKind::OAuth && !job.request.credential &&
                       !job.renewedOn.contains(account);
    history.modelFamily = job.modelFamily;
    Verdict verdict =
        m_retryPolicy.judge(failure, history, nowMs, QRandomGenerator::global()->generateDouble());
    if (verdict.next == Verdict::Next::SameAgain && !verdict.renews && !m_retryBudget.spend())
        verdict = m_retryPolicy.judgeWithoutRepeating(failure, history, nowMs);

    if (verdict.effect && !job.request.credential)
        tell(m_roster.applyEffect(account, *verdict.effect, job.modelFamily, nowMs));
    if (verdict.isOverload)
        m_roster.noteOverload(account, nowMs);
    if (failure.status == 401)
        m_credentials.reject(account, job.credential);
    if (verdict.renews)
        job.renewedOn.insert(account);
    m_decisions.add(job, account, failure.error.cause, nowMs);
    qCDebug(lcPool, "Attempt %d on %ls failed: %ls", job.attempts,
            qUtf16Printable(job.account.name), qUtf16Printable(errorKindName(failure.error.kind)));
    follow(job, verdict, failure.error);
}

void Board::follow(Job& job, const Verdict& verdict, const Error& error)
{
    job.lastError = error;
    // Another account that seems well costs nothing; one that failed lately is a repetition.
    job.isOnlyForWell = verdict.isHop && !m_retryBudget.spend();
    job.hops += verdict.isHop ? 1 : 0;
    switch (verdict.next) {
    case Verdict::Next::Finish:
        finish(job, error);
        return;
    case Verdict::Next::SameAgain:
        // Keeps its place with the account.
        m_roster.lease(job.account.id, job.isProbe);
        job.phase = Job::Phase::BackingOff;
        job.wakeAtMs = m_context.clock.monotonicMs() + verdict.delayMs;
        m_alarms.set(job.wakeAtMs, job.id);
        return;
    case Verdict::Next::Stay:
        job.staysWith = job.account.id;
        break;
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
    if (job.request.isTokenCount())
        return; // it took no place
    m_roster.release(job.account.id, job.isProbe);
    m_announcer.loadChanged();
}

void Board::learn(const Job& job, bool works, const AnswerHeaders& headers)
{
    // The credential may be of another account altogether; counting has limits of its own.
    if (job.request.credential || job.request.isTokenCount())
        return;
    // A list of models that was given says nothing about limits of messages.
    tell(m_roster.applyAnswer(job.account.id, works && job.request.isMessages(), job.modelFamily,
                              job.opening.openedAtMs, headers, m_context.clock.nowMs()));
}

void Board::tell(const QList<AccountFinding>& findings)
{
    for (const AccountFinding& finding : findings)
        m_announcer.tell(finding);
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

void Board::recordCached(const CachedRequest& request)
{
    AttemptOpening opening;
    opening.id = m_context.ledger.nextId(m_context.clock.nowMs());
    opening.requestKey = m_context.ledger.nextId(m_context.clock.nowMs());
    opening.client = request.client.ledgerName();
    opening.model = request.model;
    opening.openedAtMs = request.cameAtMs;
    // Rows that were opened are completed many at once.
    m_context.ledger.open(opening);
    m_context.ledger.complete(
        opening, JobRecord::cachedOf(request, m_context.prices, m_context.clock.nowMs()));
}

} // namespace Patchbay
