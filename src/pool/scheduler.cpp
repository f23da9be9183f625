// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/scheduler.h"

#include "pool/addresses.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <tuple>

namespace Patchbay {

namespace {

struct SchedulerText
{
    Q_DECLARE_TR_FUNCTIONS(SchedulerText)
};

enum class Standing {
    Free,
    Busy,
    Cooling,
    // Out, and why:
    Disabled,
    KindNotBuilt,
    NotAllowed,
    ModelNotAllowed,
    NotEncrypted,
    NeedsSignIn,
    Blocked,
    Locked,
    OverBudget,
};

bool allowsClient(const Account& account, const Request& request)
{
    switch (request.client.kind) {
    case Client::Kind::Endpoint:
        return account.allowEndpoint && account.source != AccountSource::Demo;
    // A person who names an account means it.
    case Client::Kind::Window:
        return account.allowWindow || request.account;
    case Client::Kind::CommandLine:
        return account.allowCommandLine || request.account;
    }
    return false;
}

// What is known against it. Naming an account tries it again whatever was found before.
Standing standingOfState(const Account& account, bool isNamed, qint64 nowMs)
{
    const bool isOver = account.stateUntilMs != 0 && account.stateUntilMs <= nowMs;
    if (isOver)
        return Standing::Free;
    switch (account.state) {
    case AccountState::Ready:
    case AccountState::Disabled: // `enabled` decides
        return Standing::Free;
    case AccountState::CoolingDown:
        return account.stateUntilMs == 0 ? Standing::Free : Standing::Cooling;
    case AccountState::NeedsSignIn:
        return isNamed ? Standing::Free : Standing::NeedsSignIn;
    case AccountState::Blocked:
        return isNamed ? Standing::Free : Standing::Blocked;
    case AccountState::Locked:
        return isNamed ? Standing::Free : Standing::Locked;
    case AccountState::OverBudget:
        return Standing::OverBudget;
    }
    return Standing::Free;
}

Standing standingOf(const Candidate& candidate, const Scheduler::Question& question)
{
    const Account& account = candidate.account;
    const Request& request = question.request;
    const bool isNamed = request.account.has_value();
    // A look at a named account's models costs nothing and tells how it is: always allowed.
    const bool isProbe = isNamed && !request.isMessages();

    if (!account.enabled && !isProbe)
        return Standing::Disabled;
    if (account.kind != AccountKind::ApiKey)
        return Standing::KindNotBuilt;
    if (!allowsClient(account, request))
        return Standing::NotAllowed;
    if (!account.models.isEmpty() && !request.model.isEmpty() &&
        !account.models.contains(request.model))
        return Standing::ModelNotAllowed;
    if (!isSafeForCredentials(baseUrlOf(account, question.defaultBaseUrl)))
        return Standing::NotEncrypted;
    if (!isProbe) {
        const Standing standing = standingOfState(account, isNamed, question.nowMs);
        if (standing != Standing::Free)
            return standing;
    }
    return candidate.inFlight >= std::max(1, account.maxConcurrent) ? Standing::Busy
                                                                    : Standing::Free;
}

QString timeText(qint64 utcMs)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(utcMs);
    const bool isToday = time.date() == QDate::currentDate();
    return isToday ? QLocale().toString(time.time(), QLocale::ShortFormat)
                   : QLocale().toString(time, QLocale::ShortFormat);
}

QString reasonText(Standing standing, const Account& account, const Request& request)
{
    switch (standing) {
    case Standing::Free:
        break;
    case Standing::Busy:
        return SchedulerText::tr("%1 has as many requests running as it may").arg(account.name);
    case Standing::Cooling:
        return SchedulerText::tr("%1 rests until %2")
            .arg(account.name, timeText(account.stateUntilMs));
    case Standing::Disabled:
        return SchedulerText::tr("%1 is disabled").arg(account.name);
    case Standing::KindNotBuilt:
        return account.kind == AccountKind::OAuth
                   ? SchedulerText::tr("%1 signs in, which this version cannot use yet")
                         .arg(account.name)
                   : SchedulerText::tr(
                         "%1 runs the claude program, which this version cannot use yet")
                         .arg(account.name);
    case Standing::NotAllowed:
        return SchedulerText::tr("%1 does not serve this kind of client").arg(account.name);
    case Standing::ModelNotAllowed:
        return SchedulerText::tr("%1 is not set to use the model %2")
            .arg(account.name, request.model);
    case Standing::NotEncrypted:
        return SchedulerText::tr("the address of %1 is not encrypted").arg(account.name);
    case Standing::NeedsSignIn:
        return SchedulerText::tr("the key of %1 was rejected").arg(account.name);
    case Standing::Blocked:
        return account.stateReason.isEmpty()
                   ? SchedulerText::tr("%1 is blocked by the provider").arg(account.name)
                   : SchedulerText::tr("%1 is blocked: %2").arg(account.name, account.stateReason);
    case Standing::Locked:
        return SchedulerText::tr("the key of %1 cannot be read now").arg(account.name);
    case Standing::OverBudget:
        return SchedulerText::tr("%1 is over its budget").arg(account.name);
    }
    return {};
}

QString nextStepText(Standing standing)
{
    switch (standing) {
    case Standing::Cooling:
        return SchedulerText::tr("Send it again after that time, or add another account");
    case Standing::Disabled:
        return SchedulerText::tr("Enable the account, or add another one");
    case Standing::KindNotBuilt:
        return SchedulerText::tr("Add an account with an API key");
    case Standing::NotAllowed:
        return SchedulerText::tr("Allow this kind of client in the account's settings");
    case Standing::ModelNotAllowed:
        return SchedulerText::tr("Choose another model, or allow it in the account's settings");
    case Standing::NotEncrypted:
        return SchedulerText::tr("Use an address that begins with https://");
    case Standing::NeedsSignIn:
        return SchedulerText::tr("Replace its key, or name the account to try it again");
    case Standing::Blocked:
        return SchedulerText::tr("Check the account in the provider's console, then test it");
    case Standing::Locked:
        return SchedulerText::tr("Unlock the keychain and send it again");
    case Standing::OverBudget:
        return SchedulerText::tr("Raise the budget, or use another account");
    case Standing::Free:
    case Standing::Busy:
        break;
    }
    return SchedulerText::tr("Send it again in a moment");
}

Error noAccount()
{
    return {ErrorKind::NoAccount,
            SchedulerText::tr("No API key found"),
            SchedulerText::tr("Set CLAUDE_API_KEY or ANTHROPIC_API_KEY, or add an account with "
                              "“patchbay-cli accounts add” or in the window"),
            {},
            {},
            0};
}

struct Ranked
{
    const Candidate* candidate;
    Standing standing;
};

Error refusal(const QList<Ranked>& out, const Request& request)
{
    QStringList reasons;
    for (const Ranked& ranked : out)
        reasons.append(reasonText(ranked.standing, ranked.candidate->account, request));
    //: joins the reasons why each account cannot be used
    const QString joined = reasons.join(SchedulerText::tr("; "));
    return {ErrorKind::NoEligibleAccount,
            SchedulerText::tr("No account can take this request: %1").arg(joined),
            out.isEmpty() ? SchedulerText::tr("Add another account")
                          : nextStepText(out.first().standing),
            {},
            {},
            0};
}

bool isDemo(const Candidate& candidate)
{
    return candidate.account.source == AccountSource::Demo;
}

// The accounts that are in question at all: the named one; else all but the demo account, which
// is for those who have no other.
QList<const Candidate*> inQuestion(const Scheduler::Question& question)
{
    QList<const Candidate*> result;
    const bool onlyDemo =
        std::all_of(question.candidates.begin(), question.candidates.end(), isDemo);
    const bool endpoint = question.request.client.kind == Client::Kind::Endpoint;
    for (const Candidate& candidate : question.candidates) {
        const bool isMeant = question.request.account
                                 ? candidate.account.id == *question.request.account
                                 : !isDemo(candidate) || (onlyDemo && !endpoint);
        if (isMeant)
            result.append(&candidate);
    }
    return result;
}

} // namespace

Scheduler::Choice Scheduler::choose(const Question& question) const
{
    const QList<const Candidate*> meant = inQuestion(question);
    if (meant.isEmpty()) {
        if (!question.request.account)
            return noAccount();
        return Error{ErrorKind::NotFound,
                     SchedulerText::tr("The account that was named is not there"),
                     SchedulerText::tr("See “patchbay-cli accounts list” for those there are"),
                     {},
                     {},
                     0};
    }

    const Candidate* best = nullptr;
    const Candidate* busy = nullptr;
    const Candidate* cooling = nullptr; // the one that is back first
    QList<Ranked> out;
    const auto rank = [&question](const Candidate& candidate) {
        return std::tuple(candidate.account.id != question.preferred,
                          candidate.avoidUntilMs > question.nowMs, candidate.account.priority,
                          candidate.lastUsed);
    };
    for (const Candidate* candidate : meant) {
        const Account& account = candidate->account;
        if (question.excluded.contains(account.id) ||
            question.excludedOrigins.contains(
                originOf(baseUrlOf(account, question.defaultBaseUrl))))
            continue;
        const Standing standing = standingOf(*candidate, question);
        if (standing == Standing::Free) {
            if (!best || rank(*candidate) < rank(*best))
                best = candidate;
        } else if (standing == Standing::Busy) {
            busy = candidate;
        } else if (standing == Standing::Cooling && account.stateUntilMs <= question.deadlineMs) {
            if (!cooling || account.stateUntilMs < cooling->account.stateUntilMs)
                cooling = candidate;
        } else {
            out.append({candidate, standing});
        }
    }
    if (best)
        return best->account.id;
    if (busy)
        return Wait{SchedulerText::tr("All accounts are busy"),
                    cooling ? cooling->account.stateUntilMs : 0};
    if (cooling)
        return Wait{reasonText(Standing::Cooling, cooling->account, question.request),
                    cooling->account.stateUntilMs};
    return refusal(out, question.request);
}

} // namespace Patchbay
