// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/messagesrequest.h"

namespace Patchbay {

/// What a request of the Messages API asks of the `claude` program. A value. Sampling parameters
/// and cache marks have no meaning there and are left out; so are thinking blocks of earlier turns,
/// and system messages in the midst of a conversation become the user's, marked as such.
struct ClaudeQuestion
{
    QString model;
    QString system;
    QString effort; // "low" … "max"; empty: the program's own
    qint64 maxTokens = 0;
    /// In turns: never two of one role in a row, the last one the user's.
    QList<MessageParam> messages;

    /// InvalidRequest (status 400) for what the program cannot do: tools of the caller's, an answer
    /// that is to be continued in place, content of an unknown form.
    [[nodiscard]] static Result<ClaudeQuestion> fromBody(QByteArrayView body);

    /// The messages as one of the user's, for a program that takes no earlier turns: what came
    /// before stands in it as a marked transcript, pictures and files at their places.
    [[nodiscard]] MessageParam asTranscript() const;
};

/// A message in a form that does not change with how its text was cut into blocks.
[[nodiscard]] QByteArray digestOf(const MessageParam& message);

// Lines for the program's standard input, each with its line break (PROTOCOL 5.8).
namespace ClaudeLine {

[[nodiscard]] QByteArray control(const QString& id, const QJsonObject& request);
[[nodiscard]] QByteArray refusal(const QString& id);
/// The question that the program is to answer.
[[nodiscard]] QByteArray question(const MessageParam& message);
/// An earlier turn. One of the user's is answered with a `result` of no turns, which has to be
/// waited for: what is written before it has come overtakes it.
[[nodiscard]] QByteArray earlier(const MessageParam& message);

} // namespace ClaudeLine

} // namespace Patchbay
