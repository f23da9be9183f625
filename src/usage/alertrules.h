// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"
#include "usage/alert.h"
#include "usage/forecast.h"

#include <QHash>
#include <QSet>

namespace Patchbay {

/// What a person wants to be told of, and from where on.
struct AlertThresholds
{
    QSet<AlertKind> kinds = {AlertKind::Budget, AlertKind::Window, AlertKind::SignIn,
                             AlertKind::Errors, AlertKind::RunsOut};
    int budgetPercent = 80;   // a first warning; 100 is always one
    int windowPercent = 90;   // used
    int errorPercent = 20;    // points above the usual share of failures
    int errorCount = 10;      // requests within the quarter of an hour, at least
    int forecastMinutes = 60; // left

    bool operator==(const AlertThresholds&) const = default;
};

struct BudgetFact
{
    QString scope; // "all", "account", "client"
    QString subject;
    QString name;
    QString period; // "day", "month"
    qint64 limitMicroUsd = 0;
    qint64 spentMicroUsd = 0;
    bool isHard = false;
    qint64 endsAtMs = 0;
    Outlook outlook;
};

/// The accounts of one organisation share their windows and are one fact.
struct WindowFact
{
    QString owner; // what the window belongs to: an organisation or an account
    QString subject;
    QString name;
    LimitWindow window;
    Outlook outlook;
};

struct SignInFact
{
    QString subject;
    QString name;
    bool isKey = false;
    qint64 secretChangedAtMs = 0; // another secret that fails is another cause
};

/// The last quarter of an hour of an account against its last week.
struct ErrorFact
{
    QString subject;
    QString name;
    qint64 attempts = 0;
    qint64 failed = 0;
    double usualShare = 0; // 0 … 1
};

struct AlertFacts
{
    qint64 nowMs = 0;
    QList<BudgetFact> budgets;
    QList<WindowFact> windows;
    QList<SignInFact> signIns;
    QList<ErrorFact> errors;
    /// Accounts of another process's environment: nothing is known of them here.
    QSet<QString> unknownSubjects;
};

/// Causes that were found before and not over since, with their turn.
using HeldCauses = QHash<QString, qint64>;

/// What holds now. Pure. A cause that is `held` stays until it is clearly over, so that nothing
/// comes and goes at an edge.
[[nodiscard]] QList<Alert> judgeAlerts(const AlertFacts& facts, const AlertThresholds& thresholds,
                                       const HeldCauses& held);

} // namespace Patchbay
