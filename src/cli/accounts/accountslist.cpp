// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/accounts/accountslist.h"

#include "cli/columns.h"
#include "core/accountnotices.h"
#include "reports/accountreport.h"

#include <QDateTime>
#include <QLocale>

namespace Patchbay {

namespace {

constexpr qsizetype kNameColumns = 28;

} // namespace

void AccountsList::start()
{
    afterVaultCheck([this] { showList(); });
}

void AccountsList::showList()
{
    const QList<Account>& accounts = core().accounts().accounts();
    if (options().json) {
        console().writeJson(accountsJson(accounts, core().load(), core().accountLimits()));
        return finish(ExitCode::Done);
    }
    if (accounts.isEmpty())
        console().note(tr("No account yet. Add one with: patchbay-cli accounts add --name NAME"));
    if (!accounts.isEmpty())
        writeLines(accounts);
    finish(ExitCode::Done);
}

// Beside the table only what is known against an account, below it: reasons are sentences.
void AccountsList::writeLines(const QList<Account>& accounts)
{
    QList<QStringList> rows;
    for (const Account& account : accounts) {
        rows.append({shortened(account.name, kNameColumns), accountKindName(account.kind),
                     accountStateName(account.state), QString::number(account.priority),
                     QString::number(account.weight), QString::number(account.maxConcurrent)});
    }
    const QStringList table = tableLines(
        {tr("Name"), tr("Kind"), tr("State"), tr("Priority"), tr("Weight"), tr("At once")}, rows,
        {3, 4, 5});
    console().writeLine(table.first());
    for (qsizetype i = 0; i < accounts.size(); ++i) {
        console().writeLine(table[i + 1]);
        for (const QString& remark : remarksOn(accounts[i])) {
            for (const QString& line : wrapped(remark, QStringLiteral("  "), 2))
                console().writeLine(line);
        }
    }
}

QStringList AccountsList::remarksOn(const Account& account) const
{
    QStringList remarks;
    const auto moment = [](qint64 utcMs) {
        return QLocale().toString(QDateTime::fromMSecsSinceEpoch(utcMs), QLocale::ShortFormat);
    };
    const QString reason = account.stateReason;
    const bool isUntil = account.stateUntilMs > 0 && account.state != AccountState::Disabled;
    if (isUntil && !reason.isEmpty())
        remarks.append(tr("until %1: %2").arg(moment(account.stateUntilMs), reason));
    else if (isUntil)
        remarks.append(tr("until %1").arg(moment(account.stateUntilMs)));
    else if (!reason.isEmpty())
        remarks.append(reason);
    const qint64 nowMs = core().clock().nowMs();
    for (const ModelRest& rest : account.modelRests) {
        if (rest.untilMs > nowMs)
            remarks.append(
                tr("%1 rests until %2: %3").arg(rest.family, moment(rest.untilMs), rest.reason));
        else if (rest.untilMs == 0)
            remarks.append(tr("%1 rests: %2").arg(rest.family, rest.reason));
    }
    for (const AccountNotice& notice : accountNotices({account}, nowMs)) {
        const Error sentence{ErrorKind::Internal, notice.sentence, notice.nextStep, {}, {}, 0};
        remarks.append(sentence.sentence());
    }
    return remarks;
}

} // namespace Patchbay
