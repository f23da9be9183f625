// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/apianswer.h"
#include "endpoint/openai/chatcompletionsstream.h"
#include "endpoint/openai/responsesstream.h"

#include <optional>
#include <variant>

namespace Patchbay {

/// One request of OpenAI's form and its answer, on their way to the Messages API and back. No I/O.
class OpenAiTranslation final
{
public:
    /// `route`: ChatCompletions or Responses. `createdS`: seconds since 1970.
    [[nodiscard]] static Translated<std::unique_ptr<OpenAiTranslation>>
    of(Route route, QByteArrayView body, const TranslationRules& rules, qint64 createdS);

    OpenAiTranslation(Route route, TranslatedRequest request, qint64 createdS);

    /// For POST /v1/messages.
    [[nodiscard]] const TranslatedRequest& request() const { return m_request; }

    // A streamed answer: what these bytes become, what follows at its end, what tells of a failure.
    [[nodiscard]] QByteArray feed(QByteArrayView bytes);
    [[nodiscard]] QByteArray finish();
    [[nodiscard]] QByteArray fail(const Error& error);

    /// The whole body of a good answer.
    [[nodiscard]] Translated<QByteArray> whole(QByteArrayView body) const;
    /// What is told about the translation in a header; may be empty.
    [[nodiscard]] QByteArray notes() const;

    [[nodiscard]] static EndpointAnswer answerOf(const OpenAiError& error);

private:
    Route m_route;
    TranslatedRequest m_request;
    qint64 m_createdS;
    std::variant<std::monostate, ChatCompletionsStream, ResponsesStream> m_stream;
};

} // namespace Patchbay
