// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/usagereportjson.h"

#include <QJsonArray>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestUsageReportJson final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsOfTheDesign();
    void oneKeyPerGrouping();
    void costIsNullWhereNoPriceIsKnown();
    void emptyReport();
};

void TestUsageReportJson::fieldsOfTheDesign()
{
    UsageRow row;
    row.keys = {u"work"_s};
    row.requests = 3;
    row.errors = 1;
    row.input = 10;
    row.output = 20;
    row.cacheRead = 30;
    row.cacheWrite = 40;
    row.costMicroUsd = 1'500'000;
    row.estimated = true;
    UsageReport report{{row}, row};
    report.total.keys.clear();
    const QJsonObject json = usageJson(report, {UsageKey::Account});
    QJsonObject expected{{u"requests"_s, 3},
                         {u"errors"_s, 1},
                         {u"input_tokens"_s, 10},
                         {u"output_tokens"_s, 20},
                         {u"cache_read_input_tokens"_s, 30},
                         {u"cache_creation_input_tokens"_s, 40},
                         {u"cost_usd"_s, 1.5},
                         {u"estimated"_s, true}};
    QCOMPARE(json.keys(), (QStringList{u"rows"_s, u"total"_s}));
    QCOMPARE(json.value("total"_L1).toObject(), expected);
    expected.insert(u"account"_s, u"work"_s);
    QCOMPARE(json.value("rows"_L1).toArray(), (QJsonArray{expected}));
}

void TestUsageReportJson::oneKeyPerGrouping()
{
    UsageRow row;
    row.keys = {u"work"_s, u"m"_s, u"2026-11-23"_s, u"2026-11-23T10:00:00Z"_s, u"window"_s};
    const QJsonObject json =
        usageJson({{row}, {}}, {UsageKey::Account, UsageKey::Model, UsageKey::Day, UsageKey::Hour,
                                UsageKey::Client});
    const QJsonObject only = json.value("rows"_L1).toArray().first().toObject();
    QCOMPARE(only.value("account"_L1).toString(), u"work"_s);
    QCOMPARE(only.value("model"_L1).toString(), u"m"_s);
    QCOMPARE(only.value("day"_L1).toString(), u"2026-11-23"_s);
    QCOMPARE(only.value("hour"_L1).toString(), u"2026-11-23T10:00:00Z"_s);
    QCOMPARE(only.value("client"_L1).toString(), u"window"_s);
    // Refused before any account was chosen.
    row.keys = {QString()};
    QVERIFY(usageJson({{row}, {}}, {UsageKey::Account})
                .value("rows"_L1)
                .toArray()
                .first()
                .toObject()
                .value("account"_L1)
                .isNull());
}

void TestUsageReportJson::costIsNullWhereNoPriceIsKnown()
{
    const auto cost = [](qint64 microUsd, qint64 unpriced) {
        UsageRow row;
        row.costMicroUsd = microUsd;
        row.unpriced = unpriced;
        return usageJson({{}, row}, {}).value("total"_L1).toObject().value("cost_usd"_L1);
    };
    QCOMPARE(cost(0, 0), QJsonValue(0.0));
    QVERIFY(cost(0, 2).isNull());
    QCOMPARE(cost(250'000, 2), QJsonValue(0.25)); // what is known of it
}

void TestUsageReportJson::emptyReport()
{
    const QJsonObject json = usageJson({}, {UsageKey::Account});
    QCOMPARE(json.value("rows"_L1), QJsonValue(QJsonArray()));
    QCOMPARE(json.value("total"_L1).toObject().value("requests"_L1).toInt(-1), 0);
}

QTEST_GUILESS_MAIN(TestUsageReportJson)
#include "tst_usagereportjson.moc"
