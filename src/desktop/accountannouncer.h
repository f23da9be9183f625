// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/accountnotices.h"
#include "core/core.h"

#include <QSet>
#include <QTimer>

namespace Patchbay {

/// Tells once per cause what should be done about an account before it stops working: a sign-in
/// ends soon, a key is old, a new one waits. That one has stopped is an alert (AlertPresenter). GUI
/// thread.
class AccountAnnouncer final : public QObject
{
    Q_OBJECT
public:
    explicit AccountAnnouncer(Core& core, QObject* parent = nullptr);

    /// Looks, and again whenever accounts change and once an hour.
    void start();
    /// The last one was read: the next may be told.
    void next();

Q_SIGNALS:
    void told(const QString& sentence);

private:
    struct Cause
    {
        QString key;
        QString sentence;
    };
    void look();
    [[nodiscard]] QList<Cause> causes() const;

    Core& m_core;
    QTimer m_hourly;
    QSet<QString> m_told; // causes that still hold
    bool m_isTelling = false;
};

} // namespace Patchbay
