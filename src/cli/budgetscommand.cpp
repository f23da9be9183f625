// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/budgetscommand.h"

#include "reports/budgetreport.h"
#include "usage/budgetstore.h"

#include <QDateTime>
#include <QJsonArray>
#include <QLocale>

namespace Patchbay {

BudgetsCommand::BudgetsCommand(Core& core, BudgetsOptions options)
    : m_core(core)
    , m_options(std::move(options))
{
}

BudgetsCommand::~BudgetsCommand() = default;

void BudgetsCommand::start()
{
    switch (m_options.verb) {
    case BudgetsOptions::Verb::List:
        return list();
    case BudgetsOptions::Verb::Set:
        return set();
    case BudgetsOptions::Verb::Remove:
        return remove();
    }
}

void BudgetsCommand::list()
{
    const qint64 nowMs = m_core.clock().nowMs();
    m_core.database().read<QList<BudgetStatus>>(
        [nowMs](Connection& connection) {
            return budgetStatuses(connection, nowMs, QTimeZone::systemTimeZone());
        },
        m_mailbox.address(),
        [this](const Result<QList<BudgetStatus>>& lines) {
            if (!lines)
                return finish(lines.error());
            show(*lines);
        });
}

QString BudgetsCommand::subjectText(const Budget& budget) const
{
    if (budget.scope != BudgetScope::Account)
        return budget.subject;
    const Account* account = m_core.accounts().find(AccountId{budget.subject});
    return account ? account->name : QString();
}

void BudgetsCommand::show(const QList<BudgetStatus>& lines)
{
    QJsonArray json;
    QList<QStringList> rows;
    for (const BudgetStatus& line : lines) {
        const QString subject = subjectText(line.budget);
        if (line.budget.scope == BudgetScope::Account && subject.isEmpty())
            continue; // of an account that was removed
        json.append(budgetJson(line.budget, subject, line.spent, line.resetsAtMs));
        const QString scope = budgetScopeName(line.budget.scope);
        rows.append({subject.isEmpty() ? scope : scope + QLatin1Char(':') + subject,
                     budgetPeriodName(line.budget.period), plainUsd(line.budget.limitMicroUsd),
                     plainUsd(line.spent.spentMicroUsd), plainUsd(line.spent.reservedMicroUsd),
                     line.budget.isHard ? tr("never passed") : tr("warns"),
                     QLocale().toString(QDateTime::fromMSecsSinceEpoch(line.resetsAtMs),
                                        QLocale::ShortFormat)});
    }
    if (m_options.json)
        console().writeJson({{QStringLiteral("budgets"), json}});
    else if (rows.isEmpty())
        console().note(tr("No budget yet. Set one with: patchbay-cli budgets set --scope all "
                          "--period month --usd 25"));
    else
        console().writeTable({tr("Scope"), tr("Period"), tr("USD"), tr("Spent"), tr("Set aside"),
                              tr("Kind"), tr("Begins anew")},
                             rows);
    finish(ExitCode::Done);
}

Result<Budget> BudgetsCommand::named() const
{
    Budget budget;
    const auto period = budgetPeriodFromName(m_options.period);
    if (!period) {
        return fail(ErrorKind::InvalidInput, tr("“%1” is no period").arg(m_options.period),
                    tr("Use --period day or month"));
    }
    budget.period = *period;
    const qsizetype colon = m_options.scope.indexOf(QLatin1Char(':'));
    const auto scope = budgetScopeFromName(
        QStringView(m_options.scope).left(colon < 0 ? m_options.scope.size() : colon));
    const QString subject = colon < 0 ? QString() : m_options.scope.mid(colon + 1);
    if (!scope || (*scope == BudgetScope::All) != (colon < 0) ||
        (colon >= 0 && subject.isEmpty())) {
        return fail(ErrorKind::InvalidInput, tr("“%1” is no scope").arg(m_options.scope),
                    tr("Use --scope all, account:NAME or client:NAME"));
    }
    budget.scope = *scope;
    budget.subject = subject;
    if (budget.scope != BudgetScope::Account)
        return budget;
    const Account* account = m_core.accounts().findByName(subject);
    if (!account) {
        return fail(ErrorKind::NotFound, tr("There is no account “%1”").arg(subject),
                    tr("See the names with: patchbay-cli accounts list"));
    }
    budget.subject = account->id.value;
    return budget;
}

void BudgetsCommand::set()
{
    auto budget = named();
    if (!budget)
        return finish(budget.error());
    const auto limit = parseUsd(m_options.usd);
    if (!limit)
        return finish(limit.error());
    budget->limitMicroUsd = *limit;
    budget->isHard = m_options.isHard;
    m_core.budgets().set(*budget, [this, budget = *budget](const Result<void>& stored) {
        if (!stored)
            return finish(stored.error());
        letGo(budget);
        finish(ExitCode::Done);
    });
}

void BudgetsCommand::remove()
{
    const auto budget = named();
    if (!budget)
        return finish(budget.error());
    m_core.budgets().remove(*budget, [this, budget = *budget](const Result<void>& removed) {
        if (!removed)
            return finish(removed.error());
        letGo(budget);
        finish(ExitCode::Done);
    });
}

void BudgetsCommand::letGo(const Budget& budget)
{
    const Account* account = m_core.accounts().find(AccountId{budget.subject});
    if (budget.scope == BudgetScope::Account && account &&
        account->state == AccountState::OverBudget)
        m_core.accounts().setState(account->id, AccountState::Ready, {}, 0);
}

} // namespace Patchbay
