// SPDX-License-Identifier: GPL-3.0-or-later
#include "chatdatabase.h"
#include "corefixture.h"
#include "desktop/conversationlist.h"
#include "desktop/conversationlistmodel.h"
#include "desktop/noticebar.h"
#include "desktop/sidebar.h"

#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestSidebar final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void choosesByMouseAndKeys();
    void choosesOncePerClick();
    void scrollingReadsMore();
    void searchesAsOneTypes();
    void escapeClearsTheSearch();
    void renamesInPlace();
    void leavesTheNameOnEscape();
    void anAnswerMeanwhileKeepsTheEditor();
    void deletesWithUndo();
    void menuOffersTheSame();
    void saysWhyItIsEmpty();

private:
    void fill(int count) const
    {
        for (int i = 0; i < count; ++i)
            (void)m_chats->addConversation(QString::number(i), u"Talk %1"_s.arg(i),
                                           m_clock.nowMs() - i);
    }
    void start()
    {
        m_sidebar->start();
        QTRY_VERIFY(m_list->model()->rowCount() > 0);
    }
    void click(int row, Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mouseClick(m_list->viewport(), button, {},
                          m_list->visualRect(m_list->model()->index(row, 0)).center());
    }
    [[nodiscard]] QString title(int row) const
    {
        return m_list->model()->index(row, 0).data().toString();
    }
    [[nodiscard]] static QString chosenId(const QSignalSpy& spy)
    {
        return spy.isEmpty() ? QString() : spy.last().first().value<ConversationId>().value;
    }
    [[nodiscard]] QString stored(const QString& id) const
    {
        return answerOf<Conversation>(
                   [&](auto done) { m_store->conversation({id}, std::move(done)); })
            .title;
    }

    std::unique_ptr<ChatDatabase> m_chats;
    ManualClock m_clock;
    std::unique_ptr<ConversationStore> m_store;
    std::unique_ptr<Sidebar> m_sidebar;
    ConversationList* m_list = nullptr;
    QLineEdit* m_search = nullptr;
};

void TestSidebar::init()
{
    m_chats = std::make_unique<ChatDatabase>();
    m_store = std::make_unique<ConversationStore>(m_chats->database(), m_clock);
    m_sidebar = std::make_unique<Sidebar>(*m_store, m_clock);
    m_list = named<ConversationList>(*m_sidebar, "conversations");
    m_search = named<QLineEdit>(*m_sidebar, "searchConversations");
    m_sidebar->resize(280, 700);
    m_sidebar->show();
    m_sidebar->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_sidebar.get()));
}

void TestSidebar::cleanup()
{
    m_sidebar.reset();
    m_store.reset();
    m_chats.reset();
}

void TestSidebar::choosesByMouseAndKeys()
{
    fill(3);
    start();
    const QSignalSpy chosen(m_sidebar.get(), &Sidebar::chosen);
    click(0); // a heading
    QCOMPARE(chosen.size(), 0);
    click(2);
    QCOMPARE(chosenId(chosen), u"1"_s);
    QTest::keyClick(m_list, Qt::Key_Down);
    QCOMPARE(chosenId(chosen), u"2"_s);
    QTest::keyClick(m_list, Qt::Key_Up);
    QTest::keyClick(m_list, Qt::Key_Up);
    QCOMPARE(chosenId(chosen), u"0"_s);
    QTest::keyClick(m_list, Qt::Key_Up); // above it is but the heading
    QCOMPARE(chosenId(chosen), u"0"_s);
    m_sidebar->step(1);
    QCOMPARE(chosenId(chosen), u"1"_s);
    const QSignalSpy asked(m_sidebar.get(), &Sidebar::newChatRequested);
    QTest::mouseClick(named<QPushButton>(*m_sidebar, "newChat"), Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
}

// Each choice reads the whole conversation.
void TestSidebar::choosesOncePerClick()
{
    fill(3);
    start();
    const QSignalSpy chosen(m_sidebar.get(), &Sidebar::chosen);
    click(2);
    QCOMPARE(chosen.size(), 1);
    click(2); // the one that is shown: back to it, or to what a search found in it
    QCOMPARE(chosen.size(), 2);
    click(1);
    QCOMPARE(chosen.size(), 3);
    const QPoint point = m_list->visualRect(m_list->model()->index(3, 0)).center();
    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, point);
    QTest::mouseDClick(m_list->viewport(), Qt::LeftButton, {}, point);
    QCOMPARE(chosenId(chosen), u"2"_s);
    const qsizetype before = chosen.size();
    QTest::keyClick(m_list, Qt::Key_Up);
    QTest::keyClick(m_list, Qt::Key_Return);
    QCOMPARE(chosen.size(), before + 2);
    QTest::mousePress(m_list->viewport(), Qt::LeftButton, {}, point);
    QCOMPARE(chosen.size(), before + 3); // at once, as with the keys
    QTest::mouseRelease(m_list->viewport(), Qt::LeftButton, {}, point);
    QCOMPARE(chosen.size(), before + 3);
}

void TestSidebar::scrollingReadsMore()
{
    fill(300);
    start();
    const int first = m_list->model()->rowCount();
    QVERIFY(first < 150);
    m_list->verticalScrollBar()->setValue(m_list->verticalScrollBar()->maximum());
    QTRY_VERIFY(m_list->model()->rowCount() > first);
    m_list->setFocus();
    for (int i = 0; i < 10; ++i) {
        QTest::keyClick(m_list, Qt::Key_End);
        QTRY_VERIFY(m_list->model()->rowCount() >= std::min(301, first + 60 * i));
    }
    QTRY_COMPARE(m_list->model()->rowCount(), 301);
}

void TestSidebar::searchesAsOneTypes()
{
    fill(3);
    const MessageId message = m_chats->addText({u"2"_s}, Role::User, u"about sleepers"_s);
    start();
    const QSignalSpy chosen(m_sidebar.get(), &Sidebar::chosen);
    m_sidebar->focusSearch();
    QTest::keyClicks(m_search, u"sleepers"_s);
    QTRY_COMPARE(m_list->model()->rowCount(), 1);
    QCOMPARE(title(0), u"Talk 2"_s);
    QTest::keyClick(m_search, Qt::Key_Return);
    QCOMPARE(chosenId(chosen), u"2"_s);
    QCOMPARE(chosen.last().at(1).toLongLong(), message);
    QCOMPARE(chosen.last().at(2).toString(), u"sleepers"_s);
}

void TestSidebar::escapeClearsTheSearch()
{
    fill(3);
    start();
    QVERIFY(!m_sidebar->escape());
    m_sidebar->focusSearch();
    QVERIFY(!m_sidebar->escape());
    QTest::keyClicks(m_search, u"nothing like it"_s);
    QTRY_COMPARE(m_list->model()->rowCount(), 0);
    QVERIFY(m_sidebar->escape());
    QTRY_COMPARE(m_list->model()->rowCount(), 4);
    QVERIFY(m_list->isVisible());
}

void TestSidebar::renamesInPlace()
{
    fill(3);
    start();
    click(2);
    QTest::keyClick(m_list, Qt::Key_F2);
    auto* editor = m_list->viewport()->findChild<QLineEdit*>();
    QVERIFY(editor && editor->isVisible());
    QCOMPARE(editor->text(), u"Talk 1"_s);
    QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor, u"Renamed"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(stored(u"1"_s), u"Renamed"_s);
    QTRY_COMPARE(title(2), u"Renamed"_s);
}

void TestSidebar::leavesTheNameOnEscape()
{
    fill(2);
    start();
    click(1);
    m_sidebar->renameCurrent();
    auto* editor = m_list->viewport()->findChild<QLineEdit*>();
    QVERIFY(editor);
    QTest::keyClicks(editor, u"Not this"_s);
    QTest::keyClick(editor, Qt::Key_Escape);
    QCOMPARE(title(1), u"Talk 0"_s);
    QCOMPARE(stored(u"0"_s), u"Talk 0"_s);
}

void TestSidebar::anAnswerMeanwhileKeepsTheEditor()
{
    fill(2);
    start();
    click(2);
    QTest::keyClick(m_list, Qt::Key_F2);
    const QPointer<QLineEdit> editor = m_list->viewport()->findChild<QLineEdit*>();
    QVERIFY(editor);
    QTest::keyClick(editor, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor, u"Half a na"_s);
    // The other conversation moves up while this one is being named.
    Conversation other;
    other.title = u"Arrived"_s;
    m_clock.advance(1000);
    (void)answerOf<ConversationId>([&](auto done) { m_store->create(other, std::move(done)); });
    QTRY_COMPARE(m_list->model()->rowCount(), 4);
    QVERIFY(editor && editor->isVisible());
    QTest::keyClicks(editor, u"me"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(stored(u"1"_s), u"Half a name"_s);
    QCOMPARE(stored(u"0"_s), u"Talk 0"_s);
}

void TestSidebar::deletesWithUndo()
{
    fill(2);
    start();
    auto* notice = named<NoticeBar>(*m_sidebar, "undoBar");
    const QSignalSpy chosen(m_sidebar.get(), &Sidebar::chosen);
    const QSignalSpy removed(m_sidebar.get(), &Sidebar::removed);
    click(1);
    const qsizetype before = chosen.size();
    QTest::keyClick(m_list, Qt::Key_Delete);
    QTRY_VERIFY(notice->isVisible());
    QVERIFY2(notice->text().contains(u"Talk 0"_s), qPrintable(notice->text()));
    QCOMPARE(chosenId(removed), u"0"_s);
    QTRY_COMPARE(m_list->model()->rowCount(), 2);
    QCOMPARE(chosen.size(), before); // its neighbour is not opened unasked
    QTest::mouseClick(named<QPushButton>(*notice, "undo"), Qt::LeftButton);
    QTRY_COMPARE(m_list->model()->rowCount(), 3);
    QCOMPARE(title(1), u"Talk 0"_s);
    QVERIFY(!notice->isVisible());
}

void TestSidebar::menuOffersTheSame()
{
    fill(2);
    start();
    const QPoint point = m_list->visualRect(m_list->model()->index(2, 0)).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, point,
                            m_list->viewport()->mapToGlobal(point));
    QApplication::sendEvent(m_list->viewport(), &event);
    auto* menu = m_list->findChild<QMenu*>();
    QVERIFY(menu);
    QStringList names;
    for (QAction* action : menu->actions()) {
        if (!action->isSeparator())
            names.append(action->text());
    }
    QCOMPARE(names, (QStringList{u"Open"_s, u"Rename"_s, u"Delete"_s}));
    menu->actions().last()->trigger();
    menu->close();
    QTRY_COMPARE(m_list->model()->rowCount(), 2);
    QCOMPARE(title(1), u"Talk 0"_s);
}

void TestSidebar::saysWhyItIsEmpty()
{
    m_sidebar->start();
    const auto said = [this] {
        QString text;
        for (const auto* label : m_sidebar->findChildren<QLabel*>()) {
            if (label->isVisible())
                text += label->text();
        }
        return text;
    };
    QTRY_VERIFY(said().contains(u"Your conversations will be here"_s));
    m_sidebar->focusSearch();
    QTest::keyClicks(m_search, u"x"_s);
    QTRY_VERIFY(said().contains(u"Nothing found"_s));
}

QTEST_MAIN(TestSidebar)
#include "tst_sidebar.moc"
