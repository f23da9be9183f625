// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "chats/conversationstore.h"

#include <QAbstractListModel>

namespace Patchbay {

/// The conversations, newest first, under headings by day; or the hits of a search. Read in pages
/// as one scrolls. GUI thread.
class ConversationListModel final : public QAbstractListModel
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole,
        SnippetRole,
        IsHeadingRole,
        MessageRole, // the message that a search found; 0: the title
    };

    ConversationListModel(ConversationStore& store, const Clock& clock, QObject* parent = nullptr);

    /// Begins to read: once, when the window is there.
    void start();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

    /// Empty words show everything again.
    void setSearch(const QString& words);
    /// Whether the rows are known, be there any or none.
    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    [[nodiscard]] bool isSearching() const { return !m_words.isEmpty(); }
    /// The row of a conversation, -1 when it is not (yet) among them.
    [[nodiscard]] int rowOf(const ConversationId& id) const;

Q_SIGNALS:
    /// The rows are those of the newest state of the database.
    void refreshed();
    void failed(const QString& sentence);

private:
    struct Row
    {
        QString heading; // else a conversation
        Conversation conversation;
        MessageId message = 0;
    };
    void refresh();
    void search();
    void append(const QList<Conversation>& page);
    void replace(QList<Row> rows);
    void rearrange(const QList<Row>& rows);
    [[nodiscard]] static QString keyOf(const Row& row);
    [[nodiscard]] QList<Row> rowsOf(const QList<Conversation>& page, QString lastHeading) const;
    [[nodiscard]] QString headingOf(qint64 updatedAtMs) const;

    ConversationStore& m_store;
    const Clock& m_clock;
    QList<Row> m_rows;
    QString m_words;
    int m_generation = 0; // late answers of an older question are dropped
    int m_wanted;         // how many conversations are to be there
    bool m_atEnd = false;
    bool m_fetching = false;
    bool m_refreshAgain = false;
    bool m_started = false;
    bool m_loaded = false;
};

} // namespace Patchbay
