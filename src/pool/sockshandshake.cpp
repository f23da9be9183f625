// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/sockshandshake.h"

#include <QHostAddress>

namespace Patchbay {

namespace {

constexpr char kVersion = 5;
constexpr char kLoginVersion = 1;
constexpr char kNoLogin = 0;
constexpr char kByName = 2;
constexpr char kConnect = 1;
constexpr char kIpv4 = 1;
constexpr char kHostName = 3;
constexpr char kIpv6 = 4;
constexpr qsizetype kLongest = 255;

QByteArray withLength(const QByteArray& text)
{
    return static_cast<char>(text.size()) + text;
}

QByteArray addressBytes(const QByteArray& host)
{
    const QHostAddress literal(QString::fromLatin1(host));
    if (literal.protocol() == QAbstractSocket::IPv4Protocol) {
        const quint32 number = literal.toIPv4Address();
        QByteArray bytes(1, kIpv4);
        for (const int shift : {24, 16, 8, 0})
            bytes += static_cast<char>(number >> shift & 0xff);
        return bytes;
    }
    if (literal.protocol() == QAbstractSocket::IPv6Protocol) {
        const Q_IPV6ADDR number = literal.toIPv6Address();
        return kIpv6 + QByteArray(reinterpret_cast<const char*>(number.c), sizeof number.c);
    }
    return kHostName + withLength(host);
}

QAbstractSocket::SocketError errorOf(char reply)
{
    switch (reply) {
    case 2:
        return QAbstractSocket::SocketAccessError;
    case 3:
    case 6:
        return QAbstractSocket::NetworkError;
    case 4:
        return QAbstractSocket::HostNotFoundError;
    case 5:
        return QAbstractSocket::ConnectionRefusedError;
    default:
        return QAbstractSocket::ProxyProtocolError;
    }
}

} // namespace

SocksHandshake::SocksHandshake(const QString& host, quint16 port, const QString& name,
                               const QString& password)
    : m_host(host.toLatin1())
    , m_port(port)
    , m_name(name.toUtf8())
    , m_password(password.toUtf8())
{
}

QByteArray SocksHandshake::begin()
{
    if (m_host.size() > kLongest || m_name.size() > kLongest || m_password.size() > kLongest)
        return fail(QAbstractSocket::ProxyProtocolError);
    m_wanted = 2;
    QByteArray methods(1, kNoLogin);
    if (!m_name.isEmpty())
        methods += kByName;
    return kVersion + withLength(methods);
}

QByteArray SocksHandshake::take(const QByteArray& bytes)
{
    switch (m_step) {
    case Step::Method:
        if (bytes[0] != kVersion)
            return fail(QAbstractSocket::ProxyProtocolError);
        if (bytes[1] == kNoLogin)
            return request();
        if (bytes[1] != kByName || m_name.isEmpty())
            return fail(QAbstractSocket::ProxyAuthenticationRequiredError);
        m_step = Step::Login;
        m_wanted = 2;
        return kLoginVersion + withLength(m_name) + withLength(m_password);
    case Step::Login:
        if (bytes[1] != 0)
            return fail(QAbstractSocket::ProxyAuthenticationRequiredError);
        return request();
    case Step::Verdict: {
        if (bytes[0] != kVersion)
            return fail(QAbstractSocket::ProxyProtocolError);
        if (bytes[1] != 0)
            return fail(errorOf(bytes[1]));
        // The address that it connected from: of no use, but it has to be read.
        m_step = bytes[3] == kHostName ? Step::NameLength : Step::Address;
        m_wanted = bytes[3] == kHostName ? 1 : bytes[3] == kIpv6 ? 16 + 2 : 4 + 2;
        return {};
    }
    case Step::NameLength:
        m_step = Step::Address;
        m_wanted = static_cast<quint8>(bytes[0]) + 2;
        return {};
    case Step::Address:
        m_wanted = 0;
        return {};
    }
    return {};
}

QByteArray SocksHandshake::request()
{
    m_step = Step::Verdict;
    m_wanted = 4;
    QByteArray bytes;
    bytes.append(kVersion).append(kConnect).append('\0').append(addressBytes(m_host));
    return bytes.append(static_cast<char>(m_port >> 8)).append(static_cast<char>(m_port & 0xff));
}

QByteArray SocksHandshake::fail(QAbstractSocket::SocketError error)
{
    m_error = error;
    m_wanted = 0;
    return {};
}

} // namespace Patchbay
