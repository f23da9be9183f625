// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QHash>
#include <QObject>

#include <memory>
#include <optional>

namespace Patchbay {

class NotificationService;

/// Notifications of the desktop, by org.freedesktop.Notifications (the Desktop Notifications
/// Specification 1.2). Asks and listens; never waits for an answer. GUI thread.
class DesktopNotifications final : public QObject
{
    Q_OBJECT
public:
    /// Without a bus: the session's, connected to when there is something to show.
    explicit DesktopNotifications(const std::optional<QDBusConnection>& bus = {},
                                  QObject* parent = nullptr);
    ~DesktopNotifications() override;

    /// Shows one, in place of an earlier one of the same cause. unavailable() follows where nobody
    /// shows such.
    void show(const QString& cause, const QString& title, const QString& text, bool isUrgent);
    /// Takes it away; it is over.
    void withdraw(const QString& cause);

Q_SIGNALS:
    /// The person chose it.
    void chosen(const QString& cause);
    void snoozed(const QString& cause);
    void unavailable(const QString& title, const QString& text);

private:
    void took(const QString& cause, quint32 id);
    void actionInvoked(quint32 id, const QString& action);
    void close(quint32 id);

    std::optional<QDBusConnection> m_bus;
    std::unique_ptr<NotificationService> m_service; // from the first one on
    QHash<QString, quint32> m_shown;                // 0: asked for, its number is to come
};

} // namespace Patchbay
