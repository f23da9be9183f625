// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/conversationsearch.h"

#include "chats/messagerows.h"
#include "chats/searchindex.h"

#include <QSet>

namespace Patchbay::ConversationSearch {

namespace {

// A word that stands in every message of one long conversation would hide all others behind it; so
// many matches are looked at before the search is content with what it has.
constexpr int kMostMatches = 20'000;
constexpr qsizetype kMostTitleWords = 8;

QString likeContaining(QString word)
{
    word.replace(u'\\', QStringLiteral("\\\\"))
        .replace(u'%', QStringLiteral("\\%"))
        .replace(u'_', QStringLiteral("\\_"));
    return u'%' + word + u'%';
}

Result<QList<SearchHit>> inTitles(Connection& connection, const QStringList& words, int limit)
{
    QString sql = QStringLiteral(
        "SELECT id, title, snippet, updated_at FROM conversations WHERE deleted_at = 0");
    QVariantList values;
    for (const QString& word : words.mid(0, kMostTitleWords)) {
        sql += QStringLiteral(" AND title LIKE ? ESCAPE '\\'");
        values.append(likeContaining(word));
    }
    sql += QStringLiteral(" ORDER BY updated_at DESC LIMIT ?");
    values.append(limit);
    auto rows = connection.select(sql, values);
    if (!rows)
        return Failure(rows.error());
    QList<SearchHit> hits;
    while (rows->next())
        hits.append({{rows->text(0)}, rows->text(1), 0, rows->text(2), rows->number(3)});
    if (rows->error())
        return Failure(*rows->error());
    return hits;
}

/// The newest matching message of each conversation that is not shown yet.
Result<QList<MessageId>> newestMatches(Connection& connection, const QString& query,
                                       QSet<ConversationId> shown, qsizetype limit)
{
    // By rowid, newest first: a ranking would have to look at every match (115 ms at 100,000).
    auto rows = connection.select(
        QStringLiteral("SELECT m.id, m.conversation FROM message_search s "
                       "CROSS JOIN messages m ON m.id = s.rowid "
                       "CROSS JOIN conversations c ON c.id = m.conversation "
                       "WHERE s.text MATCH ? AND c.deleted_at = 0 ORDER BY s.rowid DESC LIMIT ?"),
        {query, kMostMatches});
    if (!rows)
        return Failure(rows.error());
    QList<MessageId> found;
    while (found.size() < limit && rows->next()) {
        const ConversationId conversation{rows->text(1)};
        if (shown.contains(conversation))
            continue;
        shown.insert(conversation);
        found.append(rows->number(0));
    }
    if (rows->error())
        return Failure(*rows->error());
    return found;
}

} // namespace

Result<QList<SearchHit>> search(Connection& connection, const QString& words, int limit)
{
    const QStringList wanted = SearchIndex::wordsOf(words);
    if (wanted.isEmpty())
        return QList<SearchHit>();
    auto hits = inTitles(connection, wanted, limit);
    if (!hits)
        return hits;
    QSet<ConversationId> shown;
    for (const SearchHit& hit : std::as_const(*hits))
        shown.insert(hit.conversation);
    const auto matches =
        newestMatches(connection, SearchIndex::query(words), shown, limit - hits->size());
    if (!matches)
        return Failure(matches.error());
    for (const MessageId id : *matches) {
        auto rows = connection.select(
            QStringLiteral("SELECT m.conversation, c.title, m.created_at, m.text FROM messages m "
                           "JOIN conversations c ON c.id = m.conversation WHERE m.id = ?"),
            {id});
        if (!rows)
            return Failure(rows.error());
        if (rows->next())
            hits->append({{rows->text(0)},
                          rows->text(1),
                          id,
                          SearchIndex::snippet(rows->text(3), words),
                          rows->number(2)});
        else if (rows->error())
            return Failure(*rows->error());
    }
    return hits;
}

Result<QList<MessageId>> find(Connection& connection, const ConversationId& id, const QString& text)
{
    const auto conversation = MessageRows::conversation(connection, id);
    if (!conversation)
        return Failure(conversation.error());
    if (text.isEmpty())
        return QList<MessageId>();
    const auto heads = MessageRows::path(connection, conversation->leaf, 0);
    if (!heads)
        return Failure(heads.error());
    // One pass over the conversation's texts, then those on the shown path.
    auto rows = connection.select(
        QStringLiteral("SELECT id, text FROM messages WHERE conversation = ?"), {id.value});
    if (!rows)
        return Failure(rows.error());
    QSet<MessageId> matching;
    while (rows->next()) {
        if (rows->text(1).contains(text, Qt::CaseInsensitive))
            matching.insert(rows->number(0));
    }
    if (rows->error())
        return Failure(*rows->error());
    QList<MessageId> found;
    for (const MessageHead& head : *heads) {
        if (matching.contains(head.id))
            found.append(head.id);
    }
    return found;
}

} // namespace Patchbay::ConversationSearch
