// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/changewatcher.h"

#include "base/logging.h"
#include "storage/database.h"

namespace Patchbay {

ChangeWatcher::ChangeWatcher(Database& database, QObject* parent)
    : QObject(parent)
    , m_database(database)
    , m_version(database.foreignVersionAtOpening())
{
    m_timer.setInterval(std::chrono::seconds(1));
    connect(&m_timer, &QTimer::timeout, this, &ChangeWatcher::look);
    m_timer.start();
    look();
}

void ChangeWatcher::look()
{
    if (m_isLooking)
        return;
    m_isLooking = true;
    m_database.foreignVersion(m_mailbox.address(),
                              [this](const Result<qint64>& version) { take(version); });
}

void ChangeWatcher::take(const Result<qint64>& version)
{
    m_isLooking = false;
    if (!version) {
        qCDebug(lcStorage) << "the change counter cannot be read:" << version.error();
        return;
    }
    if (std::exchange(m_version, *version) != *version)
        Q_EMIT changedElsewhere();
}

} // namespace Patchbay
