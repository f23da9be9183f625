// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/jsonwriter.h"

namespace Patchbay {

namespace {

void appendEscaped(QByteArray& bytes, QByteArrayView utf8)
{
    static constexpr QByteArrayView kHex = "0123456789abcdef";
    const char* from = utf8.begin();
    for (const char* at = from; at != utf8.end(); ++at) {
        const auto c = static_cast<unsigned char>(*at);
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        bytes.append(QByteArrayView(from, at));
        from = at + 1;
        bytes.append('\\');
        if (c == '"' || c == '\\') {
            bytes.append(*at);
        } else if (c == '\n') {
            bytes.append('n');
        } else if (c == '\r') {
            bytes.append('r');
        } else if (c == '\t') {
            bytes.append('t');
        } else {
            bytes.append("u00");
            bytes.append(kHex.at(c >> 4));
            bytes.append(kHex.at(c & 0xf));
        }
    }
    bytes.append(QByteArrayView(from, utf8.end()));
}

} // namespace

QByteArray jsonEscaped(QByteArrayView utf8)
{
    QByteArray bytes;
    appendEscaped(bytes, utf8);
    return bytes;
}

void JsonWriter::comma()
{
    if (m_needsComma)
        m_bytes.append(',');
    m_needsComma = true;
}

JsonWriter& JsonWriter::open(char bracket)
{
    comma();
    m_bytes.append(bracket);
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket)
{
    m_bytes.append(bracket);
    m_needsComma = true;
    return *this;
}

JsonWriter& JsonWriter::name(QByteArrayView name)
{
    comma();
    m_bytes.append('"');
    m_bytes.append(name);
    m_bytes.append("\":");
    m_needsComma = false;
    return *this;
}

JsonWriter& JsonWriter::raw(QByteArrayView json)
{
    if (json.isEmpty())
        return *this;
    comma();
    m_bytes.append(json);
    return *this;
}

JsonWriter& JsonWriter::string(QByteArrayView utf8)
{
    comma();
    m_bytes.append('"');
    appendEscaped(m_bytes, utf8);
    m_bytes.append('"');
    return *this;
}

JsonWriter& JsonWriter::escaped(QByteArrayView body)
{
    comma();
    m_bytes.append('"');
    m_bytes.append(body);
    m_bytes.append('"');
    return *this;
}

JsonWriter& JsonWriter::memberIfThere(QByteArrayView key, const JsonText& value)
{
    return value.isNull() ? *this : name(key).raw(value.raw());
}

} // namespace Patchbay
