// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/toolsettings.h"

#include "endpoint/openai/jsonwriter.h"

#include <QSet>

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

OpenAiError fault(const QString& param, const QString& message)
{
    return OpenAiError::invalid(param, message);
}

// The API wants an object's schema even for a tool without arguments.
QByteArray schemaOf(const JsonText& parameters)
{
    static const QByteArray kNothing = R"({"type":"object","properties":{}})";
    if (parameters.isNull())
        return kNothing;
    const JsonMembers members(parameters);
    if (members.all().isEmpty())
        return kNothing;
    if (!members.value("type").isAbsent())
        return parameters.raw().toByteArray();
    JsonWriter json;
    json.beginObject()
        .member("type", "object")
        .raw(parameters.raw().sliced(1, parameters.raw().size() - 2).trimmed());
    return json.endObject().take();
}

} // namespace

Translated<ToolSettings> ToolSettings::read(const JsonMembers& request, const ModelRules& rules,
                                            QStringList& notes)
{
    ToolSettings settings;
    if (auto wrong = settings.readTools(request, rules, notes))
        return Refusal(*wrong);
    const JsonText parallel = request.value("parallel_tool_calls");
    if (!parallel.isNull() && !parallel.isBool())
        return refuse(u"parallel_tool_calls"_s, u"true or false is needed here."_s);
    settings.m_isParallel = (parallel.isNull() || parallel.isTrue()) && !settings.m_usesFunctions;

    const QString param = settings.m_usesFunctions ? u"function_call"_s : u"tool_choice"_s;
    if (auto wrong = settings.readChoice(request.value(param.toLatin1()), param))
        return Refusal(*wrong);
    if (settings.isForced() && !rules.forcedTools)
        settings.unforce(u"this model cannot be made to call a tool"_s, notes);
    return settings;
}

ToolSettings::Fault ToolSettings::readTools(const JsonMembers& request, const ModelRules& rules,
                                            QStringList& notes)
{
    const JsonText tools = request.value("tools");
    const JsonText functions = request.value("functions");
    m_usesFunctions = tools.isNull() && functions.isArray();
    const JsonText& list = m_usesFunctions ? functions : tools;
    const QString param = m_usesFunctions || tools.isNull() ? u"functions"_s : u"tools"_s;
    if (!list.isNull() && !list.isArray())
        return fault(param, u"A list is needed here."_s);
    if (tools.isNull() && !functions.isNull() && !functions.isArray())
        return fault(param, u"A list is needed here."_s);
    qsizetype index = 0;
    for (const JsonText& tool : list.elements()) {
        const QString where = u"%1[%2]"_s.arg(param).arg(index++);
        if (!tool.isObject())
            return fault(where, u"A tool must be an object."_s);
        auto wrong = m_usesFunctions ? readFunction(JsonMembers(tool), {}, where, rules, notes)
                                     : readTool(tool, where, rules, notes);
        if (wrong)
            return wrong;
    }
    if (const JsonText search = request.value("web_search_options"); search.isObject())
        addWebSearch(JsonMembers(search));
    return std::nullopt;
}

ToolSettings::Fault ToolSettings::readTool(const JsonText& tool, const QString& param,
                                           const ModelRules& rules, QStringList& notes)
{
    const JsonMembers members(tool);
    const JsonText type = members.value("type");
    const JsonText function = members.value("function");
    if (function.isObject()) {
        return readFunction(JsonMembers(function), members.value("cache_control"),
                            param + u".function"_s, rules, notes);
    }
    if (type == "function") {
        if (!members.value("name").isString())
            return fault(param + u".function"_s, u"A function tool needs its function."_s);
        return readFunction(members, members.value("cache_control"), param, rules, notes);
    }
    const QByteArray kind = type.utf8();
    if (kind == "web_search" || kind == "web_search_preview" ||
        kind.startsWith("web_search_preview_")) {
        addWebSearch(members);
        return std::nullopt;
    }
    const JsonText name = members.value("name");
    if (name.isString() && (members.value("input_schema").isObject() || kind.contains("_20"))) {
        m_tools.append({name.utf8(), tool.raw().toByteArray()});
        return std::nullopt;
    }
    return fault(param + u".type"_s,
                 u"Tools of type '%1' are not available here: use function tools."_s.arg(
                     QString::fromUtf8(kind.left(60))));
}

ToolSettings::Fault ToolSettings::readFunction(const JsonMembers& function,
                                               const JsonText& cacheControl, const QString& param,
                                               const ModelRules& rules, QStringList& notes)
{
    const JsonText name = function.value("name");
    if (!name.isString() || name.body().isEmpty())
        return fault(param + u".name"_s, u"A function needs a name."_s);
    const JsonText description = function.value("description");
    if (!description.isNull() && !description.isString())
        return fault(param + u".description"_s, u"A string is needed here."_s);
    const JsonText parameters = function.value("parameters");
    if (!parameters.isNull() && !parameters.isObject())
        return fault(param + u".parameters"_s, u"A JSON schema is needed here, as an object."_s);
    const JsonText strict = function.value("strict");
    if (!strict.isNull() && !strict.isBool())
        return fault(param + u".strict"_s, u"true or false is needed here."_s);
    JsonWriter json;
    json.beginObject().name("name").value(name).memberIfThere("description", description);
    json.rawMember("input_schema", schemaOf(parameters));
    if (strict.isTrue()) {
        if (rules.structuredOutputs)
            json.name("strict").boolean(true);
        else
            notes.append(u"strict was left out: this model does not know it"_s);
    }
    json.memberIfThere("cache_control", cacheControl).endObject();
    m_tools.append({name.utf8(), json.take()});
    return std::nullopt;
}

void ToolSettings::addWebSearch(const JsonMembers& options)
{
    static const QByteArray kName = "web_search";
    if (std::any_of(m_tools.begin(), m_tools.end(),
                    [](const Tool& tool) { return tool.name == kName; }))
        return;
    JsonWriter json;
    json.beginObject().member("type", "web_search_20250305").member("name", "web_search");
    JsonText location = options.value("user_location");
    if (const JsonText nested = JsonMembers(location).value("approximate"); nested.isObject())
        location = nested;
    if (const JsonMembers place(location); !place.all().isEmpty()) {
        json.name("user_location").beginObject().member("type", "approximate");
        for (const QByteArrayView name : {"city", "region", "country", "timezone"})
            json.memberIfThere(name, place.value(name));
        json.endObject();
    }
    json.memberIfThere("allowed_domains",
                       JsonMembers(options.value("filters")).value("allowed_domains"));
    json.endObject();
    m_tools.append({kName, json.take()});
}

ToolSettings::Fault ToolSettings::readChoice(const JsonText& choice, const QString& param)
{
    if (choice.isNull())
        return std::nullopt;
    if (choice.isString()) {
        const QByteArray word = choice.utf8();
        if (word == "auto" || word == "none")
            m_kind = word;
        else if (word == "required" || word == "any")
            m_kind = "any";
        else
            return fault(param, u"'auto', 'none', 'required' or one function is needed here."_s);
        return std::nullopt;
    }
    const JsonMembers members(choice);
    const JsonText type = members.value("type");
    if (type == "allowed_tools") {
        const JsonText nested = members.value("allowed_tools");
        return readAllowed(nested.isObject() ? JsonMembers(nested) : members, param);
    }
    // Anthropic's own form: {"type":"auto"|"any"|"none"}.
    if (type == "auto" || type == "any" || type == "none") {
        m_kind = type.utf8();
        return std::nullopt;
    }
    const JsonText function = members.value("function");
    JsonText name =
        function.isObject() ? JsonMembers(function).value("name") : members.value("name");
    if (name.isString())
        return choose(name.utf8(), param);
    if (type.utf8().startsWith("web_search"))
        return choose("web_search", param);
    return fault(param, u"'auto', 'none', 'required' or one function is needed here."_s);
}

ToolSettings::Fault ToolSettings::choose(const QByteArray& name, const QString& param)
{
    const bool isThere = std::any_of(m_tools.begin(), m_tools.end(),
                                     [&](const Tool& tool) { return tool.name == name; });
    if (!isThere)
        return fault(param, u"The function that must be called is not among the tools."_s);
    m_kind = "tool";
    m_chosen = name;
    return std::nullopt;
}

ToolSettings::Fault ToolSettings::readAllowed(const JsonMembers& allowed, const QString& param)
{
    const JsonText mode = allowed.value("mode");
    if (!mode.isNull() && !(mode == "auto") && !(mode == "required"))
        return fault(param + u".mode"_s, u"'auto' or 'required' is needed here."_s);
    QSet<QByteArray> names;
    for (const JsonText& tool : allowed.value("tools").elements()) {
        const JsonMembers members(tool);
        const JsonText function = members.value("function");
        names.insert(
            (function.isObject() ? JsonMembers(function).value("name") : members.value("name"))
                .utf8());
    }
    m_tools.removeIf([&](const Tool& tool) { return !names.contains(tool.name); });
    if (m_tools.isEmpty())
        return fault(param + u".tools"_s, u"None of the allowed tools is among the tools."_s);
    m_kind = mode == "required" ? "any" : "auto";
    return std::nullopt;
}

void ToolSettings::unforce(const QString& why, QStringList& notes)
{
    notes.append(u"tool_choice became auto: %1"_s.arg(why));
    m_kind = "auto";
    m_chosen.clear();
}

void ToolSettings::write(JsonWriter& json) const
{
    if (m_tools.isEmpty())
        return;
    json.name("tools").beginArray();
    for (const Tool& tool : m_tools)
        json.raw(tool.json);
    json.endArray();
    const bool isSingle = !m_isParallel && m_kind != "none";
    if (m_kind.isEmpty() && !isSingle)
        return;
    json.name("tool_choice").beginObject().member("type", m_kind.isEmpty() ? "auto" : m_kind);
    if (!m_chosen.isEmpty())
        json.member("name", m_chosen);
    if (isSingle)
        json.name("disable_parallel_tool_use").boolean(true);
    json.endObject();
}

} // namespace Patchbay
