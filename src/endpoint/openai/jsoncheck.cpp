// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/jsoncheck.h"

#include <QByteArray>

#include <cmath>
#include <cstring>

namespace Patchbay {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// A pass over the text with a stack of what is open, one character each.
class Checker final
{
public:
    Checker(QByteArrayView bytes, int deepest)
        : m_begin(bytes.begin())
        , m_at(bytes.begin())
        , m_end(bytes.end())
        , m_deepest(deepest)
    {
    }

    std::expected<QByteArrayView, QString> run()
    {
        m_at = skipJsonSpace(m_at, m_end);
        const char* start = m_at;
        if (!value())
            return fault();
        while (!m_open.isEmpty()) {
            if (!next())
                return fault();
        }
        const char* stop = m_at;
        m_at = skipJsonSpace(m_at, m_end);
        if (m_at != m_end)
            return fault();
        return QByteArrayView(start, stop);
    }

private:
    std::unexpected<QString> fault() const
    {
        const auto where = static_cast<qlonglong>(m_at - m_begin);
        if (m_tooDeep)
            return std::unexpected(QStringLiteral("nested deeper than %1 levels").arg(m_deepest));
        if (m_isTooLarge)
            return std::unexpected(
                QStringLiteral("a number out of range before byte %1").arg(where));
        if (m_at == m_end)
            return std::unexpected(QStringLiteral("the text ends too early"));
        return std::unexpected(QStringLiteral("unexpected character at byte %1").arg(where));
    }

    bool has(char c)
    {
        if (m_at == m_end || *m_at != c)
            return false;
        ++m_at;
        return true;
    }

    // A whole value, or the start of an array or object, which is then open.
    bool value()
    {
        if (m_at == m_end)
            return false;
        switch (*m_at) {
        case '"':
            return string();
        case '{':
        case '[':
            return open();
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return number();
        }
    }

    bool open()
    {
        if (m_open.size() == m_deepest) {
            m_tooDeep = true;
            return false;
        }
        m_open.append(*m_at++);
        m_isFresh = true;
        return true;
    }

    // The next member or element of what is open, or its end.
    bool next()
    {
        const bool isObject = m_open.back() == '{';
        m_at = skipJsonSpace(m_at, m_end);
        if (has(isObject ? '}' : ']')) {
            m_open.chop(1);
            m_isFresh = false;
            return true;
        }
        if (!m_isFresh && !has(','))
            return false;
        m_isFresh = false;
        m_at = skipJsonSpace(m_at, m_end);
        if (isObject) {
            if (!string())
                return false;
            m_at = skipJsonSpace(m_at, m_end);
            if (!has(':'))
                return false;
            m_at = skipJsonSpace(m_at, m_end);
        }
        return value();
    }

    bool word(QByteArrayView text)
    {
        if (m_end - m_at < text.size() || std::memcmp(m_at, text.data(), text.size()) != 0)
            return false;
        m_at += text.size();
        return true;
    }

    bool string()
    {
        if (!has('"'))
            return false;
        for (; m_at != m_end; ++m_at) {
            const char c = *m_at;
            if (c == '"') {
                ++m_at;
                return true;
            }
            if (static_cast<unsigned char>(c) < 0x20)
                return false;
            if (c == '\\' && !escape())
                return false;
        }
        return false;
    }

    // Leaves the position at the last character of it.
    bool escape()
    {
        ++m_at;
        if (m_at == m_end)
            return false;
        if (*m_at != 'u')
            return std::strchr("\"\\/bfnrt", *m_at) != nullptr && *m_at != '\0';
        for (int i = 0; i < 4; ++i) {
            ++m_at;
            if (m_at == m_end || !isHexDigit(*m_at))
                return false;
        }
        return true;
    }

    bool digits()
    {
        if (m_at == m_end || !isDigit(*m_at))
            return false;
        while (m_at != m_end && isDigit(*m_at))
            ++m_at;
        return true;
    }

    // One that no double holds is refused: those who read the text after us would each make
    // something else of it.
    bool number()
    {
        const char* start = m_at;
        if (!numberText())
            return false;
        constexpr int kSurelyFits = 300;
        const QByteArrayView text(start, m_at);
        if (text.size() < kSurelyFits && !text.contains('e') && !text.contains('E'))
            return true;
        bool isRead = false;
        const bool fits = std::isfinite(text.toDouble(&isRead)) && isRead;
        m_isTooLarge = !fits;
        return fits;
    }

    bool numberText()
    {
        has('-');
        if (!has('0') && !digits())
            return false;
        if (has('.') && !digits())
            return false;
        if (m_at != m_end && (*m_at == 'e' || *m_at == 'E')) {
            ++m_at;
            if (!has('+'))
                has('-');
            return digits();
        }
        return true;
    }

    const char* m_begin;
    const char* m_at;
    const char* m_end;
    int m_deepest;
    QByteArray m_open;
    bool m_isFresh = false; // nothing has come since the last bracket
    bool m_tooDeep = false;
    bool m_isTooLarge = false;
};

const char* endOfString(const char* at, const char* end)
{
    // A quote ends the string unless an odd number of backslashes stands before it.
    for (const char* from = at + 1;;) {
        const auto* quote =
            static_cast<const char*>(std::memchr(from, '"', static_cast<std::size_t>(end - from)));
        if (quote == nullptr)
            return end;
        const char* slash = quote;
        while (slash != at + 1 && slash[-1] == '\\')
            --slash;
        if ((quote - slash) % 2 == 0)
            return quote + 1;
        from = quote + 1;
    }
}

} // namespace

std::expected<QByteArrayView, QString> checkJson(QByteArrayView bytes, int deepest)
{
    if (!bytes.isValidUtf8())
        return std::unexpected(QStringLiteral("the text is not UTF-8"));
    return Checker(bytes, deepest).run();
}

const char* skipJsonSpace(const char* at, const char* end)
{
    while (at != end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
        ++at;
    return at;
}

const char* endOfJsonValue(const char* at, const char* end)
{
    if (at == end)
        return end;
    if (*at == '"')
        return endOfString(at, end);
    if (*at != '{' && *at != '[') {
        while (at != end && std::strchr(",]} \n\r\t", *at) == nullptr)
            ++at;
        return at;
    }
    for (int depth = 0; at != end;) {
        if (*at == '"') {
            at = endOfString(at, end);
            continue;
        }
        if (*at == '{' || *at == '[')
            ++depth;
        else if ((*at == '}' || *at == ']') && --depth == 0)
            return at + 1;
        ++at;
    }
    return end;
}

} // namespace Patchbay
