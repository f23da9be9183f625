// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/transcriptmodel.h"

#include <QRectF>

#include <compare>

namespace Patchbay {

/// A place in the transcript: a character of a part of a message. Independent of what is laid out.
struct TextPlace
{
    int message = -1; // row of the model
    TranscriptModel::Part part = TranscriptModel::Part::Answer;
    qsizetype offset = 0; // in the part's plain text

    [[nodiscard]] bool isValid() const { return message >= 0; }
    bool operator==(const TextPlace&) const = default;
    /// Thinking stands above its answer.
    std::strong_ordering operator<=>(const TextPlace& other) const
    {
        if (const auto order = message <=> other.message; order != 0)
            return order;
        if (part != other.part) {
            return part == TranscriptModel::Part::Thinking ? std::strong_ordering::less
                                                           : std::strong_ordering::greater;
        }
        return offset <=> other.offset;
    }
};

/// Something in a message that a click or Enter sets off.
struct TranscriptAction
{
    enum class Kind : quint8 {
        ToggleThinking,
        Link,
        CopyCode,
        CopyMessage,
        Edit,
        Continue,
        Retry,
        BranchBack,
        BranchForward
    };

    Kind kind = Kind::Link;
    TranscriptModel::Part part = TranscriptModel::Part::Answer;
    int row = 0;   // of the part, for links and code
    int index = 0; // of the row's formats, for links
    QString label;
    QString href;
    QRectF rect; // in the message's column
    bool enabled = true;

    [[nodiscard]] bool sameAs(const TranscriptAction& other) const
    {
        return kind == other.kind && part == other.part && row == other.row && index == other.index;
    }
};

} // namespace Patchbay
