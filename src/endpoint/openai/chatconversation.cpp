// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/chatconversation.h"

#include "endpoint/openai/contentparts.h"
#include "endpoint/openai/conversationparts.h"

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

OpenAiError fault(const QString& param, const QString& message)
{
    return OpenAiError::invalid(param, message);
}

} // namespace

ChatConversation::Fault ChatConversation::add(const JsonText& json, const QString& param)
{
    if (!json.isObject())
        return fault(param, u"A message must be an object."_s);
    const JsonMembers message(json);
    const JsonText role = message.value("role");
    if (role == "user")
        return addUser(message, param);
    if (role == "assistant")
        return addAssistant(message, param);
    if (role == "system" || role == "developer")
        return addSystem(message, param);
    if (role == "tool" || role == "function")
        return addToolResult(message, param);
    return fault(
        param + u".role"_s,
        u"'system', 'developer', 'user', 'assistant', 'tool' or 'function' is needed here."_s);
}

ChatConversation::Fault ChatConversation::addSystem(const JsonMembers& message,
                                                    const QString& param)
{
    const QString where = param + u".content"_s;
    const auto blocks =
        contentBlocks(message.value("content"), where, message.value("cache_control"));
    if (!blocks)
        return blocks.error();
    for (const ContentPart& block : *blocks) {
        if (block.kind != ContentPart::Kind::Text)
            return fault(where, u"A system message can only hold text."_s);
        m_messages.addSystem(block.json);
    }
    return std::nullopt;
}

ChatConversation::Fault ChatConversation::addUser(const JsonMembers& message, const QString& param)
{
    const auto blocks = contentBlocks(message.value("content"), param + u".content"_s,
                                      message.value("cache_control"));
    if (!blocks)
        return blocks.error();
    for (const ContentPart& block : *blocks) {
        if (block.kind == ContentPart::Kind::ToolResult)
            m_messages.addToolResult(block.json);
        else
            m_messages.addUser(block.json);
    }
    if (blocks->isEmpty())
        m_notes.append(u"a message without content was left out"_s);
    return std::nullopt;
}

ChatConversation::Fault ChatConversation::addAssistant(const JsonMembers& message,
                                                       const QString& param)
{
    for (const JsonText& block : message.value("thinking_blocks").elements()) {
        if (block.isObject())
            m_messages.addAssistant(block.raw().toByteArray());
    }
    const auto blocks = contentBlocks(message.value("content"), param + u".content"_s,
                                      message.value("cache_control"));
    if (!blocks)
        return blocks.error();
    for (const ContentPart& block : *blocks)
        m_messages.addAssistant(block.json);
    if (const JsonText refusal = message.value("refusal");
        blocks->isEmpty() && refusal.isString() && !refusal.body().isEmpty())
        m_messages.addAssistant(textBlock(refusal.body()));
    if (auto wrong = addToolCalls(message.value("tool_calls"), param + u".tool_calls"_s))
        return wrong;
    return addFunctionCall(message.value("function_call"), param + u".function_call"_s);
}

ChatConversation::Fault ChatConversation::addToolCalls(const JsonText& calls, const QString& param)
{
    if (!calls.isNull() && !calls.isArray())
        return fault(param, u"A list is needed here."_s);
    qsizetype index = 0;
    for (const JsonText& json : calls.elements()) {
        const QString where = u"%1[%2]"_s.arg(param).arg(index++);
        const JsonMembers call(json);
        const JsonMembers function(call.value("function"));
        const QByteArray id = toolId(call.value("id"));
        if (id.isEmpty())
            return fault(where + u".id"_s, u"A call needs an id."_s);
        if (!function.value("name").isString())
            return fault(where + u".function.name"_s, u"A call needs the name of its function."_s);
        m_messages.addAssistant(
            toolUseBlock(id, function.value("name"), function.value("arguments"), m_notes));
    }
    return std::nullopt;
}

ChatConversation::Fault ChatConversation::addFunctionCall(const JsonText& call,
                                                          const QString& param)
{
    if (call.isNull())
        return std::nullopt;
    const JsonMembers function(call);
    if (!function.value("name").isString())
        return fault(param + u".name"_s, u"A call needs the name of its function."_s);
    m_lastFunctionId = "call_" + QByteArray::number(++m_functionCalls);
    m_messages.addAssistant(toolUseBlock(m_lastFunctionId, function.value("name"),
                                         function.value("arguments"), m_notes));
    return std::nullopt;
}

ChatConversation::Fault ChatConversation::addToolResult(const JsonMembers& message,
                                                        const QString& param)
{
    QByteArray id = toolId(message.value("tool_call_id"));
    if (id.isEmpty() && message.value("role") == "function")
        id = m_lastFunctionId;
    if (id.isEmpty())
        return fault(param + u".tool_call_id"_s,
                     u"The result of a tool must name the call that it answers."_s);
    const auto block =
        toolResultBlock(id, message.value("content"), param + u".content"_s, message);
    if (!block)
        return block.error();
    m_messages.addToolResult(*block);
    return std::nullopt;
}

} // namespace Patchbay
