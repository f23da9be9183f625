// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/scriptrunner.h"

#include <QTest>

using namespace Patchbay;

namespace {

const QString kMessages = QStringLiteral("messages");

ScriptRunner runnerOf(const char* json)
{
    return ScriptRunner(*Script::fromJson(json));
}

int statusOf(const ScriptRunner& runner, const QByteArray& key, const QString& route = kMessages)
{
    const ScriptStep* const step = runner.current(key, route);
    return step ? step->status : 0;
}

} // namespace

class ScriptRunnerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void letsMadeUpKeysInWithoutAScript();
    void letsInWhomTheScriptNames();
    void goesThroughTheStepsAndRepeatsTheLast();
    void countsEachKeyAndRouteForItself();
};

void ScriptRunnerTest::letsMadeUpKeysInWithoutAScript()
{
    const ScriptRunner runner;
    QVERIFY(runner.knows("sk-ant-test-anything"));
    QVERIFY(runner.knows("sk-ant-demo"));
    QVERIFY(!runner.knows("sk-ant-api03-x"));
    QVERIFY(!runner.knows(""));
    QVERIFY(!runner.current("sk-ant-test-1", kMessages));
}

void ScriptRunnerTest::letsInWhomTheScriptNames()
{
    const ScriptRunner named = runnerOf(R"({"keys":{"a":[{}]}})");
    QVERIFY(named.knows("a"));
    QVERIFY(!named.knows("sk-ant-test-1"));
    const ScriptRunner anybody = runnerOf(R"({"keys":{"a":[{}]},"default":[{"status":500}]})");
    QVERIFY(anybody.knows("b"));
    QCOMPARE(statusOf(anybody, "a"), 200);
    QCOMPARE(statusOf(anybody, "b"), 500);
}

void ScriptRunnerTest::goesThroughTheStepsAndRepeatsTheLast()
{
    ScriptRunner runner =
        runnerOf(R"({"default":[{"status":429,"times":2},{"status":529},{"status":200}]})");
    QList<int> seen;
    for (int i = 0; i < 6; ++i) {
        seen.append(statusOf(runner, "k"));
        runner.advance("k", kMessages);
    }
    QCOMPARE(seen, QList<int>({429, 429, 529, 200, 200, 200}));
}

void ScriptRunnerTest::countsEachKeyAndRouteForItself()
{
    ScriptRunner runner =
        runnerOf(R"({"default":[{"status":429},{"route":"models","status":500},{"status":200}]})");
    runner.advance("a", kMessages);
    QCOMPARE(statusOf(runner, "a"), 200);
    QCOMPARE(statusOf(runner, "b"), 429);
    QCOMPARE(statusOf(runner, "a", QStringLiteral("models")), 500);
    QCOMPARE(statusOf(runner, "a", QStringLiteral("count_tokens")), 0);
}

QTEST_GUILESS_MAIN(ScriptRunnerTest)
#include "tst_scriptrunner.moc"
