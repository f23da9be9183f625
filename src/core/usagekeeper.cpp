// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usagekeeper.h"

#include "base/logging.h"
#include "base/settings.h"
#include "storage/database.h"
#include "usage/retention.h"

namespace Patchbay {

UsageKeeper::UsageKeeper(Database& database, Settings& settings, const Clock& clock)
    : m_database(database)
    , m_settings(settings)
    , m_clock(clock)
    , m_rebuilder(database)
{
    m_daily.setInterval(std::chrono::hours(24));
    connect(&m_daily, &QTimer::timeout, this, &UsageKeeper::letGo);
    connect(&m_settings, &Settings::changed, this, [this](SettingKey key) {
        if (key == SettingKey::KeepRequestsDays)
            letGo();
    });
}

void UsageKeeper::start()
{
    m_rebuilder.startIfPending([this](const Result<RollupsRebuilder::Summary>& made) {
        if (made && made->made.rows > 0) {
            qCInfo(lcUsage) << "rollups were made of" << made->made.rows << "rows";
            Q_EMIT changed();
        }
        letGo();
    });
    m_daily.start();
}

void UsageKeeper::letGo()
{
    const int days = m_settings.number(SettingKey::KeepRequestsDays);
    if (days <= 0)
        return;
    const qint64 hour = (m_clock.nowMs() - days * msPerDay) / msPerHour;
    const auto gone = std::make_shared<qint64>(0);
    m_database.write(
        [hour, gone](Connection& connection) -> Result<void> {
            const auto removed = letRowsGo(connection, hour);
            if (!removed)
                return Failure(removed.error());
            *gone = *removed;
            return {};
        },
        Database::Haste::Now, m_mailbox.address(),
        [this, gone](const Result<void>& result) {
            if (!result) {
                qCWarning(lcUsage) << "old rows were not let go:" << result.error();
                return;
            }
            if (*gone > 0) {
                m_hasLetGo = true;
                letGo(); // the next few
            } else if (std::exchange(m_hasLetGo, false)) {
                Q_EMIT changed();
            }
        });
}

} // namespace Patchbay
