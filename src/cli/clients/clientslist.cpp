// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clients/clientslist.h"

#include "cli/columns.h"
#include "usage/budgetstore.h"

#include <QDateTime>
#include <QLocale>

namespace Patchbay {

namespace {

constexpr qsizetype nameColumns = 28;

QString moment(qint64 utcMs)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(utcMs), QLocale::ShortFormat);
}

} // namespace

void ClientsList::start()
{
    const qint64 nowMs = core().clock().nowMs();
    core().database().read<QHash<QString, ClientUse>>(
        [nowMs](Connection& connection) {
            return clientUse(connection, nowMs, QTimeZone::systemTimeZone());
        },
        m_mailbox.address(),
        [this](const Result<QHash<QString, ClientUse>>& use) {
            if (use)
                show(*use);
            else
                finish(use.error());
        });
}

void ClientsList::show(const QHash<QString, ClientUse>& use)
{
    QHash<QString, QString> names;
    for (const Account& account : core().accounts().accounts())
        names.insert(account.id.value, account.name);
    QList<ClientLine> lines;
    for (const EndpointClient& client : core().clients().clients()) {
        if (client.revokedAtMs == 0 || options().all)
            lines.append(clientLine(client, names, core().budgets().budgets(), use));
    }
    const qint64 nowMs = core().clock().nowMs();
    if (options().json)
        console().writeJson(clientsJson(lines, nowMs));
    else if (lines.isEmpty())
        console().note(tr("No client yet. Add one with: patchbay-cli clients add NAME"));
    else
        writeLines(lines, nowMs);
    finish(ExitCode::Done);
}

void ClientsList::writeLines(const QList<ClientLine>& lines, qint64 nowMs)
{
    const auto orNone = [](bool isSet, const QString& text) {
        return isSet ? text : QStringLiteral("-");
    };
    QList<QStringList> rows;
    for (const ClientLine& line : lines) {
        const EndpointClient& client = line.client;
        rows.append({shortened(client.name, nameColumns), client.tokenHint(),
                     clientStateName(client.stateAt(nowMs)),
                     orNone(client.lastUsedAtMs > 0, moment(client.lastUsedAtMs)),
                     orNone(client.expiresAtMs > 0, moment(client.expiresAtMs)),
                     QString::number(line.use.today.requests),
                     plainUsd(line.use.today.costMicroUsd),
                     plainUsd(line.use.days30.costMicroUsd)});
    }
    console().writeTable({tr("Name"), tr("Token"), tr("State"), tr("Last used"), tr("Ends"),
                          tr("Requests today"), tr("USD today"), tr("USD 30 days")},
                         rows, {5, 6, 7});
}

} // namespace Patchbay
