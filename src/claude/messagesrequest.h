// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "claude/contentblock.h"

namespace Patchbay {

enum class Role { User, Assistant, System };

[[nodiscard]] QString roleName(Role role);
[[nodiscard]] Role roleFromName(const QString& name);

struct MessageParam
{
    Role role = Role::User;
    QList<ContentBlock> content;
    /// Fields of the message beside role and content.
    QJsonObject extra;

    bool operator==(const MessageParam&) const = default;
};

/// The body of POST /v1/messages (PROTOCOL 1.1). What is not named here is kept in `extra` and
/// written back as it was. A value.
struct MessagesRequest
{
    QString model;
    qint64 maxTokens = 0; // written when above 0; an explicit 0 of a body stays in `extra`
    QString system;       // a plain system prompt; a list of blocks stays in `extra` under "system"
    QList<MessageParam> messages;
    bool stream = true;
    QJsonObject extra;

    [[nodiscard]] QByteArray toJson() const;
    /// InvalidInput names what is wrong. A `stream` that is not there is false, as the API has it.
    [[nodiscard]] static Result<MessagesRequest> fromJson(QByteArrayView body);

    bool operator==(const MessagesRequest&) const = default;
};

} // namespace Patchbay
