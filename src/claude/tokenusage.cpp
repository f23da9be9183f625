// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/tokenusage.h"

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// Some ten thousand times the largest context window there is: more is a fault of the server.
constexpr qint64 kMostTokens = 10'000'000'000;

// The number under that name, nothing when it is absent, null or not a number.
std::optional<qint64> count(const QJsonObject& object, QLatin1StringView name)
{
    const QJsonValue value = object.value(name);
    if (!value.isDouble())
        return std::nullopt;
    const qint64 number = value.toInteger(0);
    return number < 0 || number > kMostTokens ? 0 : number;
}

void overwrite(qint64& field, const QJsonObject& object, QLatin1StringView name)
{
    field = count(object, name).value_or(field);
}

} // namespace

void TokenUsage::update(const QJsonObject& usage)
{
    overwrite(input, usage, "input_tokens"_L1);
    overwrite(output, usage, "output_tokens"_L1);
    overwrite(cacheRead, usage, "cache_read_input_tokens"_L1);

    const QJsonObject split = usage.value("cache_creation"_L1).toObject();
    overwrite(cacheWrite5m, split, "ephemeral_5m_input_tokens"_L1);
    overwrite(cacheWrite1h, split, "ephemeral_1h_input_tokens"_L1);
    // message_delta carries the sum alone: what the split does not explain counts as 5m.
    if (const auto sum = count(usage, "cache_creation_input_tokens"_L1);
        sum && *sum != cacheWrite()) {
        if (split.isEmpty())
            cacheWrite1h = std::min(cacheWrite1h, *sum);
        cacheWrite5m = std::max(split.isEmpty() ? 0 : cacheWrite5m, *sum - cacheWrite1h);
    }

    overwrite(thinking, usage.value("output_tokens_details"_L1).toObject(), "thinking_tokens"_L1);
    overwrite(webSearches, usage.value("server_tool_use"_L1).toObject(), "web_search_requests"_L1);

    if (const QJsonValue speed = usage.value("speed"_L1); speed.isString())
        fast = speed.toString() == "fast"_L1;
    if (const QJsonValue tier = usage.value("service_tier"_L1); tier.isString())
        batch = tier.toString() == "batch"_L1;
    if (const QJsonValue geo = usage.value("inference_geo"_L1); geo.isString())
        usOnly = geo.toString() == "us"_L1;
}

TokenUsage TokenUsage::fromJson(const QJsonObject& usage)
{
    TokenUsage result;
    result.update(usage);
    return result;
}

QJsonObject TokenUsage::toJson() const
{
    QJsonObject json{
        {u"input_tokens"_s, input},
        {u"output_tokens"_s, output},
        {u"cache_read_input_tokens"_s, cacheRead},
        {u"cache_creation_input_tokens"_s, cacheWrite()},
        {u"cache_creation"_s, QJsonObject{{u"ephemeral_5m_input_tokens"_s, cacheWrite5m},
                                          {u"ephemeral_1h_input_tokens"_s, cacheWrite1h}}},
        {u"output_tokens_details"_s, QJsonObject{{u"thinking_tokens"_s, thinking}}},
        {u"server_tool_use"_s, QJsonObject{{u"web_search_requests"_s, webSearches}}},
    };
    if (fast)
        json.insert(u"speed"_s, u"fast"_s);
    if (batch)
        json.insert(u"service_tier"_s, u"batch"_s);
    if (usOnly)
        json.insert(u"inference_geo"_s, u"us"_s);
    return json;
}

} // namespace Patchbay
