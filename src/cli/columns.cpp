// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/columns.h"

#include <algorithm>
#include <utility>

namespace Patchbay {

namespace {

bool isWide(char32_t c)
{
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
}

// The pieces between which a line may be broken: words, and wide characters by themselves.
QStringList piecesOf(const QString& text)
{
    QStringList pieces;
    QString piece;
    for (const char32_t c : text.toUcs4()) {
        const QString character = QString::fromUcs4(&c, 1);
        if (isWide(c)) {
            if (!piece.isEmpty())
                pieces.append(std::exchange(piece, {}));
            pieces.append(character);
            continue;
        }
        piece += character;
        if (c == U' ')
            pieces.append(std::exchange(piece, {}));
    }
    if (!piece.isEmpty())
        pieces.append(piece);
    return pieces;
}

QString withoutEnd(QString line)
{
    while (line.endsWith(u' '))
        line.chop(1);
    return line;
}

} // namespace

qsizetype columnsOf(const QString& text)
{
    qsizetype columns = 0;
    for (const char32_t c : text.toUcs4())
        columns += isWide(c) ? 2 : 1;
    return columns;
}

QString padded(const QString& text, qsizetype width, bool right)
{
    const QString space(std::max<qsizetype>(0, width - columnsOf(text)), u' ');
    return right ? space + text : text + space;
}

QString shortened(const QString& text, qsizetype width)
{
    if (columnsOf(text) <= width)
        return text;
    QString result;
    for (const char32_t c : text.toUcs4()) {
        const QString longer = result + QString::fromUcs4(&c, 1);
        if (columnsOf(longer) >= width)
            break;
        result = longer;
    }
    return result + u'…';
}

QStringList wrapped(const QString& text, const QString& start, qsizetype indent)
{
    QStringList lines;
    QString line = start;
    bool isBegun = false;
    for (const QString& piece : piecesOf(text)) {
        if (isBegun && columnsOf(line) + columnsOf(withoutEnd(piece)) > pageColumns) {
            lines.append(withoutEnd(line));
            line = QString(indent, u' ');
        }
        line += piece;
        isBegun = true;
    }
    lines.append(withoutEnd(line));
    return lines;
}

QStringList tableLines(const QStringList& header, const QList<QStringList>& rows,
                       const QList<int>& numeric)
{
    QList<qsizetype> widths(header.size(), 0);
    QList<QStringList> all{header};
    all += rows;
    for (const QStringList& row : all) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], columnsOf(row[i]));
    }
    QStringList lines;
    for (const QStringList& row : all) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i) {
            if (i > 0)
                line += QStringLiteral("  ");
            line += padded(row[i], widths[i], numeric.contains(static_cast<int>(i)));
        }
        lines.append(withoutEnd(line));
    }
    return lines;
}

} // namespace Patchbay
