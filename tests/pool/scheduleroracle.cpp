// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduleroracle.h"

#include "claude/modelfamily.h"

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;
using Can = Opinion::Can;

namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kHourMs = 60 * kMinuteMs;

bool isOfFamily(const QString& window, const QString& family)
{
    if (window == "five_hour"_L1 || window == "seven_day"_L1)
        return true;
    if (window == "7d_oi"_L1)
        return family == "fable"_L1;
    return window == "seven_day_"_L1 + family;
}

// When a subscription whose windows are spent may be asked again; 0: now.
qint64 subscriptionBackAtMs(const Candidate& candidate, const QString& family, qint64 nowMs)
{
    qint64 shared = 0;
    qint64 own = 0;
    for (const LimitWindow& window : candidate.limits) {
        if (window.window == "overage"_L1) {
            if (window.status.startsWith("allowed"_L1))
                return 0;
            continue;
        }
        const bool isSpent = window.remaining <= 0 || window.status == "rejected"_L1;
        if (window.status.isEmpty() || !isSpent || !isOfFamily(window.window, family))
            continue;
        const qint64 length = window.window == "five_hour"_L1 ? 5 * kHourMs : 168 * kHourMs;
        const qint64 backAtMs =
            std::min(window.resetsAtMs, std::min(window.asOfMs, nowMs) + length * 21 / 20);
        if (backAtMs > nowMs) {
            const bool isShared =
                window.window == "five_hour"_L1 || window.window == "seven_day"_L1;
            qint64& latest = isShared ? shared : own;
            latest = std::max(latest, backAtMs);
        }
    }
    return shared > 0 ? shared : own;
}

bool mayEver(const Account& account, const Request& request, bool areAllDemo)
{
    const bool isNamed = request.account == account.id;
    const bool isDemo = account.source == AccountSource::Demo;
    const auto kind = request.client.kind;
    if (request.account && !isNamed)
        return false;
    if (isDemo && (kind == Client::Kind::Endpoint || (!isNamed && !areAllDemo)))
        return false;
    const bool isAllowed = kind == Client::Kind::Endpoint ? account.allowEndpoint
                           : kind == Client::Kind::Window ? account.allowWindow || isNamed
                                                          : account.allowCommandLine || isNamed;
    return account.enabled && isAllowed && account.baseUrl.scheme() != "http"_L1 &&
           (account.models.isEmpty() || account.models.contains(request.model));
}

} // namespace

Opinion opinionOn(const Candidate& candidate, std::span<const Candidate> all,
                  const Request& request, qint64 nowMs)
{
    const Account& account = candidate.account;
    const bool areAllDemo = std::all_of(all.begin(), all.end(), [](const Candidate& other) {
        return other.account.source == AccountSource::Demo;
    });
    if (!mayEver(account, request, areAllDemo))
        return {};
    Opinion opinion{Can::Now};
    const bool isLost = account.state == AccountState::CoolingDown &&
                        account.stateSinceMs > nowMs + kMinuteMs; // the clock was set back
    const bool isOver = account.stateUntilMs > 0 && (account.stateUntilMs <= nowMs || isLost);
    if (account.state != AccountState::Ready && account.state != AccountState::Disabled) {
        const bool isForgiven = request.account && account.state != AccountState::CoolingDown &&
                                account.state != AccountState::OverBudget;
        if (!isForgiven && !isOver)
            return {account.stateUntilMs > nowMs ? Can::Later : Can::Never, account.stateUntilMs};
        opinion.isProbe = !isForgiven;
    }
    const QString family = modelFamily(request.model);
    for (const ModelRest& rest : account.modelRests) {
        const bool isRestLost = rest.untilMs > 0 && rest.sinceMs > nowMs + kMinuteMs;
        if (rest.family == family && !isRestLost && (rest.untilMs == 0 || rest.untilMs > nowMs))
            return {rest.untilMs == 0 ? Can::Never : Can::Later, rest.untilMs};
    }
    if (!opinion.isProbe) {
        if (const qint64 backAtMs = subscriptionBackAtMs(candidate, family, nowMs); backAtMs > 0)
            return {Can::Later, backAtMs};
    }
    const bool isProbing = std::any_of(all.begin(), all.end(), [&](const Candidate& other) {
        const QString organization = account.organizationId;
        return other.isProbing &&
               (other.account.id == account.id ||
                (!organization.isEmpty() && other.account.organizationId == organization));
    });
    if (candidate.inFlight >= account.maxConcurrent || (opinion.isProbe && isProbing))
        opinion.can = Can::OnceFree;
    return opinion;
}

bool isOutOf(const Candidate& candidate, const Scheduler::Question& question)
{
    const AccountId& id = candidate.account.id;
    const QUrl url = candidate.account.baseUrl.isEmpty() ? QUrl(u"https://api.anthropic.com"_s)
                                                         : candidate.account.baseUrl;
    return question.excluded.contains(id) ||
           question.excludedOrigins.contains(url.scheme() + "://"_L1 + url.host()) ||
           (!question.only.isNull() && question.only != id) ||
           (question.isOnlyForWell && candidate.avoidUntilMs > question.nowMs);
}

const Candidate& candidateOf(const AccountId& id, std::span<const Candidate> all)
{
    return *std::find_if(all.begin(), all.end(),
                         [&id](const Candidate& other) { return other.account.id == id; });
}

} // namespace Patchbay
