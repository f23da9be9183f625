// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/openaierror.h"

#include "claude/apierror.h"
#include "claude/limits.h"
#include "endpoint/openai/jsonwriter.h"

#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

struct Form
{
    int status;   // of the Messages API
    int answered; // to a client of OpenAI's
    QLatin1StringView type;
    QLatin1StringView code;
};
constexpr std::array<Form, 11> kForms{
    {{400, 400, "invalid_request_error"_L1, ""_L1},
     {401, 401, "invalid_request_error"_L1, "invalid_api_key"_L1},
     {402, 402, "insufficient_quota"_L1, "insufficient_quota"_L1},
     {403, 403, "permission_error"_L1, "permission_denied"_L1},
     {404, 404, "invalid_request_error"_L1, "model_not_found"_L1},
     {409, 409, "invalid_request_error"_L1, "conflict"_L1},
     {413, 413, "invalid_request_error"_L1, "request_too_large"_L1},
     {429, 429, "rate_limit_error"_L1, "rate_limit_exceeded"_L1},
     {500, 500, "server_error"_L1, "server_error"_L1},
     {504, 504, "server_error"_L1, "timeout"_L1},
     {529, 503, "server_error"_L1, "overloaded"_L1}}};

Form formOf(int status)
{
    for (const Form& form : kForms) {
        if (form.status == status)
            return form;
    }
    if (status >= 400 && status < 500)
        return {status, status, "invalid_request_error"_L1, ""_L1};
    return {status, status >= 500 ? status : 500, "server_error"_L1, "server_error"_L1};
}

// Clients shorten the conversation on that code. The provider has none for it, only words: where
// they change, the error is a plain 400.
bool isTooLong(const ApiError& error)
{
    return error.message.startsWith("prompt is too long"_L1, Qt::CaseInsensitive);
}

QJsonObject inner(const QJsonObject& error)
{
    return error.value("error"_L1).toObject();
}

} // namespace

OpenAiError OpenAiError::invalid(const QString& param, const QString& message)
{
    return {400, u"invalid_request_error"_s, {}, param, message};
}

OpenAiError OpenAiError::fromAnswer(int status, QByteArrayView body)
{
    return fromApiError(ApiError::fromAnswer(status, body, AnswerHeaders()));
}

OpenAiError OpenAiError::fromApiError(const ApiError& error)
{
    const Form form = formOf(error.effectiveStatus());
    OpenAiError result{form.answered, form.type, form.code, {}, {}};
    result.message = inner(error.toJson()).value("message"_L1).toString();
    if (error.isSpendLimit())
        result.type = result.code = u"insufficient_quota"_s;
    else if (!error.errorCode.isEmpty())
        result.code = error.errorCode;
    else if (form.status == 400 && isTooLong(error))
        result.code = u"context_length_exceeded"_s;
    return result;
}

OpenAiError OpenAiError::fromError(const Error& error)
{
    const QJsonObject json = inner(errorToJson(error));
    ApiError known;
    known.type = json.value("type"_L1).toString();
    OpenAiError result = fromApiError(known);
    result.message = json.value("message"_L1).toString();
    return result;
}

QByteArray OpenAiError::innerJson() const
{
    const auto orNull = [](const QString& text) {
        return text.isEmpty() ? QByteArray("null") : '"' + jsonEscaped(text.toUtf8()) + '"';
    };
    JsonWriter json;
    json.beginObject().member("message", message).member("type", type);
    json.rawMember("param", orNull(param)).rawMember("code", orNull(code)).endObject();
    return json.take();
}

QByteArray OpenAiError::toJson() const
{
    return "{\"error\":" + innerJson() + '}';
}

} // namespace Patchbay
