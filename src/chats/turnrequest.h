// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversation.h"
#include "claude/pricetable.h"

namespace Patchbay {

/// From about so many tokens on a request asks for its prompt to be cached: what every model caches
/// (the least is 1,024 to 4,096). A cached prompt costs a quarter more to write and nine tenths
/// less to read again, so it pays if one conversation in four has another question within five
/// minutes.
constexpr qint64 kCachedFromTokens = 4000;

/// The body that asks for the next answer: the messages on the path, oldest first, the last of them
/// the question. Answers without text are left out and neighbours of one role joined, so that the
/// roles alternate; of an answer that is not whole its text goes along, since the person has read
/// it. Never thinking: it is bound to the account, model and very history that made it (PROTOCOL
/// 1.6), any of which may be another now, and without tools no answer needs it. `maxTokens` is cut
/// to what the model can. Long conversations ask for the prompt to be cached.
[[nodiscard]] MessagesRequest requestForAnswer(const QList<Message>& path,
                                               const QString& systemPrompt, const QString& model,
                                               qint64 maxTokens, const PriceTable& prices);

/// About how many tokens a body is, rather more than less.
[[nodiscard]] qint64 estimatedTokens(const MessagesRequest& request);

/// A conversation's title from its first message: its first line, cut at a word; the name of
/// a file that comes alone.
[[nodiscard]] QString titleOf(const QList<ContentBlock>& content);

} // namespace Patchbay
