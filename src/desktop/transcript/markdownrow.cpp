// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/markdownrow.h"

namespace Patchbay {

bool MarkdownRow::operator==(const MarkdownRow& other) const
{
    const bool sameShape = shape == other.shape || (shape && other.shape && *shape == *other.shape);
    return kind == other.kind && level == other.level && gap == other.gap && loose == other.loose &&
           header == other.header && block == other.block && indexInBlock == other.indexInBlock &&
           containers == other.containers && marker == other.marker && text == other.text &&
           formats == other.formats && cells == other.cells && language == other.language &&
           sameShape;
}

QString plainRowText(const MarkdownRow& row)
{
    QString text = row.text;
    text.replace(QChar::LineSeparator, u'\n');
    return text;
}

QString plainText(const MarkdownRows& rows)
{
    qsizetype size = 0;
    for (const MarkdownRow& row : rows)
        size += row.gap + row.text.size();
    QString text;
    text.reserve(size);
    for (const MarkdownRow& row : rows) {
        text.append(QString(row.gap, u'\n'));
        text.append(plainRowText(row));
    }
    return text;
}

MarkdownRows plainRows(QStringView text)
{
    constexpr qsizetype longest = 4000;
    MarkdownRows rows;
    quint8 gap = 0;
    const auto add = [&](QStringView piece) {
        MarkdownRow row;
        row.gap = gap;
        row.text = piece.toString();
        rows.push_back(std::move(row));
    };
    qsizetype start = 0;
    while (start <= text.size()) {
        qsizetype end = text.indexOf(u'\n', start);
        if (end < 0)
            end = text.size();
        const bool carriageReturn = end > start && text.at(end - 1) == u'\r';
        QStringView line = text.sliced(start, end - start - (carriageReturn ? 1 : 0));
        while (line.size() > longest) {
            qsizetype cut = line.lastIndexOf(u' ', longest) + 1;
            if (cut <= 0)
                cut = line.at(longest - 1).isHighSurrogate() ? longest - 1 : longest;
            add(line.first(cut));
            gap = 0;
            line = line.sliced(cut);
        }
        add(line);
        gap = 1;
        start = end + 1;
    }
    return rows;
}

} // namespace Patchbay
