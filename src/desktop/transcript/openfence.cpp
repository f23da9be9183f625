// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/openfence.h"

namespace Patchbay {

std::optional<OpenFence> OpenFence::fromLine(QByteArrayView line)
{
    OpenFence fence;
    qsizetype i = 0;
    while (i < line.size() && line[i] == ' ')
        ++i;
    fence.indent = static_cast<int>(i);
    if (i >= line.size() || i > 3 || (line[i] != '`' && line[i] != '~'))
        return std::nullopt;
    fence.mark = line[i];
    const qsizetype start = i;
    while (i < line.size() && line[i] == fence.mark)
        ++i;
    fence.length = static_cast<int>(i - start);
    return fence.length >= 3 ? std::optional(fence) : std::nullopt;
}

bool OpenFence::closedBy(QByteArrayView line) const
{
    qsizetype i = 0;
    while (i < line.size() && line[i] == ' ')
        ++i;
    if (i > 3)
        return false;
    const qsizetype start = i;
    while (i < line.size() && line[i] == mark)
        ++i;
    if (i - start < length)
        return false;
    while (i < line.size() && (line[i] == ' ' || line[i] == '\t'))
        ++i;
    return i == line.size();
}

QString OpenFence::code(QByteArrayView line) const
{
    qsizetype i = 0;
    while (i < indent && i < line.size() && line[i] == ' ')
        ++i;
    QString text = QString::fromUtf8(line.sliced(i));
    text.replace(QChar::Null, QChar::ReplacementCharacter);
    return text;
}

} // namespace Patchbay
