// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/httpanswerparser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <limits>

namespace Patchbay {

namespace http = boost::beast::http;
using boost::beast::string_view;
using ErrorCode = boost::beast::error_code;

namespace {

QByteArray toBytes(string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

class HttpAnswerParser::Reader final : public http::basic_parser<false>
{
public:
    Reader()
    {
        eager(true);
        // Beast 1.74 takes "no limit" for less than any length.
        body_limit(std::numeric_limits<std::uint64_t>::max());
        header_limit(static_cast<std::uint32_t>(kMostHeaderBytes));
    }

    [[nodiscard]] bool hasStatus() const { return m_head.status != 0; }
    [[nodiscard]] bool isInterim() const { return m_head.status < 200; }
    [[nodiscard]] int keepAliveSeconds() const { return m_keepAliveSeconds; }
    // Beast 1.74 asserts that a last chunk which is the first has come that far, or not been begun.
    [[nodiscard]] bool canTake(qsizetype bytes) const
    {
        static constexpr qsizetype kShortestChunks = 5; // "0\r\n\r\n"
        return m_hasChunk || bytes >= kShortestChunks || !is_header_done() || !chunked();
    }

    std::optional<ResponseHead> takeHead()
    {
        if (!m_isHeadComplete || m_isHeadTaken || isInterim())
            return std::nullopt;
        m_isHeadTaken = true;
        return std::move(m_head);
    }
    QByteArray takeBody() { return std::exchange(m_body, {}); }
    HeaderList takeTrailers() { return std::exchange(m_trailers, {}); }

protected:
    void on_request_impl(http::verb, string_view, string_view, int, ErrorCode&) override {}
    void on_response_impl(int code, string_view, int, ErrorCode& error) override
    {
        m_head.status = code;
        // Nobody asked for another protocol.
        if (code < 100 || code == 101)
            error = http::error::bad_status;
    }
    void on_field_impl(http::field field, string_view name, string_view value,
                       ErrorCode& error) override
    {
        m_headerBytes += static_cast<qsizetype>(name.size() + value.size() + 4);
        if (m_headerBytes > kMostHeaderBytes) {
            error = http::error::header_limit;
            return;
        }
        if (field == http::field::keep_alive)
            readKeepAlive(toBytes(value));
        HeaderList& list = m_isHeadComplete ? m_trailers : m_head.headers;
        list.emplaceBack(toBytes(name).toLower(), toBytes(value));
    }
    void on_header_impl(ErrorCode&) override
    {
        m_isHeadComplete = true;
        m_headerBytes = 0;
    }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
    std::size_t on_body_impl(string_view body, ErrorCode&) override { return take(body); }
    void on_chunk_header_impl(std::uint64_t, string_view, ErrorCode&) override
    {
        m_hasChunk = true;
    }
    std::size_t on_chunk_body_impl(std::uint64_t, string_view body, ErrorCode&) override
    {
        return take(body);
    }
    void on_finish_impl(ErrorCode&) override {}

private:
    std::size_t take(string_view bytes)
    {
        m_body.append(bytes.data(), static_cast<qsizetype>(bytes.size()));
        return bytes.size();
    }
    void readKeepAlive(const QByteArray& value)
    {
        for (const QByteArray& part : value.toLower().split(',')) {
            const QByteArray word = part.trimmed();
            bool isNumber = false;
            const int seconds = word.startsWith("timeout=") ? word.mid(8).toInt(&isNumber) : 0;
            if (isNumber && seconds >= 0)
                m_keepAliveSeconds = seconds;
        }
    }

    ResponseHead m_head;
    QByteArray m_body;
    HeaderList m_trailers;
    qsizetype m_headerBytes = 0;
    int m_keepAliveSeconds = -1;
    bool m_hasChunk = false;
    bool m_isHeadComplete = false;
    bool m_isHeadTaken = false;
};

HttpAnswerParser::HttpAnswerParser(bool hasNoBody)
    : m_reader(std::make_unique<Reader>())
    , m_hasNoBody(hasNoBody)
{
    m_reader->skip(hasNoBody);
}

HttpAnswerParser::~HttpAnswerParser() = default;

HttpAnswerParser::Fault HttpAnswerParser::feed(const QByteArray& bytes)
{
    if (!m_detail.isEmpty())
        return Fault::Malformed;
    m_hasBegun |= !bytes.isEmpty();
    const QByteArray input = m_rest.isEmpty() ? bytes : m_rest + bytes;
    m_rest.clear();
    qsizetype at = 0;
    while (at < input.size() && !isComplete() && m_reader->canTake(input.size() - at)) {
        // The parser would wait for the end of a head that is none.
        static constexpr QByteArrayView kBegin = "HTTP/1.";
        const QByteArrayView left = QByteArrayView(input).sliced(at);
        if (!m_reader->hasStatus() &&
            !kBegin.startsWith(left.first(std::min(left.size(), kBegin.size())))) {
            m_detail = QStringLiteral("no status line");
            return Fault::Malformed;
        }
        ErrorCode error;
        const auto used = static_cast<qsizetype>(m_reader->put(
            boost::asio::buffer(left.data(), static_cast<size_t>(left.size())), error));
        at += used;
        if (error == http::error::need_more)
            break;
        if (error) {
            m_detail = QString::fromStdString(error.message());
            return Fault::Malformed;
        }
        if (m_reader->is_done() && m_reader->isInterim()) {
            m_reader = std::make_unique<Reader>();
            m_reader->skip(m_hasNoBody);
        } else if (used == 0) {
            break;
        }
    }
    m_rest = at == 0 ? input : input.sliced(at);
    if (m_rest.size() > kMostHeaderBytes && !isComplete()) {
        m_detail = QStringLiteral("a line without an end");
        return Fault::Malformed;
    }
    return Fault::None;
}

HttpAnswerParser::Fault HttpAnswerParser::finish()
{
    if (isComplete())
        return Fault::None;
    if (!m_reader->got_some() || !m_reader->is_header_done())
        return Fault::Truncated;
    ErrorCode error;
    m_reader->put_eof(error);
    return error || !m_reader->is_done() ? Fault::Truncated : Fault::None;
}

QString HttpAnswerParser::detail() const
{
    return m_detail;
}

bool HttpAnswerParser::hasBegun() const
{
    return m_hasBegun;
}

bool HttpAnswerParser::isComplete() const
{
    return m_reader->is_done() && !m_reader->isInterim();
}

bool HttpAnswerParser::leavesConnectionOpen() const
{
    return isComplete() && m_rest.isEmpty() && m_detail.isEmpty() && !m_reader->need_eof() &&
           m_reader->keep_alive();
}

int HttpAnswerParser::keepAliveSeconds() const
{
    return m_reader->keepAliveSeconds();
}

std::optional<ResponseHead> HttpAnswerParser::takeHead()
{
    return m_reader->takeHead();
}

QByteArray HttpAnswerParser::takeBody()
{
    return m_reader->takeBody();
}

HeaderList HttpAnswerParser::takeTrailers()
{
    return m_reader->takeTrailers();
}

} // namespace Patchbay
