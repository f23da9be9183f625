// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/board.h"
#include "pool/refusals.h"
#include "usage/budgetguard.h"

#include <algorithm>

// Hard budgets: what a request may cost is set aside before it is sent.

namespace Patchbay {

namespace {

// Where nobody estimated it: text is hardly ever denser than three bytes a token.
qint64 inputOf(const Request& request)
{
    return request.estimatedInputTokens > 0 ? request.estimatedInputTokens
                                            : request.body.size() / 3;
}

} // namespace

void Board::setBudgets(const QList<Budget>& budgets)
{
    QList<Budget> hard = budgets;
    hard.removeIf([](const Budget& budget) { return !budget.isHard; });
    // What was found against an account was found with the old ones.
    tell(m_roster.clearOverBudget([&](const AccountId& id) {
        const auto of = [&id](const QList<Budget>& list) {
            QList<Budget> found = list;
            found.removeIf([&id](const Budget& budget) {
                return budget.scope != BudgetScope::Account || budget.subject != id.value;
            });
            return found;
        };
        const QList<Budget> now = of(hard);
        return now.isEmpty() || now != of(m_hardBudgets);
    }));
    m_hardBudgets = std::move(hard);
    serveWaiting();
}

void Board::reserve(Job& job, const Credential& credential)
{
    BudgetClaim claim;
    claim.accountNumber = job.account.number;
    claim.accountId = job.account.id.value;
    claim.isPlan = job.account.kind == AccountKind::ClaudeCommand;
    claim.client = job.request.client.ledgerName();
    claim.model = job.request.model;
    claim.nowMs = m_context.clock.nowMs();
    const bool isFree =
        !job.request.isMessages() || job.account.source == AccountSource::Demo ||
        std::none_of(m_hardBudgets.begin(), m_hardBudgets.end(),
                     [&](const Budget& budget) { return BudgetGuard::applies(budget, claim); });
    if (isFree || !m_context.budgets) {
        startAttempt(job, credential);
        return;
    }
    if (const auto cost = m_context.prices.greatestCost(job.request.model, inputOf(job.request),
                                                        job.request.maxTokens, claim.nowMs))
        claim.greatestMicroUsd = cost->microUsd;
    claim.attempt = m_context.ledger.nextId(claim.nowMs);
    job.reservation = claim.attempt;
    job.credential = credential;
    job.phase = Job::Phase::Reserving;
    m_context.budgets->reserve(claim, m_mailbox.address(),
                               [this, id = job.id](const Result<BudgetVerdict>& verdict) {
                                   reservationCame(id, verdict);
                               });
}

void Board::reservationCame(quint64 id, const Result<BudgetVerdict>& verdict)
{
    Job* job = find(id);
    if (!job || job->phase != Job::Phase::Reserving)
        return; // cancelled meanwhile
    if (verdict && !verdict->refusedBy) {
        startAttempt(*job, Credential(job->credential));
        return;
    }
    job->reservation = 0;
    giveBack(*job);
    const Error error = verdict ? Refusals::overBudget(*verdict, job->account, job->request.model)
                                : verdict.error();
    const bool isOfAccount = verdict && verdict->refusedBy->scope == BudgetScope::Account;
    m_decisions.add(*job, job->account.id, error.cause, m_context.clock.nowMs());
    if (!isOfAccount) {
        finish(*job, job->lastError ? *job->lastError : error);
    } else {
        if (verdict->isUsedUp())
            tell(m_roster.applyEffect(job->account.id,
                                      {AccountEffect::Scope::Account, AccountState::OverBudget,
                                       error.cause, verdict->resetsAtMs},
                                      job->modelFamily, m_context.clock.nowMs()));
        if (!job->lastError)
            job->lastError = error;
        job->excluded.insert(job->account.id);
        job->phase = Job::Phase::Waiting;
        tryToServe(*job);
    }
    serveWaiting();
}

} // namespace Patchbay
