// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/bodyreader.h"

#include <zlib.h>

#include <array>

namespace Patchbay {

class BodyReader::Inflater final
{
public:
    Inflater()
    {
        constexpr int gzipAlone = 16 + MAX_WBITS;
        m_isReady = inflateInit2(&m_stream, gzipAlone) == Z_OK;
    }
    ~Inflater() { inflateEnd(&m_stream); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    Fault feed(const QByteArray& piece, qint64 limit, QByteArray& body)
    {
        if (!m_isReady || (m_isAtEnd && !piece.isEmpty()))
            return Fault::Broken;           // bytes after the end
        std::array<char, 64 * 1024> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init)
        // zlib takes no const bytes, and leaves them as they are.
        m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.constData()));
        m_stream.avail_in = static_cast<uInt>(piece.size());
        while (m_stream.avail_in > 0 || m_stream.avail_out == 0) {
            m_stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
            m_stream.avail_out = static_cast<uInt>(buffer.size());
            const int result = inflate(&m_stream, Z_NO_FLUSH);
            const auto got = static_cast<qsizetype>(buffer.size() - m_stream.avail_out);
            if (body.size() + got > limit)
                return Fault::TooLarge;
            body.append(buffer.data(), got);
            if (result == Z_STREAM_END) {
                m_isAtEnd = true;
                return m_stream.avail_in == 0 ? Fault::None : Fault::Broken;
            }
            if (result == Z_BUF_ERROR)
                break; // it wants more
            if (result != Z_OK)
                return Fault::Broken;
        }
        return Fault::None;
    }

    [[nodiscard]] bool isAtEnd() const { return m_isAtEnd; }

private:
    z_stream m_stream{};
    bool m_isReady = false;
    bool m_isAtEnd = false;
};

BodyReader::BodyReader(Coding coding, qint64 limit)
    : m_limit(limit)
    , m_inflater(coding == Coding::Gzip ? std::make_unique<Inflater>() : nullptr)
{
}

BodyReader::~BodyReader() = default;

BodyReader::Fault BodyReader::feed(QByteArray piece)
{
    if (piece.isEmpty())
        return Fault::None;
    if (m_inflater)
        return m_inflater->feed(piece, m_limit, m_body);
    if (m_body.size() + piece.size() > m_limit)
        return Fault::TooLarge;
    if (m_body.isEmpty())
        m_body = std::move(piece);
    else
        m_body += piece;
    return Fault::None;
}

BodyReader::Fault BodyReader::finish()
{
    return m_inflater && !m_inflater->isAtEnd() ? Fault::Broken : Fault::None;
}

} // namespace Patchbay
