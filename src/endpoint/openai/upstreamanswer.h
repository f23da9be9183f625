// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/eventstream.h"
#include "endpoint/openai/answersink.h"
#include "endpoint/openai/jsontext.h"

#include <QMap>

namespace Patchbay {

struct Error;

/// Reads an answer of the Messages API, as a stream in any split or as one JSON body, into calls on
/// a sink (PROTOCOL 2). Unknown events, blocks and deltas are passed over; blocks of server tools
/// too, since OpenAI's forms have no place for them. Work per event does not grow with the answer.
class UpstreamAnswer final
{
public:
    explicit UpstreamAnswer(AnswerSink& sink);

    /// The next bytes of the upstream's event stream.
    void feed(QByteArrayView bytes);
    /// The upstream's stream has ended: without message_stop that is a failure.
    void finish();
    /// The way to the upstream failed.
    void fail(const Error& error);
    /// The body of an answer that was not streamed.
    void readWhole(QByteArrayView body);

    /// After finished() or failed(): nothing more comes.
    [[nodiscard]] bool hasEnded() const { return m_ended; }

private:
    enum class Kind { Text, Thinking, Redacted, Tool };
    struct Block
    {
        Kind kind = Kind::Text;
        bool hasInput = false;
        QByteArray input; // of a tool, as JSON, where the start of its block has it already
        QByteArray proof; // signature or data, escaped
    };
    void takeEvent(const ServerSentEvent& event);
    void start(const JsonMembers& message);
    void startBlock(qint64 index, const JsonMembers& block);
    void takeDelta(qint64 index, const JsonMembers& delta);
    void takeText(qint64 index, QByteArrayView escaped);
    void stopBlock(qint64 index);
    void takeEnd(const JsonMembers& delta);
    void takeUsage(const JsonText& usage);
    void end();
    void failWith(const OpenAiError& error);
    void failUnread(const QString& message);

    AnswerSink& m_sink;
    EventStreamParser m_parser;
    QMap<qint64, Block> m_blocks; // the open ones
    AnswerSink::End m_end;
    bool m_started = false;
    bool m_ended = false;
};

} // namespace Patchbay
