// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/messageaccumulator.h"

#include "base/json.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

struct MessageAccumulatorText
{
    Q_DECLARE_TR_FUNCTIONS(MessageAccumulatorText)
};

using Kind = MessageUpdate::Kind;

bool isKnownEvent(QByteArrayView name)
{
    static constexpr std::array<QByteArrayView, 8> known{"message",
                                                         "message_start",
                                                         "content_block_start",
                                                         "content_block_delta",
                                                         "content_block_stop",
                                                         "message_delta",
                                                         "message_stop",
                                                         "error"};
    return std::find(known.begin(), known.end(), name) != known.end();
}

Error notAMessage(const QString& detail)
{
    return {ErrorKind::UnexpectedAnswer,
            MessageAccumulatorText::tr("The server's answer is not one of the Messages API"),
            MessageAccumulatorText::tr(
                "Check the account's base URL, and whether the network asks to sign in first"),
            detail,
            {},
            0};
}

} // namespace

Result<MessageUpdate> MessageAccumulator::add(const ServerSentEvent& event)
{
    if (m_finished || !isKnownEvent(event.name) || event.data == "[DONE]")
        return MessageUpdate{};
    if (event.name == "error")
        return takeError(event.data);
    const auto object = parseJsonObject(event.data);
    if (!object)
        return Failure(notAMessage(object.error().detail));

    const QJsonValue typeValue = object->value("type"_L1);
    const QString type =
        typeValue.isString() ? typeValue.toString() : QString::fromLatin1(event.name);
    if (type == "content_block_delta"_L1)
        return takeDelta(object->value("index"_L1).toInt(-1), object->value("delta"_L1).toObject());
    if (type == "content_block_start"_L1)
        return startBlock(object->value("index"_L1).toInt(-1),
                          object->value("content_block"_L1).toObject());
    if (type == "content_block_stop"_L1)
        return stopBlock(object->value("index"_L1).toInt(-1));
    if (type == "message_start"_L1)
        return start(object->value("message"_L1).toObject());
    if (type == "message_delta"_L1) {
        takeMessageDelta(*object);
        return MessageUpdate{};
    }
    if (type == "message_stop"_L1) {
        m_finished = true;
        return MessageUpdate{Kind::Finished, -1, {}};
    }
    if (type == "error"_L1 || object->value("error"_L1).isObject())
        return takeError(event.data);
    return MessageUpdate{};
}

MessageUpdate MessageAccumulator::takeError(QByteArrayView data)
{
    m_apiError = ApiError::fromEvent(data);
    m_error = m_apiError->toError();
    return {Kind::Failed, -1, {}};
}

MessageUpdate MessageAccumulator::start(const QJsonObject& message)
{
    if (m_started) // a second one would forget what has come
        return {};
    m_started = true;
    takeHead(message);
    return {Kind::Started, -1, {}};
}

void MessageAccumulator::takeHead(const QJsonObject& message)
{
    m_id = message.value("id"_L1).toString();
    m_model = message.value("model"_L1).toString();
    takeEnd(message);
    if (const QJsonValue usage = message.value("usage"_L1); usage.isObject()) {
        m_usage.update(usage.toObject());
        m_hasUsage = true;
    }
}

void MessageAccumulator::takeEnd(const QJsonObject& delta)
{
    if (const QJsonValue reason = delta.value("stop_reason"_L1); reason.isString())
        m_stopReason = reason.toString();
    if (const QJsonValue details = delta.value("stop_details"_L1); details.isObject())
        m_stopDetails = details.toObject();
}

void MessageAccumulator::takeMessageDelta(const QJsonObject& event)
{
    takeEnd(event.value("delta"_L1).toObject());
    if (const QJsonValue usage = event.value("usage"_L1); usage.isObject()) {
        m_usage.update(usage.toObject());
        m_hasUsage = true;
    }
}

MessageAccumulator::Block* MessageAccumulator::blockAt(int index)
{
    // Deltas are for the last block, so this looks at one.
    for (auto block = m_blocks.rbegin(); block != m_blocks.rend(); ++block) {
        if (block->index == index)
            return &*block;
    }
    return nullptr;
}

MessageUpdate MessageAccumulator::startBlock(int index, const QJsonObject& json)
{
    Block block;
    block.index = index;
    block.json = json;
    block.text = ContentBlock(json).text();
    m_hasContent = true;
    m_blocks.append(block);
    return {Kind::BlockStarted, index, block.text};
}

MessageUpdate MessageAccumulator::takeDelta(int index, const QJsonObject& delta)
{
    const QString type = delta.value("type"_L1).toString();
    const bool isText = type == "text_delta"_L1;
    Block* block = blockAt(index);
    if (!block && isText) {
        startBlock(index, ContentBlock::text({}).json());
        block = blockAt(index);
    }
    if (!block)
        return {};
    const QString blockType = block->json.value("type"_L1).toString();

    if (isText && blockType == "text"_L1) {
        const QString text = delta.value("text"_L1).toString();
        block->text += text;
        return {Kind::TextDelta, index, text};
    }
    if (type == "thinking_delta"_L1 && blockType == "thinking"_L1) {
        const QString text = delta.value("thinking"_L1).toString();
        block->text += text;
        return {Kind::ThinkingDelta, index, text};
    }
    if (type == "signature_delta"_L1 && blockType == "thinking"_L1) {
        block->json.insert("signature"_L1, delta.value("signature"_L1));
    } else if (type == "input_json_delta"_L1) {
        block->partialJson += delta.value("partial_json"_L1).toString();
    } else if (type == "citations_delta"_L1 && delta.contains("citation"_L1)) {
        block->citations.append(delta.value("citation"_L1));
    } else if (type == "compaction_delta"_L1) {
        block->json.insert("content"_L1, block->json.value("content"_L1).toString() +
                                             delta.value("content"_L1).toString());
        if (const QJsonValue encrypted = delta.value("encrypted_content"_L1); encrypted.isString())
            block->json.insert("encrypted_content"_L1, encrypted);
    }
    return {};
}

MessageUpdate MessageAccumulator::stopBlock(int index)
{
    Block* block = blockAt(index);
    if (!block)
        return {};
    // Input that is not whole (the answer was cut at max_tokens) leaves the {} it began with: a
    // history may only hold objects there.
    const QJsonDocument input = QJsonDocument::fromJson(block->partialJson.toUtf8());
    if (input.isObject())
        block->json.insert("input"_L1, input.object());
    return {Kind::BlockFinished, index, {}};
}

Result<void> MessageAccumulator::addWhole(QByteArrayView body)
{
    const auto message = parseJsonObject(body);
    if (!message)
        return Failure(notAMessage(message.error().detail));
    if (message->value("error"_L1).isObject()) {
        takeError(body);
        return Failure(*m_error);
    }
    if (!message->value("content"_L1).isArray())
        return Failure(notAMessage(u"a JSON object without content"_s));
    takeHead(*message);
    for (const QJsonValue& value : message->value("content"_L1).toArray()) {
        if (value.isObject())
            startBlock(static_cast<int>(m_blocks.size()), value.toObject());
    }
    m_started = true;
    m_finished = true;
    return {};
}

QList<ContentBlock> MessageAccumulator::blocks() const
{
    QList<ContentBlock> result;
    result.reserve(m_blocks.size());
    for (const Block& block : m_blocks) {
        QJsonObject json = block.json;
        const QString type = json.value("type"_L1).toString();
        if (type == "text"_L1 || type == "thinking"_L1)
            json.insert(type, block.text);
        if (!block.citations.isEmpty()) {
            QJsonArray citations = json.value("citations"_L1).toArray();
            for (const QJsonValue& citation : block.citations)
                citations.append(citation);
            json.insert("citations"_L1, citations);
        }
        result.append(ContentBlock(json));
    }
    return result;
}

} // namespace Patchbay
