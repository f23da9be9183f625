// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractSocket>
#include <QByteArray>

#include <optional>

namespace Patchbay {

/// How a SOCKS5 proxy (RFC 1928, 1929) is asked for a connection to a host, which it looks up
/// itself. Pure: who uses it reads and writes. Qt's own goes on reading while nobody takes what it
/// read.
class SocksHandshake final
{
public:
    /// Without `name` none is offered.
    SocksHandshake(const QString& host, quint16 port, const QString& name, const QString& password);

    /// To send first.
    [[nodiscard]] QByteArray begin();
    /// How many bytes have to be read next; not more, for what follows is the host's. 0 at the end.
    [[nodiscard]] qsizetype wanted() const { return m_wanted; }
    /// So many bytes; what to send then.
    [[nodiscard]] QByteArray take(const QByteArray& bytes);
    /// Why there is no connection; nothing at the end if there is.
    [[nodiscard]] std::optional<QAbstractSocket::SocketError> error() const { return m_error; }

private:
    enum class Step { Method, Login, Verdict, NameLength, Address };

    [[nodiscard]] QByteArray request();
    QByteArray fail(QAbstractSocket::SocketError error);

    const QByteArray m_host;
    const quint16 m_port;
    const QByteArray m_name;
    const QByteArray m_password;
    Step m_step = Step::Method;
    qsizetype m_wanted = 0;
    std::optional<QAbstractSocket::SocketError> m_error;
};

} // namespace Patchbay
