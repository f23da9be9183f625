// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QTcpServer>
#include <QUrl>

namespace Patchbay {

/// An HTTP proxy that takes every CONNECT to one port of this machine.
class Tunnel final : public QTcpServer
{
    Q_OBJECT
public:
    explicit Tunnel(quint16 upstreamPort);

    [[nodiscard]] QUrl url() const;
    /// host:port of each CONNECT.
    [[nodiscard]] const QList<QByteArray>& targets() const { return m_targets; }

private:
    void open(QTcpSocket& client);

    quint16 m_upstreamPort;
    QList<QByteArray> m_targets;
};

} // namespace Patchbay
