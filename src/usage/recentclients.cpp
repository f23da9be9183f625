// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/recentclients.h"

#include "usage/importedrows.h"

namespace Patchbay {

namespace {

constexpr qint64 kDayMs = 86'400'000;
constexpr qint64 kDays = 90;

} // namespace

Result<QStringList> recentClients(Connection& connection, qint64 nowMs)
{
    auto rows = connection.select(
        QStringLiteral("SELECT name FROM names WHERE name != '' AND name != ? AND number IN "
                       "(SELECT DISTINCT client FROM usage_daily WHERE day >= ?) ORDER BY name"),
        {claudeCodeClient(), nowMs / kDayMs - kDays});
    if (!rows)
        return Failure(rows.error());
    QStringList clients;
    while (rows->next())
        clients.append(rows->text(0));
    if (rows->error())
        return Failure(*rows->error());
    return clients;
}

} // namespace Patchbay
