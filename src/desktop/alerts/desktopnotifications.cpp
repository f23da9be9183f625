// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/alerts/desktopnotifications.h"

#include "base/logging.h"
#include "desktop/alerts/notificationservice.h"

#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// The body may be read as markup.
QString plain(const QString& text)
{
    return text.toHtmlEscaped();
}

} // namespace

DesktopNotifications::DesktopNotifications(const std::optional<QDBusConnection>& bus,
                                           QObject* parent)
    : QObject(parent)
    , m_bus(bus)
{
}

DesktopNotifications::~DesktopNotifications()
{
    // What points to a program that has ended would do nothing.
    for (const quint32 id : std::as_const(m_shown))
        close(id);
}

void DesktopNotifications::show(const QString& cause, const QString& title, const QString& text,
                                bool isUrgent)
{
    if (!m_bus)
        m_bus = QDBusConnection::sessionBus();
    if (!m_bus->isConnected()) {
        Q_EMIT unavailable(title, text);
        return;
    }
    if (!m_service) {
        m_service = std::make_unique<NotificationService>(*m_bus);
        connect(m_service.get(), &NotificationService::ActionInvoked, this,
                &DesktopNotifications::actionInvoked);
        connect(m_service.get(), &NotificationService::NotificationClosed, this,
                [this](uint id) { m_shown.removeIf([id](const auto& it) { return *it == id; }); });
    }
    const QStringList actions = {u"default"_s, tr("Show"), u"snooze"_s, tr("Snooze for 1 hour")};
    const QVariantMap hints = {{u"desktop-entry"_s, u"org.patchbay.Patchbay"_s},
                               {u"category"_s, u"device"_s},
                               {u"urgency"_s, QVariant::fromValue<uchar>(isUrgent ? 2 : 1)}};
    const quint32 replaces = m_shown.value(cause);
    m_shown.insert(cause, 0);
    const QDBusPendingCall call =
        m_service->asyncCall(u"Notify"_s, u"Patchbay"_s, replaces, u"org.patchbay.Patchbay"_s,
                             title, plain(text), actions, hints, -1);
    auto* const watcher = new QDBusPendingCallWatcher(call, this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, cause, title, text] {
        watcher->deleteLater();
        const QDBusPendingReply<uint> reply = *watcher;
        if (!reply.isError())
            return took(cause, reply.value());
        m_shown.remove(cause);
        qCDebug(lcDesktop) << "no desktop notifications:" << reply.error().name();
        Q_EMIT unavailable(title, text);
    });
}

void DesktopNotifications::took(const QString& cause, quint32 id)
{
    const auto shown = m_shown.find(cause);
    if (shown == m_shown.end())
        return close(id); // it was over before the service had answered
    *shown = id;
}

void DesktopNotifications::withdraw(const QString& cause)
{
    close(m_shown.take(cause));
}

void DesktopNotifications::close(quint32 id)
{
    if (id != 0 && m_service)
        m_service->asyncCall(u"CloseNotification"_s, id);
}

void DesktopNotifications::actionInvoked(quint32 id, const QString& action)
{
    const QString cause = m_shown.key(id);
    if (cause.isEmpty())
        return; // another program's
    if (action == "snooze"_L1)
        Q_EMIT snoozed(cause);
    else
        Q_EMIT chosen(cause);
}

} // namespace Patchbay
