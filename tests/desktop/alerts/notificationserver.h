// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QDBusContext>
#include <QList>
#include <QProcess>
#include <QTest>
#include <QVariantMap>

namespace Patchbay {

/// A D-Bus session of the test's own, ended with it.
class PrivateBus final
{
public:
    PrivateBus()
    {
        m_daemon.start(QStringLiteral("dbus-daemon"),
                       {QStringLiteral("--session"), QStringLiteral("--nofork"),
                        QStringLiteral("--nopidfile"), QStringLiteral("--print-address")});
        if (!QTest::qWaitFor([this] { return m_daemon.canReadLine(); }, 20'000))
            qFatal("there is no D-Bus");
        m_address = QString::fromUtf8(m_daemon.readLine()).trimmed();
    }
    ~PrivateBus()
    {
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    [[nodiscard]] QDBusConnection connect(const QString& name) const
    {
        QDBusConnection connection = QDBusConnection::connectToBus(m_address, name);
        if (!connection.isConnected())
            qFatal("%s", qPrintable(connection.lastError().message()));
        return connection;
    }

private:
    QProcess m_daemon;
    QString m_address;
};

/// What shows notifications on a desktop; keeps what it is asked to show.
class NotificationServer final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    struct Shown
    {
        uint id = 0;
        uint replaces = 0;
        QString application;
        QString title;
        QString body;
        QStringList actions;
        QVariantMap hints;
    };

    explicit NotificationServer(const QDBusConnection& connection)
        : m_bus(connection)
    {
        if (!m_bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), this,
                                  QDBusConnection::ExportAllSlots |
                                      QDBusConnection::ExportAllSignals) ||
            !m_bus.registerService(QStringLiteral("org.freedesktop.Notifications")))
            qFatal("the service cannot be registered");
    }

    [[nodiscard]] const QList<Shown>& shown() const { return m_shown; }
    [[nodiscard]] const QList<uint>& closed() const { return m_closed; }

public Q_SLOTS:
    // As the specification names them.
    uint Notify(const QString& application, uint replaces, const QString&, const QString& title,
                const QString& body, const QStringList& actions, const QVariantMap& hints, int)
    {
        const uint id = replaces != 0 ? replaces : ++m_last;
        m_shown.append({id, replaces, application, title, body, actions, hints});
        return id;
    }
    void CloseNotification(uint id)
    {
        m_closed.append(id);
        Q_EMIT NotificationClosed(id, 3);
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString& action);
    void NotificationClosed(uint id, uint reason);

private:
    QDBusConnection m_bus;
    QList<Shown> m_shown;
    QList<uint> m_closed;
    uint m_last = 0;
};

} // namespace Patchbay
