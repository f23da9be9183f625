// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusAbstractInterface>

namespace Patchbay {

/// The far end of DesktopNotifications: its signals are those of the service. Subscribed to while
/// they are connected. GUI thread.
class NotificationService final : public QDBusAbstractInterface
{
    Q_OBJECT
public:
    static constexpr const char* name = "org.freedesktop.Notifications";

    explicit NotificationService(const QDBusConnection& bus)
        : QDBusAbstractInterface(QLatin1String(name),
                                 QStringLiteral("/org/freedesktop/Notifications"), name, bus,
                                 nullptr)
    {
    }

Q_SIGNALS:
    // As the service spells them.
    void ActionInvoked(uint id, const QString& action);
    void NotificationClosed(uint id, uint reason);
};

} // namespace Patchbay
