// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>

#include <optional>

namespace Patchbay {

enum class AlertKind {
    Budget,  // a share of a budget is spent
    Window,  // a limit window is nearly spent
    SignIn,  // an account needs a person
    Errors,  // more requests fail than usual
    RunsOut, // a window or budget will soon be used up at this pace
};

/// "budget", "window", "sign_in", "errors", "runs_out".
[[nodiscard]] QString alertKindName(AlertKind kind);
[[nodiscard]] std::optional<AlertKind> alertKindOf(const QString& name);

/// Something a person should know of before the wall is reached. A value; carries no secret.
struct Alert
{
    /// The same for the same thing: "budget/account/ID/month/80". Told once for each turn.
    QString cause;
    AlertKind kind = AlertKind::Budget;
    /// Which turn of it: the end of the period or the window, the secret that failed. Turns five
    /// minutes apart or less are one: answers name a reset a little differently each time.
    qint64 turnMs = 0;
    QString subject; // an account's id, a client's name, or empty for all
    QString name;    // the account's or client's, for people

    // What was found, as far as the kind has it.
    QString scope;  // of a budget: "all", "account", "client"
    QString period; // "day", "month"
    QString window; // "five_hour"
    int percent = 0;
    qint64 limitMicroUsd = 0;
    qint64 spentMicroUsd = 0;
    bool isHard = false; // a budget that lets nothing through once it is spent
    bool isKey = false;  // a rejected key rather than a sign-in that ended
    qint64 failed = 0;
    qint64 attempts = 0;
    qint64 atMs = 0; // when it runs out
    qint64 earliestMs = 0;
    qint64 latestMs = 0; // 0: perhaps not
    qint64 endsAtMs = 0; // the period or the window

    bool operator==(const Alert&) const = default;
};

[[nodiscard]] bool isSameTurn(qint64 turnMs, qint64 otherMs);

} // namespace Patchbay

Q_DECLARE_METATYPE(Patchbay::Alert)
