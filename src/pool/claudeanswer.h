// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/messagesrequest.h"
#include "claude/tokenusage.h"
#include "pool/claudelimits.h"
#include "pool/request.h"

#include <QMap>

namespace Patchbay {

/// What a `claude` process used so far, by model. A value.
using ClaudeUse = QMap<QString, TokenUsage>;

/// Reads the `modelUsage` of a `result`.
[[nodiscard]] ClaudeUse useOf(const QJsonObject& modelUsage);

/// Makes the answer of the API out of what the program says during one turn: a head, and the bytes
/// of an event stream or of one JSON message; or an error answer. No I/O.
///
/// The events are the program's own `stream_event`s. Its last two wait for the `result`, whose
/// `modelUsage` less what the process had used before is the use of this turn. Where further models
/// took part their tokens are added to those of the one that answered: the row is then priced at
/// that one's prices.
class ClaudeAnswer final
{
public:
    /// `limits` is told what comes of them.
    ClaudeAnswer(bool stream, ClaudeUse usedBefore, ClaudeLimits& limits)
        : m_stream(stream)
        , m_used(std::move(usedBefore))
        , m_limits(limits)
    {
    }

    /// One line of the program's.
    void take(const QJsonObject& line);

    /// The head, once: as soon as it is known how it will go.
    [[nodiscard]] std::optional<ResponseHead> takeHead()
    {
        return std::exchange(m_head, std::nullopt);
    }
    /// What was made since the last call.
    [[nodiscard]] QByteArray takeBytes() { return std::exchange(m_bytes, {}); }
    /// The program answered, and goes on by itself, which nobody asked for: it is to be
    /// interrupted.
    [[nodiscard]] bool goesTooFar() const { return m_goesTooFar; }
    /// The turn is over.
    [[nodiscard]] bool isOver() const { return m_isOver; }
    /// It is over and the conversation in the program is as ours: question and answer.
    [[nodiscard]] bool isClean() const { return m_isClean; }
    [[nodiscard]] const MessageParam& message() const { return m_message; }
    /// What the process used in all, after the turn.
    [[nodiscard]] const ClaudeUse& used() const { return m_used; }
    [[nodiscard]] const QString& requestId() const { return m_requestId; }

private:
    void takeEvent(const QJsonObject& event);
    void takeMessage(const QJsonObject& line);
    void takeResult(const QJsonObject& result);
    void tell(int status, const QByteArray& contentType);
    void writeEvent(const QJsonObject& event);
    void finish(const TokenUsage& used);
    void fail(const QJsonObject& result);
    [[nodiscard]] TokenUsage useOfTurn(const ClaudeUse& now) const;

    const bool m_stream;
    ClaudeUse m_used;
    ClaudeLimits& m_limits;
    std::optional<ResponseHead> m_head;
    bool m_hasHead = false;
    QByteArray m_bytes;
    QJsonObject m_start; // the message of message_start
    QJsonObject m_end;   // the message_delta
    bool m_hasStopped = false;
    bool m_goesTooFar = false;
    bool m_isOver = false;
    bool m_isClean = false;
    MessageParam m_message{Role::Assistant, {}, {}};
    QJsonArray m_content; // as it came, with thinking
    QJsonObject m_error;  // the line that told an error
    QString m_requestId;
};

} // namespace Patchbay
