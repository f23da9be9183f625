// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/requestsettings.h"

#include "claude/modelfamily.h"
#include "claude/pricetable.h"
#include "endpoint/openai/jsonwriter.h"

#include <algorithm>
#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<QByteArrayView, 7> kForeign{
    "cache_control", "container", "context_management", "inference_geo",
    "mcp_servers",   "speed",     "diagnostics"};

OpenAiError fault(const QString& param, const QString& message)
{
    return OpenAiError::invalid(param, message);
}

QByteArray jsonOnly(const JsonText& schema)
{
    QByteArray words = "Answer with one valid JSON object and nothing else: no explanation, no "
                       "Markdown, no code fence.";
    if (!schema.isNull())
        words += " It must fit this JSON schema: " + schema.raw().toByteArray();
    return words;
}

} // namespace

Translated<RequestSettings> RequestSettings::read(const JsonMembers& request, const Form& form,
                                                  const TranslationRules& translation,
                                                  TranslatedRequest& result)
{
    RequestSettings settings;
    Fault wrong = settings.readModel(request, translation, result);
    if (!wrong)
        wrong = settings.readMaxTokens(request, form, translation, result);
    if (!wrong)
        wrong = settings.readSampling(request, result.notes);
    if (!wrong)
        wrong = settings.readStop(request, result.notes);
    if (!wrong)
        wrong = settings.readEffort(request, form, result.notes);
    if (!wrong)
        wrong = settings.readFormat(form, result.notes);
    if (wrong)
        return Refusal(*wrong);
    settings.readOwner(request);
    settings.readForeign(request, result.notes);
    return settings;
}

RequestSettings::Fault RequestSettings::readModel(const JsonMembers& request,
                                                  const TranslationRules& translation,
                                                  TranslatedRequest& result)
{
    const JsonText model = request.value("model");
    if (!model.isString() || model.body().isEmpty())
        return fault(u"model"_s, u"The request must name a model."_s);
    const JsonText stream = request.value("stream");
    if (!stream.isNull() && !stream.isBool())
        return fault(u"stream"_s, u"true or false is needed here."_s);
    result.namedModel = model.string();
    result.model =
        translation.modelFor ? translation.modelFor(result.namedModel) : result.namedModel;
    result.stream = m_stream = stream.isTrue();
    m_model = result.model.toUtf8();
    m_rules = ModelRules::of(result.model);
    return std::nullopt;
}

RequestSettings::Fault RequestSettings::readMaxTokens(const JsonMembers& request, const Form& form,
                                                      const TranslationRules& translation,
                                                      TranslatedRequest& result)
{
    const auto* known =
        translation.prices != nullptr ? translation.prices->find(result.model) : nullptr;
    const qint64 modelsMost = known != nullptr ? known->maxOutputTokens : 0;
    const qint64 usersMost =
        translation.mostTokensFor ? translation.mostTokensFor(result.namedModel) : 0;
    const bool isUsers = usersMost > 0 && (modelsMost == 0 || usersMost < modelsMost);
    const qint64 most = isUsers ? usersMost : modelsMost;
    const auto capped = [most](qint64 tokens) {
        return most > 0 ? std::min(tokens, most) : tokens;
    };
    m_maxTokens = capped(translation.defaultMaxTokens);
    for (const QByteArray& name : form.maxTokens) {
        const JsonText given = request.value(name);
        if (given.isNull())
            continue;
        const auto tokens = given.integer();
        if (!tokens || *tokens < 1)
            return fault(QString::fromLatin1(name), u"A whole number above 0 is needed here."_s);
        m_maxTokens = capped(*tokens);
        if (m_maxTokens < *tokens) {
            result.notes.append((isUsers ? u"%1 became %2: a rule allows no more"_s
                                         : u"%1 became %2: this model writes no more"_s)
                                    .arg(QString::fromLatin1(name))
                                    .arg(m_maxTokens));
        }
        break;
    }
    result.maxTokens = m_maxTokens;
    return std::nullopt;
}

RequestSettings::Fault RequestSettings::readSampling(const JsonMembers& request, QStringList& notes)
{
    m_temperature = request.value("temperature");
    m_topP = request.value("top_p");
    for (const auto& [name, value, most] :
         {std::tuple(u"temperature"_s, m_temperature, 2.0), std::tuple(u"top_p"_s, m_topP, 1.0)}) {
        const auto number = value.number();
        if (!value.isNull() && (!number || *number < 0 || *number > most)) {
            return fault(name, most > 1 ? u"A number from 0 to 2 is needed here."_s
                                        : u"A number from 0 to 1 is needed here."_s);
        }
    }
    if (!m_rules.sampling) {
        if (!m_temperature.isNull() || !m_topP.isNull())
            notes.append(u"temperature and top_p were left out: this model does not take them"_s);
        m_temperature = m_topP = JsonText();
        return std::nullopt;
    }
    if (m_temperature.number().value_or(0) > 1) {
        m_capsTemperature = true;
        notes.append(u"temperature became 1, the most there is"_s);
    }
    if (!m_rules.bothSamplings && !m_temperature.isNull() && !m_topP.isNull()) {
        notes.append(u"top_p was left out: this model takes one of temperature and top_p"_s);
        m_topP = JsonText();
    }
    return std::nullopt;
}

RequestSettings::Fault RequestSettings::readStop(const JsonMembers& request, QStringList& notes)
{
    const JsonText stop = request.value("stop");
    if (stop.isNull())
        return std::nullopt;
    const QList<JsonText> given = stop.isString() ? QList<JsonText>{stop} : stop.elements();
    const bool isList = stop.isString() || stop.isArray();
    const bool areStrings = std::all_of(given.begin(), given.end(),
                                        [](const JsonText& each) { return each.isString(); });
    if (!isList || !areStrings)
        return fault(u"stop"_s, u"A string or a list of strings is needed here."_s);
    for (const JsonText& each : given) {
        // The API refuses a sequence of white space alone.
        if (each.utf8().trimmed().isEmpty())
            notes.append(u"a stop sequence without visible characters was left out"_s);
        else
            m_stops.append(each);
    }
    return std::nullopt;
}

RequestSettings::Fault RequestSettings::readEffort(const JsonMembers& request, const Form& form,
                                                   QStringList& notes)
{
    if (const JsonText thinking = request.value("thinking"); thinking.isObject()) {
        m_thinking = thinking.raw().toByteArray();
        m_thinks = !(JsonMembers(thinking).value("type") == "disabled");
    } else if (form.wantsThinking && m_rules.adaptiveThinking) {
        m_thinking = R"({"type":"adaptive","display":"summarized"})";
        m_thinks = true;
    }
    const JsonText& effort = form.effort;
    if (effort.isNull())
        return std::nullopt;
    static const QList<QByteArray> kWords{"none", "minimal", "low", "medium",
                                          "high", "xhigh",   "max"};
    QByteArray word = effort.utf8();
    if (!effort.isString() || !kWords.contains(word)) {
        return fault(
            form.effortParam,
            u"'none', 'minimal', 'low', 'medium', 'high', 'xhigh' or 'max' is needed here."_s);
    }
    if (word == "none" && m_rules.disabledThinking) {
        if (m_rules.adaptiveThinking)
            m_thinking = R"({"type":"disabled"})";
        m_thinks = false;
        return std::nullopt;
    }
    if (!m_rules.effort) {
        notes.append(u"%1 was left out: this model does not know it"_s.arg(form.effortParam));
        return std::nullopt;
    }
    const QByteArray asked = word;
    if (word == "none" || word == "minimal")
        word = "low";
    else if ((word == "xhigh" && !m_rules.xhighEffort) || (word == "max" && !m_rules.maxEffort))
        word = "high";
    if (word != asked) {
        notes.append(
            u"%1 became %2 for this model"_s.arg(form.effortParam, QString::fromLatin1(word)));
    }
    m_effort = word;
    return std::nullopt;
}

RequestSettings::Fault RequestSettings::readFormat(const Form& form, QStringList& notes)
{
    const JsonMembers format(form.format);
    const JsonText type = format.value("type");
    if (form.format.isNull() || type == "text")
        return std::nullopt;
    if (type == "json_object") {
        m_instruction = jsonOnly({});
        return std::nullopt;
    }
    if (!(type == "json_schema"))
        return fault(form.formatParam + u".type"_s,
                     u"'text', 'json_object' or 'json_schema' is needed here."_s);
    // Chat completions have the schema one level deeper than responses.
    const JsonText nested = format.value("json_schema");
    const JsonText schema = (nested.isObject() ? JsonMembers(nested) : format).value("schema");
    if (!schema.isObject()) {
        return fault(form.formatParam + (nested.isNull() ? u".schema"_s : u".json_schema.schema"_s),
                     u"A JSON schema is needed here, as an object."_s);
    }
    if (!m_rules.structuredOutputs) {
        notes.append(u"the JSON schema is asked for in words: this model does not take it"_s);
        m_instruction = jsonOnly(schema);
        return std::nullopt;
    }
    m_format = R"({"type":"json_schema","schema":)" + schema.raw().toByteArray() + '}';
    return std::nullopt;
}

void RequestSettings::readOwner(const JsonMembers& request)
{
    m_owner = JsonMembers(request.value("metadata")).value("user_id");
    for (const QByteArrayView name : {"user", "safety_identifier"}) {
        if (!m_owner.isString())
            m_owner = request.value(name);
    }
}

void RequestSettings::readForeign(const JsonMembers& request, QStringList& notes)
{
    for (const QByteArrayView name : kForeign) {
        if (const JsonText value = request.value(name); !value.isNull())
            m_foreign.append({name.toByteArray(), value});
    }
    if (const JsonText topK = request.value("top_k"); topK.isNumber()) {
        if (m_rules.sampling)
            m_foreign.append({"top_k", topK});
        else
            notes.append(u"top_k was left out: this model does not take it"_s);
    }
    if (const JsonText tier = request.value("service_tier"); tier == "standard_only")
        m_foreign.append({"service_tier", tier});
    m_outputConfig = request.value("output_config");
}

void RequestSettings::write(JsonWriter& json) const
{
    json.member("model", m_model).name("max_tokens").integer(m_maxTokens);
    if (m_stream)
        json.name("stream").boolean(true);
    if (m_capsTemperature)
        json.name("temperature").integer(1);
    else
        json.memberIfThere("temperature", m_temperature);
    json.memberIfThere("top_p", m_topP);
    if (!m_stops.isEmpty()) {
        json.name("stop_sequences").beginArray();
        for (const JsonText& stop : m_stops)
            json.value(stop);
        json.endArray();
    }
    if (!m_thinking.isEmpty())
        json.rawMember("thinking", m_thinking);
    if (m_outputConfig.isObject()) {
        json.name("output_config").value(m_outputConfig);
    } else if (!m_effort.isEmpty() || !m_format.isEmpty()) {
        json.name("output_config").beginObject();
        if (!m_effort.isEmpty())
            json.member("effort", m_effort);
        if (!m_format.isEmpty())
            json.rawMember("format", m_format);
        json.endObject();
    }
    if (m_owner.isString())
        json.name("metadata").beginObject().name("user_id").value(m_owner).endObject();
    for (const JsonMembers::Member& each : m_foreign)
        json.name(each.name).value(each.value);
}

void RequestSettings::writeCache(JsonWriter& json, const QString& model)
{
    if (!modelFamily(model).isEmpty() && !json.bytes().contains("\"cache_control\""))
        json.rawMember("cache_control", R"({"type":"ephemeral"})");
}

} // namespace Patchbay
