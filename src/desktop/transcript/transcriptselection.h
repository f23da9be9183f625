// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/transcriptplace.h"

namespace Patchbay {

class TranscriptContents;

/// What is selected: two places, and whether it grows by characters, words or rows. It knows no
/// layouts, so that neither scrolling nor streaming moves it.
class TranscriptSelection
{
public:
    enum class Unit { Character, Word, Row };

    explicit TranscriptSelection(TranscriptContents& contents);

    void clear();
    void begin(const TextPlace& place, Unit unit);
    void extendTo(const TextPlace& place);
    void select(const TextPlace& from, const TextPlace& to);
    void selectAll();
    /// Messages moved in the model.
    void move(int from, int by);

    [[nodiscard]] bool isEmpty() const { return m_start == m_end; }
    [[nodiscard]] bool hasOrigin() const { return m_originStart.isValid(); }
    [[nodiscard]] const TextPlace& start() const { return m_start; }
    [[nodiscard]] const TextPlace& end() const { return m_end; }
    /// The selected characters of a part, [0, 0) when none are. The end may lie behind its text.
    [[nodiscard]] std::pair<qsizetype, qsizetype> range(int message,
                                                        TranscriptModel::Part part) const;
    /// Readable text; messages that are not fetched are left out.
    [[nodiscard]] QString text() const;

private:
    TranscriptContents& m_contents;
    Unit m_unit = Unit::Character;
    TextPlace m_originStart;
    TextPlace m_originEnd;
    TextPlace m_start;
    TextPlace m_end;
};

} // namespace Patchbay
