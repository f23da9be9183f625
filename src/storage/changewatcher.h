// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "base/result.h"

#include <QObject>
#include <QTimer>

namespace Patchbay {

class Database;

/// Tells when another process has committed to the same database since that was opened, so that
/// nothing read between opening and watching grows old unnoticed. Looks once a second. On the
/// thread that made it; destroyed before the database.
class ChangeWatcher final : public QObject
{
    Q_OBJECT
public:
    explicit ChangeWatcher(Database& database, QObject* parent = nullptr);

    /// Looks now as well; the answer comes as the signal.
    void look();

Q_SIGNALS:
    void changedElsewhere();

private:
    void take(const Result<qint64>& version);

    Database& m_database;
    Mailbox m_mailbox;
    QTimer m_timer;
    qint64 m_version;
    bool m_isLooking = false;
};

} // namespace Patchbay
