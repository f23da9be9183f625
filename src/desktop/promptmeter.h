// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/promptcounter.h"
#include "core/core.h"
#include "desktop/promptestimate.h"

#include <QObject>
#include <QTimer>

namespace Patchbay {

/// Where what is written would be sent, and what goes with it.
struct PromptPlace
{
    ConversationId conversation;
    MessageId parent = 0; // what is written follows it; 0: it begins the conversation
    QString systemPrompt;
    QString model;
    QString account; // empty: automatic

    bool operator==(const PromptPlace&) const = default;
};

/// Keeps an estimate of what sending would take. What an answer counted is known of the history, so
/// that each change costs no more than what is written; after a rest the provider counts it all,
/// where the setting allows that. GUI thread.
class PromptMeter final : public QObject
{
    Q_OBJECT
public:
    explicit PromptMeter(Core& core, QObject* parent = nullptr);
    ~PromptMeter() override;

    /// What was learnt of the history is kept while conversation and parent stay.
    void setPlace(const PromptPlace& place);
    /// An answer in the place was completed.
    void refresh();
    void setDraft(const Draft& draft);

    [[nodiscard]] const PromptEstimate& estimate() const { return m_estimate; }

Q_SIGNALS:
    void changed();

private:
    /// What the last answer that was counted said.
    struct History
    {
        qint64 tokens = 0; // as the model `countedBy` counts; 0: nobody counted
        qint64 cached = 0;
        qint64 cachedAtMs = 0;
        QString countedBy;
        QList<ContentBlock> since; // what came after it
        qint64 letters = 0;        // of a history that nobody counted
    };
    void learnHistory();
    void guessHistory();
    [[nodiscard]] static History historyOf(const QList<Message>& end);
    void update();
    void changeDraft();
    void count();
    [[nodiscard]] bool isPlan() const;
    [[nodiscard]] QList<ContentBlock> content() const;

    Core& m_core;
    PromptCounter m_counter;
    PromptPlace m_place;
    History m_history;
    Draft m_draft;
    QList<ContentBlock> m_measured; // whose size is known: attachments may be large
    QString m_measuredFor;
    qint64 m_attachmentTokens = 0;
    std::optional<qint64> m_counted; // of place and draft as they are
    PromptEstimate m_estimate;
    QTimer m_idle;
    int m_generation = 0;
};

} // namespace Patchbay
