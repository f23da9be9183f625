// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openaitranslation.h"

#include "endpoint/openai/chatcompletionsanswer.h"
#include "endpoint/openai/chatcompletionsrequest.h"
#include "endpoint/openai/responsesanswer.h"
#include "endpoint/openai/responsesrequest.h"

namespace Patchbay {

namespace {

constexpr qsizetype kLongestNotes = 500;

} // namespace

Translated<std::unique_ptr<OpenAiTranslation>> OpenAiTranslation::of(Route route,
                                                                     QByteArrayView body,
                                                                     const TranslationRules& rules,
                                                                     qint64 createdS)
{
    auto request = route == Route::Responses ? translateResponsesRequest(body, rules)
                                             : translateChatCompletionsRequest(body, rules);
    if (!request)
        return Refusal(request.error());
    return std::make_unique<OpenAiTranslation>(route, std::move(*request), createdS);
}

OpenAiTranslation::OpenAiTranslation(Route route, TranslatedRequest request, qint64 createdS)
    : m_route(route)
    , m_request(std::move(request))
    , m_createdS(createdS)
{
    if (route == Route::Responses)
        m_stream.emplace<ResponsesStream>(m_request, createdS);
    else
        m_stream.emplace<ChatCompletionsStream>(m_request, createdS);
}

QByteArray OpenAiTranslation::feed(QByteArrayView bytes)
{
    if (auto* chat = std::get_if<ChatCompletionsStream>(&m_stream))
        return chat->feed(bytes);
    return std::get<ResponsesStream>(m_stream).feed(bytes);
}

QByteArray OpenAiTranslation::finish()
{
    if (auto* chat = std::get_if<ChatCompletionsStream>(&m_stream))
        return chat->finish();
    return std::get<ResponsesStream>(m_stream).finish();
}

QByteArray OpenAiTranslation::fail(const Error& error)
{
    if (auto* chat = std::get_if<ChatCompletionsStream>(&m_stream))
        return chat->fail(error);
    return std::get<ResponsesStream>(m_stream).fail(error);
}

Translated<QByteArray> OpenAiTranslation::whole(QByteArrayView body) const
{
    return m_route == Route::Responses
               ? translateResponsesAnswer(body, m_request, m_createdS)
               : translateChatCompletionsAnswer(body, m_request, m_createdS);
}

QByteArray OpenAiTranslation::notes() const
{
    QByteArray notes;
    for (const char c : m_request.notes.join(QStringLiteral("; ")).toLatin1())
        notes += c >= 0x20 && c < 0x7f ? c : '?';
    return notes.left(kLongestNotes);
}

EndpointAnswer OpenAiTranslation::answerOf(const OpenAiError& error)
{
    EndpointAnswer answer;
    answer.status = error.status;
    answer.body = error.toJson();
    return answer;
}

} // namespace Patchbay
