// SPDX-License-Identifier: GPL-3.0-or-later
#include "rawclient.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 60'000;

QJsonObject errorOf(const QByteArray& body)
{
    return QJsonDocument::fromJson(body).object().value("error"_L1).toObject();
}

// Whether all of it is there.
bool takeChunks(const QByteArray& bytes, qsizetype at, RawAnswer& answer)
{
    while (true) {
        const qsizetype end = bytes.indexOf("\r\n", at);
        if (end < 0)
            return false;
        bool isNumber = false;
        const qsizetype size = bytes.mid(at, end - at).toLongLong(&isNumber, 16);
        if (!isNumber || bytes.size() < end + 2 + size + 2 ||
            bytes.mid(end + 2 + size, 2) != "\r\n")
            return false;
        at = end + 2 + size + 2;
        if (size == 0) {
            answer.size = at;
            return true;
        }
        answer.body += bytes.mid(end + 2, size);
        answer.chunks.append(size);
    }
}

} // namespace

QString RawAnswer::errorType() const
{
    return errorOf(body).value("type"_L1).toString();
}

QString RawAnswer::errorMessage() const
{
    return errorOf(body).value("message"_L1).toString();
}

RawAnswer readAnswer(const QByteArray& bytes, bool isClosed, bool isToHead)
{
    RawAnswer answer;
    const qsizetype headEnd = bytes.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return answer;
    const QByteArrayList lines = bytes.left(headEnd).replace("\r\n", "\n").split('\n');
    answer.status = lines.first().mid(9, 3).toInt();
    for (const QByteArray& line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(": ");
        answer.headers.emplaceBack(line.left(colon), line.mid(colon + 2));
    }
    const qsizetype bodyStart = headEnd + 4;
    if (answer.status == 100) {
        RawAnswer next = readAnswer(bytes.mid(bodyStart), isClosed, isToHead);
        next.size += bodyStart;
        return next;
    }
    if (isToHead || answer.status == 204) {
        answer.size = bodyStart;
        answer.isWhole = true;
    } else if (answer.header("transfer-encoding") == "chunked") {
        answer.isWhole = takeChunks(bytes, bodyStart, answer);
    } else if (const QByteArray length = answer.header("content-length"); !length.isEmpty()) {
        answer.body = bytes.mid(bodyStart, length.toLongLong());
        answer.size = bodyStart + answer.body.size();
        answer.isWhole = answer.body.size() == length.toLongLong();
    } else {
        answer.body = bytes.mid(bodyStart);
        answer.size = bytes.size();
        answer.isWhole = isClosed;
    }
    return answer;
}

RawClient::RawClient(quint16 port, const QString& address)
    : m_socket(std::make_unique<QTcpSocket>())
{
    m_socket->connectToHost(address, port);
    m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
}

void RawClient::send(const QByteArray& bytes)
{
    m_socket->write(bytes);
}

const QByteArray& RawClient::received()
{
    m_received += m_socket->readAll();
    return m_received;
}

bool RawClient::isClosed() const
{
    return m_socket->state() == QAbstractSocket::UnconnectedState;
}

RawAnswer RawClient::answer(bool isToHead)
{
    RawAnswer answer;
    const bool isThere = QTest::qWaitFor(
        [&] {
            // Both at once: the last bytes may have come with the end.
            const bool wasClosed = isClosed();
            answer = readAnswer(received(), wasClosed, isToHead);
            return answer.isWhole || wasClosed;
        },
        kPatienceMs);
    if (isThere)
        m_received.remove(0, answer.size);
    return answer;
}

bool RawClient::waitForClose()
{
    return QTest::qWaitFor([this] { return !received().isNull() && isClosed(); }, kPatienceMs);
}

bool RawClient::waitForBytes(qsizetype size)
{
    return QTest::qWaitFor([this, size] { return received().size() >= size; }, kPatienceMs);
}

void RawClient::stopReading()
{
    m_socket->setReadBufferSize(1);
}

void RawClient::readOn()
{
    m_socket->setReadBufferSize(0);
    m_received += m_socket->readAll();
}

} // namespace Patchbay
