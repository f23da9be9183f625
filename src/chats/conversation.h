// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/error.h"
#include "claude/messagesrequest.h"
#include "claude/pricetable.h"

#include <QMetaType>

#include <optional>

namespace Patchbay {

struct ConversationId
{
    QString value; // a UUID

    [[nodiscard]] bool isNull() const { return value.isEmpty(); }
    bool operator==(const ConversationId&) const = default;
};

inline size_t qHash(const ConversationId& id, size_t seed = 0)
{
    return ::qHash(id.value, seed);
}

using MessageId = qint64; // 0: none

/// A conversation without its messages, as the list shows it. A value.
struct Conversation
{
    ConversationId id;
    QString title;
    bool titleIsSet = false; // by a person
    QString systemPrompt;
    QString model;   // empty: the default
    QString account; // an account's id; empty: automatic
    MessageId leaf = 0;
    QString snippet; // the beginning of its last message
    qint64 createdAtMs = 0;
    qint64 updatedAtMs = 0;

    bool operator==(const Conversation&) const = default;
};

enum class MessageStatus { Complete, Streaming, Stopped, Interrupted, Failed };
[[nodiscard]] QString messageStatusName(MessageStatus status);

/// What is known of a message without its content: cheap for paths of any length.
struct MessageHead
{
    MessageId id = 0;
    MessageId parent = 0;
    Role role = Role::User;
    MessageStatus status = MessageStatus::Complete;
    qint64 textLength = 0;

    bool operator==(const MessageHead&) const = default;
};

/// A message with its content and how it came to be. A value.
struct Message
{
    MessageHead head;
    ConversationId conversation;
    QList<ContentBlock> content;
    QString error; // a failed one's sentence
    QString account;
    QString accountName;         // as read; of one that was removed too; empty: not known
    bool accountRemoved = false; // as read
    QString model;               // that served, or was asked for
    QString stopReason;
    TokenUsage usage;
    std::optional<Cost> cost;
    qint64 firstByteMs = 0;
    qint64 durationMs = 0;
    qint64 createdAtMs = 0;
    int branch = 0; // among its siblings, oldest first, from 0
    int branchCount = 1;

    bool operator==(const Message&) const = default;
};

/// The blocks of an answer without the texts that were begun and brought nothing.
[[nodiscard]] QList<ContentBlock> withoutEmptyTexts(QList<ContentBlock> blocks);

} // namespace Patchbay

Q_DECLARE_METATYPE(Patchbay::ConversationId)
