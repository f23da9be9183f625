// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/claudecodelog.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

// With ' for ", which is easier to read here.
QByteArray json(QByteArray text)
{
    return text.replace('\'', '"');
}

const QByteArray kLine =
    json("{'parentUuid':'p','isSidechain':false,'sessionId':'s','version':'2.1.0',"
         "'type':'assistant','uuid':'u','requestId':'req_1','timestamp':'2026-11-01T10:00:00.500Z',"
         "'message':{'id':'msg_1','model':'claude-opus-5-5','role':'assistant','content':[],"
         "'usage':{'input_tokens':3,'cache_creation_input_tokens':300,'cache_read_input_tokens':20,"
         "'cache_creation':{'ephemeral_5m_input_tokens':100,'ephemeral_1h_input_tokens':200},"
         "'output_tokens':7}}}");

QByteArray with(const QByteArray& before, const QByteArray& after)
{
    QByteArray line(kLine);
    if (!line.contains(json(before)))
        qFatal("the line has no %s", before.constData());
    return line.replace(json(before), json(after));
}

bool isOther(const QByteArray& line)
{
    return std::holds_alternative<ClaudeCodeLog::Other>(ClaudeCodeLog::read(line));
}

bool isBroken(const QByteArray& line)
{
    return std::holds_alternative<ClaudeCodeLog::Broken>(ClaudeCodeLog::read(line));
}

QString keyOf(const QByteArray& line)
{
    return std::get<ClaudeCodeTurn>(ClaudeCodeLog::read(line)).key;
}

} // namespace

class TestClaudeCodeLog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAnswerIsReadWhole();
    void whatUsedNothingIsLeftOut();
    void brokenLinesAreToldApart();
    void theMessagesIdIsTheKey();
};

void TestClaudeCodeLog::anAnswerIsReadWhole()
{
    const auto turn = std::get<ClaudeCodeTurn>(ClaudeCodeLog::read(kLine));
    QCOMPARE(turn.key, u"claude-code:msg_1"_s);
    QCOMPARE(turn.requestId, u"req_1"_s);
    QCOMPARE(turn.model, u"claude-opus-5-5"_s);
    QCOMPARE(turn.atMs, 1793527200500);
    QCOMPARE(turn.usage.input, 3);
    QCOMPARE(turn.usage.output, 7);
    QCOMPARE(turn.usage.cacheRead, 20);
    QCOMPARE(turn.usage.cacheWrite5m, 100);
    QCOMPARE(turn.usage.cacheWrite1h, 200);
    // A line of a time before the writes were told apart.
    const QByteArray old = with(
        "'cache_creation':{'ephemeral_5m_input_tokens':100,'ephemeral_1h_input_tokens':200},", {});
    QCOMPARE(std::get<ClaudeCodeTurn>(ClaudeCodeLog::read(old)).usage.cacheWrite5m, 300);
}

void TestClaudeCodeLog::whatUsedNothingIsLeftOut()
{
    QVERIFY(isOther({}));
    QVERIFY(isOther("  \r\n"));
    QVERIFY(isOther(json("{'type':'user','message':{'role':'user','content':'hello'}}")));
    QVERIFY(isOther(json("{'type':'summary','summary':'a talk about usage'}")));
    QVERIFY(isOther(with("claude-opus-5-5", "<synthetic>")));
    QVERIFY(isOther(with("'type':'assistant',", "'type':'assistant','isApiErrorMessage':true,")));
    QVERIFY(isOther(with("'type':'assistant',", "'type':'progress',")));
    QVERIFY(isOther(with("'usage':{", "'usage':{},'other':{")));
}

void TestClaudeCodeLog::brokenLinesAreToldApart()
{
    QVERIFY(isBroken("not json"));
    QVERIFY(isBroken(kLine.first(200)));
    QVERIFY(isBroken(with("'output_tokens':7", "'output_tokens':")));
    QVERIFY(isBroken(with("2026-11-01T10:00:00.500Z", "yesterday")));
    QVERIFY(isBroken(with("'model':'claude-opus-5-5',", {})));
    // Numbers that cannot be are none.
    QVERIFY(isOther(json("{'type':'assistant','message':{'usage':{'input_tokens':-5}}}")));
}

void TestClaudeCodeLog::theMessagesIdIsTheKey()
{
    // The same answer is logged with and without its request.
    QCOMPARE(keyOf(with("'requestId':'req_1',", {})), keyOf(kLine));
    QCOMPARE(keyOf(with("'id':'msg_1',", {})), u"claude-code:req_1"_s);
    const QByteArray bare = with("'id':'msg_1',", {}).replace(json("'requestId':'req_1',"), "");
    QCOMPARE(keyOf(bare), u"claude-code:u"_s);
}

QTEST_GUILESS_MAIN(TestClaudeCodeLog)

#include "tst_claudecodelog.moc"
