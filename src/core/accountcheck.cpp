// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accountcheck.h"

#include "core/accountprobe.h"
#include "core/networkcheck.h"

#include <QPointer>

#include <algorithm>
#include <optional>

namespace Patchbay {

struct AccountCheck::Run
{
    Account account;
    AccountReport report;
    bool hasSecret = false;
    bool isReached = true;
    std::unique_ptr<ProbeAnswer> answer;
    Done done;
};

AccountFact::Result AccountReport::worst() const
{
    AccountFact::Result worst = AccountFact::Result::Ok;
    for (const AccountFact& fact : facts)
        worst = std::max(worst, fact.result);
    return worst;
}

QList<AccountFact> AccountReport::failures() const
{
    QList<AccountFact> failures;
    std::copy_if(
        facts.begin(), facts.end(), std::back_inserter(failures),
        [](const AccountFact& fact) { return fact.result == AccountFact::Result::Failed; });
    return failures;
}

AccountCheck::AccountCheck(Parts parts)
    : m_parts(std::move(parts))
{
}

void AccountCheck::start(const AccountId& id, Done done)
{
    const auto run = std::make_shared<Run>();
    run->done = std::move(done);
    run->report.account = id;
    if (const Account* account = m_parts.accounts.find(id)) {
        run->account = *account;
        run->report.name = account->name;
        readSecret(run);
        return;
    }
    m_mailbox.post([run] { run->done(run->report); });
}

void AccountCheck::readSecret(const SharedRun& run)
{
    const Account& account = run->account;
    const QString from = !account.keyCommand.isEmpty()             ? tr("the account's command")
                         : account.source == AccountSource::Stored ? m_parts.vault.displayName()
                                                                   : tr("the environment");
    m_parts.accounts.credential(
        account.id, std::nullopt,
        [self = QPointer(this), run, from](const Result<Credential>& credential) {
            if (!self)
                return;
            run->hasSecret = credential.has_value();
            const bool isOwn = credential && credential->secret.isEmpty();
            run->report.facts.append(
                AccountFacts::ofSecret(isOwn ? tr("the claude program") : from,
                                       credential ? nullptr : &credential.error()));
            self->askNetwork(run);
        });
}

void AccountCheck::askNetwork(const SharedRun& run)
{
    // The claude program finds its own way.
    if (run->account.kind == AccountKind::ClaudeCommand)
        return askUpstream(run);
    const QUrl address =
        run->account.baseUrl.isEmpty() ? m_parts.defaultBaseUrl : run->account.baseUrl;
    NetworkCheck::ask(address, run->account.proxy, this,
                      [this, run](const NetworkFinding& finding) {
                          run->report.facts += AccountFacts::ofNetwork(finding);
                          run->isReached = finding.reached && (!finding.tls || *finding.tls);
                          askUpstream(run);
                      });
}

void AccountCheck::askUpstream(const SharedRun& run)
{
    if (!run->hasSecret || !run->isReached)
        return finish(run);
    m_parts.probe.ask(run->account.id, std::nullopt, [this, run](const ProbeAnswer& answer) {
        run->answer = std::make_unique<ProbeAnswer>(answer);
        if (answer.isWell())
            takeAsWell(run->account);
        finish(run);
    });
}

// The key was right, whatever was known against it. That says nothing of a limit, which has its
// time: asking how an account is lifts none.
void AccountCheck::takeAsWell(const Account& before)
{
    const Account* now = m_parts.accounts.find(before.id);
    if (!now)
        return;
    const bool hasTime = before.stateUntilMs > m_parts.clock.nowMs();
    const bool rests = hasTime && (before.state == AccountState::CoolingDown ||
                                   before.state == AccountState::Blocked);
    if (rests) {
        m_parts.accounts.setState(now->id, before.state, before.stateReason, before.stateUntilMs);
    } else if (now->state == AccountState::NeedsSignIn || now->state == AccountState::Blocked ||
               now->state == AccountState::Locked) {
        m_parts.accounts.setState(now->id, AccountState::Ready, {}, 0);
    }
}

void AccountCheck::finish(const SharedRun& run)
{
    const ProbeAnswer* answer = run->answer.get();
    const qint64 nowMs = m_parts.clock.nowMs();
    QList<AccountFact>& facts = run->report.facts;
    facts += AccountFacts::ofAnswer(run->account, answer);
    facts.append(AccountFacts::ofQuota(run->account, m_parts.limits.limits().value(run->account.id),
                                       answer, nowMs));
    if (answer)
        facts += AccountFacts::ofModels(run->account, modelsOfList(answer->body));
    facts += AccountFacts::ofRenewal(run->account, nowMs);
    run->done(run->report);
}

} // namespace Patchbay
