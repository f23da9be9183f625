// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/jsontext.h"
#include "endpoint/openai/modelrules.h"
#include "endpoint/openai/openaierror.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

#include <optional>

namespace Patchbay {

class JsonWriter;

/// The tools of a request and which of them the model may or must call: `tools` of chat completions
/// (name and schema under "function") and of responses (beside the type), `functions` of old
/// clients, the web search of OpenAI's as Anthropic's own, and tools in Anthropic's form as they
/// are.
class ToolSettings final
{
public:
    /// Reads tools, functions, tool_choice, function_call, parallel_tool_calls, web_search_options.
    [[nodiscard]] static Translated<ToolSettings> read(const JsonMembers& request,
                                                       const ModelRules& rules, QStringList& notes);

    /// The members "tools" and "tool_choice"; nothing when there is no tool.
    void write(JsonWriter& json) const;

    [[nodiscard]] bool usesFunctions() const { return m_usesFunctions; }
    /// Whether the model must call one: with thinking asked for, the API refuses that.
    [[nodiscard]] bool isForced() const { return m_kind == "any" || m_kind == "tool"; }
    void unforce(const QString& why, QStringList& notes);

private:
    struct Tool
    {
        QByteArray name;
        QByteArray json;
    };
    using Fault = std::optional<OpenAiError>;
    Fault readTools(const JsonMembers& request, const ModelRules& rules, QStringList& notes);
    Fault readTool(const JsonText& tool, const QString& param, const ModelRules& rules,
                   QStringList& notes);
    Fault readFunction(const JsonMembers& function, const JsonText& cacheControl,
                       const QString& param, const ModelRules& rules, QStringList& notes);
    Fault readChoice(const JsonText& choice, const QString& param);
    Fault readAllowed(const JsonMembers& allowed, const QString& param);
    Fault choose(const QByteArray& name, const QString& param);
    void addWebSearch(const JsonMembers& options);

    QList<Tool> m_tools;
    QByteArray m_kind; // of tool_choice; empty: not said
    QByteArray m_chosen;
    bool m_isParallel = true;
    bool m_usesFunctions = false;
};

} // namespace Patchbay
