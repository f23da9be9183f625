// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QTcpServer>
#include <QUrl>

namespace Patchbay {

/// A SOCKS5 proxy (RFC 1928, 1929) that takes every connection to one port of this machine.
class SocksProxy final : public QTcpServer
{
    Q_OBJECT
public:
    /// `name` and `password`: what it asks for; empty: nothing.
    explicit SocksProxy(quint16 upstreamPort, QByteArray name = {}, QByteArray password = {});

    /// With name and password.
    [[nodiscard]] QUrl url() const;
    /// host:port of each connection that was asked for.
    [[nodiscard]] const QList<QByteArray>& targets() const { return m_targets; }

private:
    enum class Step { Greeting, Password, Request, Open };
    void read(QTcpSocket& client, Step& step);
    void open(QTcpSocket& client);

    const quint16 m_upstreamPort;
    const QByteArray m_name;
    const QByteArray m_password;
    QList<QByteArray> m_targets;
};

} // namespace Patchbay
