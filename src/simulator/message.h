// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace Patchbay {

/// An answer of the model that nobody is, whole. A value.
struct SimulatedMessage
{
    QByteArray id;
    QString model;
    QJsonArray content;
    QString stopReason = QStringLiteral("end_turn");
    QString stopSequence; // empty: null
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
    qint64 thinkingTokens = 0; // part of output
    qint64 cacheReadTokens = 0;
    qint64 cacheWrite5mTokens = 0;
    qint64 cacheWrite1hTokens = 0;
    int pieceCharacters = 0; // in one delta; 0: a word

    /// The body of an answer that is not streamed (PROTOCOL 1.4).
    [[nodiscard]] QByteArray toJson() const;
};

/// A text as it stands in JSON, quotes included.
[[nodiscard]] QByteArray jsonText(QStringView text);

} // namespace Patchbay
