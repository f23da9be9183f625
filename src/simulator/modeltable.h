// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QStringList>

#include <span>

namespace Patchbay {

/// What of a model the API's rules depend on (PROTOCOL 1.5, 4). A value.
struct ModelRow
{
    const char* id;
    const char* name;
    const char* line;
    const char* created; // the day
    qint64 maxInputTokens;
    qint64 maxTokens;
    int generation; // 45: 4.5, 46, 47, 50, …
    const char* retires = "";

    [[nodiscard]] QString idText() const { return QString::fromLatin1(id); }
    [[nodiscard]] bool takesSampling() const { return generation < 47; }
    [[nodiscard]] bool takesPrefill() const { return generation < 46; }
    [[nodiscard]] bool takesAdaptiveThinking() const { return generation > 45; }
    [[nodiscard]] bool takesThinkingBudget() const { return generation < 47; }
    [[nodiscard]] bool takesDisabledThinking() const;
    [[nodiscard]] bool takesForcedTools() const;
    [[nodiscard]] bool showsThinkingUnasked() const { return generation < 47; }

    /// ModelInfo as GET /v1/models gives it.
    [[nodiscard]] QJsonObject toJson() const;
};

/// The models of today, newest first.
[[nodiscard]] std::span<const ModelRow> modelTable();
/// The row of an id, with or without a date at its end; null where there is none.
[[nodiscard]] const ModelRow* findModel(const QString& id);
/// The four fields that every server sends, for a model of which only the id is known.
[[nodiscard]] QJsonObject unknownModelToJson(const QString& id);

} // namespace Patchbay
