// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/promptestimate.h"

#include "chats/turnrequest.h"
#include "desktop/dollartext.h"

#include <QLocale>

#include <algorithm>

namespace Patchbay {

namespace {

QString joined(const QStringList& parts)
{
    return parts.join(QStringLiteral(" · "));
}

} // namespace

qint64 PromptEstimate::tokens() const
{
    return counted.value_or(history + systemPrompt + message + attachments);
}

int PromptEstimate::percent() const
{
    if (contextTokens <= 0)
        return -1;
    // Rounded up: what is left is never told as more than it is.
    return static_cast<int>(
        std::min<qint64>((tokens() * 100 + contextTokens - 1) / contextTokens, 9999));
}

void PromptEstimate::price(const PriceTable& prices, qint64 nowMs)
{
    const qint64 all = tokens();
    TokenUsage usage;
    if (all >= kCachedFromTokens) {
        usage.cacheRead = std::min(cached, all);
        usage.cacheWrite5m = all - usage.cacheRead;
    } else {
        usage.input = all;
    }
    cost = prices.cost(model, usage, nowMs);
    usage.output = maxTokens;
    greatest = prices.cost(model, usage, nowMs);
}

QStringList PromptWords::lines(const PromptEstimate& estimate)
{
    const qint64 tokens = estimate.tokens();
    const int percent = estimate.percent();
    if (tokens <= 0 || (!estimate.isWritten && estimate.history <= 0))
        return {};
    const QLocale locale;
    const QString model = modelDisplayName(estimate.model);
    if (estimate.isFull() && percent > 100) {
        return {
            tr("Too long for %1: %2 of %3 tokens. Shorten it, go on from an earlier message, or "
               "choose a model with more context")
                .arg(model, locale.toString(tokens), locale.toString(estimate.contextTokens)),
            tr("%1 % of context: too long for %2").arg(percent).arg(model),
            tr("%1 %: too long").arg(percent)};
    }
    if (estimate.isFull()) {
        return {tr("%1 % of context: go on in a new chat, or from an earlier message").arg(percent),
                tr("%1 % of context: almost full").arg(percent),
                tr("%1 % of context").arg(percent)};
    }
    const QString number = locale.toString(tokens);
    const QString count = !estimate.isWritten ? tr("%1 tokens so far").arg(number)
                          : estimate.counted  ? tr("%1 tokens in").arg(number)
                                              : tr("≈ %1 tokens in").arg(number);
    QStringList parts{count};
    if (estimate.isWritten && !estimate.isPlan) {
        if (!estimate.cost)
            parts.append(tr("price unknown"));
        else
            parts.append(dollarText(estimate.cost->microUsd, !estimate.counted ||
                                                                 estimate.cached > 0 ||
                                                                 estimate.cost->estimated));
    }
    QStringList lines;
    if (percent >= 0) {
        lines.append(joined(parts + QStringList{tr("%1 % of context").arg(percent)}));
        lines.append(joined(parts + QStringList{tr("%1 %").arg(percent)}));
    }
    lines.append(joined(parts));
    if (parts.size() > 1)
        lines.append(count);
    return lines;
}

QStringList PromptWords::details(const PromptEstimate& estimate)
{
    const QLocale locale;
    const auto count = [&locale](qint64 tokens) { return locale.toString(tokens); };
    QStringList lines;
    if (estimate.history > 0) {
        lines.append(estimate.cached > 0
                         ? tr("Conversation so far: %1 tokens, of which about %2 are likely read "
                              "from the cache")
                               .arg(count(estimate.history), count(estimate.cached))
                         : tr("Conversation so far: %1 tokens").arg(count(estimate.history)));
    }
    if (estimate.systemPrompt > 0)
        lines.append(tr("System prompt: about %1 tokens").arg(count(estimate.systemPrompt)));
    if (estimate.isWritten)
        lines.append(tr("This message: about %1 tokens").arg(count(estimate.message)));
    if (estimate.attachments > 0)
        lines.append(tr("Attachments: about %1 tokens").arg(count(estimate.attachments)));
    if (estimate.counted)
        lines.append(tr("Counted by the provider: %1 tokens").arg(count(*estimate.counted)));
    if (estimate.contextTokens > 0) {
        lines.append(tr("Context of %1: %2 tokens")
                         .arg(modelDisplayName(estimate.model), count(estimate.contextTokens)));
    }
    if (estimate.isPlan) {
        lines.append(tr("Served by a subscription: it takes from the plan's limits, not money"));
    } else if (estimate.greatest) {
        lines.append(tr("At most %1 with an answer of %2 tokens")
                         .arg(dollarText(estimate.greatest->microUsd, estimate.greatest->estimated),
                              count(estimate.maxTokens)));
    } else {
        lines.append(tr("The price of this model is not known"));
    }
    return lines;
}

} // namespace Patchbay
