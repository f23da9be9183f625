// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/chatcompletionsanswer.h"

#include "endpoint/openai/answerforms.h"
#include "endpoint/openai/jsonwriter.h"
#include "endpoint/openai/thinkingblock.h"
#include "endpoint/openai/upstreamanswer.h"

#include <QList>

#include <optional>

namespace Patchbay {

namespace {

// Gathers an answer; there is one block of each kind at a time.
class Gathered final : public AnswerSink
{
public:
    struct Call
    {
        QByteArray id, name, arguments; // escaped
    };
    QByteArray id;
    QByteArray model;
    QByteArray content;
    QByteArray reasoning;
    QByteArray thought; // of the block that is open
    QList<QByteArray> thinkingBlocks;
    QList<Call> calls;
    End end;
    std::optional<OpenAiError> error;

    void started(QByteArrayView messageId, QByteArrayView messageModel) override
    {
        id = "chatcmpl-" + idStem(messageId);
        model = messageModel.toByteArray();
    }
    void text(QByteArrayView escaped) override { content.append(escaped); }
    void thinking(qint64, QByteArrayView escaped) override { thought.append(escaped); }
    void thinkingEnded(qint64, QByteArrayView proof, bool isRedacted) override
    {
        thinkingBlocks.append(thinkingBlock(thought, proof, isRedacted));
        reasoning.append(thought);
        thought.clear();
    }
    void toolStarted(qint64, QByteArrayView callId, QByteArrayView name) override
    {
        calls.append({callId.toByteArray(), name.toByteArray(), {}});
    }
    void toolInput(qint64, QByteArrayView escaped) override
    {
        calls.back().arguments.append(escaped);
    }
    void toolEnded(qint64) override {}
    void ping() override {}
    void finished(const End& how) override { end = how; }
    void failed(const OpenAiError& why) override { error = why; }
};

void writeCalls(JsonWriter& json, const QList<Gathered::Call>& calls, bool asFunction)
{
    if (calls.isEmpty())
        return;
    if (asFunction) {
        json.name("function_call").beginObject().name("name").escaped(calls.first().name);
        json.name("arguments").escaped(calls.first().arguments).endObject();
        return;
    }
    json.name("tool_calls").beginArray();
    for (const Gathered::Call& call : calls) {
        json.beginObject().name("id").escaped(call.id).member("type", "function");
        json.name("function").beginObject().name("name").escaped(call.name);
        json.name("arguments").escaped(call.arguments).endObject().endObject();
    }
    json.endArray();
}

void writeMessage(JsonWriter& json, const Gathered& answer, bool usesFunctions)
{
    json.name("message").beginObject().member("role", "assistant").name("content");
    if (answer.content.isEmpty() && !answer.calls.isEmpty())
        json.null();
    else
        json.escaped(answer.content);
    json.name("refusal");
    if (answer.end.stopReason == "refusal" && !answer.end.explanation.isEmpty())
        json.escaped(answer.end.explanation);
    else
        json.null();
    if (!answer.reasoning.isEmpty())
        json.name("reasoning_content").escaped(answer.reasoning);
    if (!answer.thinkingBlocks.isEmpty()) {
        json.name("thinking_blocks").beginArray();
        for (const QByteArray& block : answer.thinkingBlocks)
            json.raw(block);
        json.endArray();
    }
    writeCalls(json, answer.calls, usesFunctions);
    json.endObject();
}

} // namespace

Translated<QByteArray> translateChatCompletionsAnswer(QByteArrayView body,
                                                      const TranslatedRequest& request,
                                                      qint64 createdS)
{
    Gathered answer;
    UpstreamAnswer(answer).readWhole(body);
    if (answer.error)
        return Refusal(*answer.error);
    QByteArray finish = finishReason(answer.end.stopReason, !answer.calls.isEmpty());
    if (request.usesFunctions && finish == "tool_calls")
        finish = "function_call";

    JsonWriter json;
    json.beginObject().name("id").escaped(answer.id).member("object", "chat.completion");
    json.name("created").integer(createdS).name("model");
    if (answer.model.isEmpty())
        json.string(request.model);
    else
        json.escaped(answer.model);
    json.name("choices").beginArray().beginObject().name("index").integer(0);
    writeMessage(json, answer, request.usesFunctions);
    json.name("logprobs").null().member("finish_reason", finish).endObject().endArray();
    json.rawMember("usage", chatUsage(answer.end.usage)).endObject();
    return json.take();
}

} // namespace Patchbay
