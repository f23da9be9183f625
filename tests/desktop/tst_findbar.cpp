// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/messagerows.h"
#include "corefixture.h"
#include "desktop/chatpane.h"
#include "desktop/findbar.h"
#include "desktop/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// Finding in a conversation that is longer than what is laid out or even fetched.
class TestFindBar final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void countsAndSteps();
    void stepsWithinAMessage();
    void findsWhatIsNotLaidOut();
    void opensAtAHit();
    void saysWhenThereIsNothing();
    void closesAndFindsNoMore();

private:
    /// 400 messages: "needle" once in the 10th and the 300th, thrice in the last.
    void fill();
    [[nodiscard]] QString countText() const { return m_count->text().section(u' ', 0, 2); }
    /// Whether the message is on the screen, laid out.
    [[nodiscard]] bool isOnScreen(int row) const
    {
        m_view->flush();
        const TranscriptContents& contents = m_view->contents();
        if (!contents.laidOut(row))
            return false;
        const double top = m_view->toViewport({0, static_cast<double>(contents.topOf(row))}).y();
        const double bottom =
            m_view->toViewport({0, static_cast<double>(contents.topOf(row + 1))}).y();
        return bottom > 0 && top < m_view->viewport()->height();
    }
    [[nodiscard]] int count() const { return m_view->contents().model()->count(); }

    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ChatPane> m_pane;
    TranscriptView* m_view = nullptr;
    FindBar* m_bar = nullptr;
    QLineEdit* m_text = nullptr;
    QLabel* m_count = nullptr;
    QList<MessageId> m_ids;
};

void TestFindBar::fill()
{
    m_ids.clear();
    const auto write = [this](Connection& connection) -> Result<void> {
        Conversation conversation;
        conversation.id = {u"long"_s};
        conversation.createdAtMs = conversation.updatedAtMs = 1000;
        if (const auto made = MessageRows::insertConversation(connection, conversation); !made)
            return made;
        for (int i = 0; i < 400; ++i) {
            Message message;
            message.conversation = conversation.id;
            message.head.parent = m_ids.isEmpty() ? 0 : m_ids.last();
            message.head.role = i % 2 == 0 ? Role::User : Role::Assistant;
            QString text = u"Message number %1.\n\nWith a second paragraph of **hay**."_s.arg(i);
            if (i == 10 || i == 300)
                text += u" A Needle."_s;
            if (i == 399)
                text += u" A needle, a needle and a **needle**."_s;
            message.content = {ContentBlock::text(text)};
            const auto id = MessageRows::insert(connection, message, {}, 0);
            if (!id)
                return Failure(id.error());
            m_ids.append(*id);
        }
        return MessageRows::setLeaf(connection, conversation.id, m_ids.last(), u"…"_s, 1000);
    };
    if (const auto done = m_fixture->core().database().writeAtStart(write); !done)
        qFatal("%s", qPrintable(done.error().sentence()));
}

void TestFindBar::init()
{
    m_fixture = std::make_unique<CoreFixture>();
    m_fixture->open();
    fill();
    m_theme = std::make_unique<Theme>(m_fixture->core().settings());
    m_pane = std::make_unique<ChatPane>(m_fixture->core(), *m_theme);
    m_view = named<TranscriptView>(*m_pane, "transcript");
    m_bar = named<FindBar>(*m_pane, "findBar");
    m_text = named<QLineEdit>(*m_pane, "findText");
    m_count = named<QLabel>(*m_pane, "findCount");
    m_pane->resize(900, 700);
    m_pane->setVisible(true);
    m_pane->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
}

void TestFindBar::cleanup()
{
    m_pane.reset();
    m_theme.reset();
    m_fixture.reset();
}

void TestFindBar::countsAndSteps()
{
    m_pane->open({u"long"_s});
    QTRY_COMPARE(count(), 400);
    m_pane->find();
    QVERIFY(m_bar->isVisible());
    QTest::keyClicks(m_text, u"message number 1"_s);
    // 1, 10 to 19, 100 to 199; the newest first
    QTRY_COMPARE(countText(), u"111 of 111"_s);
    QTRY_VERIFY(isOnScreen(199));
    QTest::keyClick(m_text, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(countText(), u"110 of 111"_s);
    QTRY_VERIFY(isOnScreen(198));
    QTest::keyClick(m_text, Qt::Key_Return);
    QTest::keyClick(m_text, Qt::Key_Return); // around
    QCOMPARE(countText(), u"1 of 111"_s);
    QTRY_VERIFY(isOnScreen(1));
    for (auto* button : m_bar->findChildren<QToolButton*>()) {
        if (button->accessibleName() == u"Previous match"_s)
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(countText(), u"111 of 111"_s);
}

void TestFindBar::stepsWithinAMessage()
{
    m_pane->open({u"long"_s});
    QTRY_COMPARE(count(), 400);
    QTRY_VERIFY(isOnScreen(399));
    m_pane->find();
    QTest::keyClicks(m_text, u"needle"_s);
    QTRY_COMPARE(countText(), u"3 of 3"_s);
    QTest::keyClick(m_text, Qt::Key_Return);
    QCOMPARE(countText(), u"3 of 3"_s);
    QTest::keyClick(m_text, Qt::Key_Return); // the third, over Markdown's stars
    QCOMPARE(countText(), u"3 of 3"_s);
    QTest::keyClick(m_text, Qt::Key_Return);
    QCOMPARE(countText(), u"1 of 3"_s);
}

void TestFindBar::findsWhatIsNotLaidOut()
{
    m_pane->open({u"long"_s});
    QTRY_COMPARE(count(), 400);
    QVERIFY(!m_view->contents().laidOut(10));
    m_pane->find();
    QTest::keyClicks(m_text, u"needle"_s);
    QTRY_COMPARE(countText(), u"3 of 3"_s);
    QTest::keyClick(m_text, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(countText(), u"2 of 3"_s);
    QTRY_VERIFY(isOnScreen(300));
    QTest::keyClick(m_text, Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(countText(), u"1 of 3"_s);
    QTRY_VERIFY(isOnScreen(10));
}

void TestFindBar::opensAtAHit()
{
    m_pane->openAt({u"long"_s}, m_ids.at(10), u"needle"_s);
    QTRY_COMPARE(countText(), u"1 of 3"_s);
    QTRY_VERIFY(isOnScreen(10));
}

void TestFindBar::saysWhenThereIsNothing()
{
    m_pane->open({u"long"_s});
    QTRY_COMPARE(count(), 400);
    m_pane->find();
    QTest::keyClicks(m_text, u"thimble"_s);
    QTRY_COMPARE(countText(), u"Not found"_s);
    QTest::keyClick(m_text, Qt::Key_Return);
    QCOMPARE(countText(), u"Not found"_s);
    QTest::keyClick(m_text, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(m_text, Qt::Key_Delete);
    QTRY_COMPARE(countText(), QString());
}

void TestFindBar::closesAndFindsNoMore()
{
    m_pane->open({u"long"_s});
    QTRY_COMPARE(count(), 400);
    m_pane->find();
    QTest::keyClicks(m_text, u"needle"_s);
    QTRY_COMPARE(countText(), u"3 of 3"_s);
    QVERIFY(m_pane->escape());
    QVERIFY(!m_bar->isVisible());
    m_pane->open({});
    m_pane->open({u"long"_s});
    QTRY_COMPARE(count(), 400);
    QVERIFY(!m_bar->isVisible());
}

QTEST_MAIN(TestFindBar)
#include "tst_findbar.moc"
