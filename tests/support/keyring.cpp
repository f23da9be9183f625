// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/keyring.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QFile>
#include <QProcess>

// The Secret struct of the Secret Service API: (oayays).
struct SecretStruct
{
    QDBusObjectPath session;
    QByteArray parameters;
    QByteArray value;
    QString contentType;
};
Q_DECLARE_METATYPE(SecretStruct)

static QDBusArgument& operator<<(QDBusArgument& argument, const SecretStruct& secret)
{
    argument.beginStructure();
    argument << secret.session << secret.parameters << secret.value << secret.contentType;
    argument.endStructure();
    return argument;
}

static const QDBusArgument& operator>>(const QDBusArgument& argument, SecretStruct& secret)
{
    argument.beginStructure();
    argument >> secret.session >> secret.parameters >> secret.value >> secret.contentType;
    argument.endStructure();
    return argument;
}

namespace Patchbay::Testing {

namespace {

const QString kServer = QStringLiteral("org.patchbay.Patchbay");
const QDBusObjectPath kLogin(QStringLiteral("/org/freedesktop/secrets/collection/login"));

QByteArray secretTool(const QStringList& arguments)
{
    QProcess process;
    process.start(QStringLiteral("secret-tool"), arguments);
    process.closeWriteChannel();
    process.waitForFinished();
    return process.readAllStandardOutput() + process.readAllStandardError();
}

QDBusMessage call(const QString& interface, const QString& method, const QVariantList& arguments)
{
    QDBusMessage message = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
        interface, method);
    message.setArguments(arguments);
    return QDBusConnection::sessionBus().call(message);
}

} // namespace

QByteArray secretToolLookup(const QString& key)
{
    return secretTool(
        {QStringLiteral("lookup"), QStringLiteral("server"), kServer, QStringLiteral("user"), key});
}

QByteArray secretToolSearch()
{
    return secretTool(
        {QStringLiteral("search"), QStringLiteral("--all"), QStringLiteral("server"), kServer});
}

bool lockKeyring()
{
    const QDBusMessage reply =
        call(QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("Lock"),
             {QVariant::fromValue(QList<QDBusObjectPath>{kLogin})});
    return reply.type() == QDBusMessage::ReplyMessage;
}

// The ordinary way asks the person. GNOME Keyring has this one for its own login.
bool unlockKeyring()
{
    qDBusRegisterMetaType<SecretStruct>();
    const QDBusMessage session =
        call(QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("OpenSession"),
             {QStringLiteral("plain"), QVariant::fromValue(QDBusVariant(QString()))});
    if (session.arguments().size() != 2)
        return false;
    const SecretStruct password{session.arguments().at(1).value<QDBusObjectPath>(),
                                {},
                                "test",
                                QStringLiteral("text/plain")};
    const QDBusMessage reply =
        call(QStringLiteral("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"),
             QStringLiteral("UnlockWithMasterPassword"),
             {QVariant::fromValue(kLogin), QVariant::fromValue(password)});
    return reply.type() == QDBusMessage::ReplyMessage;
}

int keyringPid()
{
    QFile file(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/keyring.pid"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed().toInt() : 0;
}

} // namespace Patchbay::Testing
