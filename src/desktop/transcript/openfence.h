// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace Patchbay {

/// The opening line of a fenced code block at the top level: tells which line closes it and what of
/// a line is code, as CommonMark says, so that an unfinished block can grow without being parsed.
struct OpenFence
{
    char mark = '`';
    int length = 3;
    int indent = 0;

    /// Of the line that cmark took for the opening of a fenced block.
    [[nodiscard]] static std::optional<OpenFence> fromLine(QByteArrayView line);
    [[nodiscard]] bool closedBy(QByteArrayView line) const;
    /// The code on a line: without as much indentation as the fence has.
    [[nodiscard]] QString code(QByteArrayView line) const;
};

} // namespace Patchbay
