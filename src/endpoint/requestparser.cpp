// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/requestparser.h"

#include "endpoint/asio.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <limits>

namespace Patchbay {

namespace {

namespace http = boost::beast::http;
using boost::beast::string_view;
using boost::system::error_code;

QByteArray bytesOf(string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

bool isVisible(char c)
{
    return c > 0x20 && c < 0x7f;
}

} // namespace

class RequestParser::Reader final : public http::basic_parser<true>
{
public:
    explicit Reader(const Limits& limits)
        : m_limits(limits)
    {
        header_limit(static_cast<std::uint32_t>(limits.headerBytes));
        body_limit(std::numeric_limits<std::uint64_t>::max()); // ours counts
        eager(false);                                          // stop after the head
    }

    qsizetype feed(QByteArrayView bytes)
    {
        qsizetype used = 0;
        while ((m_state == State::Head || m_state == State::Body) && canTake(bytes.size() - used)) {
            error_code error;
            used += static_cast<qsizetype>(put(
                boost::asio::buffer(bytes.data() + used, static_cast<size_t>(bytes.size() - used)),
                error));
            if (error == http::error::need_more)
                return used;
            if (m_isPaused) {
                m_isPaused = false;
                m_state = State::HeadReady;
                return used;
            }
            if (error && m_state != State::Failed)
                failWith(error);
            else if (is_done() && m_state == State::Body)
                m_state = State::Complete;
            else if (used == bytes.size())
                break;
        }
        return used;
    }

    void readBody(qint64 limit)
    {
        m_bodyLimit = limit;
        eager(true);
        m_state = is_done() ? State::Complete : State::Body;
    }

    const Limits m_limits;
    State m_state = State::Head;
    Fault m_fault;
    RequestHead m_head;
    QByteArray m_body;

private:
    // Beast 1.74 asserts that a last chunk which is the first has come that far, or not been begun.
    [[nodiscard]] bool canTake(qsizetype bytes) const
    {
        static constexpr qsizetype kShortestChunks = 5; // "0\r\n\r\n"
        return m_hasChunk || m_state == State::Head || !m_head.isChunked ||
               bytes >= kShortestChunks;
    }

    void refuse(int status, const char* words, error_code& error)
    {
        m_fault = {status, words};
        m_state = State::Failed;
        error = make_error_code(http::error::bad_value);
    }

    void failWith(const error_code& error)
    {
        m_state = State::Failed;
        if (error == http::error::header_limit)
            m_fault = {431, "The header fields are too large"};
        else if (error == http::error::bad_version)
            m_fault = {505, "Only HTTP/1.1 and HTTP/1.0 are spoken here"};
        else if (error == http::error::bad_content_length)
            m_fault = {400, "The length of the body is told in two ways, or not as a number"};
        else if (error == http::error::bad_transfer_encoding)
            m_fault = {400, "The body's transfer encoding is not one that is taken here"};
        else
            m_fault = {400, "That is not a request of HTTP/1.1"};
    }

    void on_request_impl(http::verb, string_view method, string_view target, int version,
                         error_code& error) override
    {
        if (static_cast<qsizetype>(target.size()) > m_limits.targetBytes)
            return refuse(414, "The address of the request is too long", error);
        if (!std::all_of(target.begin(), target.end(), isVisible))
            return refuse(400, "The address of the request has characters that it may not have",
                          error);
        m_head.method = bytesOf(method);
        m_head.minorVersion = version % 10;
        takeTarget(bytesOf(target));
        if (m_head.path.isEmpty())
            refuse(400, "The address of the request is not a path", error);
    }

    void takeTarget(QByteArray target)
    {
        for (const QByteArrayView scheme :
             {QByteArrayView("http://"), QByteArrayView("https://")}) {
            if (target.left(scheme.size()).toLower() != scheme)
                continue;
            target = target.mid(scheme.size());
            qsizetype end = target.indexOf('/');
            if (end < 0)
                end = target.size();
            m_head.authority = target.left(end);
            target = target.mid(end);
            if (target.isEmpty())
                target = "/";
            break;
        }
        if (!target.startsWith('/') && target != "*")
            return;
        const qsizetype query = target.indexOf('?');
        m_head.path = query < 0 ? target : target.left(query);
        if (query >= 0)
            m_head.query = target.mid(query);
    }

    void on_response_impl(int, string_view, int, error_code&) override {}

    void on_field_impl(http::field name, string_view nameText, string_view value,
                       error_code& error) override
    {
        if (m_hasHead)
            return; // a trailer
        if (m_head.headers.size() >= m_limits.fields)
            return refuse(431, "There are too many header fields", error);
        if (name == http::field::transfer_encoding) {
            if (!boost::beast::iequals(value, "chunked") || m_head.minorVersion == 0)
                return refuse(400, "The body's transfer encoding is not one that is taken here",
                              error);
        }
        if (name == http::field::content_length &&
            !std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; }))
            return refuse(400, "The length of the body is told in two ways, or not as a number",
                          error);
        m_head.headers.emplaceBack(bytesOf(nameText), bytesOf(value));
    }

    void on_header_impl(error_code&) override
    {
        m_hasHead = true;
        m_head.keepAlive = keep_alive();
        m_head.isChunked = chunked();
        if (const auto length = content_length(); length && !m_head.isChunked)
            m_head.contentLength = *length;
        m_isPaused = true;
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override
    {
        if (m_head.contentLength)
            m_body.reserve(
                static_cast<qsizetype>(std::min<quint64>(*m_head.contentLength, kMostReserved)));
    }

    std::size_t take(string_view piece, error_code& error)
    {
        m_bodyBytes += static_cast<qint64>(piece.size());
        if (m_bodyBytes > m_bodyLimit) {
            refuse(413, "The body is larger than is taken here", error);
            return 0;
        }
        m_body.append(piece.data(), static_cast<qsizetype>(piece.size()));
        return piece.size();
    }
    std::size_t on_body_impl(string_view piece, error_code& error) override
    {
        return take(piece, error);
    }
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override
    {
        m_hasChunk = true;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, string_view piece, error_code& error) override
    {
        return take(piece, error);
    }
    void on_finish_impl(error_code&) override {}

    static constexpr quint64 kMostReserved = 1024 * 1024;
    bool m_hasHead = false;
    bool m_isPaused = false;
    bool m_hasChunk = false;
    qint64 m_bodyLimit = 0;
    qint64 m_bodyBytes = 0;
};

RequestParser::RequestParser(const Limits& limits)
    : m_reader(std::make_unique<Reader>(limits))
{
}

RequestParser::~RequestParser() = default;

qsizetype RequestParser::feed(QByteArrayView bytes)
{
    return m_reader->feed(bytes);
}

RequestParser::State RequestParser::state() const
{
    return m_reader->m_state;
}

const RequestParser::Fault& RequestParser::fault() const
{
    return m_reader->m_fault;
}

const RequestHead& RequestParser::head() const
{
    return m_reader->m_head;
}

void RequestParser::readBody(qint64 limit)
{
    m_reader->readBody(limit);
}

QByteArray RequestParser::takeBody()
{
    return std::exchange(m_reader->m_body, {});
}

} // namespace Patchbay
