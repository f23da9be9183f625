// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/answerreader.h"

#include <algorithm>

namespace Patchbay {

namespace {

constexpr qint64 kCharactersPerToken = 4;
// What surrounds the piece of a tool's input in its event.
constexpr qint64 kInputDeltaFrame = 90;

} // namespace

Result<void> AnswerReader::feed(const QByteArray& bytes)
{
    if (m_form == Form::Other)
        return {};
    if (m_form == Form::Whole) {
        m_whole += bytes;
        return {};
    }
    const auto events = m_parser.feed(bytes);
    if (!events)
        return Failure(events.error());
    return take(*events);
}

Result<void> AnswerReader::finish()
{
    if (m_form == Form::Stream) {
        // Where the connection was cut the last event is half: not a fault of its own.
        const auto taken = take(m_parser.finish());
        Q_UNUSED(taken)
        return {};
    }
    if (m_form == Form::Whole) {
        m_outputTold = true;
        return m_message.addWhole(m_whole);
    }
    return {};
}

Result<void> AnswerReader::take(const QList<ServerSentEvent>& events)
{
    for (const ServerSentEvent& event : events) {
        const auto update = m_message.add(event);
        if (!update)
            return Failure(update.error());
        if (update->kind == MessageUpdate::Kind::None && event.name == "content_block_delta" &&
            event.data.contains("\"input_json_delta\""))
            m_characters += std::max<qint64>(0, event.data.size() - kInputDeltaFrame);
        else
            m_characters += update->text.size();
        if (event.name == "message_delta")
            m_outputTold = true;
        if (m_message.apiError())
            break;
    }
    return {};
}

bool AnswerReader::isEstimated() const
{
    return !m_outputTold && m_characters > 0;
}

TokenUsage AnswerReader::usage() const
{
    TokenUsage usage = m_message.usage();
    if (isEstimated()) {
        const qint64 tokens = (m_characters + kCharactersPerToken - 1) / kCharactersPerToken;
        usage.output = std::max(usage.output, tokens);
    }
    return usage;
}

} // namespace Patchbay
