// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/messagesbuilder.h"

namespace Patchbay {

void MessagesBuilder::addSystem(const QByteArray& block)
{
    m_system.append(block);
}

void MessagesBuilder::addUser(const QByteArray& block)
{
    turnOf(Side::User).blocks.append(block);
}

void MessagesBuilder::addToolResult(const QByteArray& block)
{
    turnOf(Side::User).results.append(block);
}

void MessagesBuilder::addAssistant(const QByteArray& block)
{
    turnOf(Side::Assistant).blocks.append(block);
}

MessagesBuilder::Turn& MessagesBuilder::turnOf(Side side)
{
    if (m_turns.isEmpty() || m_turns.back().side != side)
        m_turns.append({side, {}, {}});
    return m_turns.back();
}

// One string where the blocks have nothing but text, as Anthropic's own compatibility layer joins
// them; with more (cache_control) the blocks themselves.
void MessagesBuilder::writeSystem(JsonWriter& json) const
{
    if (m_system.isEmpty())
        return;
    QByteArray joined;
    bool isPlain = true;
    for (const QByteArray& block : m_system) {
        const auto parsed = JsonText::parse(block);
        const JsonMembers members(parsed.value_or(JsonText()));
        isPlain = isPlain && members.all().size() == 2;
        if (!joined.isEmpty())
            joined.append("\\n");
        joined.append(members.value("text").body());
    }
    json.name("system");
    if (isPlain) {
        json.escaped(joined);
        return;
    }
    json.beginArray();
    for (const QByteArray& block : m_system)
        json.raw(block);
    json.endArray();
}

void MessagesBuilder::write(JsonWriter& json) const
{
    writeSystem(json);
    json.name("messages").beginArray();
    for (const Turn& turn : m_turns) {
        json.beginObject().member("role", turn.side == Side::User ? "user" : "assistant");
        json.name("content").beginArray();
        for (const QByteArray& block : turn.results + turn.blocks)
            json.raw(block);
        json.endArray().endObject();
    }
    json.endArray();
}

QByteArray textBlock(QByteArrayView escapedText, const JsonText& cacheControl)
{
    JsonWriter json;
    json.beginObject().member("type", "text").name("text").escaped(escapedText);
    json.memberIfThere("cache_control", cacheControl).endObject();
    return json.take();
}

} // namespace Patchbay
