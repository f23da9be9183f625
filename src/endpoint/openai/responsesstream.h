// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/responsesoutput.h"
#include "endpoint/openai/upstreamanswer.h"

#include <QByteArray>
#include <QHash>

#include <optional>

namespace Patchbay {

class JsonWriter;

/// The event stream of the Messages API as that of a response (PROTOCOL 7.3): every item opened,
/// told in deltas and closed, then response.completed, .incomplete or, after a failure, .failed and
/// `error`. Texts that follow each other are one message; thinking that is shown, or whose sealed
/// form was asked for, is a reasoning item. One thread at a time.
class ResponsesStream final : private AnswerSink
{
public:
    /// `createdS`: seconds since 1970.
    ResponsesStream(const TranslatedRequest& request, qint64 createdS);

    /// What these bytes of the upstream's become; often nothing.
    [[nodiscard]] QByteArray feed(QByteArrayView bytes);
    /// At the end of the upstream's stream: an error where it ended too early, else nothing.
    [[nodiscard]] QByteArray finish();
    /// Where the way to the upstream failed: the error as events.
    [[nodiscard]] QByteArray fail(const Error& error);
    /// Whether all has been said.
    [[nodiscard]] bool hasEnded() const { return m_reader.hasEnded(); }

    /// The body of a 200 answer that was not streamed, as a response; for an object not used
    /// otherwise.
    [[nodiscard]] Translated<QByteArray> whole(QByteArrayView body);

private:
    struct Item
    {
        int index = 0;
        QByteArray id;
        QByteArray text; // so far
        QByteArray callId, name;
        bool isOpen = false;
    };

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

    [[nodiscard]] Item open(QByteArrayView kind);
    void openMessage();
    void openReasoning(Item& item);
    void closeMessage(QByteArrayView refusal = {});
    void tellRefusal(const Item& message, QByteArrayView refusal, int contentIndex);
    void itemAdded(const Item& item, const QByteArray& json);
    void itemDone(const Item& item, const QByteArray& json);

    /// Begins an event of that type; send() ends it.
    [[nodiscard]] JsonWriter event(QByteArrayView type);
    [[nodiscard]] JsonWriter event(QByteArrayView type, const Item& item);
    void send(QByteArrayView type, JsonWriter& json);
    void sendResponse(QByteArrayView type);
    [[nodiscard]] QByteArray takeOutput();

    UpstreamAnswer m_reader;
    ResponsesOutput m_made;
    QByteArray m_output;
    QByteArray m_response; // as last told
    std::optional<OpenAiError> m_error;
    Item m_message; // the open one
    QHash<qint64, Item> m_calls;
    QHash<qint64, Item> m_thoughts;
    int m_nextItem = 0;
    qint64 m_sequence = 0;
    bool m_isStarted = false;
    bool m_includesReasoning;
};

} // namespace Patchbay
