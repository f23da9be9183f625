// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"

#include <QTcpSocket>

#include <memory>

namespace Patchbay {

/// An answer of HTTP/1.1, read as strictly as it is written.
struct RawAnswer
{
    bool isWhole = false;
    int status = 0;
    HeaderList headers;
    QByteArray body;
    qsizetype size = 0; // of all of it, as it came
    QList<qsizetype> chunks;

    [[nodiscard]] QByteArray header(QByteArrayView name) const
    {
        return headerValue(headers, name);
    }
    [[nodiscard]] QString errorType() const;
    [[nodiscard]] QString errorMessage() const;
};

/// `isClosed`: nothing follows. Informational answers are passed over.
[[nodiscard]] RawAnswer readAnswer(const QByteArray& bytes, bool isClosed, bool isToHead = false);

/// A connection to the endpoint that sends exactly the bytes a test gives.
class RawClient final
{
public:
    explicit RawClient(quint16 port, const QString& address = QStringLiteral("127.0.0.1"));

    void send(const QByteArray& bytes);
    /// Waits for a whole answer and takes it.
    [[nodiscard]] RawAnswer answer(bool isToHead = false);
    [[nodiscard]] bool waitForClose();
    [[nodiscard]] bool waitForBytes(qsizetype size);
    [[nodiscard]] const QByteArray& received();
    [[nodiscard]] bool isClosed() const;
    /// What is sent to it stays with the system from now on.
    void stopReading();
    void readOn();
    /// So that the peer sees it.
    void close() { m_socket->close(); }
    void reset() { m_socket->abort(); }
    [[nodiscard]] QTcpSocket& socket() { return *m_socket; }

private:
    std::unique_ptr<QTcpSocket> m_socket;
    QByteArray m_received = QByteArrayLiteral("");
};

} // namespace Patchbay
