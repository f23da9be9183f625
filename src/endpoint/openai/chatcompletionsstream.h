// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/translatedrequest.h"
#include "endpoint/openai/upstreamanswer.h"

#include <QByteArray>
#include <QHash>

namespace Patchbay {

/// The event stream of the Messages API as chat.completion.chunk events (PROTOCOL 7.1): the role
/// first, the reason of the end alone, usage only when it was asked for, `[DONE]` at a clean end
/// and never after an error; pings as comment lines. Shown thinking comes as `reasoning_content`,
/// its blocks as `thinking_blocks`. One thread at a time.
class ChatCompletionsStream final : private AnswerSink
{
public:
    /// `createdS`: seconds since 1970.
    ChatCompletionsStream(const TranslatedRequest& request, qint64 createdS);

    /// What these bytes of the upstream's become; often nothing.
    [[nodiscard]] QByteArray feed(QByteArrayView bytes);
    /// At the end of the upstream's stream: an error where it ended too early, else nothing.
    [[nodiscard]] QByteArray finish();
    /// Where the way to the upstream failed: the error as an event.
    [[nodiscard]] QByteArray fail(const Error& error);
    /// Whether all has been said.
    [[nodiscard]] bool hasEnded() const { return m_reader.hasEnded(); }

private:
    void started(QByteArrayView id, QByteArrayView model) override;
    void text(QByteArrayView escaped) override;
    void thinking(qint64 block, QByteArrayView escaped) override;
    void thinkingEnded(qint64 block, QByteArrayView proof, bool isRedacted) override;
    void toolStarted(qint64 block, QByteArrayView id, QByteArrayView name) override;
    void toolInput(qint64 block, QByteArrayView escaped) override;
    void toolEnded(qint64 block) override;
    void ping() override;
    void finished(const End& end) override;
    void failed(const OpenAiError& error) override;

    void chunk(QByteArrayView delta, QByteArrayView finishReason = {});
    [[nodiscard]] QByteArray takeOutput();

    UpstreamAnswer m_reader;
    QByteArray m_output;
    QByteArray m_model; // for an answer that names none
    QByteArray m_head;  // what every chunk begins with
    QByteArray m_tail;  // and ends with
    QHash<qint64, int> m_tools;
    QHash<qint64, QByteArray> m_thoughts;
    int m_toolCount = 0;
    qint64 m_createdS;
    bool m_includesUsage;
    bool m_usesFunctions;
};

} // namespace Patchbay
