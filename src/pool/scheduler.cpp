// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/scheduler.h"

#include "pool/addresses.h"
#include "pool/limitroom.h"
#include "pool/standing.h"

#include <QCoreApplication>

#include <algorithm>
#include <tuple>

namespace Patchbay {

namespace {

struct SchedulerText
{
    Q_DECLARE_TR_FUNCTIONS(SchedulerText)
};

// Rooms that differ by less are the same: else a hair's breadth would send all to one account.
constexpr int kRoomSteps = 10;

// What the accounts of one organisation have in flight, and when one of them was used last.
struct Quota
{
    int inFlight = 0;
    int weight = 1;
    qint64 lastUsed = 0;
    bool isProbing = false;
};

double loadOf(int inFlight, int weight)
{
    return static_cast<double>(inFlight) / std::max(1, weight);
}

bool isSameQuota(const Account& a, const Account& b)
{
    return a.id == b.id || (!a.organizationId.isEmpty() && a.organizationId == b.organizationId);
}

Quota quotaOf(const Candidate& candidate, std::span<const Candidate> candidates)
{
    Quota quota;
    for (const Candidate& other : candidates) {
        if (!isSameQuota(candidate.account, other.account))
            continue;
        quota.inFlight += other.inFlight;
        quota.weight = std::max(quota.weight, other.account.weight);
        quota.lastUsed = std::max(quota.lastUsed, other.lastUsed);
        quota.isProbing |= other.isProbing;
    }
    return quota;
}

// Smaller is better, in the order of what decides.
struct Rank
{
    bool isToAvoid;
    bool isForeign; // not the conversation's account, or that has no room left
    int priority;
    int spentSteps;
    double quotaLoad;
    qint64 quotaLastUsed;
    double load;
    qint64 lastUsed;

    auto operator<=>(const Rank&) const = default;
};

struct Ranked
{
    const Candidate* candidate = nullptr;
    Standing standing;
    Rank rank{};
    double room = 1;
};

Rank rankOf(const Candidate& candidate, const Quota& quota, double room, bool isPreferred,
            qint64 nowMs)
{
    return {candidate.avoidUntilMs > nowMs,
            !(isPreferred && room >= Scheduler::kLeastRoomToStay),
            candidate.account.priority,
            static_cast<int>((1 - room) * kRoomSteps),
            loadOf(quota.inFlight, quota.weight),
            quota.lastUsed,
            loadOf(candidate.inFlight, candidate.account.weight),
            candidate.lastUsed};
}

// What decided between the best and the next one.
QString reasonOf(const Ranked& best, const Ranked* next)
{
    if (best.standing.kind == Standing::Kind::Probe)
        return SchedulerText::tr("its rest is over: this request tries it");
    if (!best.rank.isForeign)
        return SchedulerText::tr("stays with its conversation");
    if (!next)
        return SchedulerText::tr("the only one that can serve");
    if (best.rank.isToAvoid != next->rank.isToAvoid)
        return SchedulerText::tr("others failed lately");
    if (best.rank.priority != next->rank.priority)
        return SchedulerText::tr("comes first by priority");
    if (best.rank.spentSteps != next->rank.spentSteps)
        return SchedulerText::tr("has most room: %1 % of its tightest limit")
            .arg(static_cast<int>(best.room * 100));
    if (best.rank.quotaLoad != next->rank.quotaLoad || best.rank.load != next->rank.load)
        return SchedulerText::tr("has the least to do");
    return SchedulerText::tr("was used least recently");
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

Error notFound()
{
    return {ErrorKind::NotFound,
            SchedulerText::tr("The account that was named is not there"),
            SchedulerText::tr("See “patchbay-cli accounts list” for those there are"),
            {},
            {},
            0};
}

Error refusal(const QList<Ranked>& out, const Request& request)
{
    QStringList reasons;
    for (const Ranked& ranked : out)
        reasons.append(ranked.standing.reason(ranked.candidate->account, request));
    //: joins the reasons why each account cannot be used
    const QString joined = reasons.join(SchedulerText::tr("; "));
    return {ErrorKind::NoEligibleAccount,
            SchedulerText::tr("No account can take this request: %1").arg(joined),
            out.isEmpty() ? SchedulerText::tr("Add another account")
                          : out.first().standing.nextStep(out.first().candidate->account),
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

bool wasTriedInVain(const Account& account, const Scheduler::Question& question)
{
    if (!question.only.isNull() && account.id != question.only)
        return true;
    if (question.excluded.contains(account.id))
        return true;
    return !question.excludedOrigins.isEmpty() &&
           question.excludedOrigins.contains(originOf(baseUrlOf(account, question.defaultBaseUrl)));
}

// Those in question, by what they can do now.
struct Field
{
    QList<Ranked> free; // the best first
    QList<Ranked> busy; // none of them to be avoided
    QList<Ranked> busyToAvoid;
    QList<Ranked> resting; // back before the deadline; the first to be back first
    QList<Ranked> out;
};

Field fieldOf(const QList<const Candidate*>& meant, const Scheduler::Question& question)
{
    Field field;
    for (const Candidate* candidate : meant) {
        const Account& account = candidate->account;
        if (wasTriedInVain(account, question))
            continue;
        const Quota quota = quotaOf(*candidate, question.candidates);
        Ranked ranked{candidate, Standing::of(*candidate, question.request, question.modelFamily,
                                              question.defaultBaseUrl, question.nowMs)};
        if (ranked.standing.kind == Standing::Kind::Probe && quota.isProbing)
            ranked.standing.kind = Standing::Kind::Probing;
        ranked.room = LimitRoom::tightest(candidate->limits, question.modelFamily, question.nowMs);
        ranked.rank = rankOf(*candidate, quota, ranked.room, account.id == question.preferred,
                             question.nowMs);
        const Standing& standing = ranked.standing;
        if (ranked.rank.isToAvoid && question.isOnlyForWell)
            continue;
        if (standing.isFree())
            field.free.append(ranked);
        else if (standing.isBusy())
            (ranked.rank.isToAvoid ? field.busyToAvoid : field.busy).append(ranked);
        else if (standing.untilMs > 0 && standing.untilMs <= question.deadlineMs)
            field.resting.append(ranked);
        else
            field.out.append(ranked);
    }
    // Stable: of equals the first made is the first served.
    std::stable_sort(field.free.begin(), field.free.end(),
                     [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
    std::stable_sort(
        field.resting.begin(), field.resting.end(),
        [](const Ranked& a, const Ranked& b) { return a.standing.untilMs < b.standing.untilMs; });
    return field;
}

} // namespace

Scheduler::Choice Scheduler::choose(const Question& question) const
{
    const QList<const Candidate*> meant = inQuestion(question);
    if (meant.isEmpty())
        return question.request.account ? notFound() : noAccount();

    const Field field = fieldOf(meant, question);
    // Better to wait a little for one that is well than to try one that failed just now.
    const bool canServe =
        !field.free.isEmpty() && (!field.free.first().rank.isToAvoid || field.busy.isEmpty());
    if (canServe) {
        const Ranked& best = field.free.first();
        return Pick{best.candidate->account.id, best.standing.kind == Standing::Kind::Probe,
                    reasonOf(best, field.free.size() > 1 ? &field.free.at(1) : nullptr)};
    }
    const qint64 backAtMs = field.resting.isEmpty() ? 0 : field.resting.first().standing.untilMs;
    const QList<Ranked> busy = field.busy + field.busyToAvoid;
    if (!busy.isEmpty()) {
        const Ranked& first = busy.first();
        return Wait{busy.size() == 1
                        ? first.standing.reason(first.candidate->account, question.request)
                        : SchedulerText::tr("All accounts are busy"),
                    backAtMs};
    }
    if (!field.resting.isEmpty()) {
        const Ranked& first = field.resting.first();
        return Wait{first.standing.reason(first.candidate->account, question.request), backAtMs};
    }
    return refusal(field.out, question.request);
}

qint64 Scheduler::backAtMs(const Question& question) const
{
    qint64 backAtMs = 0;
    for (const Candidate* candidate : inQuestion(question)) {
        const Standing standing = Standing::of(*candidate, question.request, question.modelFamily,
                                               question.defaultBaseUrl, question.nowMs);
        if (standing.isFree() || standing.isBusy())
            return 0;
        if (standing.untilMs > question.nowMs && (backAtMs == 0 || standing.untilMs < backAtMs))
            backAtMs = standing.untilMs;
    }
    return backAtMs;
}

} // namespace Patchbay
