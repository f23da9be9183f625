// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/pricetable.h"
#include "endpoint/openai/modellist.h"
#include "requestcase.h"

using namespace Patchbay;
using namespace Qt::StringLiterals;

class ModelListTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void servesBothKindsOfClient();
    void listsThePriceTable();
    void answersForOneModel();
    void survivesForeignBodies();
};

void ModelListTest::servesBothKindsOfClient()
{
    const QList<ListedModel> models = listedModels(QByteArrayView(
        R"({"data":[{"type":"model","id":"claude-a","display_name":"Claude A","created_at":"2026-02-05T00:00:00Z",
             "max_tokens":5,"capabilities":{"batch":true},"object":"x","created":"y"},
            {"id":"claude-b"},{"id":5},{"id":""},7],"has_more":true})"));
    QCOMPARE(
        pretty(jsonObject(modelListBody(models))),
        pretty(jsonObject(
            R"({"object":"list","has_more":false,"first_id":"claude-a","last_id":"claude-b","data":[
            {"id":"claude-a","object":"model","created":1770249600,"owned_by":"anthropic","type":"model",
             "display_name":"Claude A","created_at":"2026-02-05T00:00:00Z","max_tokens":5,"capabilities":{"batch":true}},
            {"id":"claude-b","object":"model","created":0,"owned_by":"anthropic","type":"model",
             "display_name":"claude-b","created_at":"1970-01-01T00:00:00Z"}]})")));
}

void ModelListTest::listsThePriceTable()
{
    const PriceTable prices = PriceTable::builtIn();
    const QList<ListedModel> models = listedModels(prices);
    QCOMPARE(models.size(), offeredModels(prices).size());
    const QJsonArray data = jsonObject(modelListBody(models)).value("data"_L1).toArray();
    QCOMPARE(data.size(), models.size());
    for (const QJsonValue& value : data) {
        const QJsonObject model = value.toObject();
        QVERIFY(model.value("id"_L1).toString().startsWith("claude-"_L1));
        QVERIFY(model.value("display_name"_L1).toString().startsWith("Claude "_L1));
        QVERIFY(model.value("created"_L1).toInteger() > 1'700'000'000);
        QVERIFY(model.value("max_tokens"_L1).toInteger() >= 8192);
        QVERIFY(model.value("max_input_tokens"_L1).toInteger() >= 200'000);
    }
}

void ModelListTest::answersForOneModel()
{
    const QList<ListedModel> models = listedModels(PriceTable::builtIn());
    const auto found = modelBody(models, models.last().id);
    QVERIFY(found);
    QCOMPARE(jsonObject(*found).value("id"_L1).toString(), models.last().id);
    const auto missing = modelBody(models, u"gpt-4o"_s);
    QVERIFY(!missing);
    QCOMPARE(missing.error().status, 404);
    QCOMPARE(missing.error().code, u"model_not_found"_s);
}

void ModelListTest::survivesForeignBodies()
{
    for (const char* body : {"", "[]", "{}", "{\"data\":5}", "<html>", "{\"data\":[[[]]]}"}) {
        const QList<ListedModel> models = listedModels(QByteArrayView(body));
        QVERIFY(models.isEmpty());
        QCOMPARE(modelListBody(models),
                 R"({"object":"list","data":[],"has_more":false,"first_id":null,"last_id":null})");
    }
}

QTEST_GUILESS_MAIN(ModelListTest)
#include "tst_modellist.moc"
