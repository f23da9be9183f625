// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/answerforms.h"

#include "endpoint/openai/jsonwriter.h"

namespace Patchbay {

namespace {

struct Names
{
    QByteArrayView prompt;
    QByteArrayView promptDetails;
    QByteArrayView answer;
    QByteArrayView answerDetails;
};

QByteArray usageWith(const Names& names, const TokenUsage& usage)
{
    JsonWriter json;
    json.beginObject().name(names.prompt).integer(usage.prompt());
    json.name(names.answer).integer(usage.output);
    json.name("total_tokens").integer(usage.total());
    json.name(names.promptDetails).beginObject().name("cached_tokens").integer(usage.cacheRead);
    json.name("cache_write_tokens").integer(usage.cacheWrite()).endObject();
    json.name(names.answerDetails).beginObject();
    json.name("reasoning_tokens").integer(usage.thinking).endObject();
    return json.endObject().take();
}

} // namespace

QByteArray chatUsage(const TokenUsage& usage)
{
    return usageWith({"prompt_tokens", "prompt_tokens_details", "completion_tokens",
                      "completion_tokens_details"},
                     usage);
}

QByteArray responsesUsage(const TokenUsage& usage)
{
    return usageWith(
        {"input_tokens", "input_tokens_details", "output_tokens", "output_tokens_details"}, usage);
}

QByteArray finishReason(const QByteArray& stopReason, bool calledTools)
{
    if (stopReason == "max_tokens" || stopReason == "model_context_window_exceeded")
        return "length";
    if (stopReason == "refusal")
        return "content_filter";
    if (stopReason == "tool_use" || (stopReason.isEmpty() && calledTools))
        return "tool_calls";
    return "stop";
}

QByteArray idStem(QByteArrayView id)
{
    if (id.startsWith("msg_"))
        id = id.sliced(4);
    return id.isEmpty() ? QByteArray("0") : id.toByteArray();
}

} // namespace Patchbay
