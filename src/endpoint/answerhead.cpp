// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/answerhead.h"

#include <QDateTime>
#include <QLocale>
#include <QRandomGenerator>

#include <string>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

QByteArray reasonOf(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 413:
        return "Content Too Large";
    case 415:
        return "Unsupported Media Type";
    case 429:
        return "Too Many Requests";
    case 500:
        return "Internal Server Error";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    default:
        return status < 400 ? "OK" : "Error";
    }
}

QByteArray dateOf(qint64 nowMs)
{
    // Once a second is enough.
    thread_local qint64 second = -1;
    thread_local QByteArray text;
    if (second != nowMs / 1000) {
        second = nowMs / 1000;
        text = QLocale::c()
                   .toString(QDateTime::fromMSecsSinceEpoch(nowMs, Qt::UTC),
                             u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s)
                   .toLatin1();
    }
    return text;
}

} // namespace

QByteArray bytesOf(const AnswerHead& head, qint64 nowMs)
{
    // Many short pieces, which Qt's own appends slowly.
    std::string bytes;
    bytes.reserve(1024);
    const auto add = [&bytes](QByteArrayView piece) {
        bytes.append(piece.data(), static_cast<size_t>(piece.size()));
    };
    const auto line = [&add](QByteArrayView name, QByteArrayView value) {
        // Nothing in it may end it.
        if (value.contains('\r') || value.contains('\n'))
            return;
        for (const QByteArrayView piece :
             {name, QByteArrayView(": "), value, QByteArrayView("\r\n")})
            add(piece);
    };
    add("HTTP/1.1 ");
    add(QByteArray::number(head.status));
    add(" ");
    add(reasonOf(head.status));
    add("\r\n");
    line("Date", dateOf(nowMs));
    if (!head.contentType.isEmpty())
        line("Content-Type", head.contentType);
    // Nothing here is for a shared cache, and nobody is to guess what it is.
    line("Cache-Control", "no-store");
    line("X-Content-Type-Options", "nosniff");
    for (const auto& [name, value] : head.headers)
        line(name, value);
    if (!head.allowedOrigin.isEmpty()) {
        line("Access-Control-Allow-Origin", head.allowedOrigin);
        line("Access-Control-Expose-Headers",
             "request-id, retry-after, x-should-retry, x-patchbay-cache, age");
        line("Vary", "Origin");
    }
    switch (head.framing) {
    case Framing::Length:
        line("Content-Length", QByteArray::number(head.length));
        break;
    case Framing::Chunked:
        line("Transfer-Encoding", "chunked");
        break;
    case Framing::Close:
    case Framing::NoBody:
        break;
    }
    line("Connection", head.keepAlive ? "keep-alive" : "close");
    add("\r\n");
    return {bytes.data(), static_cast<qsizetype>(bytes.size())};
}

QByteArray chunkHead(qsizetype size)
{
    return QByteArray::number(size, 16) + "\r\n";
}

QByteArray newRequestId()
{
    const quint64 a = QRandomGenerator::global()->generate64();
    const quint64 b = QRandomGenerator::global()->generate64();
    return "req_patchbay_" + (QByteArray::number(a, 36) + QByteArray::number(b, 36)).left(24);
}

} // namespace Patchbay
