// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/poolrows.h"

#include "claude/pricetable.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

namespace Patchbay::PoolRows {

using namespace Qt::StringLiterals;

namespace {

struct PoolRowsText
{
    Q_DECLARE_TR_FUNCTIONS(PoolRowsText)
};

// "0:07", "1:02:03"
QString durationText(qint64 milliseconds)
{
    const qint64 seconds = std::max<qint64>(0, milliseconds / 1000);
    const auto two = [](qint64 number) { return u"%1"_s.arg(number, 2, 10, QLatin1Char('0')); };
    if (seconds < 3600)
        return u"%1:%2"_s.arg(seconds / 60).arg(two(seconds % 60));
    return u"%1:%2:%3"_s.arg(seconds / 3600).arg(two(seconds / 60 % 60), two(seconds % 60));
}

QString clientText(const QString& ledgerName)
{
    if (ledgerName == "window"_L1)
        return PoolRowsText::tr("Window");
    if (ledgerName == "command_line"_L1)
        return PoolRowsText::tr("Command line");
    return ledgerName;
}

QString stateText(const Account& account, qint64 nowMs)
{
    if (!account.enabled)
        return PoolRowsText::tr("Disabled");
    const bool isOver = account.stateUntilMs != 0 && account.stateUntilMs <= nowMs;
    switch (account.state) {
    case AccountState::CoolingDown:
        return isOver ? PoolRowsText::tr("To be tried again")
                      : PoolRowsText::tr("Rests, %1 left")
                            .arg(durationText(account.stateUntilMs - nowMs));
    case AccountState::NeedsSignIn:
        return PoolRowsText::tr("Needs sign-in");
    case AccountState::Blocked:
        return PoolRowsText::tr("Blocked");
    case AccountState::Locked:
        return PoolRowsText::tr("Locked");
    case AccountState::OverBudget:
        return PoolRowsText::tr("Over budget");
    case AccountState::Ready:
    case AccountState::Disabled:
        break;
    }
    return PoolRowsText::tr("Ready");
}

const Account* accountOf(const QList<Account>& accounts, const AccountId& id)
{
    for (const Account& account : accounts) {
        if (account.id == id)
            return &account;
    }
    return nullptr;
}

} // namespace

QStringList laneHeaders()
{
    return {PoolRowsText::tr("Account"), PoolRowsText::tr("State"), PoolRowsText::tr("In flight"),
            PoolRowsText::tr("Serves")};
}

QList<PoolRow> lanes(const PoolSnapshot& snapshot, const QList<Account>& accounts, qint64 nowMs)
{
    QList<PoolRow> rows;
    for (const Account& account : accounts) {
        QStringList serves;
        for (const PoolSnapshot::Running& running : snapshot.running) {
            if (running.account == account.id) {
                //: client, model, for how long: "Window: Sonnet 5.5, 0:07"
                serves.append(PoolRowsText::tr("%1: %2, %3")
                                  .arg(clientText(running.client), modelDisplayName(running.model),
                                       durationText(nowMs - running.sinceMs)));
            }
        }
        rows.append({account.id.value,
                     {account.name, stateText(account, nowMs),
                      //: requests in flight of the most there may be
                      PoolRowsText::tr("%1 of %2").arg(serves.size()).arg(account.maxConcurrent),
                      serves.join(u" · "_s)},
                     account.color});
    }
    return rows;
}

QStringList queueHeaders()
{
    return {PoolRowsText::tr("Waits for"), PoolRowsText::tr("Client"), PoolRowsText::tr("Model"),
            PoolRowsText::tr("Left"), PoolRowsText::tr("Why")};
}

QList<PoolRow> queue(const PoolSnapshot& snapshot, qint64 nowMs)
{
    QList<PoolRow> rows;
    for (const PoolSnapshot::Waiting& waiting : snapshot.waiting) {
        rows.append({QString::number(waiting.request),
                     {durationText(nowMs - waiting.sinceMs), clientText(waiting.client),
                      modelDisplayName(waiting.model), durationText(waiting.untilMs - nowMs),
                      waiting.reason}});
    }
    return rows;
}

QStringList decisionHeaders()
{
    return {PoolRowsText::tr("Time"), PoolRowsText::tr("Client"), PoolRowsText::tr("Model"),
            PoolRowsText::tr("Account"), PoolRowsText::tr("Why")};
}

QList<PoolRow> decisions(const PoolSnapshot& snapshot, const QList<Account>& accounts)
{
    const QLocale locale;
    QList<PoolRow> rows;
    QHash<QString, int> seen; // one request may be decided on twice within a millisecond
    for (auto decision = snapshot.decisions.crbegin(); decision != snapshot.decisions.crend();
         ++decision) {
        const Account* account = accountOf(accounts, decision->account);
        const QString key = u"%1/%2"_s.arg(decision->request).arg(decision->atMs);
        const QString name = account                      ? account->name
                             : decision->account.isNull() ? PoolRowsText::tr("None")
                                                          : PoolRowsText::tr("A removed account");
        rows.prepend(
            {u"%1/%2"_s.arg(key).arg(seen[key]++),
             {locale.toString(QDateTime::fromMSecsSinceEpoch(decision->atMs).time(), u"HH:mm:ss"_s),
              clientText(decision->client), modelDisplayName(decision->model), name,
              decision->reason},
             account ? account->color : -1,
             3});
    }
    return rows;
}

} // namespace Patchbay::PoolRows
