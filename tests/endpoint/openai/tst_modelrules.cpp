// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/modelrules.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class ModelRulesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsWhatModelsTake_data();
    void knowsWhatModelsTake();
    void takesAllOfForeignModels();
};

// s: sampling, b: both samplings, f: forced tools, a: adaptive thinking, d: thinking can be
// disabled, e: effort, x: xhigh, m: max, o: structured outputs
void ModelRulesTest::knowsWhatModelsTake_data()
{
    QTest::addColumn<QString>("takes");
    const auto row = [](const char* model, const char* takes) {
        QTest::newRow(model) << QString::fromLatin1(takes);
    };
    row("claude-3-5-haiku-20241022", "sbfd");
    row("claude-3-7-sonnet-latest", "sbfd");
    row("claude-sonnet-4-20250514", "sbfd");
    row("claude-opus-4-1-20250805", "sfdo");
    row("claude-sonnet-4-5-20250929", "sfdo");
    row("claude-haiku-4-5", "sfdo");
    row("claude-opus-4-5-20251101", "sfdeo");
    row("claude-opus-4-6", "sfademo");
    row("claude-sonnet-4-6", "sfademo");
    row("claude-opus-4-7", "fadexmo");
    row("claude-opus-5", "fadexmo");
    row("claude-opus-5-5", "aexmo");
    row("claude-sonnet-5-5", "fadexmo");
    row("claude-haiku-5-5", "fadexmo");
    row("claude-fable-5", "faexmo");
    row("claude-fable-5-1", "aexmo");
    row("claude-mythos-5-2", "aexmo");
    row("anthropic/claude-opus-5.5", "aexmo");
    row("claude-opus", "aexmo");
    row("claude-sonnet-latest", "fadexmo");
}

void ModelRulesTest::knowsWhatModelsTake()
{
    QFETCH(QString, takes);
    ModelRules expected;
    expected.sampling = takes.contains(u's');
    expected.bothSamplings = takes.contains(u'b');
    expected.forcedTools = takes.contains(u'f');
    expected.adaptiveThinking = takes.contains(u'a');
    expected.disabledThinking = takes.contains(u'd');
    expected.effort = takes.contains(u'e');
    expected.xhighEffort = takes.contains(u'x');
    expected.maxEffort = takes.contains(u'm');
    expected.structuredOutputs = takes.contains(u'o');
    QCOMPARE(ModelRules::of(QString::fromLatin1(QTest::currentDataTag())), expected);
}

void ModelRulesTest::takesAllOfForeignModels()
{
    QCOMPARE(ModelRules::of(u"qwen3-coder-480b"_s), ModelRules());
    QCOMPARE(ModelRules::of({}), ModelRules());
}

QTEST_GUILESS_MAIN(ModelRulesTest)
#include "tst_modelrules.moc"
