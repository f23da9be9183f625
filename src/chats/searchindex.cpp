// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/searchindex.h"

namespace Patchbay::SearchIndex {

namespace {

constexpr qsizetype kBefore = 32;
constexpr qsizetype kAfter = 80;

bool standsAlone(QChar c)
{
    const char16_t unit = c.unicode();
    return (unit >= 0x2E80 && unit <= 0x9FFF) || (unit >= 0xAC00 && unit <= 0xD7AF) ||
           (unit >= 0xF900 && unit <= 0xFAFF);
}

QStringList wordsOf(const QString& text)
{
    QStringList words;
    QString word;
    for (const QChar c : text) {
        if (c.isLetterOrNumber() || c == u'_' || c.isSurrogate() || c.isMark()) {
            word += c;
        } else if (!word.isEmpty()) {
            words.append(std::exchange(word, QString()));
        }
    }
    if (!word.isEmpty())
        words.append(word);
    return words;
}

} // namespace

QString segmented(const QString& text)
{
    QString result;
    result.reserve(text.size() + text.size() / 4);
    for (const QChar c : text) {
        if (standsAlone(c))
            result += u' ';
        result += c;
        if (standsAlone(c))
            result += u' ';
    }
    return result;
}

Result<void> add(Connection& connection, qint64 message, const QString& text)
{
    if (text.isEmpty())
        return {};
    const auto done =
        connection.run(QStringLiteral("INSERT INTO message_search (rowid, text) VALUES (?, ?)"),
                       {message, segmented(text)});
    if (!done)
        return Failure(done.error());
    return {};
}

Result<void> remove(Connection& connection, qint64 message, const QString& text)
{
    if (text.isEmpty())
        return {};
    const auto done = connection.run(
        QStringLiteral(
            "INSERT INTO message_search (message_search, rowid, text) VALUES ('delete', ?, ?)"),
        {message, segmented(text)});
    if (!done)
        return Failure(done.error());
    return {};
}

QString query(const QString& words)
{
    QStringList phrases;
    for (const QString& word : wordsOf(words))
        phrases.append(u'"' + segmented(word).simplified() + u'"');
    if (phrases.isEmpty())
        return {};
    return phrases.join(QStringLiteral(" AND ")) + u'*';
}

QString snippet(const QString& text, const QString& words)
{
    qsizetype at = -1;
    qsizetype length = 0;
    for (const QString& word : wordsOf(words)) {
        const qsizetype found = text.indexOf(word, 0, Qt::CaseInsensitive);
        if (found >= 0 && (at < 0 || found < at)) {
            at = found;
            length = word.size();
        }
    }
    if (at < 0)
        return text.left(kBefore + kAfter).simplified();
    const qsizetype from = std::max<qsizetype>(0, at - kBefore);
    const QString before = text.mid(from, at - from);
    const QString after = text.mid(at + length, kAfter);
    const QString marked = before + QChar(2) + text.mid(at, length) + QChar(3) + after;
    return (from > 0 ? QStringLiteral("…") : QString()) + marked.simplified();
}

} // namespace Patchbay::SearchIndex
