// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/message.h"

namespace Patchbay {

/// The events of a message's stream one by one (PROTOCOL 2), made when they are asked for.
class MessageEvents final
{
public:
    explicit MessageEvents(SimulatedMessage message);

    [[nodiscard]] bool atEnd() const { return m_phase == Phase::End; }
    /// The next event as it stands in the stream, its blank line included.
    [[nodiscard]] QByteArray next();

    /// The output tokens that the events so far stand for.
    [[nodiscard]] qint64 outputTokens() const;
    /// Whether half of what there is to say has been said.
    [[nodiscard]] bool isHalfSaid() const { return m_said * 2 >= m_toSay; }

private:
    enum class Phase {
        Start,
        BlockStart,
        Ping,
        Delta,
        Signature,
        BlockStop,
        MessageDelta,
        Stop,
        End
    };

    QByteArray messageStart();
    QByteArray blockStart();
    QByteArray delta();
    QByteArray signature();
    QByteArray blockStop();
    QByteArray messageDelta();
    void afterStart();
    [[nodiscard]] QByteArray usageOfPrompt() const;
    [[nodiscard]] qint64 outputTokensAtStart() const;

    SimulatedMessage m_message;
    Phase m_phase = Phase::Start;
    qsizetype m_block = 0;
    bool m_pinged = false;
    // Of the block at hand.
    enum class Kind { Text, Thinking, Tool, Whole } m_kind = Kind::Text;
    QJsonObject m_json;
    QString m_text;
    qsizetype m_at = 0;
    qsizetype m_said = 0;
    qsizetype m_toSay = 0;
};

/// An `error` event.
[[nodiscard]] QByteArray errorEvent(const QString& type, const QString& message,
                                    const QString& errorCode = {});
[[nodiscard]] QByteArray pingEvent();

/// Where the next piece of `text` after `at` ends: a word with the space before it, a few signs of
/// a script without spaces, or `characters` of them; never within a character.
[[nodiscard]] qsizetype pieceEnd(QStringView text, qsizetype at, int characters);

} // namespace Patchbay
