// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QHash>
#include <QTcpServer>
#include <QUrl>

class QTcpSocket;

namespace Patchbay {

/// Listens on a port of 127.0.0.1 for the browser that comes back from signing in, and answers it
/// with a small page. Only a GET of /callback with our own Host and state counts, once; whatever
/// else comes is refused and changes nothing. Main thread.
class LoopbackReceiver final : public QObject
{
    Q_OBJECT
public:
    explicit LoopbackReceiver(QByteArray state, QObject* parent = nullptr);
    ~LoopbackReceiver() override;

    [[nodiscard]] Result<void> listen();
    /// http://127.0.0.1:PORT/callback
    [[nodiscard]] QUrl address() const;

Q_SIGNALS:
    /// What came in the query of the right request; nothing is listened for any more.
    void came(const QHash<QString, QString>& fields);

private:
    void takeConnections();
    void readRequest(QTcpSocket* socket);
    [[nodiscard]] int statusOf(const QList<QByteArray>& head,
                               QHash<QString, QString>& fields) const;
    void answer(QTcpSocket* socket, int status, const QString& text);

    const QByteArray m_state;
    QTcpServer m_server;
};

} // namespace Patchbay
