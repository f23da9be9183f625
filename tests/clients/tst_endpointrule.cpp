// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/endpointrule.h"
#include "clients/ruletable.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// EndpointRule and RuleTable.
class EndpointRuleTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void patternsMatch_data();
    void patternsMatch();
    void wrongRulesAreRefused_data();
    void wrongRulesAreRefused();
    void theFirstOfEachDecides();
    void aRuleMayBeThereToKeepOthersOff();

private:
    static EndpointRule rule(const QString& client, const QString& model, const QString& useModel,
                             qint64 maxTokens = 0, std::optional<qint64> cache = {})
    {
        return {0, client, model, useModel, maxTokens, cache};
    }
};

void EndpointRuleTest::patternsMatch_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char* pattern, const char* text, bool matches) {
        QTest::addRow("%s|%s", pattern, text)
            << QString::fromLatin1(pattern) << QString::fromLatin1(text) << matches;
    };
    row("claude-opus-5-5", "claude-opus-5-5", true);
    row("claude-opus-5-5", "claude-opus-5-50", false);
    row("claude-opus-5-5", "claude-opus-5", false);
    row("claude-opus-5-5", "Claude-opus-5-5", false);
    row("*", "", true);
    row("*", "anything", true);
    row("**", "x", true);
    row("claude-*", "claude-", true);
    row("claude-*", "claude", false);
    row("*opus*", "claude-opus-5", true);
    row("*-5", "claude-opus-5-5", true);
    row("*-5", "claude-opus-5-6", false);
    row("a*b*c", "aXbYbZc", true);
    row("a*b*c", "aXcYb", false);
    row("", "", true);
    row("", "x", false);
    row("*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false);
}

void EndpointRuleTest::patternsMatch()
{
    QFETCH(const QString, pattern);
    QFETCH(const QString, text);
    QFETCH(const bool, matches);
    QCOMPARE(matchesPattern(pattern, text), matches);
}

void EndpointRuleTest::wrongRulesAreRefused_data()
{
    QTest::addColumn<EndpointRule>("given");
    QTest::addColumn<bool>("isRight");
    QTest::newRow("model") << rule({}, u"*"_s, u"claude-x"_s) << true;
    QTest::newRow("cap") << rule({}, u"*"_s, {}, 1) << true;
    QTest::newRow("never cached") << rule({}, u"*"_s, {}, 0, 0) << true;
    QTest::newRow("longest in cache") << rule({}, u"*"_s, {}, 0, mostCacheSeconds) << true;
    QTest::newRow("nothing to do") << rule({}, u"*"_s, {}) << false;
    QTest::newRow("no pattern") << rule({}, {}, u"claude-x"_s) << false;
    QTest::newRow("list of patterns") << rule({}, u"a,b"_s, u"claude-x"_s) << false;
    QTest::newRow("pattern with space") << rule({}, u"a b"_s, u"claude-x"_s) << false;
    QTest::newRow("pattern to use") << rule({}, u"*"_s, u"claude-*"_s) << false;
    QTest::newRow("quote") << rule({}, u"*"_s, u"claude\"x"_s) << false;
    QTest::newRow("backslash") << rule({}, u"*"_s, u"claude\\x"_s) << false;
    QTest::newRow("umlaut") << rule({}, u"*"_s, u"cl\u00e4ude"_s) << false;
    QTest::newRow("below the cap") << rule({}, u"*"_s, {}, -1) << false;
    QTest::newRow("above the cap") << rule({}, u"*"_s, {}, mostCappedTokens + 1) << false;
    QTest::newRow("too long in cache") << rule({}, u"*"_s, {}, 0, mostCacheSeconds + 1) << false;
    QTest::newRow("before now") << rule({}, u"*"_s, {}, 0, -1) << false;
}

void EndpointRuleTest::wrongRulesAreRefused()
{
    QFETCH(const EndpointRule, given);
    QFETCH(const bool, isRight);
    const auto result = validateRule(given);
    QCOMPARE(result.has_value(), isRight);
    if (isRight)
        return;
    QCOMPARE(result.error().kind, ErrorKind::InvalidInput);
    QVERIFY(!result.error().cause.isEmpty());
    QVERIFY(!result.error().nextStep.isEmpty());
}

void EndpointRuleTest::theFirstOfEachDecides()
{
    QVERIFY(RuleTable().isEmpty());
    QVERIFY(RuleTable(QList<EndpointRule>()).isEmpty());
    QCOMPARE(RuleTable().decide(u"ci", u"claude-opus-5"), RuleDecision());
    const RuleTable table(
        {rule(u"other"_s, u"*"_s, u"never"_s, 1, 1), rule(u"CI"_s, u"*opus*"_s, {}, 100),
         rule({}, u"claude-opus-*"_s, u"claude-haiku"_s, 200),
         rule({}, u"*"_s, u"claude-sonnet"_s, 300, 60), rule(u"ci"_s, u"*"_s, {}, 0, 90)});
    QVERIFY(!table.isEmpty());
    QCOMPARE(table.decide(u"ci", u"claude-opus-5"), (RuleDecision{u"claude-haiku"_s, 100, 60}));
    QCOMPARE(table.decide(u"desk", u"claude-opus-5"), (RuleDecision{u"claude-haiku"_s, 200, 60}));
    // By what is asked for, not by what a rule made of it.
    QCOMPARE(table.decide(u"desk", u"claude-haiku"), (RuleDecision{u"claude-sonnet"_s, 300, 60}));
}

void EndpointRuleTest::aRuleMayBeThereToKeepOthersOff()
{
    const RuleTable table({rule({}, u"claude-opus-5"_s, u"claude-opus-5"_s, mostCappedTokens, 0),
                           rule({}, u"*"_s, u"claude-haiku"_s, 100, 60)});
    QCOMPARE(table.decide(u"ci", u"claude-opus-5"),
             (RuleDecision{u"claude-opus-5"_s, mostCappedTokens, 0}));
    QCOMPARE(table.decide(u"ci", u"claude-opus-6"), (RuleDecision{u"claude-haiku"_s, 100, 60}));
}

QTEST_GUILESS_MAIN(EndpointRuleTest)
#include "tst_endpointrule.moc"
