// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/alertrules.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kSameTurnMs = 5 * kMinuteMs;
// How far below its threshold a share must fall to be over it no more.
constexpr double kSlackPercent = 3;
constexpr qint64 kLeastFailed = 3;

/// The rules, one for each kind, over one set of facts.
class Judge
{
public:
    Judge(const AlertFacts& facts, const AlertThresholds& thresholds, const HeldCauses& held)
        : m_facts(facts)
        , m_thresholds(thresholds)
        , m_held(held)
    {
    }

    QList<Alert> run();

private:
    [[nodiscard]] bool wants(AlertKind kind) const { return m_thresholds.kinds.contains(kind); }
    [[nodiscard]] bool isHeld(const QString& cause, qint64 turnMs) const;
    [[nodiscard]] bool isOver(double percent, int threshold, const QString& cause,
                              qint64 turnMs) const;
    [[nodiscard]] bool failsTooOften(const ErrorFact& fact, bool held) const;
    [[nodiscard]] bool runsOutSoon(const Outlook& outlook, const QString& cause) const;
    void judgeBudget(const BudgetFact& fact);
    void judgeWindow(const WindowFact& fact);
    void judgeErrors();
    void appendForecast(Alert alert, const Outlook& outlook, const QString& of);
    void appendErrors(const ErrorFact& fact, const QString& cause);

    const AlertFacts& m_facts;
    const AlertThresholds& m_thresholds;
    const HeldCauses& m_held;
    QList<Alert> m_alerts;
};

bool Judge::isHeld(const QString& cause, qint64 turnMs) const
{
    const auto found = m_held.constFind(cause);
    return found != m_held.cend() && isSameTurn(*found, turnMs);
}

bool Judge::isOver(double percent, int threshold, const QString& cause, qint64 turnMs) const
{
    return percent >= threshold - (isHeld(cause, turnMs) ? kSlackPercent : 0);
}

bool Judge::runsOutSoon(const Outlook& outlook, const QString& cause) const
{
    if (outlook.verdict != Outlook::Verdict::Runs)
        return false;
    const qint64 left = outlook.atMs - m_facts.nowMs;
    const qint64 soon = m_thresholds.forecastMinutes * kMinuteMs;
    return left <= (isHeld(cause, outlook.endMs) ? soon + soon / 2 : soon);
}

// A forecast adds to what is told only while nothing worse was told of the same thing.
void Judge::appendForecast(Alert alert, const Outlook& outlook, const QString& of)
{
    alert.cause = u"runs_out/"_s + of;
    if (!wants(AlertKind::RunsOut) || !runsOutSoon(outlook, alert.cause))
        return;
    alert.kind = AlertKind::RunsOut;
    alert.atMs = outlook.atMs;
    alert.earliestMs = outlook.earliestMs;
    alert.latestMs = outlook.latestMs;
    m_alerts.append(alert);
}

void Judge::judgeBudget(const BudgetFact& fact)
{
    if (fact.limitMicroUsd < 0 || fact.endsAtMs <= m_facts.nowMs)
        return;
    Alert alert;
    alert.kind = AlertKind::Budget;
    alert.turnMs = alert.endsAtMs = fact.endsAtMs;
    alert.subject = fact.subject;
    alert.name = fact.name;
    alert.scope = fact.scope;
    alert.period = fact.period;
    alert.limitMicroUsd = fact.limitMicroUsd;
    alert.spentMicroUsd = fact.spentMicroUsd;
    alert.isHard = fact.isHard;
    const QString budget = QStringList{fact.scope, fact.subject, fact.period}.join(u'/');
    const double percent = fact.limitMicroUsd == 0
                               ? 100
                               : 100.0 * static_cast<double>(fact.spentMicroUsd) /
                                     static_cast<double>(fact.limitMicroUsd);
    alert.percent = static_cast<int>(std::clamp(std::floor(percent), 0.0, 1e6));
    bool isTold = false;
    // The highest alone: whoever is told that all is spent need not hear of 80 percent.
    for (const int threshold : {100, m_thresholds.budgetPercent}) {
        const QString cause = u"budget/%1/%2"_s.arg(budget).arg(threshold);
        if (isTold || !isOver(percent, threshold, cause, alert.turnMs))
            continue;
        isTold = true;
        alert.cause = cause;
        if (wants(AlertKind::Budget))
            m_alerts.append(alert);
    }
    if (percent < 100)
        appendForecast(alert, fact.outlook, u"budget/"_s + budget);
}

void Judge::judgeWindow(const WindowFact& fact)
{
    const LimitWindow& window = fact.window;
    if (limitWindowLengthMs(window.window) == 0 || window.limit <= 0 ||
        window.resetsAtMs <= m_facts.nowMs)
        return;
    Alert alert;
    alert.kind = AlertKind::Window;
    alert.turnMs = alert.endsAtMs = window.resetsAtMs;
    alert.subject = fact.subject;
    alert.name = fact.name;
    alert.window = window.window;
    const double percent = 100.0 * static_cast<double>(window.limit - window.remaining) /
                           static_cast<double>(window.limit);
    alert.percent = static_cast<int>(std::clamp(std::floor(percent), 0.0, 100.0));
    const QString of = u"window/%1/%2"_s.arg(fact.owner, window.window);
    const bool isNearlySpent = isOver(percent, m_thresholds.windowPercent, of, alert.turnMs);
    if (isNearlySpent && wants(AlertKind::Window)) {
        alert.cause = of;
        m_alerts.append(alert);
    }
    // It is nearly spent: that it will be soon is no news, unless it was told before.
    if (!isNearlySpent || !wants(AlertKind::Window) || isHeld(u"runs_out/"_s + of, alert.turnMs))
        appendForecast(alert, fact.outlook, of);
}

bool Judge::failsTooOften(const ErrorFact& fact, bool held) const
{
    if (fact.attempts <= 0 || fact.failed <= 0)
        return false;
    const double share =
        100.0 *
        (static_cast<double>(fact.failed) / static_cast<double>(fact.attempts) - fact.usualShare);
    if (held)
        return share >= m_thresholds.errorPercent / 2.0;
    return fact.attempts >= m_thresholds.errorCount && fact.failed >= kLeastFailed &&
           share >= m_thresholds.errorPercent;
}

void Judge::appendErrors(const ErrorFact& fact, const QString& cause)
{
    Alert alert;
    alert.kind = AlertKind::Errors;
    alert.cause = cause;
    alert.subject = fact.subject;
    alert.name = fact.name;
    alert.failed = fact.failed;
    alert.attempts = fact.attempts;
    alert.percent = static_cast<int>(100 * fact.failed / std::max<qint64>(1, fact.attempts));
    m_alerts.append(alert);
}

// What befalls several accounts at once is one thing: the network's or the provider's.
void Judge::judgeErrors()
{
    if (!wants(AlertKind::Errors))
        return;
    const QString everywhere = u"errors/all"_s;
    const bool wasEverywhere = isHeld(everywhere, 0);
    QList<ErrorFact> failing;
    for (const ErrorFact& fact : m_facts.errors) {
        if (failsTooOften(fact, wasEverywhere || isHeld(u"errors/"_s + fact.subject, 0)))
            failing.append(fact);
    }
    if (failing.size() < 2 && !(wasEverywhere && !failing.isEmpty())) {
        for (const ErrorFact& fact : failing)
            appendErrors(fact, u"errors/"_s + fact.subject);
        return;
    }
    ErrorFact all;
    for (const ErrorFact& fact : failing) {
        all.attempts += fact.attempts;
        all.failed += fact.failed;
    }
    appendErrors(all, everywhere);
}

QList<Alert> Judge::run()
{
    for (const BudgetFact& fact : m_facts.budgets)
        judgeBudget(fact);
    for (const WindowFact& fact : m_facts.windows)
        judgeWindow(fact);
    for (const SignInFact& fact : m_facts.signIns) {
        if (!wants(AlertKind::SignIn))
            break;
        Alert alert;
        alert.kind = AlertKind::SignIn;
        alert.cause = u"sign_in/"_s + fact.subject;
        alert.subject = fact.subject;
        alert.name = fact.name;
        alert.isKey = fact.isKey;
        alert.turnMs = fact.secretChangedAtMs;
        m_alerts.append(alert);
    }
    judgeErrors();
    return m_alerts;
}

struct KindName
{
    AlertKind kind;
    QLatin1StringView name;
};
constexpr std::array kKindNames = {
    KindName{AlertKind::Budget, "budget"_L1}, KindName{AlertKind::Window, "window"_L1},
    KindName{AlertKind::SignIn, "sign_in"_L1}, KindName{AlertKind::Errors, "errors"_L1},
    KindName{AlertKind::RunsOut, "runs_out"_L1}};

} // namespace

QString alertKindName(AlertKind kind)
{
    const auto found = std::find_if(kKindNames.begin(), kKindNames.end(),
                                    [&](const KindName& row) { return row.kind == kind; });
    return found->name;
}

std::optional<AlertKind> alertKindOf(const QString& name)
{
    const auto found = std::find_if(kKindNames.begin(), kKindNames.end(),
                                    [&](const KindName& row) { return row.name == name; });
    return found == kKindNames.end() ? std::nullopt : std::optional(found->kind);
}

bool isSameTurn(qint64 turnMs, qint64 otherMs)
{
    return std::abs(turnMs - otherMs) <= kSameTurnMs;
}

QList<Alert> judgeAlerts(const AlertFacts& facts, const AlertThresholds& thresholds,
                         const HeldCauses& held)
{
    return Judge(facts, thresholds, held).run();
}

} // namespace Patchbay
