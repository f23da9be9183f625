// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clifixture.h"
#include "cli/terminal.h"

#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// patchbay-cli before a person at a real terminal.
class InteractiveChatTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void answersEachLine();
    void stopsTheAnswerAndGoesOn();
    void endsAtThePrompt();
    void goesOnAfterAFailure();
    void saysAtOnceThatThereIsNoAccount();
    void takesPastedLinesOneByOne();
    void readsAKeyUnseen();
    void isInterruptedWhileItReads_data();
    void isInterruptedWhileItReads();

private:
    std::unique_ptr<Terminal> open(const QString& line);

    std::unique_ptr<CliFixture> m_cli;
};

void InteractiveChatTest::init()
{
    m_cli = std::make_unique<CliFixture>();
    m_cli->setKey(u"sk-ant-test-1"_s);
}

std::unique_ptr<Terminal> InteractiveChatTest::open(const QString& line)
{
    return std::make_unique<Terminal>(QStringLiteral(PATCHBAY_CLI), line.split(u' '),
                                      m_cli->variables);
}

void InteractiveChatTest::answersEachLine()
{
    QVERIFY(m_cli->startUpstream(R"({"default":[{"reply":"First."},{"reply":"Second."}]})"));
    const auto terminal = open(u"chat"_s);
    QVERIFY2(terminal->shows("> "), terminal->screen().constData());
    terminal->type("One\r");
    QVERIFY2(terminal->shows("First."), terminal->screen().constData());
    QVERIFY2(terminal->shows("> "), terminal->screen().constData());
    terminal->type("\r");
    QVERIFY2(terminal->shows("> "), terminal->screen().constData());
    terminal->type("Two\r");
    QVERIFY2(terminal->shows("Second."), terminal->screen().constData());
    QVERIFY2(terminal->shows("> "), terminal->screen().constData());
    terminal->type("\x04");
    QCOMPARE(terminal->exitCode(), 0);

    Program list = m_cli->run(u"chats list --json"_s);
    const QJsonArray conversations =
        CliFixture::json(list.output()).value(u"conversations").toArray();
    QCOMPARE(conversations.size(), 1);
    Program shown =
        m_cli->run(u"chats show"_s, {conversations.at(0).toObject().value(u"id").toString()});
    for (const char* text : {"One", "First.", "Two", "Second."})
        QVERIFY2(shown.output().contains(text), shown.output().constData());
}

void InteractiveChatTest::stopsTheAnswerAndGoesOn()
{
    QVERIFY(m_cli->startUpstream(
        R"({"default":[{"reply":"one two three four five six seven eight nine ten","fault":"hang","at_event":6},{"reply":"Fine."}]})"));
    const auto terminal = open(u"chat"_s);
    QVERIFY2(terminal->shows("> "), terminal->screen().constData());
    terminal->type("Count\r");
    QVERIFY2(terminal->shows("one"), terminal->screen().constData());
    terminal->type("\x03");
    QVERIFY2(terminal->shows("> "), terminal->screen().constData());
    terminal->type("And now?\r");
    QVERIFY2(terminal->shows("Fine."), terminal->screen().constData());
    QVERIFY2(terminal->shows("> "), terminal->screen().constData());
    terminal->type("\x04");
    QCOMPARE(terminal->exitCode(), 0);
}

void InteractiveChatTest::endsAtThePrompt()
{
    const auto terminal = open(u"chat --no-save"_s);
    QVERIFY2(terminal->shows("> "), terminal->screen().constData());
    terminal->type("\x03");
    QCOMPARE(terminal->exitCode(), 130);
}

void InteractiveChatTest::goesOnAfterAFailure()
{
    QVERIFY(m_cli->startUpstream(R"({"default":[{"status":400},{"reply":"Better."}]})"));
    const auto terminal = open(u"chat"_s);
    QVERIFY2(terminal->shows("> "), terminal->screen().constData());
    terminal->type("One\r");
    QVERIFY2(terminal->shows("patchbay-cli: "), terminal->screen().constData());
    QVERIFY2(terminal->shows("\n> "), terminal->screen().constData());
    terminal->type("Two\r");
    QVERIFY2(terminal->shows("Better."), terminal->screen().constData());
    QVERIFY2(terminal->shows("> "), terminal->screen().constData());
    terminal->type("\x04");
    QCOMPARE(terminal->exitCode(), 0);
}

void InteractiveChatTest::saysAtOnceThatThereIsNoAccount()
{
    m_cli->variables.remove(u"CLAUDE_API_KEY"_s);
    const auto terminal = open(u"chat"_s);
    QVERIFY2(terminal->shows("No API key found"), terminal->screen().constData());
    QCOMPARE(terminal->exitCode(), 3);
}

void InteractiveChatTest::takesPastedLinesOneByOne()
{
    QVERIFY(m_cli->startUpstream(R"({"default":[{"reply":"First."},{"reply":"Second."}]})"));
    const auto terminal = open(u"chat --no-save"_s);
    QVERIFY2(terminal->shows("> "), terminal->screen().constData());
    terminal->type("One\r\rTwo\r");
    QVERIFY2(terminal->shows("First."), terminal->screen().constData());
    QVERIFY2(terminal->shows("Second."), terminal->screen().constData());
    QVERIFY2(terminal->shows("> "), terminal->screen().constData());
    terminal->type("\x04");
    QCOMPARE(terminal->exitCode(), 0);
}

void InteractiveChatTest::readsAKeyUnseen()
{
    m_cli->variables.remove(u"CLAUDE_API_KEY"_s);
    const auto terminal = open(u"accounts add --name work"_s);
    QVERIFY2(terminal->shows("API key"), terminal->screen().constData());
    QVERIFY2(terminal->shows(": "), terminal->screen().constData());
    terminal->type("sk-ant-test-7\r");
    QVERIFY2(terminal->shows("added"), terminal->screen().constData());
    QCOMPARE(terminal->exitCode(), 0);
    QVERIFY2(!terminal->screen().contains("sk-ant"), terminal->screen().constData());
}

void InteractiveChatTest::isInterruptedWhileItReads_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QByteArray>("typed");
    QTest::newRow("key") << u"accounts add --name work"_s << QByteArray();
    QTest::newRow("prompt") << u"chat -"_s << QByteArray("half a \r");
}

void InteractiveChatTest::isInterruptedWhileItReads()
{
    QFETCH(QString, line);
    QFETCH(QByteArray, typed);
    const auto terminal = open(line);
    if (typed.isEmpty()) {
        QVERIFY2(terminal->shows(": "), terminal->screen().constData());
    } else {
        terminal->type(typed);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_cli->path(u"data/patchbay.db"_s)), 20'000);
    }
    // It may be on its way to reading, as a person who presses the keys again knows; but keys that
    // come while it ends already kill it.
    bool ended = false;
    for (int i = 0; i < 10 && !ended; ++i) {
        terminal->type("\x03");
        ended = QTest::qWaitFor([&] { return terminal->hasEnded(); }, 2'000);
    }
    QVERIFY2(ended, terminal->screen().constData());
    QCOMPARE(terminal->exitCode(), 130);
}

QTEST_GUILESS_MAIN(InteractiveChatTest)
#include "tst_interactivechat.moc"
