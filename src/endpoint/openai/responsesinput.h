// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/jsontext.h"
#include "endpoint/openai/messagesbuilder.h"
#include "endpoint/openai/openaierror.h"

#include <QStringList>

#include <optional>

namespace Patchbay {

/// Takes `instructions` and the items of `input` into a conversation of the Messages API.
class ResponsesInput final
{
public:
    ResponsesInput(MessagesBuilder& messages, QStringList& notes)
        : m_messages(messages)
        , m_notes(notes)
    {
    }

    /// What is wrong, if anything. A string is a message of the user's, or of the system's where
    /// `isInstructions`.
    [[nodiscard]] std::optional<OpenAiError> add(const JsonText& input, const QString& param,
                                                 bool isInstructions = false);

private:
    using Fault = std::optional<OpenAiError>;
    Fault addItem(const JsonText& item, const QString& param, bool isInstructions);
    Fault addMessage(const JsonMembers& item, const QString& param, bool isInstructions);
    Fault addCall(const JsonMembers& item, const QString& param);
    Fault addResult(const JsonMembers& item, const QString& param);
    void addReasoning(const JsonMembers& item);

    MessagesBuilder& m_messages;
    QStringList& m_notes;
};

} // namespace Patchbay
