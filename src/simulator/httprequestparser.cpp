// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/httprequestparser.h"

#include <algorithm>

namespace Patchbay {

namespace {

constexpr qsizetype kMaxHeaders = 256;
constexpr qsizetype kMaxLine = 16 * 1024;

bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

bool hasControls(QByteArrayView text)
{
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return (c >= 0 && c < 0x20 && c != '\t') || c == 0x7f; });
}

} // namespace

HttpRequestParser::HttpRequestParser(qsizetype maxHeaderBytes, qsizetype maxBodyBytes)
    : m_maxHeaderBytes(maxHeaderBytes)
    , m_maxBodyBytes(maxBodyBytes)
{
}

HttpRequestParser::State HttpRequestParser::feed(QByteArrayView bytes)
{
    m_buffer.append(bytes);
    parse();
    return m_state;
}

HttpRequest HttpRequestParser::take()
{
    HttpRequest request = std::exchange(m_request, {});
    m_state = State::Idle;
    m_searched = 0;
    m_continue = false;
    parse();
    return request;
}

bool HttpRequestParser::takeContinue()
{
    return std::exchange(m_continue, false);
}

bool HttpRequestParser::failed(int status, const char* reason)
{
    m_state = State::Failed;
    m_failureStatus = status;
    m_failureReason = reason;
    m_buffer.clear();
    return false;
}

void HttpRequestParser::parse()
{
    if (m_state == State::Idle) {
        // Empty lines between requests are allowed.
        while (m_buffer.startsWith("\r\n"))
            m_buffer.remove(0, 2);
        // Who speaks another protocol, TLS say, would wait for ever.
        if (!m_buffer.isEmpty() && m_buffer.at(0) != '\r' && !isTokenCharacter(m_buffer.at(0))) {
            failed(400, "This is not an HTTP request");
            return;
        }
        if (!m_buffer.isEmpty())
            m_state = State::Head;
    }
    if (m_state == State::Head && parseHead())
        m_state = State::Body;
    if (m_state == State::Body && parseBody())
        m_state = State::Complete;
}

bool HttpRequestParser::parseHead()
{
    const qsizetype end = m_buffer.indexOf("\r\n\r\n", m_searched);
    if (end < 0) {
        m_searched = std::max<qsizetype>(0, m_buffer.size() - 3);
        if (m_buffer.size() > m_maxHeaderBytes)
            return failed(431, "The head of the request is too large");
        return false;
    }
    if (end > m_maxHeaderBytes)
        return failed(431, "The head of the request is too large");
    const QByteArray head = m_buffer.left(end);
    m_buffer.remove(0, end + 4);

    bool isFirst = true;
    for (qsizetype at = 0; at <= head.size();) {
        qsizetype next = head.indexOf("\r\n", at);
        if (next < 0)
            next = head.size();
        const QByteArrayView line = QByteArrayView(head).sliced(at, next - at);
        if (!(isFirst ? parseRequestLine(line) : parseHeader(line)))
            return false;
        isFirst = false;
        at = next + 2;
    }
    return parseFraming();
}

bool HttpRequestParser::parseRequestLine(QByteArrayView line)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last <= first + 1 || hasControls(line))
        return failed(400, "This is not an HTTP request");
    const QByteArrayView version = line.sliced(last + 1);
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        return failed(505, "Only HTTP/1.1 is spoken here");
    QByteArrayView target = line.sliced(first + 1, last - first - 1);
    if (target.size() > kMaxLine)
        return failed(414, "The address is too long");
    m_request.method = line.first(first).toByteArray();
    if (!isToken(m_request.method) || target.contains(' '))
        return failed(400, "This is not an HTTP request");
    if (target.startsWith("http://") || target.startsWith("https://")) {
        const qsizetype path = target.indexOf('/', 8);
        target = path < 0 ? QByteArrayView("/") : target.sliced(path);
    }
    if (!target.startsWith('/'))
        return failed(400, "The address is not a path");
    const qsizetype question = target.indexOf('?');
    m_request.path = target.first(question < 0 ? target.size() : question).toByteArray();
    m_request.query = question < 0 ? QByteArray() : target.sliced(question + 1).toByteArray();
    m_request.chunksAllowed = version == "HTTP/1.1";
    m_request.keepAlive = m_request.chunksAllowed;
    return true;
}

bool HttpRequestParser::parseHeader(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line.first(colon)) || hasControls(line))
        return failed(400, "A header of the request is not well formed");
    if (m_request.headers.size() >= kMaxHeaders)
        return failed(431, "The request has too many headers");
    m_request.headers.append(
        {line.first(colon).toByteArray(), line.sliced(colon + 1).trimmed().toByteArray()});
    return true;
}

bool HttpRequestParser::parseFraming()
{
    QByteArray length;
    bool hasLength = false;
    m_chunked = false;
    for (const auto& [name, value] : std::as_const(m_request.headers)) {
        if (name.compare("content-length", Qt::CaseInsensitive) == 0) {
            if (hasLength && value != length)
                return failed(400, "The request has two lengths");
            length = value;
            hasLength = true;
        } else if (name.compare("transfer-encoding", Qt::CaseInsensitive) == 0) {
            if (m_chunked || value.compare("chunked", Qt::CaseInsensitive) != 0)
                return failed(501, "This transfer encoding is not known");
            m_chunked = true;
        } else if (name.compare("connection", Qt::CaseInsensitive) == 0) {
            const QByteArray word = value.toLower();
            if (word.contains("close"))
                m_request.keepAlive = false;
            else if (word.contains("keep-alive"))
                m_request.keepAlive = true;
        } else if (name.compare("expect", Qt::CaseInsensitive) == 0) {
            m_continue = value.compare("100-continue", Qt::CaseInsensitive) == 0;
        }
    }
    if (m_chunked && hasLength)
        return failed(400, "The request has a length and chunks");
    m_chunk = Chunk::Size;
    m_bodyLeft = 0;
    if (hasLength) {
        const bool isNumber =
            !length.isEmpty() && length.size() < 19 &&
            std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (!isNumber)
            return failed(400, "The length of the request is not a number");
        m_bodyLeft = length.toLongLong();
        if (m_bodyLeft > m_maxBodyBytes)
            return failed(413, "The request is too large");
        m_request.body.reserve(m_bodyLeft);
    }
    return true;
}

bool HttpRequestParser::parseBody()
{
    if (m_chunked) {
        while (m_state == State::Body) {
            const qsizetype before = m_buffer.size();
            const Chunk chunk = m_chunk;
            if (parseChunk())
                return true;
            if (m_buffer.size() == before && m_chunk == chunk)
                return false;
        }
        return false;
    }
    const qsizetype taken = std::min<qsizetype>(m_bodyLeft, m_buffer.size());
    m_request.body.append(m_buffer.constData(), taken);
    if (taken == m_buffer.size())
        m_buffer.resize(0);
    else
        m_buffer.remove(0, taken);
    m_bodyLeft -= taken;
    if (m_bodyLeft == 0)
        m_continue = false;
    return m_bodyLeft == 0;
}

// One piece of a chunked body; true when that was the last one.
bool HttpRequestParser::parseChunk()
{
    if (m_chunk == Chunk::Data) {
        const qsizetype taken = std::min<qsizetype>(m_bodyLeft, m_buffer.size());
        m_request.body.append(m_buffer.constData(), taken);
        m_buffer.remove(0, taken);
        m_bodyLeft -= taken;
        if (m_bodyLeft == 0)
            m_chunk = Chunk::DataEnd;
        return false;
    }
    const qsizetype end = m_buffer.indexOf("\r\n");
    if (end < 0) {
        if (m_buffer.size() > 1024)
            return failed(400, "A chunk of the request is not well formed");
        return false;
    }
    const QByteArray line = m_buffer.left(end);
    m_buffer.remove(0, end + 2);
    switch (m_chunk) {
    case Chunk::Size: {
        const QByteArray digits = line.split(';').first().trimmed();
        bool isNumber = false;
        m_bodyLeft = digits.toLongLong(&isNumber, 16);
        if (!isNumber || m_bodyLeft < 0 || digits.startsWith('+') || digits.startsWith("0x"))
            return failed(400, "A chunk of the request is not well formed");
        if (m_bodyLeft > m_maxBodyBytes - m_request.body.size())
            return failed(413, "The request is too large");
        m_chunk = m_bodyLeft == 0 ? Chunk::Trailer : Chunk::Data;
        return false;
    }
    case Chunk::DataEnd:
        if (!line.isEmpty())
            return failed(400, "A chunk of the request is not well formed");
        m_chunk = Chunk::Size;
        return false;
    case Chunk::Trailer:
        return line.isEmpty();
    case Chunk::Data:
        break;
    }
    return false;
}

} // namespace Patchbay
