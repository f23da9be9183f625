// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/modellist.h"

#include "claude/pricetable.h"
#include "endpoint/openai/jsonwriter.h"

#include <QDateTime>

#include <algorithm>
#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// What we write ourselves.
constexpr std::array<QByteArrayView, 7> kOwn{"id",   "object",       "created",   "owned_by",
                                             "type", "display_name", "created_at"};

QByteArray furtherMembers(const JsonMembers& model)
{
    JsonWriter json;
    for (const JsonMembers::Member& member : model.all()) {
        const bool isOwn = std::any_of(kOwn.begin(), kOwn.end(), [&](QByteArrayView name) {
            return QByteArrayView(member.name) == name;
        });
        if (!isOwn && jsonEscaped(member.name) == member.name)
            json.name(member.name).value(member.value);
    }
    return json.take();
}

void writeModel(JsonWriter& json, const ListedModel& model)
{
    const QDateTime created = QDateTime::fromString(model.createdAt, Qt::ISODate);
    json.beginObject().member("id", model.id).member("object", "model").name("created");
    json.integer(created.isValid() ? created.toSecsSinceEpoch() : 0);
    json.member("owned_by", "anthropic").member("type", "model");
    json.member("display_name", model.displayName.isEmpty() ? model.id : model.displayName);
    json.member("created_at", created.isValid() ? model.createdAt : u"1970-01-01T00:00:00Z"_s);
    json.raw(model.further).endObject();
}

} // namespace

QList<ListedModel> listedModels(const PriceTable& prices)
{
    QList<ListedModel> models;
    for (const ModelInfo& info : offeredModels(prices)) {
        ListedModel model{info.id, u"Claude "_s + info.displayName, {}, {}};
        const PriceTable::Model* known = prices.find(info.id);
        if (known != nullptr && !known->prices.isEmpty())
            model.createdAt =
                known->prices.first().validFrom.toString(Qt::ISODate) + u"T00:00:00Z"_s;
        JsonWriter json;
        json.name("max_input_tokens").integer(info.contextTokens);
        json.name("max_tokens").integer(info.maxOutputTokens);
        model.further = json.take();
        models.append(model);
    }
    return models;
}

QList<ListedModel> listedModels(QByteArrayView upstreamBody)
{
    QList<ListedModel> models;
    const auto json = JsonText::parse(upstreamBody);
    const JsonMembers list(json.value_or(JsonText()));
    for (const JsonText& each : list.value("data").elements()) {
        const JsonMembers model(each);
        if (!model.value("id").isString() || model.value("id").body().isEmpty())
            continue;
        models.append({model.value("id").string(), model.value("display_name").string(),
                       model.value("created_at").string(), furtherMembers(model)});
    }
    return models;
}

QByteArray modelListBody(const QList<ListedModel>& models)
{
    JsonWriter json;
    json.beginObject().member("object", "list").name("data").beginArray();
    for (const ListedModel& model : models)
        writeModel(json, model);
    json.endArray().name("has_more").boolean(false);
    for (const auto& [name, isFirst] : {std::pair("first_id", true), std::pair("last_id", false)}) {
        json.name(name);
        if (models.isEmpty())
            json.null();
        else
            json.string(isFirst ? models.first().id : models.last().id);
    }
    return json.endObject().take();
}

Translated<QByteArray> modelBody(const QList<ListedModel>& models, const QString& id)
{
    for (const ListedModel& model : models) {
        if (model.id == id) {
            JsonWriter json;
            writeModel(json, model);
            return json.take();
        }
    }
    return Refusal(OpenAiError{404, u"invalid_request_error"_s, u"model_not_found"_s, u"model"_s,
                               u"The model '%1' does not exist here."_s.arg(id.left(200))});
}

} // namespace Patchbay
