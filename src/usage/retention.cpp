// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/retention.h"

#include "usage/rollups.h"

namespace Patchbay {

namespace {

// Little enough not to hold up whoever else writes.
constexpr qint64 mostAtOnce = 2000;

} // namespace

Result<qint64> letRowsGo(Connection& connection, qint64 hour)
{
    const auto pending = areRollupsPending(connection);
    if (!pending)
        return Failure(pending.error());
    if (*pending)
        return 0;
    const QString old = QStringLiteral("opened_at < ? AND outcome <> 'open'");
    const auto removed = connection.run(
        QStringLiteral("DELETE FROM attempts WHERE id IN "
                       "(SELECT id FROM attempts WHERE %1 ORDER BY opened_at LIMIT %2)")
            .arg(old)
            .arg(mostAtOnce),
        {hour * msPerHour});
    if (!removed || *removed == 0)
        return removed;
    // Never back: what is gone stays gone.
    const auto marked =
        connection.run(QStringLiteral("INSERT INTO usage_marks (name, value) VALUES "
                                      "('raw_since', ?) ON CONFLICT (name) DO UPDATE SET "
                                      "value = max(value, excluded.value)"),
                       {hour});
    return marked ? removed : Failure(marked.error());
}

} // namespace Patchbay
