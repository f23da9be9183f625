// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/responsesinput.h"

#include "endpoint/openai/contentparts.h"
#include "endpoint/openai/conversationparts.h"
#include "endpoint/openai/thinkingblock.h"

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

OpenAiError fault(const QString& param, const QString& message)
{
    return OpenAiError::invalid(param, message);
}

} // namespace

ResponsesInput::Fault ResponsesInput::add(const JsonText& input, const QString& param,
                                          bool isInstructions)
{
    if (input.isString()) {
        if (input.body().isEmpty())
            return std::nullopt;
        const QByteArray block = textBlock(input.body());
        isInstructions ? m_messages.addSystem(block) : m_messages.addUser(block);
        return std::nullopt;
    }
    if (!input.isArray())
        return fault(param, u"A string or a list of items is needed here."_s);
    qsizetype index = 0;
    for (const JsonText& item : input.elements()) {
        if (auto wrong = addItem(item, u"%1[%2]"_s.arg(param).arg(index++), isInstructions))
            return wrong;
    }
    return std::nullopt;
}

ResponsesInput::Fault ResponsesInput::addItem(const JsonText& json, const QString& param,
                                              bool isInstructions)
{
    if (!json.isObject())
        return fault(param, u"An item must be an object."_s);
    const JsonMembers item(json);
    const JsonText type = item.value("type");
    if (type == "message" || (type.isNull() && !item.value("role").isNull()))
        return addMessage(item, param, isInstructions);
    if (type == "function_call")
        return addCall(item, param);
    if (type == "function_call_output")
        return addResult(item, param);
    if (type == "reasoning") {
        addReasoning(item);
        return std::nullopt;
    }
    if (type == "item_reference") {
        return fault(param + u".type"_s, u"Nothing is stored here, so items cannot be referred to: "
                                         "send the item itself (clients do with store: false)."_s);
    }
    if (type == "web_search_call") {
        m_notes.append(u"an earlier web search was left out"_s);
        return std::nullopt;
    }
    return fault(param + u".type"_s,
                 u"Items of type '%1' are not supported."_s.arg(type.string().left(60)));
}

ResponsesInput::Fault ResponsesInput::addMessage(const JsonMembers& item, const QString& param,
                                                 bool isInstructions)
{
    const JsonText role = item.value("role");
    const bool isSystem = isInstructions || role == "system" || role == "developer";
    if (!isSystem && !(role == "user") && !(role == "assistant"))
        return fault(param + u".role"_s,
                     u"'system', 'developer', 'user' or 'assistant' is needed here."_s);
    const QString where = param + u".content"_s;
    const auto blocks = contentBlocks(item.value("content"), where, item.value("cache_control"));
    if (!blocks)
        return blocks.error();
    for (const ContentPart& block : *blocks) {
        if (isSystem && block.kind != ContentPart::Kind::Text)
            return fault(where, u"A system message can only hold text."_s);
        if (isSystem)
            m_messages.addSystem(block.json);
        else if (role == "assistant")
            m_messages.addAssistant(block.json);
        else if (block.kind == ContentPart::Kind::ToolResult)
            m_messages.addToolResult(block.json);
        else
            m_messages.addUser(block.json);
    }
    if (blocks->isEmpty())
        m_notes.append(u"a message without content was left out"_s);
    return std::nullopt;
}

ResponsesInput::Fault ResponsesInput::addCall(const JsonMembers& item, const QString& param)
{
    const QByteArray id = toolId(item.value("call_id"));
    if (id.isEmpty())
        return fault(param + u".call_id"_s, u"A call needs an id."_s);
    if (!item.value("name").isString())
        return fault(param + u".name"_s, u"A call needs the name of its function."_s);
    m_messages.addAssistant(toolUseBlock(id, item.value("name"), item.value("arguments"), m_notes));
    return std::nullopt;
}

ResponsesInput::Fault ResponsesInput::addResult(const JsonMembers& item, const QString& param)
{
    const QByteArray id = toolId(item.value("call_id"));
    if (id.isEmpty())
        return fault(param + u".call_id"_s,
                     u"The result of a tool must name the call that it answers."_s);
    const auto block = toolResultBlock(id, item.value("output"), param + u".output"_s, item);
    if (!block)
        return block.error();
    m_messages.addToolResult(*block);
    return std::nullopt;
}

void ResponsesInput::addReasoning(const JsonMembers& item)
{
    const QByteArray block = unsealedThinking(item.value("encrypted_content"));
    if (block.isEmpty())
        m_notes.append(u"an earlier reasoning without content of ours was left out"_s);
    else
        m_messages.addAssistant(block);
}

} // namespace Patchbay
