// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/rollupsrebuilder.h"

#include "base/logging.h"
#include "storage/database.h"

namespace Patchbay {

RollupsRebuilder::RollupsRebuilder(Database& database)
    : m_database(database)
{
}

void RollupsRebuilder::start(Completion<Summary> done)
{
    m_done = std::move(done);
    m_summary = {};
    const auto days = std::make_shared<RollupDays>();
    m_database.write(
        [days](Connection& connection) -> Result<void> {
            auto found = rollupDays(connection);
            if (!found)
                return Failure(found.error());
            *days = *found;
            return {};
        },
        Database::Haste::Now, m_mailbox.address(),
        [this, days](const Result<void>& result) {
            if (!result)
                return end(Failure(result.error()));
            m_summary.keptBeforeMs = days->rawSince * msPerHour;
            makeDay(days, days->first);
        });
}

void RollupsRebuilder::startIfPending(Completion<Summary> done)
{
    m_database.read<bool>(areRollupsPending, m_mailbox.address(),
                          [this, done = std::move(done)](const Result<bool>& pending) mutable {
                              if (pending && *pending)
                                  return start(std::move(done));
                              m_summary = {};
                              m_done = std::move(done);
                              end(pending ? Result<Summary>(Summary{}) : Failure(pending.error()));
                          });
}

void RollupsRebuilder::makeDay(std::shared_ptr<RollupDays> days, qint64 day)
{
    const auto made = std::make_shared<RebuiltRollups>();
    m_database.write(
        [days, day, made](Connection& connection) -> Result<void> {
            const bool isLast = day >= days->end;
            auto rebuilt = isLast ? rebuildConversationTotals(connection)
                                  : rebuildRollupsOfDay(connection, *days, day);
            if (!rebuilt)
                return Failure(rebuilt.error());
            *made = *rebuilt;
            return isLast ? noRollupsPending(connection) : Result<void>();
        },
        Database::Haste::Now, m_mailbox.address(),
        [this, days, day, made](const Result<void>& result) {
            if (!result)
                return end(Failure(result.error()));
            m_summary.made.rows += made->rows;
            m_summary.made.differences += made->differences;
            if (day < days->end)
                return makeDay(days, day + 1);
            end(m_summary);
        });
}

void RollupsRebuilder::end(Result<Summary> result)
{
    if (!result)
        qCWarning(lcUsage) << "the rollups were not rebuilt:" << result.error();
    auto done = std::exchange(m_done, {});
    done(std::move(result));
}

} // namespace Patchbay
