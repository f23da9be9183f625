// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <functional>

namespace Patchbay {

class PriceTable;

/// What a translation goes by beside the request. The table must outlive the call.
struct TranslationRules
{
    /// The model to ask for the one that was named; none: as named.
    std::function<QString(const QString&)> modelFor;
    /// The most tokens of an answer of the model that was named, as the user wants it; 0 or none:
    /// as the request says.
    std::function<qint64(const QString&)> mostTokensFor = {};
    /// Knows how much a model may write; none: no limit is known.
    const PriceTable* prices = nullptr;
    /// For a request that says nothing; never above what the model may write.
    qint64 defaultMaxTokens = 32'000;
    /// OpenAI's API caches prompts unasked. With this a conversation that goes on (it has an answer
    /// already) and says nothing of caches asks for the automatic one; the first request of one
    /// does not, since it may be the only one and writing a cache costs.
    bool cachesConversations = true;
};

/// A request of OpenAI's form as one for the Messages API. A value.
struct TranslatedRequest
{
    QByteArray body; // for POST /v1/messages
    QString namedModel;
    QString model;
    qint64 maxTokens = 0;
    bool stream = false;
    /// stream_options.include_usage (chat completions).
    bool includeUsage = false;
    /// The request has `functions`, so its answer has `function_call` (chat completions).
    bool usesFunctions = false;
    /// include has reasoning.encrypted_content (responses).
    bool includesReasoning = false;
    /// Members of the request that the answer repeats, as JSON between braces (responses).
    QByteArray echo;
    /// What was left out or said otherwise, in English, each once, for a header and the log.
    /// Nothing of the request's content.
    QStringList notes;
};

} // namespace Patchbay
