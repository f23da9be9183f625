// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/bodyscan.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr int kDeepest = 1024;
constexpr qsizetype kLongestMember = 64 * 1024; // of those that are read
// Shorter ones are ordinary values of tools.
constexpr qsizetype kShortestEncoded = 512;
constexpr const char* kNoObject = "The body is not a JSON object";
constexpr const char* kCutShort = "The body is not complete JSON";
constexpr const char* kTooDeep = "The body is nested too deeply";
constexpr const char* kTwice = "The body names model, max_tokens, stream or messages twice";

/// Walks over JSON text by its structure alone.
class Walker final
{
public:
    Walker(const QByteArray& body, BodyScan& scan)
        : m_start(body.constData())
        , m_at(m_start)
        , m_end(m_start + body.size())
        , m_scan(scan)
    {
    }

    void walk()
    {
        skipSpace();
        if (m_at == m_end || *m_at != '{')
            return fail(kNoObject);
        ++m_at;
        skipSpace();
        if (m_at != m_end && *m_at == '}') {
            ++m_at;
            return finish();
        }
        while (true) {
            skipSpace();
            if (m_at == m_end || *m_at != '"')
                return fail(m_at == m_end ? kCutShort : kNoObject);
            const BodyScan::Span key = skipString();
            skipSpace();
            if (key.isNull() || m_at == m_end || *m_at != ':')
                return fail(key.isNull() || m_at == m_end ? kCutShort : kNoObject);
            ++m_at;
            skipSpace();
            const char* const valueStart = m_at;
            const bool isMessages = nameIs(key, "messages");
            if (!skipValue(isMessages))
                return;
            member(key, {valueStart - m_start, m_at - valueStart});
            if (m_scan.fault)
                return;
            skipSpace();
            if (m_at == m_end)
                return fail(kCutShort);
            const char next = *m_at++;
            if (next == '}')
                return finish();
            if (next != ',')
                return fail(kNoObject);
        }
    }

private:
    void fail(const char* words) { m_scan.fault = words; }

    void finish()
    {
        skipSpace();
        if (m_at != m_end)
            fail(kNoObject);
    }

    void skipSpace()
    {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t'))
            ++m_at;
    }

    // With its quotes; null when it does not end.
    BodyScan::Span skipString()
    {
        const char* const start = m_at++;
        qint64 wide = 0;
        while (m_at != m_end) {
            skipPlain(wide);
            if (m_at == m_end)
                break;
            const char c = *m_at++;
            if (c == '"') {
                m_wide = wide;
                return {start - m_start, m_at - start};
            }
            if (c == '\\') {
                if (m_at == m_end)
                    break;
                ++m_at;
            } else if (static_cast<signed char>(c) < 0) {
                ++wide;
            }
        }
        fail(kCutShort);
        return {};
    }

    // Eight bytes at a time while none of them is a quote or an escape: nearly all of a request is
    // text.
    void skipPlain(qint64& wide)
    {
        constexpr quint64 ones = 0x0101010101010101;
        constexpr quint64 highs = 0x8080808080808080;
        const auto hasByte = [](quint64 eight, char byte) {
            const quint64 zeroed = eight ^ (ones * static_cast<unsigned char>(byte));
            return (zeroed - ones) & ~zeroed & highs;
        };
        while (m_end - m_at >= 8) {
            quint64 eight = 0;
            std::memcpy(&eight, m_at, sizeof eight);
            if ((hasByte(eight, '"') | hasByte(eight, '\\')) != 0)
                return;
            wide += std::popcount(eight & highs);
            m_at += 8;
        }
    }

    // Any value; whether it ends. Of the list of messages, the first is remembered.
    bool skipValue(bool isMessages)
    {
        int depth = 0;
        bool isData = false; // the next string is that of a key "data"
        const char* first = nullptr;
        if (m_at == m_end)
            return fail(kCutShort), false;
        do {
            if (m_at == m_end)
                return fail(kCutShort), false;
            const char c = *m_at;
            if (c == '"') {
                const BodyScan::Span string = skipString();
                if (string.isNull())
                    return false;
                measure(string, std::exchange(isData, false));
                skipSpace();
                isData = depth > 0 && m_at != m_end && *m_at == ':' && nameIs(string, "data");
            } else if (c == '{' || c == '[') {
                if (++depth > kDeepest)
                    return fail(kTooDeep), false;
                ++m_at;
                if (isMessages && depth == 2 && !first)
                    first = m_at - 1;
            } else if (c == '}' || c == ']') {
                if (depth == 0)
                    return fail(kNoObject), false;
                ++m_at;
                if (--depth == 1 && first && m_firstMessage.isNull())
                    m_firstMessage = {first - m_start, m_at - first};
            } else if (depth == 0) {
                return skipWord();
            } else {
                ++m_at;
            }
        } while (depth > 0);
        if (!m_firstMessage.isNull() && isMessages)
            mixIn(m_firstMessage);
        return true;
    }

    // A number, true, false or null.
    bool skipWord()
    {
        const char* const start = m_at;
        while (m_at != m_end && *m_at != ',' && *m_at != '}' && *m_at != ']' && *m_at != ' ' &&
               *m_at != '\n' && *m_at != '\r' && *m_at != '\t')
            ++m_at;
        if (m_at == start)
            fail(kNoObject);
        return m_at != start;
    }

    void measure(const BodyScan::Span& string, bool isData)
    {
        if (isData && string.size >= kShortestEncoded) {
            m_scan.encodedBytes += string.size;
            ++m_scan.encodedParts;
        } else {
            m_scan.textBytes += string.size - 2;
            m_scan.wideBytes += m_wide;
        }
    }

    [[nodiscard]] QByteArray bytes(const BodyScan::Span& span) const
    {
        return QByteArray::fromRawData(m_start + span.start, span.size);
    }

    // Keys may be written with escapes.
    [[nodiscard]] bool nameIs(const BodyScan::Span& key, QByteArrayView name) const
    {
        const QByteArrayView written(m_start + key.start + 1, key.size - 2);
        if (!written.contains('\\'))
            return written == name;
        return key.size <= kLongestMember && stringAt(key).toUtf8() == name;
    }

    // Words and numbers as they are mostly written; undefined for any other.
    [[nodiscard]] QJsonValue plainValueAt(const BodyScan::Span& span) const
    {
        constexpr qsizetype longestNumber = 15;
        const QByteArrayView text(m_start + span.start, span.size);
        const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
        if (!text.isEmpty() && text.size() <= longestNumber &&
            text.startsWith('0') == (text == "0") && std::all_of(text.begin(), text.end(), isDigit))
            return text.toByteArray().toDouble();
        const auto isPlain = [](char c) { return c >= ' ' && c < 0x7f && c != '"' && c != '\\'; };
        if (text.size() >= 2 && text.front() == '"' && text.back() == '"' &&
            std::all_of(text.begin() + 1, text.end() - 1, isPlain))
            return QString::fromLatin1(text.sliced(1, text.size() - 2));
        return QJsonValue::Undefined;
    }
    [[nodiscard]] QJsonValue valueAt(const BodyScan::Span& span) const
    {
        if (span.size > kLongestMember)
            return QJsonValue::Undefined;
        if (const QJsonValue plain = plainValueAt(span); !plain.isUndefined())
            return plain;
        return QJsonDocument::fromJson('[' + bytes(span) + ']').array().at(0);
    }
    [[nodiscard]] QString stringAt(const BodyScan::Span& span) const
    {
        return valueAt(span).toString();
    }

    void member(const BodyScan::Span& key, const BodyScan::Span& value)
    {
        const auto once = [this](bool& isThere) {
            if (std::exchange(isThere, true))
                fail(kTwice);
        };
        if (nameIs(key, "model")) {
            once(m_hasModel);
            m_scan.model = stringAt(value);
            m_scan.modelSpan = value;
        } else if (nameIs(key, "max_tokens")) {
            once(m_hasMaxTokens);
            const double number = valueAt(value).toDouble(0);
            m_scan.maxTokens = number > 0 && number < 1e12 ? static_cast<qint64>(number) : 0;
            m_scan.maxTokensSpan = value;
        } else if (nameIs(key, "stream")) {
            once(m_hasStream);
            m_scan.stream = bytes(value) == "true";
        } else if (nameIs(key, "messages")) {
            once(m_hasMessages);
        } else if (nameIs(key, "system")) {
            mixIn(value);
        } else if (nameIs(key, "metadata")) {
            m_scan.session = sessionOf(valueAt(value).toObject().value("user_id"_L1).toString());
        } else if (nameIs(key, "thinking")) {
            m_scan.thinkingSpan = value;
        } else if (nameIs(key, "temperature")) {
            m_scan.temperatureSpan = value;
        }
    }

    // What Claude Code has there: JSON, or in older versions "user_…_session_ID".
    static QString sessionOf(const QString& userId)
    {
        const QJsonObject object = QJsonDocument::fromJson(userId.toUtf8()).object();
        if (const QString session = object.value("session_id"_L1).toString(); !session.isEmpty())
            return session;
        static const QString mark = u"_session_"_s;
        const qsizetype at = userId.lastIndexOf(mark);
        return at < 0 ? QString() : userId.mid(at + mark.size());
    }

    // The order in which they stand does not matter.
    void mixIn(const BodyScan::Span& span)
    {
        m_scan.openingHash += qHashBits(m_start + span.start, static_cast<size_t>(span.size), 1);
        if (m_scan.openingHash == 0)
            m_scan.openingHash = 1;
    }

    const char* const m_start;
    const char* m_at;
    const char* const m_end;
    BodyScan& m_scan;
    BodyScan::Span m_firstMessage;
    qint64 m_wide = 0; // in the string skipped last
    bool m_hasModel = false;
    bool m_hasMaxTokens = false;
    bool m_hasStream = false;
    bool m_hasMessages = false;
};

} // namespace

BodyScan BodyScan::of(const QByteArray& body)
{
    BodyScan scan;
    Walker(body, scan).walk();
    return scan;
}

qint64 BodyScan::estimatedInputTokens() const
{
    // Of prose and code the newer tokenizers make a token of three letters, of other scripts about
    // one of a character, which is three bytes. Pictures are at most some thousand; of a document's
    // pages nothing is known but their size.
    constexpr qint64 lettersPerToken = 3;
    constexpr qint64 bytesPerWideToken = 2;
    constexpr qint64 tokensOfPart = 2000;
    constexpr qint64 encodedPerToken = 200;
    constexpr qint64 overhead = 50;
    return overhead + (textBytes - wideBytes) / lettersPerToken + wideBytes / bytesPerWideToken +
           encodedParts * tokensOfPart + encodedBytes / encodedPerToken;
}

} // namespace Patchbay
