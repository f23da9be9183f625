// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/jsontext.h"

#include <QByteArray>
#include <QStringView>

#include <optional>

namespace Patchbay {

/// Writes compact JSON, piece by piece and in the order given; puts the commas.
class JsonWriter final
{
public:
    JsonWriter& beginObject() { return open('{'); }
    JsonWriter& endObject() { return close('}'); }
    JsonWriter& beginArray() { return open('['); }
    JsonWriter& endArray() { return close(']'); }
    /// A plain name, without anything to escape.
    JsonWriter& name(QByteArrayView name);

    /// JSON as it is: one value, or several that stand with their commas. Nothing for nothing.
    JsonWriter& raw(QByteArrayView json);
    JsonWriter& value(const JsonText& value) { return raw(value.raw()); }
    JsonWriter& string(QByteArrayView utf8);
    JsonWriter& string(QStringView text) { return string(QByteArrayView(text.toUtf8())); }
    /// A string whose escapes are written already.
    JsonWriter& escaped(QByteArrayView body);
    JsonWriter& integer(qint64 number) { return raw(QByteArray::number(number)); }
    JsonWriter& boolean(bool isTrue) { return raw(isTrue ? "true" : "false"); }
    JsonWriter& null() { return raw("null"); }

    JsonWriter& member(QByteArrayView key, QByteArrayView utf8) { return name(key).string(utf8); }
    JsonWriter& member(QByteArrayView key, QStringView text) { return name(key).string(text); }
    JsonWriter& rawMember(QByteArrayView key, QByteArrayView json) { return name(key).raw(json); }
    /// Left out when the value is absent or null.
    JsonWriter& memberIfThere(QByteArrayView key, const JsonText& value);

    [[nodiscard]] const QByteArray& bytes() const { return m_bytes; }
    [[nodiscard]] QByteArray take() { return std::move(m_bytes); }

private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void comma();

    QByteArray m_bytes;
    bool m_needsComma = false;
};

/// What stands between the quotes of a JSON string.
[[nodiscard]] QByteArray jsonEscaped(QByteArrayView utf8);

} // namespace Patchbay
