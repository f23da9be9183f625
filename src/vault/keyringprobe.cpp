// SPDX-License-Identifier: GPL-3.0-or-later
#include "vault/keyringprobe.h"

#ifdef PATCHBAY_SECRET_SERVICE

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QFileInfo>

namespace Patchbay {

namespace {

// freedesktop.org's Secret Service API draft 0.2.
const QString kService = QStringLiteral("org.freedesktop.secrets");
const QString kPath = QStringLiteral("/org/freedesktop/secrets");
const QString kInterface = QStringLiteral("org.freedesktop.Secret.Service");
const QString kCollection = QStringLiteral("org.freedesktop.Secret.Collection");
constexpr int kTimeoutMs = 5'000;

using Attributes = QMap<QString, QString>;

// Without an address libdbus would look for a bus through X11, and start one.
bool hasBusAddress()
{
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
           QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
}

QDBusMessage callOf(const QString& path, const QString& interface, const QString& method)
{
    QDBusMessage call = QDBusMessage::createMethodCall(kService, path, interface, method);
    call.setAutoStartService(false);
    return call;
}

KeyringProbe::State stateOf(const QDBusError& error)
{
    switch (error.type()) {
    case QDBusError::ServiceUnknown:
        return KeyringProbe::State::NoService;
    case QDBusError::Disconnected:
        return KeyringProbe::State::NoBus;
    default:
        // A bus that may not start a service says so with a name Qt has no number for.
        return error.name() == QLatin1String("org.freedesktop.DBus.Error.NameHasNoOwner")
                   ? KeyringProbe::State::NoService
                   : KeyringProbe::State::Unknown;
    }
}

template <class Handler>
void send(QObject* context, const QDBusMessage& call, Handler handler)
{
    auto* watcher = new QDBusPendingCallWatcher(
        QDBusConnection::sessionBus().asyncCall(call, kTimeoutMs), context);
    QObject::connect(watcher, &QDBusPendingCallWatcher::finished, context,
                     [watcher, handler = std::move(handler)]() mutable {
                         watcher->deleteLater();
                         handler(*watcher);
                     });
}

} // namespace

void KeyringProbe::ask(const QString& service, const QString& key, Start start, Answer answer)
{
    if (!hasBusAddress() || !QDBusConnection::sessionBus().isConnected()) {
        QMetaObject::invokeMethod(
            this,
            [answer = std::make_shared<Answer>(std::move(answer))] { (*answer)(State::NoBus); },
            Qt::QueuedConnection);
        return;
    }
    qDBusRegisterMetaType<Attributes>();
    if (key.isEmpty())
        findDefault(start, std::move(answer));
    else
        searchItems(service, key, std::move(answer));
}

void KeyringProbe::searchItems(const QString& service, const QString& key, Answer answer)
{
    QDBusMessage call = callOf(kPath, kInterface, QStringLiteral("SearchItems"));
    // The attributes under which QtKeychain files an entry.
    call << QVariant::fromValue(
        Attributes{{QStringLiteral("user"), key}, {QStringLiteral("server"), service}});
    send(this, call,
         [this,
          answer = std::make_shared<Answer>(std::move(answer))](const QDBusPendingCall& finished) {
             const QDBusPendingReply<QList<QDBusObjectPath>, QList<QDBusObjectPath>> reply =
                 finished;
             if (reply.isError())
                 return (*answer)(stateOf(reply.error()));
             if (!reply.argumentAt<1>().isEmpty())
                 return (*answer)(State::Locked);
             if (!reply.argumentAt<0>().isEmpty())
                 return (*answer)(State::Open);
             findDefault(Start::Refused, std::move(*answer));
         });
}

void KeyringProbe::findDefault(Start start, Answer answer)
{
    QDBusMessage call = callOf(kPath, kInterface, QStringLiteral("ReadAlias"));
    call.setAutoStartService(start == Start::Allowed);
    call << QStringLiteral("default");
    send(this, call,
         [this,
          answer = std::make_shared<Answer>(std::move(answer))](const QDBusPendingCall& finished) {
             const QDBusPendingReply<QDBusObjectPath> reply = finished;
             if (reply.isError())
                 return (*answer)(stateOf(reply.error()));
             if (reply.value().path() == QLatin1String("/"))
                 return (*answer)(State::NoKeyring);
             askLocked(reply.value().path(), std::move(*answer));
         });
}

void KeyringProbe::askLocked(const QString& collection, Answer answer)
{
    QDBusMessage call = callOf(collection, QStringLiteral("org.freedesktop.DBus.Properties"),
                               QStringLiteral("Get"));
    call << kCollection << QStringLiteral("Locked");
    send(this, call,
         [answer = std::make_shared<Answer>(std::move(answer))](const QDBusPendingCall& finished) {
             const QDBusPendingReply<QDBusVariant> reply = finished;
             if (reply.isError())
                 return (*answer)(stateOf(reply.error()));
             (*answer)(reply.value().variant().toBool() ? State::Locked : State::Open);
         });
}

} // namespace Patchbay

#else

namespace Patchbay {

void KeyringProbe::ask(const QString&, const QString&, Start, Answer answer)
{
    QMetaObject::invokeMethod(
        this, [answer = std::make_shared<Answer>(std::move(answer))] { (*answer)(State::Unknown); },
        Qt::QueuedConnection);
}

} // namespace Patchbay

#endif
