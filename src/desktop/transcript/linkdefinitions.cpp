// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/linkdefinitions.h"

namespace Patchbay::LinkDefinitions {

namespace {

/// The label with its brackets when the line may be a definition, else nothing.
QByteArrayView labelOf(QByteArrayView line)
{
    qsizetype i = 0;
    while (i < line.size() && QByteArrayView(" \t>-*+.)0123456789").contains(line[i]))
        ++i;
    if (i >= line.size() || line[i] != '[')
        return {};
    const qsizetype end = line.indexOf(']', i);
    const bool colon = end > i + 1 && end + 1 < line.size() && line[end + 1] == ':';
    return colon ? line.sliced(i, end + 1 - i) : QByteArrayView();
}

QByteArrayView lineAt(QByteArrayView source, qsizetype start)
{
    const qsizetype end = source.indexOf('\n', start);
    return source.sliced(start, (end < 0 ? source.size() : end) - start);
}

bool isBlank(QByteArrayView line)
{
    return line.trimmed().isEmpty();
}

} // namespace

QByteArrayList runs(QByteArrayView source)
{
    QByteArrayList found;
    if (!source.contains("]:"))
        return found;
    QByteArray run;
    bool candidate = false;
    const auto end = [&] {
        // A fence in a run would swallow whatever follows it.
        if (candidate && !run.contains("```") && !run.contains("~~~"))
            found.append(run);
        run.clear();
        candidate = false;
    };
    for (qsizetype start = 0; start < source.size();) {
        const QByteArrayView line = lineAt(source, start);
        if (isBlank(line)) {
            end();
        } else {
            candidate = candidate || !labelOf(line).isEmpty();
            run.append(line).append('\n');
        }
        start += line.size() + 1;
    }
    end();
    return found;
}

QByteArrayList labels(QByteArrayView source)
{
    QByteArrayList found;
    for (qsizetype at = source.indexOf("]:"); at >= 0; at = source.indexOf("]:", at + 1)) {
        const qsizetype lineEnd = source.first(at).lastIndexOf('\n');
        const QByteArrayView label = labelOf(lineAt(source, lineEnd + 1));
        if (!label.isEmpty())
            found.append(label.toByteArray().toLower());
    }
    return found;
}

} // namespace Patchbay::LinkDefinitions
