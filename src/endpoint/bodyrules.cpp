// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/bodyrules.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace Patchbay {

namespace {

constexpr qint64 kLeastBudget = 1024;

struct Replacement
{
    BodyScan::Span span;
    QByteArray bytes;
};

struct Budget
{
    BodyScan::Span span;
    qint64 tokens = 0;
};

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// A string cannot hold the key with both its quotes, so finding the bytes is finding the member.
std::optional<Budget> budgetIn(const QByteArray& body, const BodyScan::Span& thinking)
{
    constexpr QByteArrayView key = "\"budget_tokens\"";
    const QByteArrayView text(body.constData() + thinking.start, thinking.size);
    const qsizetype found = text.indexOf(key);
    if (found < 0 || text.lastIndexOf(key) != found)
        return std::nullopt;
    qsizetype at = found + key.size();
    const auto skipSpace = [&] {
        while (at < text.size() && isSpace(text[at]))
            ++at;
    };
    skipSpace();
    if (at == text.size() || text[at] != ':')
        return std::nullopt;
    ++at;
    skipSpace();
    const qsizetype start = at;
    while (at < text.size() && isDigit(text[at]))
        ++at;
    if (at == text.size() || (text[at] != ',' && text[at] != '}' && !isSpace(text[at])))
        return std::nullopt;
    bool isNumber = false;
    const qint64 tokens = text.sliced(start, at - start).toByteArray().toLongLong(&isNumber);
    if (!isNumber)
        return std::nullopt;
    return Budget{{thinking.start + start, at - start}, tokens};
}

QByteArray replaced(const QByteArray& body, std::vector<Replacement>& replacements)
{
    std::sort(
        replacements.begin(), replacements.end(),
        [](const Replacement& a, const Replacement& b) { return a.span.start < b.span.start; });
    QByteArray result;
    result.reserve(body.size() + 256);
    qsizetype at = 0;
    for (const Replacement& replacement : replacements) {
        result.append(body.constData() + at, replacement.span.start - at);
        result.append(replacement.bytes);
        at = replacement.span.start + replacement.span.size;
    }
    result.append(body.constData() + at, body.size() - at);
    return result;
}

} // namespace

void applyRules(const RuleDecision& decision, QByteArray& body, BodyScan& scan)
{
    std::vector<Replacement> replacements;
    if (!decision.useModel.isEmpty() && !scan.model.isEmpty() && decision.useModel != scan.model) {
        replacements.push_back({scan.modelSpan, '"' + decision.useModel.toUtf8() + '"'});
        scan.model = decision.useModel;
    }
    const qint64 most = decision.maxTokens;
    if (most > 0 && scan.maxTokens > most) {
        replacements.push_back({scan.maxTokensSpan, QByteArray::number(most)});
        const auto budget = budgetIn(body, scan.thinkingSpan);
        // One beyond max_tokens is of a request that may have that.
        if (budget && budget->tokens >= most && budget->tokens < scan.maxTokens &&
            most > kLeastBudget)
            replacements.push_back(
                {budget->span, QByteArray::number(std::max(kLeastBudget, most / 2))});
        scan.maxTokens = most;
    }
    if (!replacements.empty())
        body = replaced(body, replacements);
}

} // namespace Patchbay
