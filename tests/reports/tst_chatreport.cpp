// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "reports/chatreport.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestChatReport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsOfTheDesign();
    void nullWhereUnknown();
    void costsHaveSixDecimals();
};

void TestChatReport::fieldsOfTheDesign()
{
    Outcome outcome;
    outcome.lease = Lease{{u"id-1"_s}, u"work"_s, 1, 4711};
    outcome.modelServed = u"claude-sonnet-5-5"_s;
    outcome.stopReason = u"end_turn"_s;
    outcome.usage.input = 12;
    outcome.usage.output = 34;
    outcome.usage.cacheRead = 5;
    outcome.usage.cacheWrite5m = 6;
    outcome.cost = Cost{1234, false, u"2026-11-20"_s};
    const QJsonObject json = chatResultJson({u"c-1"_s}, outcome);
    QCOMPARE(json.keys(), (QStringList{u"account"_s, u"conversation_id"_s, u"cost_usd"_s,
                                       u"model"_s, u"stop_reason"_s, u"type"_s, u"usage"_s}));
    QCOMPARE(json.value("type"_L1).toString(), u"patchbay_result"_s);
    QCOMPARE(json.value("conversation_id"_L1).toString(), u"c-1"_s);
    QCOMPARE(json.value("account"_L1).toString(), u"work"_s);
    QCOMPARE(json.value("model"_L1).toString(), u"claude-sonnet-5-5"_s);
    QCOMPARE(json.value("stop_reason"_L1).toString(), u"end_turn"_s);
    QCOMPARE(json.value("cost_usd"_L1).toDouble(), 0.001234);
    const QJsonObject usage = json.value("usage"_L1).toObject();
    QCOMPARE(usage.value("input_tokens"_L1).toInt(), 12);
    QCOMPARE(usage.value("output_tokens"_L1).toInt(), 34);
    QCOMPARE(usage.value("cache_read_input_tokens"_L1).toInt(), 5);
    QCOMPARE(usage.value("cache_creation_input_tokens"_L1).toInt(), 6);
    // One line.
    QVERIFY(!compactJson(json).contains('\n'));
}

void TestChatReport::nullWhereUnknown()
{
    const QJsonObject json = chatResultJson({}, {});
    for (const QString& name :
         {u"conversation_id"_s, u"account"_s, u"model"_s, u"stop_reason"_s, u"cost_usd"_s})
        QVERIFY2(json.value(name).isNull(), qPrintable(name));
}

void TestChatReport::costsHaveSixDecimals()
{
    Outcome outcome;
    for (const auto& [microUsd, text] :
         QList<std::pair<qint64, QByteArray>>{{0, "\"cost_usd\":0"},
                                              {1, "\"cost_usd\":1e-06"},
                                              {345, "\"cost_usd\":0.000345"},
                                              {123'456'789, "\"cost_usd\":123.456789"},
                                              {999'999'999'999, "\"cost_usd\":999999.999999"}}) {
        outcome.cost = Cost{microUsd, false, {}};
        const QByteArray line = compactJson(chatResultJson({}, outcome));
        QVERIFY2(line.contains(text + ','), line.constData());
    }
}

QTEST_GUILESS_MAIN(TestChatReport)
#include "tst_chatreport.moc"
