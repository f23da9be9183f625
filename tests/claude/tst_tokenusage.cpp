// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/tokenusage.h"

#include <QJsonDocument>
#include <QTest>

#include <limits>

using namespace Patchbay;

namespace {

QJsonObject parsed(const QByteArray& json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace

class TokenUsageTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void presentNumbersOverwrite_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("then");
        QTest::addColumn<QList<qint64>>(
            "expected"); // input, output, read, 5m, 1h, thinking, searches
        using Numbers = QList<qint64>;
        QTest::newRow("placeholder is replaced, not added")
            << QByteArray(R"({"input_tokens":25,"output_tokens":1})")
            << QByteArray(R"({"output_tokens":15})") << Numbers{25, 15, 0, 0, 0, 0, 0};
        QTest::newRow("null leaves what was")
            << QByteArray(R"({"input_tokens":25,"output_tokens":7,"cache_read_input_tokens":3})")
            << QByteArray(
                   R"({"input_tokens":null,"output_tokens":null,"cache_read_input_tokens":null,"server_tool_use":null,"cache_creation":null})")
            << Numbers{25, 7, 3, 0, 0, 0, 0};
        QTest::newRow("zero overwrites")
            << QByteArray(R"({"input_tokens":25})") << QByteArray(R"({"input_tokens":0})")
            << Numbers{0, 0, 0, 0, 0, 0, 0};
        QTest::newRow("the split stays when the sum is repeated")
            << QByteArray(
                   R"({"cache_creation_input_tokens":30,"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20}})")
            << QByteArray(R"({"cache_creation_input_tokens":30})")
            << Numbers{0, 0, 0, 10, 20, 0, 0};
        QTest::newRow("a larger sum grows the 5m part")
            << QByteArray(
                   R"({"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20}})")
            << QByteArray(R"({"cache_creation_input_tokens":45})")
            << Numbers{0, 0, 0, 25, 20, 0, 0};
        QTest::newRow("a smaller sum shrinks both")
            << QByteArray(
                   R"({"cache_creation":{"ephemeral_5m_input_tokens":10,"ephemeral_1h_input_tokens":20}})")
            << QByteArray(R"({"cache_creation_input_tokens":5})") << Numbers{0, 0, 0, 0, 5, 0, 0};
        QTest::newRow("sum without split is 5m")
            << QByteArray(R"({"cache_creation_input_tokens":40})") << QByteArray("{}")
            << Numbers{0, 0, 0, 40, 0, 0, 0};
        QTest::newRow("what the split does not explain is 5m")
            << QByteArray(
                   R"({"cache_creation_input_tokens":40,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":15}})")
            << QByteArray("{}") << Numbers{0, 0, 0, 25, 15, 0, 0};
        QTest::newRow("a split beyond the sum stands")
            << QByteArray(
                   R"({"cache_creation_input_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":9,"ephemeral_1h_input_tokens":9}})")
            << QByteArray("{}") << Numbers{0, 0, 0, 9, 9, 0, 0};
        QTest::newRow("details")
            << QByteArray(
                   R"({"output_tokens_details":{"thinking_tokens":8},"server_tool_use":{"web_search_requests":2}})")
            << QByteArray(R"({"server_tool_use":{"web_search_requests":3}})")
            << Numbers{0, 0, 0, 0, 0, 8, 3};
        QTest::newRow("absurd numbers are 0")
            << QByteArray(
                   R"({"input_tokens":-1,"output_tokens":9223372036854775808,"cache_read_input_tokens":1e308,"cache_creation_input_tokens":-9223372036854775808})")
            << QByteArray("{}") << Numbers{0, 0, 0, 0, 0, 0, 0};
        QTest::newRow("other types are not there")
            << QByteArray(R"({"input_tokens":5,"output_tokens":6})")
            << QByteArray(
                   R"({"input_tokens":"7","output_tokens":[8],"cache_creation":7,"server_tool_use":"x"})")
            << Numbers{5, 6, 0, 0, 0, 0, 0};
    }
    void presentNumbersOverwrite()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, then);
        QFETCH(QList<qint64>, expected);
        TokenUsage usage = TokenUsage::fromJson(parsed(first));
        usage.update(parsed(then));
        QCOMPARE((QList<qint64>{usage.input, usage.output, usage.cacheRead, usage.cacheWrite5m,
                                usage.cacheWrite1h, usage.thinking, usage.webSearches}),
                 expected);
        QCOMPARE(TokenUsage::fromJson(usage.toJson()), usage);
    }

    void pricedOtherwiseSurvives()
    {
        const TokenUsage usage = TokenUsage::fromJson(
            parsed(R"({"speed":"fast","service_tier":"batch","inference_geo":"us"})"));
        QVERIFY(usage.fast && usage.batch && usage.usOnly);
        QCOMPARE(TokenUsage::fromJson(usage.toJson()), usage);
    }

    void sumsDoNotOverflow()
    {
        constexpr qint64 most = std::numeric_limits<qint64>::max();
        TokenUsage usage{.input = most,
                         .output = most,
                         .cacheRead = most,
                         .cacheWrite5m = most,
                         .cacheWrite1h = most};
        QCOMPARE(usage.prompt(), most);
        QCOMPARE(usage.total(), most);
        usage = {.input = 1, .output = 2, .cacheRead = 4, .cacheWrite5m = 8, .cacheWrite1h = 16};
        QCOMPARE(usage.prompt(), 29);
        QCOMPARE(usage.total(), 31);
    }
};

QTEST_GUILESS_MAIN(TokenUsageTest)
#include "tst_tokenusage.moc"
