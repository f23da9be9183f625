// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/apierror.h"
#include "claude/contentblock.h"
#include "claude/eventstream.h"
#include "claude/tokenusage.h"

namespace Patchbay {

/// What one event added, for those who show or store an answer while it comes.
struct MessageUpdate
{
    enum class Kind {
        None,         // ping, unknown events
        Started,      // message_start
        BlockStarted, // content_block_start: `index`, and what `text` it begins with, if any
        TextDelta,    // `index`, `text`
        ThinkingDelta,
        BlockFinished,
        Finished, // message_stop
        Failed,   // an error event: see error()
    };
    Kind kind = Kind::None;
    int index = -1;
    QString text;
};

/// Builds a message of the Messages API from its events (PROTOCOL 2), or from one JSON answer.
/// Unknown events, deltas and blocks are ignored or kept as they are, never an error.
class MessageAccumulator final
{
public:
    /// An event whose data is not JSON is an UnexpectedAnswer.
    [[nodiscard]] Result<MessageUpdate> add(const ServerSentEvent& event);
    /// The body of an answer that was not streamed; isFinished() afterwards.
    [[nodiscard]] Result<void> addWhole(QByteArrayView body);

    [[nodiscard]] const QString& id() const { return m_id; }
    /// The model that served.
    [[nodiscard]] const QString& model() const { return m_model; }
    [[nodiscard]] const QString& stopReason() const { return m_stopReason; }
    [[nodiscard]] const TokenUsage& usage() const { return m_usage; }
    [[nodiscard]] bool hasUsage() const { return m_hasUsage; }
    [[nodiscard]] bool isFinished() const { return m_finished; }
    /// Why the model refused (`stop_details` of a refusal), else empty.
    [[nodiscard]] const QJsonObject& stopDetails() const { return m_stopDetails; }
    /// Whether any content has come: from then on a request is not retried.
    [[nodiscard]] bool hasContent() const { return m_hasContent; }
    /// The `error` event, if one came.
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    /// The same, with its type and code.
    [[nodiscard]] const std::optional<ApiError>& apiError() const { return m_apiError; }
    /// The blocks so far. A tool's input is parsed when its block ends. Costs a copy of the answer:
    /// ask at the end, not at each delta.
    [[nodiscard]] QList<ContentBlock> blocks() const;

private:
    struct Block
    {
        int index = -1;
        QJsonObject json;
        QString text;        // of text and thinking blocks, appended to
        QString partialJson; // of tool inputs
        QJsonArray citations;
    };
    MessageUpdate start(const QJsonObject& message);
    MessageUpdate startBlock(int index, const QJsonObject& json);
    MessageUpdate takeDelta(int index, const QJsonObject& delta);
    MessageUpdate stopBlock(int index);
    MessageUpdate takeError(QByteArrayView data);
    void takeHead(const QJsonObject& message);
    void takeMessageDelta(const QJsonObject& event);
    void takeEnd(const QJsonObject& delta);
    Block* blockAt(int index);

    QString m_id;
    QString m_model;
    QString m_stopReason;
    QJsonObject m_stopDetails;
    TokenUsage m_usage;
    QList<Block> m_blocks;
    std::optional<ApiError> m_apiError;
    std::optional<Error> m_error;
    bool m_started = false;
    bool m_hasUsage = false;
    bool m_finished = false;
    bool m_hasContent = false;
};

} // namespace Patchbay
