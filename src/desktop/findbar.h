// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/conversationtranscript.h"

#include <QFrame>

#include <optional>

class QLabel;
class QLineEdit;

namespace Patchbay {

class TranscriptView;

/// Finds a text in the shown conversation: every match marked, one after the other gone to. GUI
/// thread.
class FindBar final : public QFrame
{
    Q_OBJECT
public:
    FindBar(ConversationStore& store, ConversationTranscript& transcript, TranscriptView& view,
            QWidget* parent = nullptr);

    /// Shows the bar, with a text to look for if one is given.
    void open(const QString& text = {});
    /// `message` first, when it has a match (a hit of the search over conversations).
    void openAt(const QString& text, MessageId message);
    void close();
    /// The conversation is another one, or grew.
    void refresh();
    void step(int by);

Q_SIGNALS:
    void closed();
    void failed(const QString& sentence);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search();
    void take(const QList<MessageId>& messages);
    void go(int message, int match);
    void goOnceFetched();
    void showCount();
    [[nodiscard]] QList<qsizetype> matchesIn(MessageId id);

    ConversationStore& m_store;
    ConversationTranscript& m_transcript;
    TranscriptView& m_view;
    QLineEdit* m_text = nullptr;
    QLabel* m_count = nullptr;
    QList<MessageId> m_messages;
    MessageId m_wanted = 0;
    int m_message = -1;           // of m_messages
    int m_match = 0;              // within it
    std::optional<int> m_pending; // the match to go to once the message is there
    int m_generation = 0;
};

} // namespace Patchbay
