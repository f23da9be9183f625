// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "base/mailbox.h"
#include "usage/rollupsrebuilder.h"

#include <QObject>
#include <QTimer>

namespace Patchbay {

class Settings;

/// Keeps the ledger in order in the background: once rollups that an upgrade left pending are made,
/// rows that are older than the setting says are let go, at the start and once a day. On the thread
/// that made it; destroyed before the database.
class UsageKeeper final : public QObject
{
    Q_OBJECT
public:
    UsageKeeper(Database& database, Settings& settings, const Clock& clock);

    void start();

Q_SIGNALS:
    /// Sums are other than they were, or rows are gone.
    void changed();

private:
    void letGo();

    Database& m_database;
    Settings& m_settings;
    const Clock& m_clock;
    RollupsRebuilder m_rebuilder;
    QTimer m_daily;
    bool m_hasLetGo = false;
    Mailbox m_mailbox;
};

} // namespace Patchbay
