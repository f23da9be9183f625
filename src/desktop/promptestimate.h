// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/pricetable.h"

#include <QCoreApplication>
#include <QStringList>

namespace Patchbay {

/// What sending would take, before anything is sent. Tokens as the chosen model counts them. A
/// value.
struct PromptEstimate
{
    QString model;
    bool isWritten = false;  // there is something to send
    bool isPlan = false;     // served by a subscription: no money per token
    qint64 history = 0;      // what goes along of the conversation
    qint64 cached = 0;       // of `history`, what a cache likely still holds
    qint64 systemPrompt = 0; // where it is not in `history`
    qint64 message = 0;      // what is written
    qint64 attachments = 0;
    std::optional<qint64> counted; // all of it, by the provider
    qint64 maxTokens = 0;          // of the answer
    qint64 contextTokens = 0;      // of the model; 0: not known
    std::optional<Cost> cost;      // of the prompt; nothing: price unknown
    std::optional<Cost> greatest;  // with the longest answer

    [[nodiscard]] qint64 tokens() const;
    /// Of the model's context; -1 when that is not known.
    [[nodiscard]] int percent() const;
    [[nodiscard]] bool isHigh() const { return percent() >= kHighPercent; }
    [[nodiscard]] bool isFull() const { return percent() >= kFullPercent; }
    /// From `tokens` and what is cached of them.
    void price(const PriceTable& prices, qint64 nowMs);

    static constexpr int kHighPercent = 80;
    static constexpr int kFullPercent = 95;

    bool operator==(const PromptEstimate&) const = default;
};

/// An estimate in words.
struct PromptWords
{
    Q_DECLARE_TR_FUNCTIONS(PromptWords)
public:
    /// "≈ 1,240 tokens in · ≈ $0.0041 · 3 % of context", then shorter ways to say it; empty when
    /// there is nothing to say.
    [[nodiscard]] static QStringList lines(const PromptEstimate& estimate);
    /// How it is made up, a line each.
    [[nodiscard]] static QStringList details(const PromptEstimate& estimate);
};

} // namespace Patchbay
