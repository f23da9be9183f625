// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QTcpServer>
#include <QUrl>

namespace Patchbay {

/// Connects a client to a port of this machine, tells it `confirmation`, and passes on from then:
/// no more than a proxy would hold of what nobody takes.
void relay(QTcpSocket& client, quint16 upstreamPort, const QByteArray& confirmation);

/// An HTTP proxy that takes every CONNECT to one port of this machine.
class Tunnel final : public QTcpServer
{
    Q_OBJECT
public:
    /// `login`: the "name:password" that it asks for; empty: nothing.
    explicit Tunnel(quint16 upstreamPort, QByteArray login = {});

    [[nodiscard]] QUrl url() const;
    /// host:port of each CONNECT.
    [[nodiscard]] const QList<QByteArray>& targets() const { return m_targets; }

private:
    void open(QTcpSocket& client);

    quint16 m_upstreamPort;
    QByteArray m_login;
    QList<QByteArray> m_targets;
};

} // namespace Patchbay
