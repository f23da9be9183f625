// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/requestcheck.h"

#include "simulator/modeltable.h"
#include "simulator/tokenestimate.h"

#include <QJsonArray>

namespace Patchbay {

namespace {

const QByteArray kNewVersion = "2026-10-21";

Refusal invalid(const QString& message)
{
    return {400, QStringLiteral("invalid_request_error"), message};
}

QString quoted(const QString& format, const QString& value)
{
    return format.arg(value);
}

int countBreakpoints(const QJsonValue& value)
{
    int count = 0;
    if (value.isArray()) {
        const QJsonArray list = value.toArray();
        for (const QJsonValue& item : list)
            count += countBreakpoints(item);
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        count += object.value(u"cache_control").isObject() ? 1 : 0;
        count += countBreakpoints(object.value(u"content"));
    }
    return count;
}

std::optional<Refusal> checkSampling(const QJsonObject& body, const ModelRow* model,
                                     const QByteArray& version)
{
    for (const QString& name :
         {QStringLiteral("temperature"), QStringLiteral("top_p"), QStringLiteral("top_k")}) {
        const QJsonValue value = body.value(name);
        if (value.isUndefined())
            continue;
        if (version == kNewVersion)
            return invalid(name + QStringLiteral(": Extra inputs are not permitted"));
        const bool isDefault = name == QLatin1String("top_k") ? false : value.toDouble() == 1.0;
        if (model && !model->takesSampling() && !isDefault)
            return invalid(quoted(name + QStringLiteral(": This parameter is not supported by %1"),
                                  model->idText()));
        if (!value.isDouble())
            return invalid(name + QStringLiteral(": Input should be a valid number"));
        if (name == QLatin1String("temperature") && (value.toDouble() < 0 || value.toDouble() > 1))
            return invalid(QStringLiteral("temperature: range: 0..1"));
    }
    return {};
}

std::optional<Refusal> checkThinking(const QJsonObject& body, const ModelRow* model)
{
    const QJsonValue value = body.value(u"thinking");
    if (value.isUndefined())
        return {};
    const QJsonObject thinking = value.toObject();
    const QString type = thinking.value(u"type").toString();
    static const QStringList types{QStringLiteral("adaptive"), QStringLiteral("enabled"),
                                   QStringLiteral("disabled"), QStringLiteral("between_tools")};
    if (!types.contains(type))
        return invalid(QStringLiteral("thinking.type: Input should be 'adaptive', 'enabled', "
                                      "'disabled' or 'between_tools'"));
    if (type == QLatin1String("enabled")) {
        const qint64 budget = thinking.value(u"budget_tokens").toInteger();
        if (model && !model->takesThinkingBudget())
            return invalid(QStringLiteral("thinking.type: \"enabled\" is not supported by this "
                                          "model. Use \"adaptive\"."));
        if (budget < 1024)
            return invalid(QStringLiteral(
                "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024"));
        const QJsonValue most = body.value(u"max_tokens");
        if (most.isDouble() && most.toInteger() <= budget)
            return invalid(
                QStringLiteral("`max_tokens` must be greater than `thinking.budget_tokens`."));
    }
    if (type == QLatin1String("adaptive") && model && !model->takesAdaptiveThinking())
        return invalid(
            QStringLiteral("thinking.type: \"adaptive\" is not supported by this model"));
    if (type == QLatin1String("disabled") && model && !model->takesDisabledThinking())
        return invalid(
            QStringLiteral("thinking.type: \"disabled\" is not supported by this model"));
    return {};
}

std::optional<Refusal> checkBlock(const QJsonValue& value, const QString& place,
                                  const QString& role, const QByteArray& version)
{
    const QJsonObject block = value.toObject();
    const QString type = block.value(u"type").toString();
    if (!value.isObject() || type.isEmpty())
        return invalid(place + QStringLiteral(".type: Field required"));
    if (type == QLatin1String("text")) {
        if (!block.value(u"text").isString())
            return invalid(place + QStringLiteral(".text.text: Field required"));
        if (block.value(u"text").toString().isEmpty())
            return invalid(QStringLiteral("messages: text content blocks must be non-empty"));
        if (version == kNewVersion && role == QLatin1String("user") &&
            !block.value(u"citations").toArray().isEmpty())
            return invalid(place +
                           QStringLiteral(".text.citations: Extra inputs are not permitted"));
    }
    if (type == QLatin1String("image") || type == QLatin1String("document")) {
        if (version == kNewVersion && type == QLatin1String("document") &&
            role == QLatin1String("assistant"))
            return invalid(place + QStringLiteral(": document blocks are not allowed in assistant "
                                                  "messages"));
        const QJsonObject source = block.value(u"source").toObject();
        if (source.isEmpty())
            return invalid(place + u'.' + type + QStringLiteral(".source: Field required"));
        if (source.value(u"type").toString() == QLatin1String("base64") &&
            QByteArray::fromBase64Encoding(source.value(u"data").toString().toLatin1(),
                                           QByteArray::AbortOnBase64DecodingErrors)
                    .decodingStatus != QByteArray::Base64DecodingStatus::Ok)
            return invalid(place + QStringLiteral(".source.base64: invalid base64 data"));
    }
    return {};
}

std::optional<Refusal> checkTurns(const QJsonValue& value, const QByteArray& version)
{
    if (value.isUndefined())
        return invalid(QStringLiteral("messages: Field required"));
    if (!value.isArray())
        return invalid(QStringLiteral("messages: Input should be a valid list"));
    const QJsonArray messages = value.toArray();
    if (messages.isEmpty())
        return invalid(QStringLiteral("messages: at least one message is required"));
    if (messages.size() > 100'000)
        return invalid(QStringLiteral("messages: at most 100000 messages are allowed"));
    for (qsizetype i = 0; i < messages.size(); ++i) {
        const QJsonObject message = messages.at(i).toObject();
        const QString place = QStringLiteral("messages.%1").arg(i);
        const QString role = message.value(u"role").toString();
        if (role != QLatin1String("user") && role != QLatin1String("assistant") &&
            role != QLatin1String("system"))
            return invalid(place + QStringLiteral(".role: Input should be 'user', 'assistant' or "
                                                  "'system'"));
        const QJsonValue content = message.value(u"content");
        if (content.isUndefined())
            return invalid(place + QStringLiteral(".content: Field required"));
        const QJsonArray blocks = content.toArray();
        for (qsizetype j = 0; j < blocks.size(); ++j) {
            if (const auto refusal = checkBlock(
                    blocks.at(j), place + QStringLiteral(".content.%1").arg(j), role, version))
                return refusal;
        }
        if (!content.isArray() && !content.isString())
            return invalid(place + QStringLiteral(".content: Input should be a valid list"));
        const bool isEmpty = content.isString() ? content.toString().isEmpty() : blocks.isEmpty();
        if (isEmpty && (i + 1 < messages.size() || role != QLatin1String("assistant")))
            return invalid(place + QStringLiteral(": all messages must have non-empty content "
                                                  "except for the optional final assistant "
                                                  "message"));
    }
    return {};
}

std::optional<Refusal> checkMaxTokens(const QJsonValue& value, const ModelRow* model)
{
    if (value.isUndefined())
        return invalid(QStringLiteral("max_tokens: Field required"));
    if (!value.isDouble() || static_cast<double>(value.toInteger()) != value.toDouble())
        return invalid(QStringLiteral("max_tokens: Input should be a valid integer"));
    if (value.toInteger() < 0)
        return invalid(QStringLiteral("max_tokens: Input should be greater than or equal to 0"));
    if (model && value.toInteger() > model->maxTokens)
        return invalid(QStringLiteral("max_tokens: %1 > %2, which is the maximum allowed number "
                                      "of output tokens for %3")
                           .arg(value.toInteger())
                           .arg(model->maxTokens)
                           .arg(model->idText()));
    return {};
}

} // namespace

std::optional<Refusal> checkVersion(const QByteArray& version)
{
    if (version.isEmpty())
        return invalid(QStringLiteral("anthropic-version: header is required"));
    if (version != "2023-06-01" && version != kNewVersion)
        return invalid(quoted(QStringLiteral("anthropic-version: \"%1\" is not a valid version for "
                                             "this service"),
                              QString::fromLatin1(version.left(40))));
    return {};
}

std::optional<Refusal> checkMessages(const QJsonObject& body, const ModelRow* model,
                                     const QByteArray& version, bool counting)
{
    if (!counting) {
        if (const auto refusal = checkMaxTokens(body.value(u"max_tokens"), model))
            return refusal;
        const QJsonValue stream = body.value(u"stream");
        if (!stream.isUndefined() && !stream.isBool())
            return invalid(QStringLiteral("stream: Input should be a valid boolean"));
    }
    if (const auto refusal = checkTurns(body.value(u"messages"), version))
        return refusal;
    const QJsonValue system = body.value(u"system");
    if (!system.isUndefined() && !system.isString() && !system.isArray())
        return invalid(QStringLiteral("system: Input should be a valid string or list"));
    if (const auto refusal = checkSampling(body, model, version))
        return refusal;
    if (const auto refusal = checkThinking(body, model))
        return refusal;
    const QString choice = body.value(u"tool_choice").toObject().value(u"type").toString();
    if (model && !model->takesForcedTools() &&
        (choice == QLatin1String("any") || choice == QLatin1String("tool")))
        return invalid(
            QStringLiteral("tool_choice: forced tool use is not supported by this model"));
    const QJsonArray messages = body.value(u"messages").toArray();
    const QString lastRole = messages.last().toObject().value(u"role").toString();
    if (model && !model->takesPrefill() && lastRole == QLatin1String("assistant"))
        return invalid(QStringLiteral("This model does not support assistant message prefill. The "
                                      "conversation must end with a user message."));
    const int breakpoints = countBreakpoints(system) + countBreakpoints(messages) +
                            countBreakpoints(body.value(u"tools"));
    if (breakpoints > 4)
        return invalid(
            QStringLiteral("A maximum of 4 blocks with cache_control may be provided. Found %1.")
                .arg(breakpoints));
    const qint64 prompt = estimatePrompt(body);
    if (model && prompt > model->maxInputTokens)
        return invalid(QStringLiteral("prompt is too long: %1 tokens > %2 maximum")
                           .arg(prompt)
                           .arg(model->maxInputTokens));
    return {};
}

} // namespace Patchbay
