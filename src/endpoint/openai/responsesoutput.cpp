// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/responsesoutput.h"

#include "endpoint/openai/answerforms.h"
#include "endpoint/openai/jsonwriter.h"

namespace Patchbay {

ResponsesOutput::ResponsesOutput(const TranslatedRequest& request, qint64 createdS)
    : m_stem("0")
    , m_model(jsonEscaped(request.model.toUtf8()))
    , m_echo(request.echo)
    , m_createdS(createdS)
{
}

void ResponsesOutput::start(QByteArrayView messageId, QByteArrayView model)
{
    m_stem = idStem(messageId);
    if (!model.isEmpty())
        m_model = model.toByteArray();
}

QByteArray ResponsesOutput::itemId(QByteArrayView kind, int index) const
{
    return kind.toByteArray() + '_' + m_stem + '_' + QByteArray::number(index);
}

QByteArray ResponsesOutput::response(QByteArrayView status, const QByteArray& usage,
                                     QByteArrayView reason, const OpenAiError* error) const
{
    JsonWriter json;
    json.beginObject().name("id").escaped("resp_" + m_stem).member("object", "response");
    json.name("created_at").integer(m_createdS).member("status", status);
    json.name("background").boolean(false).name("error");
    if (error == nullptr) {
        json.null();
    } else {
        json.beginObject().member("code", error->code.isEmpty() ? error->type : error->code);
        json.member("message", error->message).endObject();
    }
    json.name("incomplete_details");
    if (reason.isEmpty())
        json.null();
    else
        json.beginObject().member("reason", reason).endObject();
    json.raw(m_echo).name("model").escaped(m_model).name("output").beginArray();
    for (const QByteArray& item : m_items)
        json.raw(item);
    json.endArray().name("previous_response_id").null().name("store").boolean(false);
    json.member("truncation", "disabled").rawMember("usage", usage.isEmpty() ? "null" : usage);
    return json.endObject().take();
}

QByteArray ResponsesOutput::message(QByteArrayView id, QByteArrayView status, QByteArrayView parts)
{
    JsonWriter json;
    json.beginObject().name("id").escaped(id).member("type", "message").member("status", status);
    json.member("role", "assistant").name("content").beginArray().raw(parts).endArray();
    return json.endObject().take();
}

QByteArray ResponsesOutput::textPart(QByteArrayView text)
{
    JsonWriter json;
    json.beginObject().member("type", "output_text").name("text").escaped(text);
    json.name("annotations").beginArray().endArray().name("logprobs").beginArray().endArray();
    return json.endObject().take();
}

QByteArray ResponsesOutput::refusalPart(QByteArrayView text)
{
    JsonWriter json;
    json.beginObject().member("type", "refusal").name("refusal").escaped(text);
    return json.endObject().take();
}

QByteArray ResponsesOutput::functionCall(QByteArrayView id, QByteArrayView status,
                                         QByteArrayView callId, QByteArrayView name,
                                         QByteArrayView arguments)
{
    JsonWriter json;
    json.beginObject().name("id").escaped(id).member("type", "function_call");
    json.member("status", status).name("call_id").escaped(callId).name("name").escaped(name);
    json.name("arguments").escaped(arguments);
    return json.endObject().take();
}

QByteArray ResponsesOutput::reasoning(QByteArrayView id, QByteArrayView summary,
                                      QByteArrayView sealed)
{
    JsonWriter json;
    json.beginObject().name("id").escaped(id).member("type", "reasoning");
    json.name("summary").beginArray();
    if (!summary.isEmpty())
        json.raw(summaryPart(summary));
    json.endArray();
    if (!sealed.isEmpty())
        json.member("encrypted_content", sealed);
    return json.endObject().take();
}

QByteArray ResponsesOutput::summaryPart(QByteArrayView text)
{
    JsonWriter json;
    json.beginObject().member("type", "summary_text").name("text").escaped(text);
    return json.endObject().take();
}

} // namespace Patchbay
