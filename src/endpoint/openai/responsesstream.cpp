// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/responsesstream.h"

#include "endpoint/openai/answerforms.h"
#include "endpoint/openai/jsonwriter.h"
#include "endpoint/openai/thinkingblock.h"

namespace Patchbay {

ResponsesStream::ResponsesStream(const TranslatedRequest& request, qint64 createdS)
    : m_reader(*this)
    , m_made(request, createdS)
    , m_includesReasoning(request.includesReasoning)
{
}

QByteArray ResponsesStream::feed(QByteArrayView bytes)
{
    m_reader.feed(bytes);
    return takeOutput();
}

QByteArray ResponsesStream::finish()
{
    m_reader.finish();
    return takeOutput();
}

QByteArray ResponsesStream::fail(const Error& error)
{
    m_reader.fail(error);
    return takeOutput();
}

Translated<QByteArray> ResponsesStream::whole(QByteArrayView body)
{
    m_reader.readWhole(body);
    if (m_error)
        return Refusal(*m_error);
    return m_response;
}

QByteArray ResponsesStream::takeOutput()
{
    return std::exchange(m_output, {});
}

JsonWriter ResponsesStream::event(QByteArrayView type)
{
    JsonWriter json;
    json.beginObject().member("type", type).name("sequence_number").integer(m_sequence++);
    return json;
}

JsonWriter ResponsesStream::event(QByteArrayView type, const Item& item)
{
    JsonWriter json = event(type);
    json.name("item_id").escaped(item.id).name("output_index").integer(item.index);
    return json;
}

void ResponsesStream::send(QByteArrayView type, JsonWriter& json)
{
    m_output.append("event: ").append(type).append("\ndata: ");
    m_output.append(json.endObject().bytes()).append("\n\n");
}

void ResponsesStream::sendResponse(QByteArrayView type)
{
    JsonWriter json = event(type);
    json.rawMember("response", m_response);
    send(type, json);
}

void ResponsesStream::started(QByteArrayView id, QByteArrayView model)
{
    m_isStarted = true;
    m_made.start(id, model);
    m_response = m_made.response("in_progress");
    sendResponse("response.created");
    sendResponse("response.in_progress");
}

ResponsesStream::Item ResponsesStream::open(QByteArrayView kind)
{
    Item item;
    item.index = m_nextItem++;
    item.id = m_made.itemId(kind, item.index);
    item.isOpen = true;
    return item;
}

void ResponsesStream::itemAdded(const Item& item, const QByteArray& json)
{
    JsonWriter added = event("response.output_item.added");
    added.name("output_index").integer(item.index).rawMember("item", json);
    send("response.output_item.added", added);
}

void ResponsesStream::itemDone(const Item& item, const QByteArray& json)
{
    JsonWriter done = event("response.output_item.done");
    done.name("output_index").integer(item.index).rawMember("item", json);
    send("response.output_item.done", done);
    m_made.setItem(item.index, json);
}

void ResponsesStream::openMessage()
{
    m_message = open("msg");
    itemAdded(m_message, ResponsesOutput::message(m_message.id, "in_progress", {}));
}

void ResponsesStream::text(QByteArrayView escaped)
{
    if (!m_message.isOpen)
        openMessage();
    if (m_message.text.isEmpty()) {
        JsonWriter part = event("response.content_part.added", m_message);
        part.name("content_index").integer(0).rawMember("part", ResponsesOutput::textPart({}));
        send("response.content_part.added", part);
    }
    m_message.text.append(escaped);
    JsonWriter delta = event("response.output_text.delta", m_message);
    delta.name("content_index").integer(0).name("delta").escaped(escaped);
    delta.name("logprobs").beginArray().endArray();
    send("response.output_text.delta", delta);
}

void ResponsesStream::closeMessage(QByteArrayView refusal)
{
    if (!m_message.isOpen && refusal.isEmpty())
        return;
    if (!m_message.isOpen)
        openMessage();
    const Item message = std::exchange(m_message, {});
    QByteArray parts;
    if (!message.text.isEmpty()) {
        parts = ResponsesOutput::textPart(message.text);
        JsonWriter text = event("response.output_text.done", message);
        text.name("content_index").integer(0).name("text").escaped(message.text);
        text.name("logprobs").beginArray().endArray();
        send("response.output_text.done", text);
        JsonWriter part = event("response.content_part.done", message);
        part.name("content_index").integer(0).rawMember("part", parts);
        send("response.content_part.done", part);
    }
    if (!refusal.isEmpty()) {
        tellRefusal(message, refusal, parts.isEmpty() ? 0 : 1);
        parts += (parts.isEmpty() ? "" : ",") + ResponsesOutput::refusalPart(refusal);
    }
    itemDone(message, ResponsesOutput::message(message.id, "completed", parts));
}

void ResponsesStream::tellRefusal(const Item& message, QByteArrayView refusal, int contentIndex)
{
    JsonWriter added = event("response.content_part.added", message);
    added.name("content_index").integer(contentIndex);
    added.rawMember("part", ResponsesOutput::refusalPart({}));
    send("response.content_part.added", added);
    JsonWriter delta = event("response.refusal.delta", message);
    delta.name("content_index").integer(contentIndex).name("delta").escaped(refusal);
    send("response.refusal.delta", delta);
    JsonWriter text = event("response.refusal.done", message);
    text.name("content_index").integer(contentIndex).name("refusal").escaped(refusal);
    send("response.refusal.done", text);
    JsonWriter done = event("response.content_part.done", message);
    done.name("content_index").integer(contentIndex);
    done.rawMember("part", ResponsesOutput::refusalPart(refusal));
    send("response.content_part.done", done);
}

void ResponsesStream::openReasoning(Item& item)
{
    closeMessage();
    item = open("rs");
    itemAdded(item, ResponsesOutput::reasoning(item.id, {}, {}));
}

void ResponsesStream::thinking(qint64 block, QByteArrayView escaped)
{
    Item& item = m_thoughts[block];
    if (!item.isOpen) {
        openReasoning(item);
        JsonWriter part = event("response.reasoning_summary_part.added", item);
        part.name("summary_index").integer(0);
        part.rawMember("part", ResponsesOutput::summaryPart({}));
        send("response.reasoning_summary_part.added", part);
    }
    item.text.append(escaped);
    JsonWriter delta = event("response.reasoning_summary_text.delta", item);
    delta.name("summary_index").integer(0).name("delta").escaped(escaped);
    send("response.reasoning_summary_text.delta", delta);
}

void ResponsesStream::thinkingEnded(qint64 block, QByteArrayView proof, bool isRedacted)
{
    Item item = m_thoughts.take(block);
    const bool isSealed = m_includesReasoning && !proof.isEmpty();
    if (!item.isOpen && !isSealed)
        return;
    if (!item.isOpen)
        openReasoning(item);
    if (!item.text.isEmpty()) {
        JsonWriter text = event("response.reasoning_summary_text.done", item);
        text.name("summary_index").integer(0).name("text").escaped(item.text);
        send("response.reasoning_summary_text.done", text);
        JsonWriter part = event("response.reasoning_summary_part.done", item);
        part.name("summary_index").integer(0);
        part.rawMember("part", ResponsesOutput::summaryPart(item.text));
        send("response.reasoning_summary_part.done", part);
    }
    const QByteArray sealed =
        isSealed ? sealedThinking(thinkingBlock(item.text, proof, isRedacted)) : QByteArray();
    itemDone(item, ResponsesOutput::reasoning(item.id, item.text, sealed));
}

void ResponsesStream::toolStarted(qint64 block, QByteArrayView id, QByteArrayView name)
{
    closeMessage();
    Item item = open("fc");
    item.callId = id.toByteArray();
    item.name = name.toByteArray();
    itemAdded(item, ResponsesOutput::functionCall(item.id, "in_progress", id, name, {}));
    m_calls.insert(block, item);
}

void ResponsesStream::toolInput(qint64 block, QByteArrayView escaped)
{
    Item& item = m_calls[block];
    item.text.append(escaped);
    JsonWriter delta = event("response.function_call_arguments.delta", item);
    delta.name("delta").escaped(escaped);
    send("response.function_call_arguments.delta", delta);
}

void ResponsesStream::toolEnded(qint64 block)
{
    const Item item = m_calls.take(block);
    JsonWriter done = event("response.function_call_arguments.done", item);
    done.name("name").escaped(item.name).name("arguments").escaped(item.text);
    send("response.function_call_arguments.done", done);
    itemDone(item, ResponsesOutput::functionCall(item.id, "completed", item.callId, item.name,
                                                 item.text));
}

void ResponsesStream::ping()
{
    m_output.append(": ping\n\n");
}

void ResponsesStream::finished(const End& end)
{
    closeMessage(end.stopReason == "refusal" ? QByteArrayView(end.explanation) : QByteArrayView());
    const QByteArray reason = finishReason(end.stopReason, false);
    const QByteArray usage = responsesUsage(end.usage);
    if (reason == "length" || reason == "content_filter") {
        m_response = m_made.response("incomplete", usage,
                                     reason == "length" ? "max_output_tokens" : "content_filter");
        sendResponse("response.incomplete");
    } else {
        m_response = m_made.response("completed", usage);
        sendResponse("response.completed");
    }
}

void ResponsesStream::failed(const OpenAiError& error)
{
    m_error = error;
    if (m_isStarted) {
        m_response = m_made.response("failed", {}, {}, &error);
        sendResponse("response.failed");
    }
    JsonWriter json = event("error");
    json.member("code", error.code.isEmpty() ? error.type : error.code);
    json.member("message", error.message).name("param").null();
    send("error", json);
}

} // namespace Patchbay
