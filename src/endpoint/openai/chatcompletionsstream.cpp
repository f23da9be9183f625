// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/chatcompletionsstream.h"

#include "endpoint/openai/answerforms.h"
#include "endpoint/openai/jsonwriter.h"
#include "endpoint/openai/thinkingblock.h"

namespace Patchbay {

ChatCompletionsStream::ChatCompletionsStream(const TranslatedRequest& request, qint64 createdS)
    : m_reader(*this)
    , m_model(jsonEscaped(request.model.toUtf8()))
    , m_createdS(createdS)
    , m_includesUsage(request.includeUsage)
    , m_usesFunctions(request.usesFunctions)
{
}

QByteArray ChatCompletionsStream::feed(QByteArrayView bytes)
{
    m_reader.feed(bytes);
    return takeOutput();
}

QByteArray ChatCompletionsStream::finish()
{
    m_reader.finish();
    return takeOutput();
}

QByteArray ChatCompletionsStream::fail(const Error& error)
{
    m_reader.fail(error);
    return takeOutput();
}

QByteArray ChatCompletionsStream::takeOutput()
{
    return std::exchange(m_output, {});
}

void ChatCompletionsStream::started(QByteArrayView id, QByteArrayView model)
{
    JsonWriter json;
    json.beginObject().name("id").escaped("chatcmpl-" + idStem(id));
    json.member("object", "chat.completion.chunk").name("created").integer(m_createdS);
    json.name("model").escaped(model.isEmpty() ? m_model : model);
    m_head = "data: " + json.take() + ",\"choices\":[";
    m_tail = m_includesUsage ? "],\"usage\":null}\n\n" : "]}\n\n";
    chunk(R"("role":"assistant","content":"")");
}

// The delta is what stands between its braces.
void ChatCompletionsStream::chunk(QByteArrayView delta, QByteArrayView finishReason)
{
    m_output.append(m_head).append(R"({"index":0,"delta":{)").append(delta);
    m_output.append(R"(},"logprobs":null,"finish_reason":)");
    if (finishReason.isEmpty())
        m_output.append("null");
    else
        m_output.append('"').append(finishReason).append('"');
    m_output.append('}').append(m_tail);
}

void ChatCompletionsStream::text(QByteArrayView escaped)
{
    chunk(R"("content":")" + escaped.toByteArray() + '"');
}

void ChatCompletionsStream::thinking(qint64 block, QByteArrayView escaped)
{
    m_thoughts[block].append(escaped);
    chunk(R"("reasoning_content":")" + escaped.toByteArray() + '"');
}

void ChatCompletionsStream::thinkingEnded(qint64 block, QByteArrayView proof, bool isRedacted)
{
    chunk("\"thinking_blocks\":[" + thinkingBlock(m_thoughts.take(block), proof, isRedacted) + ']');
}

void ChatCompletionsStream::toolStarted(qint64 block, QByteArrayView id, QByteArrayView name)
{
    m_tools.insert(block, m_toolCount++);
    JsonWriter json;
    if (m_usesFunctions) {
        if (m_toolCount > 1) // their form has room for one, and clients would join two
            return;
        json.name("function_call").beginObject().name("name").escaped(name);
        json.member("arguments", "").endObject();
    } else {
        json.name("tool_calls").beginArray().beginObject().name("index").integer(m_tools[block]);
        json.name("id").escaped(id).member("type", "function").name("function").beginObject();
        json.name("name").escaped(name).member("arguments", "");
        json.endObject().endObject().endArray();
    }
    chunk(json.bytes());
}

void ChatCompletionsStream::toolInput(qint64 block, QByteArrayView escaped)
{
    JsonWriter json;
    if (m_usesFunctions) {
        if (m_tools[block] > 0)
            return;
        json.name("function_call").beginObject().name("arguments").escaped(escaped).endObject();
    } else {
        json.name("tool_calls").beginArray().beginObject().name("index").integer(m_tools[block]);
        json.name("function").beginObject().name("arguments").escaped(escaped);
        json.endObject().endObject().endArray();
    }
    chunk(json.bytes());
}

void ChatCompletionsStream::toolEnded(qint64 block)
{
    m_tools.remove(block);
}

void ChatCompletionsStream::ping()
{
    m_output.append(": ping\n\n");
}

void ChatCompletionsStream::finished(const End& end)
{
    if (end.stopReason == "refusal" && !end.explanation.isEmpty())
        chunk(R"("refusal":")" + end.explanation + '"');
    QByteArray reason = finishReason(end.stopReason, m_toolCount > 0);
    if (m_usesFunctions && reason == "tool_calls")
        reason = "function_call";
    chunk({}, reason);
    if (m_includesUsage)
        m_output.append(m_head).append("],\"usage\":").append(chatUsage(end.usage)).append("}\n\n");
    m_output.append("data: [DONE]\n\n");
}

void ChatCompletionsStream::failed(const OpenAiError& error)
{
    m_output.append("data: ").append(error.toJson()).append("\n\n");
}

} // namespace Patchbay
