// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/markdownrow.h"

namespace Patchbay {

using namespace Qt::StringLiterals;

/// One line per row: kind, nesting, marker, text with its formats in brackets.
inline QString printRow(const MarkdownRow& row)
{
    static const char* const kinds[] = {"p", "h", "code", "tr", "rule"};
    QString line = QLatin1String(kinds[static_cast<int>(row.kind)]);
    if (row.level)
        line += QString::number(row.level);
    if (row.header)
        line += u"(head)"_s;
    if (row.block)
        line += u'#' + QString::number(row.block) + u'.' + QString::number(row.indexInBlock);
    if (!row.language.isEmpty())
        line += u'<' + row.language + u'>';
    if (!row.containers.isEmpty())
        line += u' ' + row.containers;
    if (!row.marker.isEmpty())
        line += u' ' + row.marker;
    if (row.loose)
        line += u" loose"_s;
    line += u" +"_s + QString::number(row.gap) + u" |"_s;
    int at = 0;
    for (const InlineFormat& format : row.formats) {
        line += QStringView(row.text).sliced(at, format.start - at);
        line += u'{';
        static const char* const flags = "BISCL";
        for (int bit = 0; bit < 5; ++bit) {
            if (format.flags & (1 << bit))
                line += QLatin1Char(flags[bit]);
        }
        if (!format.href.isEmpty())
            line += u'(' + format.href + u')';
        line += u' ' + row.text.mid(format.start, format.length) + u'}';
        at = format.start + format.length;
    }
    line += QStringView(row.text).sliced(at);
    line.replace(QChar::LineSeparator, u"\\"_s);
    line.replace(u'\t', u"¦"_s);
    return line;
}

inline QString printRows(const MarkdownRows& rows)
{
    QString text;
    for (const MarkdownRow& row : rows)
        text += printRow(row) + u'\n';
    return text;
}

} // namespace Patchbay
