// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/jsontext.h"

#include "endpoint/openai/jsoncheck.h"

#include <cmath>

namespace Patchbay {

namespace {

void appendUtf8(QByteArray& bytes, char32_t c)
{
    if (c < 0x80) {
        bytes.append(static_cast<char>(c));
    } else if (c < 0x800) {
        bytes.append(static_cast<char>(0xc0 | (c >> 6)));
        bytes.append(static_cast<char>(0x80 | (c & 0x3f)));
    } else if (c < 0x10000) {
        bytes.append(static_cast<char>(0xe0 | (c >> 12)));
        bytes.append(static_cast<char>(0x80 | ((c >> 6) & 0x3f)));
        bytes.append(static_cast<char>(0x80 | (c & 0x3f)));
    } else {
        bytes.append(static_cast<char>(0xf0 | (c >> 18)));
        bytes.append(static_cast<char>(0x80 | ((c >> 12) & 0x3f)));
        bytes.append(static_cast<char>(0x80 | ((c >> 6) & 0x3f)));
        bytes.append(static_cast<char>(0x80 | (c & 0x3f)));
    }
}

// The four digits at `at`; nothing when they are not there.
std::optional<char32_t> codeUnit(QByteArrayView body, qsizetype at)
{
    if (at + 6 > body.size() || body.at(at) != '\\' || body.at(at + 1) != 'u')
        return std::nullopt;
    return body.sliced(at + 2, 4).toUInt(nullptr, 16);
}

// The escape at `at` (a backslash) as UTF-8; where the text goes on.
qsizetype unescape(QByteArrayView body, qsizetype at, QByteArray& bytes)
{
    const char kind = body.at(at + 1);
    if (kind != 'u') {
        static constexpr QByteArrayView kLetters = "bfnrt";
        static constexpr QByteArrayView kMeant = "\b\f\n\r\t";
        const qsizetype i = kLetters.indexOf(kind);
        bytes.append(i < 0 ? kind : kMeant.at(i));
        return at + 2;
    }
    const char32_t first = codeUnit(body, at).value_or(0xfffd);
    if (first < 0xd800 || first > 0xdfff) {
        appendUtf8(bytes, first);
        return at + 6;
    }
    const auto second = codeUnit(body, at + 6);
    if (first < 0xdc00 && second && *second >= 0xdc00 && *second <= 0xdfff) {
        appendUtf8(bytes, 0x10000 + ((first - 0xd800) << 10) + (*second - 0xdc00));
        return at + 12;
    }
    appendUtf8(bytes, 0xfffd);
    return at + 6;
}

} // namespace

std::expected<JsonText, QString> JsonText::parse(QByteArrayView bytes)
{
    const auto checked = checkJson(bytes, kDeepest);
    if (!checked)
        return std::unexpected(checked.error());
    return JsonText(*checked);
}

JsonText::Kind JsonText::kind() const
{
    if (m_raw.isEmpty())
        return Kind::Absent;
    switch (m_raw.front()) {
    case '{':
        return Kind::Object;
    case '[':
        return Kind::Array;
    case '"':
        return Kind::String;
    case 't':
    case 'f':
        return Kind::Bool;
    case 'n':
        return Kind::Null;
    default:
        return Kind::Number;
    }
}

bool JsonText::isNull() const
{
    return kind() == Kind::Null || kind() == Kind::Absent;
}

bool JsonText::isTrue() const
{
    return isBool() && m_raw.front() == 't';
}

QByteArrayView JsonText::body() const
{
    return isString() ? m_raw.sliced(1, m_raw.size() - 2) : QByteArrayView();
}

QByteArray JsonText::utf8() const
{
    const QByteArrayView text = body();
    qsizetype slash = text.indexOf('\\');
    if (slash < 0)
        return text.toByteArray();
    QByteArray bytes;
    bytes.reserve(text.size());
    qsizetype from = 0;
    while (slash >= 0) {
        bytes.append(text.sliced(from, slash - from));
        from = unescape(text, slash, bytes);
        slash = text.indexOf('\\', from);
    }
    bytes.append(text.sliced(from));
    return bytes;
}

bool JsonText::operator==(QByteArrayView text) const
{
    if (!isString())
        return false;
    return body().contains('\\') ? QByteArrayView(utf8()) == text : body() == text;
}

std::optional<double> JsonText::number() const
{
    if (!isNumber())
        return std::nullopt;
    bool isRead = false;
    const double value = m_raw.toDouble(&isRead);
    return isRead && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<qint64> JsonText::integer() const
{
    if (!isNumber())
        return std::nullopt;
    bool isRead = false;
    const qint64 whole = m_raw.toLongLong(&isRead);
    if (isRead)
        return whole;
    constexpr double kMost = 9.0e15; // beyond, a double is not each whole number
    const auto value = number();
    if (!value || std::trunc(*value) != *value || std::abs(*value) > kMost)
        return std::nullopt;
    return static_cast<qint64>(*value);
}

QList<JsonText> JsonText::elements() const
{
    QList<JsonText> found;
    if (!isArray())
        return found;
    const char* end = m_raw.end() - 1;
    for (const char* at = skipJsonSpace(m_raw.begin() + 1, end); at != end;) {
        const char* stop = endOfJsonValue(at, end);
        found.append(JsonText(QByteArrayView(at, stop)));
        at = skipJsonSpace(stop, end);
        if (at != end)
            at = skipJsonSpace(at + 1, end); // the comma
    }
    return found;
}

JsonMembers::JsonMembers(const JsonText& object)
{
    if (!object.isObject())
        return;
    const char* end = object.m_raw.end() - 1;
    for (const char* at = skipJsonSpace(object.m_raw.begin() + 1, end); at != end;) {
        const char* stop = endOfJsonValue(at, end);
        const JsonText name(QByteArrayView(at, stop));
        at = skipJsonSpace(skipJsonSpace(stop, end) + 1, end); // past the colon
        stop = endOfJsonValue(at, end);
        const QByteArrayView body = name.body();
        m_members.append(
            {body.contains('\\') ? name.utf8() : QByteArray::fromRawData(body.data(), body.size()),
             JsonText(QByteArrayView(at, stop))});
        at = skipJsonSpace(stop, end);
        if (at != end)
            at = skipJsonSpace(at + 1, end);
    }
}

JsonText JsonMembers::value(QByteArrayView name) const
{
    JsonText found;
    for (const Member& member : m_members) {
        if (QByteArrayView(member.name) == name)
            found = member.value;
    }
    return found;
}

} // namespace Patchbay
