// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/eventstream.h"
#include "claude/messageaccumulator.h"

namespace Patchbay {

/// Reads along an answer that is passed on as it is: what it used, how it ended. No I/O.
class AnswerReader final
{
public:
    enum class Form {
        Stream, // of the Messages API
        Whole,  // one JSON message of it
        Other,  // models, token counts: nothing to read
    };
    explicit AnswerReader(Form form)
        : m_form(form)
    {
    }

    /// An UnexpectedAnswer when it cannot be one of the API.
    [[nodiscard]] Result<void> feed(const QByteArray& bytes);
    /// At the end of the body.
    [[nodiscard]] Result<void> finish();

    [[nodiscard]] Form form() const { return m_form; }
    /// Whether something for a person has come: from then on nothing is tried again.
    [[nodiscard]] bool hasContent() const { return m_message.hasContent(); }
    /// Whether the message is complete (always, for Other).
    [[nodiscard]] bool isComplete() const
    {
        return m_form == Form::Other || m_message.isFinished();
    }
    /// The error event of the stream, if one came.
    [[nodiscard]] const std::optional<ApiError>& apiError() const { return m_message.apiError(); }

    [[nodiscard]] QString model() const { return m_message.model(); }
    [[nodiscard]] QString stopReason() const { return m_message.stopReason(); }
    /// As the upstream told it; output that it did not come to tell is estimated from the text.
    [[nodiscard]] TokenUsage usage() const;
    [[nodiscard]] bool isEstimated() const;

private:
    [[nodiscard]] Result<void> take(const QList<ServerSentEvent>& events);

    Form m_form;
    EventStreamParser m_parser;
    MessageAccumulator m_message;
    QByteArray m_whole;
    qint64 m_characters = 0; // of answer so far
    bool m_outputTold = false;
};

} // namespace Patchbay
