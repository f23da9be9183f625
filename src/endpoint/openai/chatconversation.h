// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/jsontext.h"
#include "endpoint/openai/messagesbuilder.h"
#include "endpoint/openai/openaierror.h"

#include <QStringList>

#include <optional>

namespace Patchbay {

/// Takes the messages of a chat completions request one by one into a conversation of the Messages
/// API. `thinking_blocks` and blocks of the Messages API in a content survive, `reasoning_content`
/// does not: without its signature it is worth nothing.
class ChatConversation final
{
public:
    ChatConversation(MessagesBuilder& messages, QStringList& notes)
        : m_messages(messages)
        , m_notes(notes)
    {
    }

    /// What is wrong with it, if anything; `param` names it ("messages[2]").
    [[nodiscard]] std::optional<OpenAiError> add(const JsonText& message, const QString& param);

private:
    using Fault = std::optional<OpenAiError>;
    Fault addSystem(const JsonMembers& message, const QString& param);
    Fault addUser(const JsonMembers& message, const QString& param);
    Fault addAssistant(const JsonMembers& message, const QString& param);
    Fault addToolCalls(const JsonText& calls, const QString& param);
    Fault addFunctionCall(const JsonText& call, const QString& param);
    Fault addToolResult(const JsonMembers& message, const QString& param);

    MessagesBuilder& m_messages;
    QStringList& m_notes;
    QByteArray m_lastFunctionId; // `functions` have no ids
    int m_functionCalls = 0;
};

} // namespace Patchbay
