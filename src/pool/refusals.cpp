// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/refusals.h"

#include "accounts/account.h"
#include "usage/budgetguard.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace Patchbay::Refusals {

namespace {

struct RefusalsText
{
    Q_DECLARE_TR_FUNCTIONS(RefusalsText)
};

QString nameOf(const Budget& budget, const Account& account)
{
    const QString limit = plainUsd(budget.limitMicroUsd);
    const bool isOfDay = budget.period == BudgetPeriod::Day;
    switch (budget.scope) {
    case BudgetScope::All:
        return isOfDay ? RefusalsText::tr("The budget of $%1 a day").arg(limit)
                       : RefusalsText::tr("The budget of $%1 a month").arg(limit);
    case BudgetScope::Account:
        return isOfDay ? RefusalsText::tr("The budget of %1, $%2 a day").arg(account.name, limit)
                       : RefusalsText::tr("The budget of %1, $%2 a month").arg(account.name, limit);
    case BudgetScope::Client:
        return isOfDay
                   ? RefusalsText::tr("The budget of %1, $%2 a day").arg(budget.subject, limit)
                   : RefusalsText::tr("The budget of %1, $%2 a month").arg(budget.subject, limit);
    }
    Q_UNREACHABLE();
}

QString momentOf(qint64 utcMs)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(utcMs), QLocale::ShortFormat);
}

} // namespace

Error deadlineExpired(const QString& reason)
{
    return {ErrorKind::DeadlineExpired,
            reason.isEmpty() ? RefusalsText::tr("No account became free in time")
                             : RefusalsText::tr("No account became free in time: %1").arg(reason),
            RefusalsText::tr("Send it again later, add an account, or allow more requests at once"),
            {},
            {},
            0};
}

Error queueFull(int limit)
{
    return {ErrorKind::QueueFull,
            RefusalsText::tr("%n request(s) are waiting already, and no more may", nullptr, limit),
            RefusalsText::tr("Send it again when some of them are done"),
            {},
            {},
            0};
}

Error overBudget(const BudgetVerdict& verdict, const Account& account, const QString& model)
{
    const QString budget = nameOf(*verdict.refusedBy, account);
    Error error;
    error.kind = ErrorKind::NoEligibleAccount;
    if (verdict.isPriceUnknown) {
        error.cause = RefusalsText::tr("Price unknown: nothing tells what %1 costs").arg(model);
        error.nextStep = RefusalsText::tr("%1 is never passed: add a price, choose another model, "
                                          "or let the budget warn only")
                             .arg(budget);
        return error;
    }
    const QString spent = plainUsd(verdict.spent.spentMicroUsd);
    if (verdict.isUsedUp())
        error.cause = RefusalsText::tr("%1 is used up ($%2 spent)").arg(budget, spent);
    else if (verdict.spent.reservedMicroUsd > 0)
        error.cause = RefusalsText::tr("%1 has too little left for this request ($%2 spent, $%3 "
                                       "set aside for requests under way)")
                          .arg(budget, spent, plainUsd(verdict.spent.reservedMicroUsd));
    else
        error.cause = RefusalsText::tr("%1 has too little left for this request ($%2 spent)")
                          .arg(budget, spent);
    error.nextStep = RefusalsText::tr("Raise the budget, allow a shorter answer, or wait until it "
                                      "begins anew, %1")
                         .arg(momentOf(verdict.resetsAtMs));
    return error;
}

Error cancelled()
{
    return {ErrorKind::Cancelled, RefusalsText::tr("The request was stopped"), {}, {}, {}, 0};
}

Error interrupted()
{
    return {ErrorKind::Interrupted,
            RefusalsText::tr("The program ended before the request"),
            {},
            {},
            {},
            0};
}

} // namespace Patchbay::Refusals
