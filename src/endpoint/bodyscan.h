// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace Patchbay {

/// What the pool must know of the body of a Messages request, found in one pass over the bytes
/// without building a tree of them. A value; pure.
///
/// Only the outermost object is understood; what is in its values is measured. Whether all of it is
/// right is for the upstream to say, which gets the bytes as they are.
struct BodyScan
{
    /// A place in the body.
    struct Span
    {
        qsizetype start = 0;
        qsizetype size = 0;

        [[nodiscard]] bool isNull() const { return size == 0; }
    };

    /// Constant words: what is wrong with it, so that nobody could tell what it asks; else null.
    const char* fault = nullptr;

    QString model;
    bool stream = false;
    qint64 maxTokens = 0;
    /// Of metadata.user_id, when it names a session.
    QString session;
    /// Of system prompt and first message; 0 when there is neither.
    quint64 openingHash = 0;

    /// Of the values, with quotes: for rules that change them.
    Span modelSpan;
    Span maxTokensSpan;
    Span thinkingSpan;
    Span temperatureSpan;

    // What is in it, for an estimate.
    qint64 textBytes = 0;    // in strings, as written
    qint64 encodedBytes = 0; // of pictures and documents in base64
    int encodedParts = 0;
    qint64 wideBytes = 0; // of the text bytes, those of letters beyond ASCII

    [[nodiscard]] static BodyScan of(const QByteArray& body);
    /// About how many tokens its input is, rather more than fewer.
    [[nodiscard]] qint64 estimatedInputTokens() const;
};

} // namespace Patchbay
