// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <expected>

namespace Patchbay {

struct ApiError;
struct Error;

/// An error in the form of OpenAI's API: {"error":{"message","type","param","code"}}
/// (PROTOCOL 7.1). Its words go to programs and their logs and are in English, as those of the APIs
/// are. A value.
struct OpenAiError
{
    int status = 400;
    QString type;
    QString code;  // null in JSON when empty
    QString param; // what of the request is wrong: "messages[2].content"; null when empty
    QString message;

    /// A request that cannot be translated.
    [[nodiscard]] static OpenAiError invalid(const QString& param, const QString& message);
    /// What the Messages API answered; its body may be anything. Overload (529) becomes 503, for
    /// which clients of OpenAI's have words; every other status stays.
    [[nodiscard]] static OpenAiError fromAnswer(int status, QByteArrayView body);
    [[nodiscard]] static OpenAiError fromApiError(const ApiError& error);
    /// A failure on this side of the upstream.
    [[nodiscard]] static OpenAiError fromError(const Error& error);

    [[nodiscard]] QByteArray toJson() const;
    /// What stands under "error".
    [[nodiscard]] QByteArray innerJson() const;

    bool operator==(const OpenAiError&) const = default;
};

/// What a translation gives: the thing, or why the client's request cannot be one.
template <class T>
using Translated = std::expected<T, OpenAiError>;

using Refusal = std::unexpected<OpenAiError>;

[[nodiscard]] inline Refusal refuse(const QString& param, const QString& message)
{
    return Refusal(OpenAiError::invalid(param, message));
}

} // namespace Patchbay
