// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversation.h"
#include "claude/pricetable.h"

namespace Patchbay {

/// The body that asks for the next answer: the messages on the path, oldest first, the last of them
/// the question. Failed and empty answers are left out and neighbours of one role joined, so that
/// the roles alternate; `maxTokens` is cut to what the model can.
[[nodiscard]] MessagesRequest requestForAnswer(const QList<Message>& path,
                                               const QString& systemPrompt, const QString& model,
                                               qint64 maxTokens, const PriceTable& prices);

/// A conversation's title from its first message: its first line, cut at a word.
[[nodiscard]] QString titleOf(const QList<ContentBlock>& content);

} // namespace Patchbay
