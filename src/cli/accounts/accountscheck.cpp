// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountscheck.h"

#include "cli/accounts/accountreporttext.h"
#include "reports/accountreport.h"

namespace Patchbay {

namespace {

QJsonObject jsonOf(const AccountReport& report, const QList<LimitWindow>& limits)
{
    QJsonArray checks;
    for (const AccountFact& fact : report.facts) {
        checks.append(QJsonObject{
            {QStringLiteral("check"), questionName(fact.question)},
            {QStringLiteral("result"), factResultName(fact.result)},
            {QStringLiteral("text"), fact.text},
            {QStringLiteral("next_step"),
             fact.nextStep.isEmpty() ? QJsonValue() : QJsonValue(fact.nextStep)},
        });
    }
    return {{QStringLiteral("id"), report.account.value},
            {QStringLiteral("name"), report.name},
            {QStringLiteral("result"), factResultName(report.worst())},
            {QStringLiteral("checks"), checks},
            {QStringLiteral("limits"), limitsJson(limits)}};
}

} // namespace

void AccountsCheck::start()
{
    const auto accounts = meant();
    if (!accounts)
        return finish(accounts.error());
    afterVaultCheck([this, accounts] { checkNext(*accounts); });
}

void AccountsCheck::checkNext(QList<Account> accounts)
{
    if (accounts.isEmpty())
        return finishCheck();
    const Account account = accounts.takeFirst();
    core().accountCheck().start(account.id, [this, accounts](const AccountReport& report) {
        told(report);
        checkNext(accounts);
    });
}

void AccountsCheck::told(const AccountReport& report)
{
    if (options().json) {
        m_reports.append(jsonOf(report, core().accountLimits().value(report.account)));
    } else {
        for (const QString& line : linesOf(report))
            console().writeLine(line);
    }
    const QList<AccountFact> failures = report.failures();
    if (failures.isEmpty())
        return;
    for (const AccountFact& fact : failures)
        m_failures.append({fact.kind, fact.text, fact.nextStep, {}, {}, 0});
    Error first{failures.first().kind,
                tr("%1: %2").arg(report.name, failures.first().text),
                failures.first().nextStep,
                {},
                {},
                0};
    console().fail(first);
}

void AccountsCheck::finishCheck()
{
    if (options().json)
        console().writeJson({{QStringLiteral("accounts"), m_reports}});
    finish(codeOf(m_failures));
}

} // namespace Patchbay
