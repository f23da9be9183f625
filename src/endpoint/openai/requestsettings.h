// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/jsontext.h"
#include "endpoint/openai/modelrules.h"
#include "endpoint/openai/openaierror.h"
#include "endpoint/openai/translatedrequest.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace Patchbay {

class JsonWriter;

/// What a request says beside conversation and tools, in both of OpenAI's forms: how long, how
/// random, how much thought, in which form, for whom. Fields of the Messages API that OpenAI's has
/// not (thinking, top_k, output_config, context_management, container, mcp_servers, inference_geo,
/// speed, cache_control) pass as they are.
class RequestSettings final
{
public:
    /// Where the two forms differ.
    struct Form
    {
        QList<QByteArray> maxTokens; // names, the first one given counts
        JsonText effort;
        QString effortParam;
        JsonText format; // response_format or text.format
        QString formatParam;
        bool wantsThinking = false; // a summary of it is asked for
    };

    /// Writes into `request` what it finds: model, limits, stream, notes.
    [[nodiscard]] static Translated<RequestSettings> read(const JsonMembers& request,
                                                          const Form& form,
                                                          const TranslationRules& translation,
                                                          TranslatedRequest& result);

    void write(JsonWriter& json) const;
    /// The last member: the automatic cache (TranslationRules::cachesConversations), unless what is
    /// written so far speaks of caches or the model is of somebody else's.
    static void writeCache(JsonWriter& json, const QString& model);

    [[nodiscard]] const ModelRules& rules() const { return m_rules; }
    /// What the model must be told in its system prompt about the form of the answer; may be empty.
    [[nodiscard]] const QByteArray& instruction() const { return m_instruction; }
    [[nodiscard]] bool thinks() const { return m_thinks; }

private:
    using Fault = std::optional<OpenAiError>;
    Fault readModel(const JsonMembers& request, const TranslationRules& translation,
                    TranslatedRequest& result);
    Fault readMaxTokens(const JsonMembers& request, const Form& form,
                        const TranslationRules& translation, TranslatedRequest& result);
    Fault readSampling(const JsonMembers& request, QStringList& notes);
    Fault readStop(const JsonMembers& request, QStringList& notes);
    Fault readEffort(const JsonMembers& request, const Form& form, QStringList& notes);
    Fault readFormat(const Form& form, QStringList& notes);
    void readOwner(const JsonMembers& request);
    void readForeign(const JsonMembers& request, QStringList& notes);

    ModelRules m_rules;
    JsonText m_temperature;
    JsonText m_topP;
    QByteArray m_model;
    qint64 m_maxTokens = 0;
    bool m_stream = false;
    bool m_thinks = false;
    bool m_capsTemperature = false;
    QList<JsonText> m_stops;
    QByteArray m_thinking;
    QByteArray m_effort;
    QByteArray m_format;
    QByteArray m_instruction;
    JsonText m_outputConfig;
    JsonText m_owner;
    QList<JsonMembers::Member> m_foreign;
};

} // namespace Patchbay
