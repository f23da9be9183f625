// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/upstreamanswer.h"

#include "claude/apierror.h"
#include "endpoint/openai/jsonwriter.h"

#include <QJsonDocument>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr int kBadGateway = 502;

} // namespace

UpstreamAnswer::UpstreamAnswer(AnswerSink& sink)
    : m_sink(sink)
{
}

void UpstreamAnswer::feed(QByteArrayView bytes)
{
    if (m_ended)
        return;
    const auto events = m_parser.feed(bytes);
    if (!events) {
        failUnread(u"An event of the upstream's is too large."_s);
        return;
    }
    for (const ServerSentEvent& event : *events)
        takeEvent(event);
}

void UpstreamAnswer::finish()
{
    if (m_ended)
        return;
    // The last one may be whole without its blank line, or cut.
    for (const ServerSentEvent& event : m_parser.finish()) {
        if (JsonText::parse(event.data))
            takeEvent(event);
    }
    if (!m_ended)
        failUnread(u"The upstream's stream ended before the answer was complete."_s);
}

void UpstreamAnswer::fail(const Error& error)
{
    failWith(OpenAiError::fromError(error));
}

void UpstreamAnswer::readWhole(QByteArrayView body)
{
    const auto json = JsonText::parse(body);
    const JsonMembers message(json.value_or(JsonText()));
    if (message.value("type") == "error") {
        failWith(OpenAiError::fromApiError(ApiError::fromEvent(body)));
        return;
    }
    if (!message.value("content").isArray()) {
        failUnread(u"The upstream's answer is not one of the Messages API."_s);
        return;
    }
    start(message);
    qint64 index = 0;
    for (const JsonText& block : message.value("content").elements()) {
        const JsonMembers members(block);
        startBlock(index, members);
        if (const auto open = m_blocks.find(index);
            open != m_blocks.end() && open->kind == Kind::Thinking)
            open->proof = members.value("signature").body().toByteArray();
        stopBlock(index++);
    }
    takeEnd(message);
    end();
}

void UpstreamAnswer::takeEvent(const ServerSentEvent& event)
{
    if (m_ended || event.data == "[DONE]")
        return;
    const auto json = JsonText::parse(event.data);
    const JsonMembers members(json.value_or(JsonText()));
    const JsonText named = members.value("type");
    const QByteArray type = named.isString() ? named.utf8() : event.name;
    const JsonText number = members.value("index");
    if (type == "error") {
        failWith(OpenAiError::fromApiError(ApiError::fromEvent(event.data)));
    } else if (!json) {
        failUnread(u"An event of the upstream's is not valid JSON."_s);
    } else if (type == "ping") {
        m_sink.ping();
    } else if (type == "message_start") {
        start(JsonMembers(members.value("message")));
    } else if (type == "content_block_start") {
        startBlock(number.integer().value_or(-1), JsonMembers(members.value("content_block")));
    } else if (type == "content_block_delta") {
        takeDelta(number.integer().value_or(-1), JsonMembers(members.value("delta")));
    } else if (type == "content_block_stop") {
        stopBlock(number.integer().value_or(-1));
    } else if (type == "message_delta") {
        takeEnd(JsonMembers(members.value("delta")));
        takeUsage(members.value("usage"));
    } else if (type == "message_stop") {
        end();
    }
}

void UpstreamAnswer::start(const JsonMembers& message)
{
    takeUsage(message.value("usage"));
    if (m_started)
        return;
    m_started = true;
    m_sink.started(message.value("id").body(), message.value("model").body());
}

void UpstreamAnswer::startBlock(qint64 index, const JsonMembers& json)
{
    if (!m_started)
        start({});
    if (m_blocks.contains(index))
        return;
    const JsonText type = json.value("type");
    if (type == "text") {
        m_blocks.insert(index, {Kind::Text, false, {}, {}});
        takeText(index, json.value("text").body());
    } else if (type == "thinking") {
        m_blocks.insert(index, {Kind::Thinking, false, {}, {}});
        takeText(index, json.value("thinking").body());
    } else if (type == "redacted_thinking") {
        m_blocks.insert(index,
                        {Kind::Redacted, false, {}, json.value("data").body().toByteArray()});
    } else if (type == "tool_use") {
        Block block{Kind::Tool, false, {}, {}};
        if (const JsonText input = json.value("input"); !JsonMembers(input).all().isEmpty())
            block.input = input.raw().toByteArray();
        m_blocks.insert(index, block);
        m_sink.toolStarted(index, json.value("id").body(), json.value("name").body());
    }
}

void UpstreamAnswer::takeDelta(qint64 index, const JsonMembers& delta)
{
    const JsonText type = delta.value("type");
    if (!m_started)
        start({});
    if (type == "text_delta") {
        m_sink.text(delta.value("text").body());
        return;
    }
    const auto block = m_blocks.find(index);
    if (block == m_blocks.end())
        return;
    if (type == "thinking_delta" && block->kind == Kind::Thinking) {
        takeText(index, delta.value("thinking").body());
    } else if (type == "signature_delta" && block->kind == Kind::Thinking) {
        block->proof = delta.value("signature").body().toByteArray();
    } else if (type == "input_json_delta" && block->kind == Kind::Tool) {
        const QByteArrayView piece = delta.value("partial_json").body();
        if (piece.isEmpty())
            return;
        block->hasInput = true;
        m_sink.toolInput(index, piece);
    }
}

void UpstreamAnswer::takeText(qint64 index, QByteArrayView escaped)
{
    if (escaped.isEmpty())
        return;
    if (m_blocks.value(index).kind == Kind::Thinking)
        m_sink.thinking(index, escaped);
    else
        m_sink.text(escaped);
}

void UpstreamAnswer::stopBlock(qint64 index)
{
    if (!m_blocks.contains(index))
        return;
    const Block block = m_blocks.take(index);
    if (block.kind == Kind::Thinking || block.kind == Kind::Redacted) {
        m_sink.thinkingEnded(index, block.proof, block.kind == Kind::Redacted);
    } else if (block.kind == Kind::Tool) {
        // A tool without arguments comes without deltas, and clients parse what they are given.
        if (!block.hasInput)
            m_sink.toolInput(index,
                             block.input.isEmpty() ? QByteArray("{}") : jsonEscaped(block.input));
        m_sink.toolEnded(index);
    }
}

void UpstreamAnswer::takeEnd(const JsonMembers& delta)
{
    if (const JsonText reason = delta.value("stop_reason"); reason.isString())
        m_end.stopReason = reason.utf8();
    const JsonText why = JsonMembers(delta.value("stop_details")).value("explanation");
    if (why.isString())
        m_end.explanation = why.body().toByteArray();
}

void UpstreamAnswer::takeUsage(const JsonText& usage)
{
    if (usage.isObject())
        m_end.usage.update(QJsonDocument::fromJson(usage.raw().toByteArray()).object());
}

void UpstreamAnswer::end()
{
    if (!m_started)
        start({});
    while (!m_blocks.isEmpty())
        stopBlock(m_blocks.firstKey());
    m_ended = true;
    m_sink.finished(m_end);
}

void UpstreamAnswer::failWith(const OpenAiError& error)
{
    if (m_ended)
        return;
    m_ended = true;
    m_sink.failed(error);
}

void UpstreamAnswer::failUnread(const QString& message)
{
    failWith({kBadGateway, u"server_error"_s, u"bad_gateway"_s, {}, message});
}

} // namespace Patchbay
