// SPDX-License-Identifier: GPL-3.0-or-later
#include "virtualboard.h"

#include "claude/modelfamily.h"
#include "pool/addresses.h"

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

Error failure(ErrorKind kind)
{
    return {kind, errorKindName(kind), {}, {}, {}, 0};
}

bool asksTheSame(const VirtualBoard::Job& a, const VirtualBoard::Job& b)
{
    return a.request.client.kind == b.request.client.kind && a.request.model == b.request.model &&
           a.request.isMessages() == b.request.isMessages() &&
           a.request.account == b.request.account && a.staysWith == b.staysWith &&
           a.isOnlyForWell == b.isOnlyForWell && a.excluded == b.excluded &&
           a.excludedOrigins == b.excludedOrigins;
}

} // namespace

VirtualBoard::VirtualBoard(Rules rules)
    : m_rules(std::move(rules))
    , m_retryPolicy(m_rules.backOffMs)
{
}

void VirtualBoard::setTime(qint64 utcMs, qint64 monotonicMs)
{
    m_utcMs = utcMs;
    m_monotonicMs = monotonicMs;
    std::vector<quint64> ids;
    for (const auto& [id, job] : m_jobs)
        ids.push_back(id);
    for (const quint64 id : ids) {
        Job* job = find(id);
        if (!job)
            continue;
        if (job->phase == Job::Phase::BackingOff && job->wakeAtMs <= m_monotonicMs)
            wake(*job);
        else if (job->phase == Job::Phase::Waiting && job->deadlineMs <= m_monotonicMs)
            finish(*job, job->lastError.value_or(failure(ErrorKind::DeadlineExpired)));
    }
    const auto firstAhead = m_restsEndAtMs.upper_bound(m_utcMs);
    if (firstAhead != m_restsEndAtMs.begin()) {
        m_restsEndAtMs.erase(m_restsEndAtMs.begin(), firstAhead);
        serveWaiting();
    }
}

std::optional<qint64> VirtualBoard::nextDueMs() const
{
    std::optional<qint64> next;
    const auto consider = [&next](qint64 atMs) { next = std::min(next.value_or(atMs), atMs); };
    for (const auto& [id, job] : m_jobs) {
        if (job.phase == Job::Phase::BackingOff)
            consider(job.wakeAtMs);
        else if (job.phase == Job::Phase::Waiting)
            consider(job.deadlineMs);
    }
    if (!m_restsEndAtMs.empty())
        consider(m_monotonicMs + std::max<qint64>(0, *m_restsEndAtMs.begin() - m_utcMs));
    return next;
}

void VirtualBoard::setAccounts(const QList<Account>& accounts)
{
    m_roster.setAccounts(accounts, m_utcMs);
    serveWaiting();
}

VirtualBoard::Job* VirtualBoard::find(quint64 id)
{
    const auto found = m_jobs.find(id);
    return found == m_jobs.end() ? nullptr : &found->second;
}

void VirtualBoard::send(quint64 id, const Request& request)
{
    Job& job = m_jobs[id];
    job.id = id;
    job.request = request;
    job.modelFamily = modelFamily(request.model);
    job.cameAtMs = m_monotonicMs;
    job.deadlineMs = m_monotonicMs + request.queueDeadlineMs;
    m_retryBudget.requestCame();
    tryToServe(job);
}

void VirtualBoard::cancel(quint64 id)
{
    Job* const job = find(id);
    if (!job)
        return;
    if (job->phase != Job::Phase::Waiting)
        m_roster.release(job->account, job->isProbe);
    finish(*job, failure(ErrorKind::Cancelled));
    serveWaiting();
}

void VirtualBoard::serveWaiting()
{
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
            line = m_line.inTurn();
    }
}

AccountId VirtualBoard::preferredOf(const Job& job) const
{
    if (job.request.conversation.isEmpty())
        return {};
    return m_accountOfConversation.value(job.request.conversation, job.request.lastAccount);
}

Scheduler::Choice VirtualBoard::choose(const Job& job) const
{
    return m_rules.choose({job.request, m_roster.candidates(), job.excluded, job.excludedOrigins,
                           preferredOf(job), job.staysWith, QUrl(), job.modelFamily, m_utcMs,
                           m_utcMs + job.deadlineMs - m_monotonicMs, job.isOnlyForWell});
}

void VirtualBoard::tryToServe(Job& job)
{
    Scheduler::Choice choice = choose(job);
    if (std::holds_alternative<Error>(choice) && !job.staysWith.isNull()) {
        job.staysWith = {};
        choice = choose(job);
    }
    if (const auto* pick = std::get_if<Scheduler::Pick>(&choice)) {
        m_line.remove(job.id, true);
        job.staysWith = {};
        lease(job, *pick);
    } else if (const auto* error = std::get_if<Error>(&choice)) {
        finish(job, job.lastError.value_or(*error));
    } else {
        wait(job, std::get<Scheduler::Wait>(choice));
    }
}

void VirtualBoard::wait(Job& job, const Scheduler::Wait& wait)
{
    if (wait.untilMs > 0)
        m_restsEndAtMs.insert(wait.untilMs);
    if (m_line.contains(job.id))
        return;
    if (job.deadlineMs <= m_monotonicMs) {
        finish(job, job.lastError.value_or(failure(ErrorKind::DeadlineExpired)));
    } else if (m_line.size() >= m_rules.queueLimit) {
        finish(job, failure(ErrorKind::QueueFull));
    } else {
        job.phase = Job::Phase::Waiting;
        m_line.append(job.id, job.request.client.ledgerName());
    }
}

void VirtualBoard::lease(Job& job, const Scheduler::Pick& pick)
{
    const bool isFirst = job.attempts == 0;
    if (isFirst || job.account != pick.account)
        job.isWarm = isFirst && preferredOf(job) == pick.account;
    job.isProbe = pick.isProbe;
    job.account = pick.account;
    job.baseUrl = baseUrlOf(m_roster.find(job.account)->account, {});
    m_roster.lease(job.account, job.isProbe);
    if (!job.request.conversation.isEmpty())
        m_accountOfConversation.insert(job.request.conversation, job.account);
    start(job);
}

void VirtualBoard::start(Job& job)
{
    job.phase = Job::Phase::Running;
    job.hasAnswered = false;
    job.sentAtMs = m_utcMs;
    ++job.attempts;
    ++job.attemptsOn[job.account];
    m_rules.started(job);
}

void VirtualBoard::wake(Job& job)
{
    if (m_roster.find(job.account)) {
        start(job);
        return;
    }
    m_roster.release(job.account, job.isProbe);
    finish(job, job.lastError);
}

void VirtualBoard::answers(quint64 id, const AnswerHeaders& headers)
{
    Job* const job = find(id);
    job->hasAnswered = true;
    const bool wasProbe = std::exchange(job->isProbe, false);
    if (wasProbe)
        m_roster.endProbe(job->account);
    (void)m_roster.applyAnswer(job->account, true, job->modelFamily, job->sentAtMs, headers,
                               m_utcMs);
    if (wasProbe)
        serveWaiting();
}

void VirtualBoard::endAttempt(Job& job, bool works, const AnswerHeaders& headers)
{
    if (!job.hasAnswered) {
        (void)m_roster.applyAnswer(job.account, works, job.modelFamily, job.sentAtMs, headers,
                                   m_utcMs);
    }
    m_roster.release(job.account, job.isProbe);
}

void VirtualBoard::succeeds(quint64 id, const AnswerHeaders& headers)
{
    Job* const job = find(id);
    endAttempt(*job, true, headers);
    finish(*job, std::nullopt);
    serveWaiting();
}

void VirtualBoard::fails(quint64 id, const AttemptFailure& failure)
{
    Job* const job = find(id);
    endAttempt(*job, false, failure.headers);
    if (job->hasAnswered) { // passed on: nothing is tried again
        finish(*job, failure.error);
        serveWaiting();
        return;
    }
    AttemptHistory history{job->attempts, job->attemptsOn.value(job->account), job->hops,
                           job->isWarm};
    history.canRenew = m_roster.find(job->account) &&
                       m_roster.find(job->account)->account.kind == AccountKind::OAuth &&
                       !job->renewedOn.contains(job->account);
    history.modelFamily = job->modelFamily;
    Verdict verdict = m_retryPolicy.judge(failure, history, m_utcMs, m_rules.chance());
    if (verdict.next == Verdict::Next::SameAgain && !verdict.renews && !m_retryBudget.spend())
        verdict = m_retryPolicy.judgeWithoutRepeating(failure, history, m_utcMs);
    if (verdict.effect)
        (void)m_roster.applyEffect(job->account, *verdict.effect, job->modelFamily, m_utcMs);
    if (verdict.isOverload)
        m_roster.noteOverload(job->account, m_utcMs);
    if (verdict.renews)
        job->renewedOn.insert(job->account);
    follow(*job, verdict, failure.error);
    serveWaiting();
}

void VirtualBoard::follow(Job& job, const Verdict& verdict, const Error& error)
{
    job.lastError = error;
    job.isOnlyForWell = verdict.isHop && !m_retryBudget.spend();
    job.hops += verdict.isHop ? 1 : 0;
    switch (verdict.next) {
    case Verdict::Next::Finish:
        finish(job, error);
        return;
    case Verdict::Next::SameAgain:
        m_roster.lease(job.account, job.isProbe);
        job.phase = Job::Phase::BackingOff;
        job.wakeAtMs = m_monotonicMs + verdict.delayMs;
        return;
    case Verdict::Next::Stay:
        job.staysWith = job.account;
        break;
    case Verdict::Next::Elsewhere:
        job.excluded.insert(job.account);
        break;
    case Verdict::Next::ElsewhereAway:
        job.excludedOrigins.insert(originOf(job.baseUrl));
        break;
    case Verdict::Next::Choose:
        break;
    }
    job.phase = Job::Phase::Waiting;
    tryToServe(job);
}

void VirtualBoard::finish(Job& job, const std::optional<Error>& error)
{
    m_rules.finished(job, error);
    m_line.remove(job.id, false);
    m_jobs.erase(job.id);
}

} // namespace Patchbay
