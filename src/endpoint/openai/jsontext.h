// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <expected>
#include <optional>

namespace Patchbay {

class JsonMembers;

/// A value within JSON text that was checked once: what is under it is handed on as it was written,
/// so that the order of keys, the spelling of numbers and escapes survive a translation (a schema's
/// order decides in which order a model answers). A view: the text must outlive it.
class JsonText final
{
public:
    enum class Kind { Absent, Null, Bool, Number, String, Array, Object };

    static constexpr int kDeepest = 512;

    /// Checks everything: grammar, UTF-8 and depth. Linear, without recursion. The error says what
    /// is wrong and where, for a program's log.
    [[nodiscard]] static std::expected<JsonText, QString> parse(QByteArrayView bytes);

    JsonText() = default;

    [[nodiscard]] Kind kind() const;
    [[nodiscard]] bool isAbsent() const { return m_raw.isEmpty(); }
    /// Absent too.
    [[nodiscard]] bool isNull() const;
    [[nodiscard]] bool isString() const { return kind() == Kind::String; }
    [[nodiscard]] bool isArray() const { return kind() == Kind::Array; }
    [[nodiscard]] bool isObject() const { return kind() == Kind::Object; }
    [[nodiscard]] bool isBool() const { return kind() == Kind::Bool; }
    [[nodiscard]] bool isNumber() const { return kind() == Kind::Number; }
    [[nodiscard]] bool isTrue() const;

    /// As written, without white space around it.
    [[nodiscard]] QByteArrayView raw() const { return m_raw; }
    /// What stands between the quotes of a string, escapes as written; else empty. Two of them
    /// joined are again what may stand between quotes.
    [[nodiscard]] QByteArrayView body() const;
    /// The string in UTF-8, a lone surrogate as U+FFFD; empty for what is no string.
    [[nodiscard]] QByteArray utf8() const;
    [[nodiscard]] QString string() const { return QString::fromUtf8(utf8()); }
    /// Whether it is the string `text`.
    [[nodiscard]] bool operator==(QByteArrayView text) const;
    /// A number without a fraction that fits (1e3 and 2.0 too).
    [[nodiscard]] std::optional<qint64> integer() const;
    [[nodiscard]] std::optional<double> number() const;

    /// Of an array, else none.
    [[nodiscard]] QList<JsonText> elements() const;

private:
    friend class JsonMembers;
    explicit JsonText(QByteArrayView raw)
        : m_raw(raw)
    {
    }

    QByteArrayView m_raw;
};

/// The members of an object, found once.
class JsonMembers final
{
public:
    struct Member
    {
        QByteArray name; // may share the text's bytes
        JsonText value;
    };

    JsonMembers() = default;
    /// None, when it is no object.
    explicit JsonMembers(const JsonText& object);

    /// The last one of that name; absent when there is none.
    [[nodiscard]] JsonText value(QByteArrayView name) const;
    [[nodiscard]] const QList<Member>& all() const { return m_members; }

private:
    QList<Member> m_members;
};

} // namespace Patchbay
