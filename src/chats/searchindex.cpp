// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/searchindex.h"

namespace Patchbay::SearchIndex {

namespace {

constexpr qsizetype kBefore = 32;
constexpr qsizetype kAfter = 80;

bool standsAlone(char32_t c)
{
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7AF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c.isSurrogate() || c.isMark();
}

/// A text as the index compares it, without case and marks over letters, and where each of its
/// characters stands in the original.
struct Folded
{
    explicit Folded(const QString& original)
    {
        text.reserve(original.size());
        at.reserve(original.size());
        for (qsizetype i = 0; i < original.size(); ++i) {
            const QChar c = original.at(i);
            // Syllables of Korean and sounded kana have parts, too, which are no marks over them.
            if (c.unicode() < 0x80 || standsAlone(c.unicode())) {
                append(c.toLower(), i);
                continue;
            }
            for (const QChar part : QString(c).normalized(QString::NormalizationForm_D)) {
                if (!part.isMark())
                    append(part.toLower(), i);
            }
        }
    }
    void append(QChar c, qsizetype i)
    {
        text += c;
        at.append(i);
    }

    QString text;
    QList<qsizetype> at;
};

/// Where a word begins, rather than any place where its letters stand within another; -1.
qsizetype placeOf(const QString& text, const QString& word)
{
    const bool isAlone = standsAlone(word.front().unicode()) || word.front().isSurrogate();
    qsizetype at = text.indexOf(word);
    while (!isAlone && at > 0 && isWordCharacter(text.at(at - 1)) &&
           !standsAlone(text.at(at - 1).unicode()))
        at = text.indexOf(word, at + 1);
    return at;
}

} // namespace

QStringList wordsOf(const QString& text)
{
    QStringList words;
    QString word;
    for (const QChar c : text) {
        if (isWordCharacter(c))
            word += c;
        else if (!word.isEmpty())
            words.append(std::exchange(word, QString()));
    }
    if (!word.isEmpty())
        words.append(word);
    return words;
}

QString segmented(const QString& text)
{
    QString result;
    result.reserve(text.size() + text.size() / 4);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isPair = text.at(i).isHighSurrogate() && i + 1 < text.size();
        const char32_t c = isPair ? QChar::surrogateToUcs4(text.at(i), text.at(i + 1))
                                  : char32_t(text.at(i).unicode());
        const QStringView character = QStringView(text).mid(i, isPair ? 2 : 1);
        if (standsAlone(c)) {
            result += u' ';
            result += character;
            result += u' ';
        } else {
            result += character;
        }
        i += isPair ? 1 : 0;
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
    const Folded folded(text);
    qsizetype at = -1;
    qsizetype end = -1;
    for (const QString& word : wordsOf(words)) {
        const QString wanted = Folded(word).text;
        const qsizetype found = wanted.isEmpty() ? -1 : placeOf(folded.text, wanted);
        if (found >= 0 && (at < 0 || folded.at.at(found) < at)) {
            at = folded.at.at(found);
            const qsizetype next = found + wanted.size();
            end = next < folded.at.size() ? folded.at.at(next) : text.size();
        }
    }
    if (at < 0)
        return text.left(kBefore + kAfter).simplified();
    qsizetype from = std::max<qsizetype>(0, at - kBefore);
    if (from > 0 && text.at(from).isLowSurrogate())
        ++from;
    qsizetype to = std::min(text.size(), end + kAfter);
    if (to < text.size() && text.at(to).isLowSurrogate())
        --to;
    const QString marked = text.mid(from, at - from) + QChar(2) + text.mid(at, end - at) +
                           QChar(3) + text.mid(end, to - end);
    return (from > 0 ? QStringLiteral("…") : QString()) + marked.simplified() +
           (to < text.size() ? QStringLiteral("…") : QString());
}

} // namespace Patchbay::SearchIndex
