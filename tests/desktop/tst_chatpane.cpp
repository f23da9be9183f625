// SPDX-License-Identifier: GPL-3.0-or-later
#include "corefixture.h"
#include "desktop/chatpane.h"
#include "desktop/messageedit.h"
#include "desktop/noticebar.h"
#include "desktop/theme.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;
using Kind = TranscriptAction::Kind;
using State = TranscriptMessage::State;

namespace {

constexpr int kPatience = 20'000;

} // namespace

/// A conversation from the keyboard to an upstream and back.
class TestChatPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theDemoAnswers();
    void anAnswerStreamsIn();
    void anAnswerKeepsTheNameOfARemovedAccount();
    void stopKeepsWhatCame();
    void aCutAnswerCanGoOn();
    void regenerateMakesABranch();
    void editMakesABranch();
    void upEditsTheLastMessage();
    void anotherConversationKeepsItStreaming();
    void aFailureIsToldAndKeepsTheQuestion();
    void withoutAccountTheMessageStays();
    void theDraftIsOfItsConversation();

private:
    void open(bool withUpstream);
    void send(const QString& text)
    {
        QTest::keyClicks(m_message, text);
        QTest::keyClick(m_message, Qt::Key_Return);
    }
    [[nodiscard]] TranscriptMessage at(int row) const { return shown(*m_view, row); }
    [[nodiscard]] int count() const { return m_view->contents().model()->count(); }
    /// Sends it and waits for the whole answer.
    void ask(const QString& text, int rows)
    {
        send(text);
        QTRY_COMPARE_WITH_TIMEOUT(count(), rows, kPatience);
        complete(rows - 1);
    }
    void complete(int row)
    {
        QTRY_VERIFY_WITH_TIMEOUT(
            at(row).id != 0 && at(row).state == State::Complete && m_send->isVisible(), kPatience);
    }

    std::unique_ptr<TestUpstream> m_upstream;
    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ChatPane> m_pane;
    TranscriptView* m_view = nullptr;
    MessageEdit* m_message = nullptr;
    QPushButton* m_send = nullptr;
    QPushButton* m_stop = nullptr;
};

void TestChatPane::init()
{
    m_upstream = std::make_unique<TestUpstream>();
}

void TestChatPane::open(bool withUpstream)
{
    m_fixture =
        withUpstream ? std::make_unique<CoreFixture>(*m_upstream) : std::make_unique<CoreFixture>();
    m_fixture->open();
    m_theme = std::make_unique<Theme>(m_fixture->core().settings());
    m_pane = std::make_unique<ChatPane>(m_fixture->core(), *m_theme);
    m_view = named<TranscriptView>(*m_pane, "transcript");
    m_message = named<MessageEdit>(*m_pane, "message");
    m_send = named<QPushButton>(*m_pane, "send");
    m_stop = named<QPushButton>(*m_pane, "stop");
    m_pane->resize(900, 700);
    m_pane->setVisible(true);
    m_pane->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    m_pane->open({});
    m_pane->focusMessage();
}

void TestChatPane::cleanup()
{
    m_pane.reset();
    m_theme.reset();
    m_fixture.reset();
    m_upstream.reset();
}

void TestChatPane::theDemoAnswers()
{
    open(false);
    m_fixture->enableDemo();
    ask(u"Hello there"_s, 2);
    QTRY_COMPARE(at(0).markdown, u"Hello there"_s);
    QVERIFY(at(1).markdown.contains(u"demo"_s, Qt::CaseInsensitive));
    QVERIFY(!at(1).accountName.isEmpty());
    QVERIFY(!m_pane->conversation().isNull());
    QCOMPARE(m_message->toPlainText(), QString());
    QCOMPARE(QApplication::focusWidget(), m_message);
}

void TestChatPane::anAnswerStreamsIn()
{
    open(true);
    m_upstream->stepsForAll(
        R"([{"reply":"one two three four five six seven eight nine ten ","reply_bytes":4000,"events_per_second":40}])");
    send(u"Count"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_stop->isVisible(), kPatience);
    QVERIFY(!m_send->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(at(1).state == State::Streaming && !at(1).markdown.isEmpty(),
                             kPatience);
    const qsizetype some = at(1).markdown.size();
    QVERIFY(some < 4000);
    QTRY_VERIFY_WITH_TIMEOUT(at(1).markdown.size() > some, kPatience);
    // A second message waits for the first, and stays where it was typed.
    send(u"And?"_s);
    QCOMPARE(m_message->toPlainText(), u"And?"_s);
    QCOMPARE(count(), 2);
    QVERIFY(m_pane->escape()); // stops it
    QTRY_COMPARE_WITH_TIMEOUT(at(1).state, State::Stopped, kPatience);
}

void TestChatPane::anAnswerKeepsTheNameOfARemovedAccount()
{
    open(false);
    AccountStore& accounts = m_fixture->core().accounts();
    NewAccount wanted;
    wanted.account.name = u"studio"_s;
    wanted.account.baseUrl = m_upstream->baseUrl();
    wanted.secret = Secret::take("sk-ant-test-1");
    Testing::Outcome<AccountId> added;
    accounts.add(wanted, added.completion());
    QVERIFY(added.wait() && added.succeeded());
    ask(u"Hello there"_s, 2);
    QTRY_COMPARE(at(1).accountName, u"studio"_s);
    QVERIFY(at(1).accountColor.isValid());
    QVERIFY(!at(1).accountRemoved);

    Account renamed = *accounts.find(*added.result());
    renamed.name = u"atelier"_s;
    Testing::Outcome<void> edited;
    accounts.edit(renamed, edited.completion());
    QVERIFY(edited.wait() && edited.succeeded());
    QTRY_COMPARE(at(1).accountName, u"atelier"_s);

    Testing::Outcome<void> removed;
    accounts.remove(*added.result(), removed.completion());
    QVERIFY(removed.wait() && removed.succeeded());
    QTRY_VERIFY(at(1).accountRemoved); // while it is shown
    QCOMPARE(at(1).accountName, u"atelier"_s);
    const ConversationId conversation = m_pane->conversation();
    m_pane->open({});
    m_pane->open(conversation); // and read anew
    QTRY_COMPARE(at(1).accountName, u"atelier"_s);
    QVERIFY(at(1).accountRemoved);
    QVERIFY(!at(1).accountColor.isValid());
    QVERIFY(!at(0).accountRemoved);
}

void TestChatPane::stopKeepsWhatCame()
{
    open(true);
    m_upstream->stepsForAll(
        R"([{"reply":"word ","reply_bytes":20000,"events_per_second":50},{"reply":"fine"}])");
    send(u"Talk"_s);
    QTRY_VERIFY_WITH_TIMEOUT(at(1).markdown.size() > 20, kPatience);
    QTest::mouseClick(m_stop, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(at(1).state, State::Stopped, kPatience);
    QTRY_VERIFY(m_send->isVisible());
    const QString kept = at(1).markdown;
    QVERIFY(kept.startsWith(u"word word"_s) && kept.size() < 20'000);
    m_view->flush();
    QTRY_COMPARE(m_view->contents().layoutOf(1)->noticeText(), u"Stopped"_s);
    // It is what a later reading shows, and the conversation goes on after it.
    const ConversationId id = m_pane->conversation();
    m_pane->open({});
    m_pane->open(id);
    QTRY_COMPARE(at(1).markdown, kept);
    QTRY_COMPARE(at(1).state, State::Stopped);
    ask(u"Go on"_s, 4);
    QTRY_COMPARE(at(3).markdown, u"fine"_s);
}

void TestChatPane::aCutAnswerCanGoOn()
{
    open(true);
    m_upstream->stepsForAll(
        R"([{"reply":"one two three four","fault":"error_event","at_event":6,
             "error":{"type":"overloaded_error","message":"Overloaded"}},{"reply":"five six"}])");
    send(u"Count"_s);
    QTRY_VERIFY_WITH_TIMEOUT(count() == 2 && at(1).canContinue, kPatience);
    const QString kept = at(1).markdown;
    QVERIFY(kept.startsWith(u"one"_s));
    QVERIFY(!at(1).notice.isEmpty());
    QTRY_VERIFY(clickAction(*m_view, 1, Kind::Continue));
    QTRY_VERIFY_WITH_TIMEOUT(count() == 4 && at(3).markdown == u"five six"_s, kPatience);
    QCOMPARE(at(1).markdown, kept);
    QVERIFY(!at(3).canContinue);
    // What came is part of what is sent, and nothing was asked a second time by itself.
    QCOMPARE(m_upstream->messages().size(), 2);
    QVERIFY(m_upstream->messages().last().body.contains(kept.toUtf8()));
}

void TestChatPane::regenerateMakesABranch()
{
    open(true);
    m_upstream->stepsForAll(R"([{"reply":"first"},{"reply":"second"},{"reply":"third"}])");
    ask(u"Say something"_s, 2);
    QTRY_VERIFY(clickAction(*m_view, 1, Kind::Retry));
    QTRY_COMPARE_WITH_TIMEOUT(at(1).markdown, u"second"_s, kPatience);
    complete(1);
    QCOMPARE(count(), 2);
    QTRY_COMPARE(at(1).branchCount, 2);
    QTRY_COMPARE(m_view->contents().layoutOf(1)->footer().branchText(), u"2 / 2"_s);
    QTRY_VERIFY(clickAction(*m_view, 1, Kind::BranchBack));
    QTRY_COMPARE(at(1).markdown, u"first"_s);
    QTRY_COMPARE(m_view->contents().layoutOf(1)->footer().branchText(), u"1 / 2"_s);
    QVERIFY(!clickAction(*m_view, 1, Kind::BranchBack)); // nothing before it
    // What is sent now follows the branch that is shown.
    ask(u"More"_s, 4);
    QTRY_COMPARE(at(3).markdown, u"third"_s);
    const QByteArray sent = m_upstream->messages().last().body;
    QVERIFY(sent.contains("first") && !sent.contains("second"));
    QTRY_VERIFY(clickAction(*m_view, 1, Kind::BranchForward));
    QTRY_COMPARE(count(), 2);
    QTRY_COMPARE(at(1).markdown, u"second"_s);
}

void TestChatPane::editMakesABranch()
{
    open(true);
    m_upstream->stepsForAll(R"([{"reply":"on trains"},{"reply":"on ships"}])");
    ask(u"Trains?"_s, 2);
    QTest::keyClicks(m_message, u"half a thought"_s);
    QTRY_VERIFY(clickAction(*m_view, 0, Kind::Edit));
    QTRY_COMPARE(m_message->toPlainText(), u"Trains?"_s);
    QTest::keyClick(m_message, Qt::Key_A, Qt::ControlModifier);
    send(u"Ships?"_s);
    QTRY_COMPARE_WITH_TIMEOUT(at(1).markdown, u"on ships"_s, kPatience);
    complete(1);
    QCOMPARE(count(), 2);
    QTRY_COMPARE(at(0).markdown, u"Ships?"_s);
    QTRY_COMPARE(at(0).branchCount, 2);
    QTRY_COMPARE(m_view->contents().layoutOf(0)->footer().branchText(), u"2 / 2"_s);
    QVERIFY(!m_upstream->messages().last().body.contains("Trains?"));
    QCOMPARE(m_message->toPlainText(), u"half a thought"_s);
    QTRY_VERIFY(clickAction(*m_view, 0, Kind::BranchBack));
    QTRY_COMPARE(at(1).markdown, u"on trains"_s);
    QTRY_COMPARE(at(0).markdown, u"Trains?"_s);
    QTRY_COMPARE(m_view->contents().layoutOf(0)->footer().branchText(), u"1 / 2"_s);
}

void TestChatPane::upEditsTheLastMessage()
{
    open(true);
    m_upstream->stepsForAll(R"([{"reply":"fine"}])");
    ask(u"A question"_s, 2);
    QTest::keyClick(m_message, Qt::Key_Up);
    QTRY_COMPARE(m_message->toPlainText(), u"A question"_s);
    QVERIFY(m_pane->escape());
    QCOMPARE(m_message->toPlainText(), QString());
    ask(u"Another"_s, 4); // at the end, not in place of the first
}

void TestChatPane::anotherConversationKeepsItStreaming()
{
    open(true);
    m_upstream->stepsForAll(
        R"([{"reply":"word ","reply_bytes":400,"events_per_second":40},{"reply":"quick"}])");
    send(u"Slowly"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!at(1).markdown.isEmpty(), kPatience);
    const ConversationId slow = m_pane->conversation();
    m_pane->open({});
    QVERIFY(m_send->isVisible()); // nothing runs here
    ask(u"Quickly"_s, 2);
    QTRY_COMPARE(at(1).markdown, u"quick"_s);
    QVERIFY(m_fixture->core().chats().running(slow));
    m_pane->open(slow);
    QVERIFY(m_stop->isVisible());
    QTRY_VERIFY(at(1).state == State::Streaming && !at(1).markdown.isEmpty());
    complete(1);
    QCOMPARE(at(1).markdown.size(), 400);
    QVERIFY(at(1).markdown.startsWith(u"word word word"_s));
}

void TestChatPane::aFailureIsToldAndKeepsTheQuestion()
{
    open(true);
    m_upstream->stepsForAll(R"([{"status":400},{"reply":"better"}])");
    send(u"A question"_s);
    QTRY_COMPARE_WITH_TIMEOUT(at(1).state, State::Failed, kPatience);
    QVERIFY(!at(1).notice.isEmpty());
    QTRY_COMPARE(at(0).markdown, u"A question"_s);
    QTRY_VERIFY(m_send->isVisible());
    QTRY_VERIFY(clickAction(*m_view, 1, Kind::Retry));
    QTRY_COMPARE_WITH_TIMEOUT(at(1).markdown, u"better"_s, kPatience);
}

void TestChatPane::withoutAccountTheMessageStays()
{
    open(false);
    const QSignalSpy asked(m_pane.get(), &ChatPane::demoRequested);
    send(u"Anyone?"_s);
    QCOMPARE(m_message->toPlainText(), u"Anyone?"_s);
    auto* notice = named<NoticeBar>(*m_pane, "chatNotice");
    QVERIFY(notice->isVisible());
    QTest::mouseClick(named<QPushButton>(*notice, "noticeDemo"), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
    QCOMPARE(m_fixture->core().chats().running().size(), 0);
}

void TestChatPane::theDraftIsOfItsConversation()
{
    open(true);
    m_upstream->stepsForAll(R"([{"reply":"fine"}])");
    ask(u"A question"_s, 2);
    const ConversationId id = m_pane->conversation();
    QTest::keyClicks(m_message, u"half a thought"_s);
    m_pane->open({});
    QCOMPARE(m_message->toPlainText(), QString());
    m_pane->open(id);
    QTRY_COMPARE(m_message->toPlainText(), u"half a thought"_s);
}

QTEST_MAIN(TestChatPane)
#include "tst_chatpane.moc"
