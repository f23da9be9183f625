// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/transcripttext.h"

#include "desktop/transcript/markdownparser.h"

namespace Patchbay {

namespace {

bool isWordAt(const QString& text, qsizetype at)
{
    return at >= 0 && at < text.size() && (text.at(at).isLetterOrNumber() || text.at(at) == u'_');
}

} // namespace

QString plainTextOf(const TranscriptMessage& message)
{
    return plainText(message.role == TranscriptMessage::Role::User
                         ? plainRows(message.markdown)
                         : parseMarkdown(message.markdown));
}

QList<qsizetype> findMatches(const QString& plain, const QString& text, FindFlags flags)
{
    QList<qsizetype> found;
    if (text.isEmpty())
        return found;
    const Qt::CaseSensitivity sensitivity =
        flags.testFlag(FindFlag::CaseSensitive) ? Qt::CaseSensitive : Qt::CaseInsensitive;
    for (qsizetype at = plain.indexOf(text, 0, sensitivity); at >= 0;) {
        const qsizetype end = at + text.size();
        const bool inside = (isWordAt(plain, at - 1) && isWordAt(plain, at)) ||
                            (isWordAt(plain, end - 1) && isWordAt(plain, end));
        if (!flags.testFlag(FindFlag::WholeWords) || !inside)
            found.append(at);
        at = plain.indexOf(text, end, sensitivity);
    }
    return found;
}

QString copiedText(const MarkdownRows& rows, qsizetype start, qsizetype end)
{
    QString copied;
    qsizetype at = 0;
    for (const MarkdownRow& row : rows) {
        const qsizetype textStart = at + row.gap;
        const qsizetype textEnd = textStart + row.text.size();
        if (textStart > end)
            break;
        if (textEnd >= start) {
            for (qsizetype gap = std::max(at, start); gap < std::min(textStart, end); ++gap)
                copied += u'\n';
            const qsizetype from = std::max(start, textStart);
            const bool any = end > from || (row.text.isEmpty() && end > textStart);
            if (from == textStart && !row.marker.isEmpty() && any) {
                const auto depth = std::max<qsizetype>(row.containers.count(u'l') - 1, 0);
                copied += QString(2 * depth, u' ') + row.marker + u' ';
            }
            if (std::min(end, textEnd) > from)
                copied += plainRowText(row).mid(from - textStart, std::min(end, textEnd) - from);
        }
        at = textEnd;
    }
    return copied;
}

} // namespace Patchbay
