// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/standing.h"

#include "claude/modelfamily.h"
#include "pool/addresses.h"
#include "pool/limitroom.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace Patchbay {

namespace {

struct StandingText
{
    Q_DECLARE_TR_FUNCTIONS(StandingText)
};

using Kind = Standing::Kind;

bool allowsClient(const Account& account, const Request& request)
{
    if (!request.onlyAccounts.isEmpty() && !request.onlyAccounts.contains(account.id))
        return false;
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
Standing ofState(const Account& account, bool isNamed, qint64 nowMs)
{
    const bool isOver =
        account.stateUntilMs != 0 &&
        (account.stateUntilMs <= nowMs || (account.state == AccountState::CoolingDown &&
                                           wasClockSetBack(account.stateSinceMs, nowMs)));
    const auto unless = [&](bool isFree, Kind kind) {
        if (isFree)
            return Standing{Kind::Free};
        // What ends by itself is tried with one request first.
        return isOver ? Standing{Kind::Probe} : Standing{kind, account.stateUntilMs};
    };
    switch (account.state) {
    case AccountState::Ready:
    case AccountState::Disabled: // `enabled` decides
        return {};
    case AccountState::CoolingDown:
        return unless(account.stateUntilMs == 0, Kind::Resting);
    case AccountState::NeedsSignIn:
        return unless(isNamed, Kind::NeedsSignIn);
    case AccountState::Blocked:
        return unless(isNamed, Kind::Blocked);
    case AccountState::Locked:
        return unless(isNamed, Kind::Locked);
    case AccountState::OverBudget:
        return unless(false, Kind::OverBudget);
    }
    return {};
}

Standing ofModelRests(const Account& account, const QString& family, qint64 nowMs)
{
    for (const ModelRest& rest : account.modelRests) {
        const bool isOver =
            rest.untilMs != 0 && (rest.untilMs <= nowMs || wasClockSetBack(rest.sinceMs, nowMs));
        if (rest.family == family && !isOver)
            return {Kind::ModelResting, rest.untilMs};
    }
    return {};
}

QString timeText(qint64 utcMs)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(utcMs);
    const bool isToday = time.date() == QDate::currentDate();
    return isToday ? QLocale().toString(time.time(), QLocale::ShortFormat)
                   : QLocale().toString(time, QLocale::ShortFormat);
}

QString restOfModel(const Account& account, const Request& request)
{
    const QString family = modelFamily(request.model);
    for (const ModelRest& rest : account.modelRests) {
        if (rest.family == family)
            return rest.reason;
    }
    return {};
}

} // namespace

Standing Standing::of(const Candidate& candidate, const Request& request,
                      const QString& modelFamily, const QUrl& defaultBaseUrl, qint64 nowMs)
{
    const Account& account = candidate.account;
    const bool isNamed = request.account.has_value();
    // A look at a named account's models costs nothing and tells how it is: always allowed.
    const bool isLook = isNamed && !request.isMessages() && !request.isTokenCount();

    if (request.isTokenCount() &&
        (account.kind == AccountKind::ClaudeCommand || account.state != AccountState::Ready))
        return {Kind::NotAllowed};
    if (!account.enabled && !isLook)
        return {Kind::Disabled};
    if (!allowsClient(account, request))
        return {Kind::NotAllowed};
    if (!account.models.isEmpty() && !request.model.isEmpty() &&
        !account.models.contains(request.model))
        return {Kind::ModelNotAllowed};
    if (account.kind != AccountKind::ClaudeCommand &&
        !isSafeForCredentials(baseUrlOf(account, defaultBaseUrl)))
        return {Kind::NotEncrypted};

    Standing standing;
    if (!isLook) {
        standing = ofState(account, isNamed, nowMs);
        if (standing.isFree()) {
            if (const Standing rest = ofModelRests(account, modelFamily, nowMs); !rest.isFree())
                standing = rest;
        }
        // As headers told, before any answer had to say so.
        if (standing.kind == Kind::Free) {
            if (const auto full =
                    LimitRoom::exhaustedSubscription(candidate.limits, modelFamily, nowMs);
                full.untilMs > 0)
                standing = {full.isOfModelFamily ? Kind::ModelResting : Kind::Resting,
                            full.untilMs};
        }
        if (!standing.isFree())
            return standing;
        if (standing.kind == Kind::Probe && candidate.isProbing)
            return {Kind::Probing};
    }
    if (candidate.inFlight >= std::max(1, account.maxConcurrent))
        return {Kind::Busy};
    return standing;
}

QString Standing::reason(const Account& account, const Request& request) const
{
    const QString& name = account.name;
    switch (kind) {
    case Kind::Free:
    case Kind::Probe:
        break;
    case Kind::Busy:
        return StandingText::tr("%1 has as many requests running as it may").arg(name);
    case Kind::Probing:
        return StandingText::tr("%1 is being tried again by one request").arg(name);
    case Kind::Resting:
        return StandingText::tr("%1 rests until %2").arg(name, timeText(untilMs));
    case Kind::Disabled:
        return StandingText::tr("%1 is disabled").arg(name);
    case Kind::NotAllowed:
        return StandingText::tr("%1 does not serve this kind of client").arg(name);
    case Kind::ModelNotAllowed:
        return StandingText::tr("%1 is not set to use the model %2").arg(name, request.model);
    case Kind::ModelResting: {
        const QString why = restOfModel(account, request);
        if (untilMs == 0)
            return StandingText::tr("%1 cannot use %2 now: %3").arg(name, request.model, why);
        return StandingText::tr("%1 rests for %2 until %3")
            .arg(name, request.model, timeText(untilMs));
    }
    case Kind::NotEncrypted:
        return StandingText::tr("the address of %1 is not encrypted").arg(name);
    case Kind::NeedsSignIn:
        return account.kind == AccountKind::ApiKey
                   ? StandingText::tr("the key of %1 was rejected").arg(name)
                   : StandingText::tr("%1 needs you to sign in").arg(name);
    case Kind::Blocked:
        return account.stateReason.isEmpty()
                   ? StandingText::tr("%1 is blocked by the provider").arg(name)
                   : StandingText::tr("%1 is blocked: %2").arg(name, account.stateReason);
    case Kind::Locked:
        return StandingText::tr("the key of %1 cannot be read now").arg(name);
    case Kind::OverBudget:
        return StandingText::tr("%1 is over its budget").arg(name);
    }
    return {};
}

QString Standing::nextStep(const Account& account) const
{
    switch (kind) {
    case Kind::Resting:
        return StandingText::tr("Send it again after that time, or add another account");
    case Kind::Disabled:
        return StandingText::tr("Enable the account, or add another one");
    case Kind::NotAllowed:
        return StandingText::tr("Allow this kind of client in the account's settings");
    case Kind::ModelNotAllowed:
        return StandingText::tr("Choose another model, or allow it in the account's settings");
    case Kind::ModelResting:
        return StandingText::tr("Choose another model, or add another account");
    case Kind::NotEncrypted:
        return StandingText::tr("Use an address that begins with https://");
    case Kind::NeedsSignIn:
        return account.kind == AccountKind::ApiKey
                   ? StandingText::tr("Replace its key, or name the account to try it again")
                   : StandingText::tr("Sign in again under Accounts, or with “patchbay-cli "
                                      "accounts login”");
    case Kind::Blocked:
        return StandingText::tr("Check the account in the provider's console, then test it");
    case Kind::Locked:
        return StandingText::tr("Unlock the keychain and send it again");
    case Kind::OverBudget:
        return StandingText::tr("Raise the budget, or use another account");
    case Kind::Free:
    case Kind::Probe:
    case Kind::Busy:
    case Kind::Probing:
        break;
    }
    return StandingText::tr("Send it again in a moment");
}

} // namespace Patchbay
