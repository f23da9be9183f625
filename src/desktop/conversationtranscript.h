// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/chatservice.h"
#include "desktop/transcript/transcriptmodel.h"

#include <QCache>
#include <QPointer>
#include <QSet>
#include <QTimer>

namespace Patchbay {

class AccountStore;

/// The shown path of one conversation of the history, with the answer that is on its way. The end
/// is there at once, older heads follow; contents are fetched in pages. GUI thread.
class ConversationTranscript final : public TranscriptModel
{
    Q_OBJECT
public:
    ConversationTranscript(ConversationStore& store, ChatService& chats, AccountStore& accounts,
                           const Clock& clock, QObject* parent = nullptr);

    /// Shows another conversation; the null id shows nothing.
    void open(const ConversationId& id);
    /// The same path again after it changed (another branch).
    void reload();
    /// The colours of accounts follow the palette.
    void recolour();
    [[nodiscard]] const ConversationId& conversation() const { return m_conversation; }
    /// Whether the first heads are there.
    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    /// The last message of the path, 0 when there is none.
    [[nodiscard]] MessageId leaf() const;
    /// The message before another on the path, 0 for the first.
    [[nodiscard]] MessageId parentOf(MessageId id) const;

    [[nodiscard]] int count() const override { return static_cast<int>(m_heads.size()); }
    const TranscriptMessage* message(int row) override;
    [[nodiscard]] qsizetype textLength(int row) const override;
    [[nodiscard]] int rowOf(qint64 id) const override;

Q_SIGNALS:
    void loaded();
    void failed(const QString& sentence);

private:
    struct Entry
    {
        TranscriptMessage message;
        QString account; // its id
        int color = -1;  // of its account, -1: none
    };

    void follow(ChatTurn* turn);
    void onStored(const ChatTurn& turn);
    void onFinished(const Message& answer);
    void append(MessageId id, Part part, const QString& text);
    void showWaiting(const QString& reason, qint64 untilMs);
    void updateCountdown();
    void takeFirst(QList<MessageHead> heads);
    void takeOlder(const QList<MessageHead>& heads);
    void rebuildRows();
    void fetchAround(int row);
    void keep(const Message& message);
    /// Accounts were renamed, added or removed.
    void renameAccounts();
    /// Name and colour of the entry's account now; true when they were others.
    bool nameAccount(Entry& entry) const;
    [[nodiscard]] Entry entryOf(const Message& message) const;
    [[nodiscard]] bool isAnswering(MessageId id) const
    {
        return id != 0 && id == m_answer.message.id;
    }

    ConversationStore& m_store;
    ChatService& m_chats;
    AccountStore& m_accounts;
    const Clock& m_clock;
    ConversationId m_conversation;
    QList<MessageHead> m_heads;
    QHash<MessageId, int> m_rows;
    QCache<MessageId, Entry> m_messages; // cost: thousands of characters
    QSet<MessageId> m_fetching;
    QPointer<ChatTurn> m_turn;
    Entry m_answer; // of m_turn; newer here than in the database
    QTimer m_second;
    QString m_waitingFor;
    qint64 m_waitingUntilMs = 0;
    int m_generation = 0;
    bool m_loaded = false;
};

} // namespace Patchbay
