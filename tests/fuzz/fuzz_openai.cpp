// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/pricetable.h"
#include "endpoint/openai/chatcompletionsrequest.h"
#include "endpoint/openai/chatcompletionsstream.h"
#include "endpoint/openai/jsontext.h"
#include "endpoint/openai/modellist.h"
#include "endpoint/openai/responsesrequest.h"
#include "endpoint/openai/responsesstream.h"

#include <cstdint>
#include <cstdlib>

using namespace Patchbay;

namespace {

void mustBeJson(const QByteArray& bytes)
{
    if (!JsonText::parse(bytes))
        std::abort();
}

template <class Stream>
void translate(QByteArrayView bytes, qsizetype size)
{
    Stream stream({}, 0);
    for (qsizetype at = 0; at < bytes.size(); at += size)
        (void)stream.feed(bytes.sliced(at, std::min(size, bytes.size() - at)));
    (void)stream.finish();
    if (!stream.hasEnded())
        std::abort();
}

} // namespace

// The first byte says what the rest is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView bytes(reinterpret_cast<const char*>(data) + 1,
                               static_cast<qsizetype>(size) - 1);
    static const PriceTable prices = PriceTable::builtIn();
    TranslationRules rules;
    rules.prices = &prices;
    switch (*data % 5) {
    case 0:
    case 1: {
        const auto request = *data % 5 == 0 ? translateChatCompletionsRequest(bytes, rules)
                                            : translateResponsesRequest(bytes, rules);
        mustBeJson(request ? request->body : request.error().toJson());
        if (request)
            mustBeJson('{' + request->echo + '}');
        break;
    }
    case 2:
        translate<ChatCompletionsStream>(bytes, 1 + *data / 5);
        break;
    case 3:
        translate<ResponsesStream>(bytes, 1 + *data / 5);
        break;
    default:
        mustBeJson(modelListBody(listedModels(bytes)));
        mustBeJson(ResponsesStream({}, 0).whole(bytes).value_or("{}"));
    }
    return 0;
}
