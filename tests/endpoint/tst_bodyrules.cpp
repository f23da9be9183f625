// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/bodyrules.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class BodyRulesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesNothingElse_data();
    void changesNothingElse();
    void tellsOfTheNewBody();
    void findsWhatDecidesOfTheCache();
};

void BodyRulesTest::changesNothingElse_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("model");
    QTest::addColumn<qint64>("most");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char* name, const QByteArray& body, const QString& model, qint64 most,
                        const QByteArray& result) {
        QTest::newRow(name) << body << model << most << result;
    };
    const QByteArray odd = "{ \"x\":[1.50,\"\\u00e4\xc3\xa4\"] ,\"model\" :\t\"claude-a\",\r\n"
                           "\"max_tokens\": 1e3 , \"messages\":[{\"model\":\"claude-a\","
                           "\"max_tokens\":9000}]}\n";
    row("no rule", odd, {}, 0, odd);
    row("the same model", odd, u"claude-a"_s, 0, odd);
    row("fits already", odd, {}, 1000, odd);
    row("model", odd, u"claude-longer-b"_s, 0,
        QByteArray(odd).replace("\t\"claude-a\"", "\t\"claude-longer-b\""));
    row("cap", odd, {}, 999, QByteArray(odd).replace("1e3", "999"));
    row("both", odd, u"b"_s, 7,
        QByteArray(odd).replace("\t\"claude-a\"", "\t\"b\"").replace("1e3", "7"));
    row("cap stands first", R"({"max_tokens":5000,"model":"a"})", u"bb"_s, 10,
        R"({"max_tokens":10,"model":"bb"})");
    row("escaped", R"({"mod\u0065l":"\u0061","max_t\u006fkens":20})", u"b"_s, 10,
        R"({"mod\u0065l":"b","max_t\u006fkens":10})");
    const QByteArray bare = R"({"messages":[]})";
    row("nothing is put there", bare, u"b"_s, 10, bare);
    const QByteArray wrong = R"({"model":null,"max_tokens":"5000"})";
    row("what is no value stays", wrong, u"b"_s, 10, wrong);

    const auto thinking = [](const QByteArray& max, const QByteArray& budget) {
        return QByteArray("{\"max_tokens\":" + max +
                          ",\"thinking\":{\"type\":\"enabled\", \"budget_tokens\" : " + budget +
                          " },\"model\":\"a\"}");
    };
    row("a budget that fits stays", thinking("9000", "2000"), {}, 4000, thinking("4000", "2000"));
    row("one that does not is halved", thinking("32000", "31999"), {}, 8000,
        thinking("8000", "4000"));
    row("one as large as the cap too", thinking("32000", "8000"), {}, 8000,
        thinking("8000", "4000"));
    row("at least what the API takes", thinking("32000", "31999"), {}, 1500,
        thinking("1500", "1024"));
    row("where none fits it stays", thinking("32000", "31999"), {}, 1024,
        thinking("1024", "31999"));
    row("one that may be larger stays", thinking("9000", "20000"), {}, 4000,
        thinking("4000", "20000"));
    row("a budget that is no number", thinking("9000", "8e3"), {}, 4000, thinking("4000", "8e3"));
    row("adaptive", R"({"max_tokens":9000,"thinking":{"type":"adaptive"}})", {}, 4000,
        R"({"max_tokens":4000,"thinking":{"type":"adaptive"}})");
    row("a budget elsewhere",
        R"({"max_tokens":9000,"tools":[{"budget_tokens":8000}],"thinking":{"type":"disabled"}})",
        {}, 4000,
        R"({"max_tokens":4000,"tools":[{"budget_tokens":8000}],"thinking":{"type":"disabled"}})");
}

void BodyRulesTest::changesNothingElse()
{
    QFETCH(QByteArray, body);
    QFETCH(const QString, model);
    QFETCH(const qint64, most);
    QFETCH(const QByteArray, result);
    BodyScan scan = BodyScan::of(body);
    QVERIFY(!scan.fault);
    applyRules({model, most, {}}, body, scan);
    QCOMPARE(body, result);
}

void BodyRulesTest::tellsOfTheNewBody()
{
    QByteArray body = R"({"model":"a","max_tokens":5000,"messages":[]})";
    BodyScan scan = BodyScan::of(body);
    applyRules({u"b"_s, 100, {}}, body, scan);
    const BodyScan again = BodyScan::of(body);
    QCOMPARE(scan.model, again.model);
    QCOMPARE(scan.maxTokens, again.maxTokens);
    QCOMPARE(again.model, u"b"_s);
    QCOMPARE(again.maxTokens, 100);
}

void BodyRulesTest::findsWhatDecidesOfTheCache()
{
    const QByteArray body = R"({"temperature": 0.0 ,"thinking":{"type":"disabled"},"stream":true})";
    const BodyScan scan = BodyScan::of(body);
    QCOMPARE(body.mid(scan.temperatureSpan.start, scan.temperatureSpan.size), QByteArray("0.0"));
    QCOMPARE(body.mid(scan.thinkingSpan.start, scan.thinkingSpan.size),
             QByteArray(R"({"type":"disabled"})"));
    QVERIFY(BodyScan::of("{}").temperatureSpan.isNull());
}

QTEST_GUILESS_MAIN(BodyRulesTest)
#include "tst_bodyrules.moc"
