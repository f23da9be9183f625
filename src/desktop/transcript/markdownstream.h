// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/transcript/markdownrow.h"
#include "desktop/transcript/openfence.h"
#include "desktop/transcript/rowbuilder.h"

#include <QByteArrayList>

#include <optional>

namespace Patchbay {

/// Markdown that grows at its end. What is closed for good (blocks, items of the open list, rows of
/// the open table, lines of the open code block) is parsed once; only the last of them is parsed
/// again when text comes, so that a piece costs the same at any length. The rows are those that a
/// parse of the whole text gives.
class MarkdownStream
{
public:
    /// Takes text; cheap. Line ends may be of any kind and split anywhere.
    void append(QStringView text);
    [[nodiscard]] bool hasPending() const { return m_pending; }
    /// Brings `rows`, which no one else may change, up to date. Returns the first changed row;
    /// all from there on are new.
    int update(MarkdownRows& rows);
    /// Rows that later text does not change (but for a link definition that names one of them).
    [[nodiscard]] int settledRows() const { return m_settled; }

private:
    struct Fresh
    {
        MarkdownRows rows;
        int settled = 0;
    };

    [[nodiscard]] bool definitionsChanged();
    void startAgain();
    bool readFence(Fresh& fresh);
    bool readBlocks(Fresh& fresh);
    void readLastList(Fresh& fresh, RowBuilder& builder, cmark_node* list);
    void readLastTable(Fresh& fresh, RowBuilder& builder, cmark_node* table);
    bool enterFence(Fresh& fresh, RowBuilder& builder, cmark_node* code);
    void skipDefinitions(const RowBuilder& builder, cmark_node* code);
    void settle(Fresh& fresh, const RowBuilder& builder, int nextLine);
    [[nodiscard]] QByteArrayView tail() const;
    [[nodiscard]] bool blankBeforeTail() const;

    QByteArray m_source;
    QChar m_highSurrogate;
    bool m_carriageReturn = false;
    bool m_pending = false;

    qsizetype m_tailStart = 0;
    int m_settled = 0;
    RowBuilder::Context m_context; // as of the tail's start
    QByteArrayList m_definitions;  // runs that hold the definitions before the tail
    QByteArrayList m_signature;    // all that is known of definitions
    QByteArray m_tableHead;        // header and rule of the table that the tail continues
    qsizetype m_offset = 0;        // from a place in what is being parsed to one in the source
    std::optional<OpenFence> m_fence;
    MarkdownRow m_fenceRow;
    int m_fenceIndex = 0;
};

} // namespace Patchbay
