// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/jsonwriter.h"

#include <QByteArray>
#include <QList>

namespace Patchbay {

/// Puts blocks in the order of a conversation into the turns of the Messages API: what follows
/// itself of one role is one message, and within a message of the user's the results of tools come
/// before all else (PROTOCOL 1.3). Blocks are JSON objects.
class MessagesBuilder final
{
public:
    /// A text block of the system prompt, wherever in the conversation it stood.
    void addSystem(const QByteArray& block);
    void addUser(const QByteArray& block);
    void addToolResult(const QByteArray& block);
    void addAssistant(const QByteArray& block);

    [[nodiscard]] bool isEmpty() const { return m_turns.isEmpty(); }
    /// Whether it ends with something of the user's after an answer.
    [[nodiscard]] bool goesOn() const
    {
        return m_turns.size() > 1 && m_turns.back().side == Side::User;
    }
    /// The members "system", when there is one, and "messages".
    void write(JsonWriter& json) const;

private:
    enum class Side { User, Assistant };
    struct Turn
    {
        Side side = Side::User;
        QList<QByteArray> results;
        QList<QByteArray> blocks;
    };
    Turn& turnOf(Side side);
    void writeSystem(JsonWriter& json) const;

    QList<QByteArray> m_system;
    QList<Turn> m_turns;
};

/// {"type":"text","text":…,"cache_control":…}: the text as escaped already, the last part when it
/// is there.
[[nodiscard]] QByteArray textBlock(QByteArrayView escapedText, const JsonText& cacheControl = {});

} // namespace Patchbay
