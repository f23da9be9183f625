// SPDX-License-Identifier: GPL-3.0-or-later
#include "corefixture.h"
#include "desktop/conversationlist.h"
#include "desktop/mainwindow.h"
#include "desktop/messageedit.h"
#include "desktop/noticebar.h"

#include <QAbstractItemModel>
#include <QAccessible>
#include <QApplication>
#include <QPushButton>
#include <QStackedWidget>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 20'000;

/// What assistive technology finds below an object: visible, with this name and object name.
QAccessibleInterface* accessible(QAccessibleInterface* from, const QString& name)
{
    for (int i = 0; i < from->childCount(); ++i) {
        QAccessibleInterface* child = from->child(i);
        if (!child || child->state().invisible)
            continue;
        if (child->text(QAccessible::Name) == name && child->object() &&
            !child->object()->objectName().isEmpty())
            return child;
        if (QAccessibleInterface* found = accessible(child, name))
            return found;
    }
    return nullptr;
}

} // namespace

/// The whole window on a core of its own.
class TestMainWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void namesOfTheFirstRun();
    void namesOfTheWindow_data();
    void namesOfTheWindow();
    void everyControlHasAName();
    void todayCountsAnAnswer();
    void theDemoIsNotCounted();
    void draftsAndPlaceSurviveANewWindow();
    void deletingWhatIsShownOpensANewChat();
    void anAccountThatNeedsAPersonIsToldOnce();

private:
    void open(const TestUpstream* upstream);
    void openWindow();
    void ask(const QString& text)
    {
        QTRY_COMPARE(QApplication::focusWidget(), message()); // once it has begun
        QTest::keyClicks(message(), text);
        QTest::keyClick(message(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(shown(*view(), 1).state == TranscriptMessage::State::Complete &&
                                      !shown(*view(), 1).markdown.isEmpty(),
                                  true, kPatience);
    }
    [[nodiscard]] MessageEdit* message() const { return named<MessageEdit>(*m_window, "message"); }
    [[nodiscard]] TranscriptView* view() const
    {
        return named<TranscriptView>(*m_window, "transcript");
    }
    [[nodiscard]] ConversationList* list() const
    {
        return named<ConversationList>(*m_window, "conversations");
    }

    std::unique_ptr<TestUpstream> m_upstream;
    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<MainWindow> m_window;
};

void TestMainWindow::init()
{
    m_upstream = std::make_unique<TestUpstream>();
}

void TestMainWindow::open(const TestUpstream* upstream)
{
    m_fixture =
        upstream ? std::make_unique<CoreFixture>(*upstream) : std::make_unique<CoreFixture>();
    m_fixture->open();
    openWindow();
}

void TestMainWindow::openWindow()
{
    m_window = std::make_unique<MainWindow>(m_fixture->core());
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestMainWindow::cleanup()
{
    m_window.reset();
    m_fixture.reset();
    m_upstream.reset();
}

void TestMainWindow::namesOfTheFirstRun()
{
    open(nullptr);
    QAccessibleInterface* window = QAccessible::queryAccessibleInterface(m_window.get());
    QTRY_VERIFY(accessible(window, u"Add account"_s));
    QCOMPARE(accessible(window, u"Add account"_s)->role(), QAccessible::Button);
    QCOMPARE(accessible(window, u"Add account"_s)->object()->objectName(), u"addAccount"_s);
}

void TestMainWindow::namesOfTheWindow_data()
{
    QTest::addColumn<QString>("objectName");
    QTest::addColumn<QList<int>>("roles");
    using Roles = QList<int>;
    QTest::newRow("New chat") << u"newChat"_s << Roles{QAccessible::Button};
    QTest::newRow("Conversations") << u"conversations"_s << Roles{QAccessible::List};
    QTest::newRow("Search conversations")
        << u"searchConversations"_s << Roles{QAccessible::EditableText};
    QTest::newRow("Message") << u"message"_s << Roles{QAccessible::EditableText};
    QTest::newRow("Send") << u"send"_s << Roles{QAccessible::Button};
    QTest::newRow("Stop") << u"stop"_s << Roles{QAccessible::Button};
    QTest::newRow("Model") << u"model"_s << Roles{QAccessible::ComboBox};
    QTest::newRow("Account") << u"account"_s << Roles{QAccessible::ComboBox};
    QTest::newRow("Transcript") << u"transcript"_s
                                << Roles{QAccessible::Document, QAccessible::List};
    const Roles navigation{QAccessible::Button, QAccessible::CheckBox, QAccessible::RadioButton};
    QTest::newRow("Accounts") << u"accounts"_s << navigation;
    QTest::newRow("Usage") << u"usage"_s << navigation;
    QTest::newRow("Settings") << u"settings"_s << navigation;
}

void TestMainWindow::namesOfTheWindow()
{
    QFETCH(QString, objectName);
    QFETCH(QList<int>, roles);
    open(m_upstream.get());
    m_upstream->stepsForAll(
        R"([{"reply":"word "},{"reply":"word ","reply_bytes":9000,"events_per_second":20}])");
    ask(u"Hello"_s); // then there is a conversation to list
    QTRY_VERIFY(list()->isVisible());
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    if (name == u"Stop"_s) {
        QTest::keyClicks(message(), u"Go on"_s);
        QTest::keyClick(message(), Qt::Key_Return);
    }
    QAccessibleInterface* window = QAccessible::queryAccessibleInterface(m_window.get());
    QTRY_VERIFY2_WITH_TIMEOUT(accessible(window, name), qPrintable(name), kPatience);
    QAccessibleInterface* found = accessible(window, name);
    QCOMPARE(found->object()->objectName(), objectName);
    QVERIFY2(roles.contains(found->role()), qPrintable(QString::number(found->role(), 16)));
    if (name == u"Transcript"_s) {
        QAccessibleTextInterface* text = found->textInterface();
        QVERIFY(text);
        QVERIFY(text->text(0, text->characterCount()).contains(u"Hello"_s));
    }
}

void TestMainWindow::everyControlHasAName()
{
    open(m_upstream.get());
    ask(u"Hello"_s);
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier); // makes the usage page
    QStringList nameless;
    for (const auto* widget : m_window->findChildren<QWidget*>()) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || widget->window() != m_window.get() ||
            widget->focusProxy() || widget->objectName().startsWith(u"qt_"_s))
            continue;
        QAccessibleInterface* interface =
            QAccessible::queryAccessibleInterface(const_cast<QWidget*>(widget));
        if (interface && interface->text(QAccessible::Name).isEmpty())
            nameless.append(QString::fromLatin1(widget->metaObject()->className()) + u' ' +
                            widget->objectName());
    }
    QCOMPARE(nameless.join(u'\n'), QString());
}

void TestMainWindow::todayCountsAnAnswer()
{
    open(m_upstream.get());
    m_upstream->stepsForAll(R"([{"reply":"fine","input_tokens":1000,"output_tokens":234}])");
    auto* today = named<QToolButton>(*m_window, "today");
    QTRY_COMPARE(today->text(), u"Nothing spent today"_s);
    ask(u"Hello"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(today->text().contains(u"1,234"_s) && today->text().contains(u'$'),
                              qPrintable(today->text()), kPatience);
    QCOMPARE(today->accessibleName(), today->text());

    QTest::mouseClick(today, Qt::LeftButton);
    auto* table = named<QTreeView>(*m_window, "usageTable");
    QTRY_VERIFY(table->isVisible());
    QTRY_COMPARE(table->model()->rowCount(), 2); // the account and the sum
    const auto rowText = [table](int row) {
        QString text;
        for (int column = 0; column < table->model()->columnCount(); ++column)
            text += table->model()->index(row, column).data().toString() + u'|';
        return text;
    };
    QVERIFY2(rowText(0).startsWith(u"env|1|"_s) && rowText(0).contains(u"|234|"_s),
             qPrintable(rowText(0)));
    const QString cost = today->text().section(u"· "_s, 1);
    QVERIFY2(rowText(1).contains(cost), qPrintable(rowText(1) + cost));
    // The page follows while it is shown.
    QTest::keyClick(m_window.get(), Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY(message()->isVisible());
    QTest::keyClicks(message(), u"Again"_s);
    QTest::keyClick(message(), Qt::Key_Return);
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(rowText(0).startsWith(u"env|2|"_s), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(today->text().contains(u"2,468"_s), kPatience);
}

void TestMainWindow::theDemoIsNotCounted()
{
    open(nullptr);
    QTRY_VERIFY(m_window->findChild<QWidget*>(u"firstRun"_s));
    m_fixture->enableDemo();
    ask(u"Hello"_s);
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    auto* today = named<QToolButton>(*m_window, "today");
    QTRY_COMPARE(today->text(), u"Nothing spent today"_s);
}

void TestMainWindow::draftsAndPlaceSurviveANewWindow()
{
    open(m_upstream.get());
    ask(u"Hello"_s);
    QTest::keyClicks(message(), u"half a thought"_s);
    m_window->close();
    m_window.reset();
    m_fixture->close();
    m_fixture->open();
    openWindow();
    QTRY_COMPARE(message()->toPlainText(), u"half a thought"_s);
    QTRY_COMPARE(shown(*view(), 0).markdown, u"Hello"_s);
    QTRY_VERIFY(list()->currentIndex().isValid());
    QTRY_COMPARE(QApplication::focusWidget(), message());
}

void TestMainWindow::deletingWhatIsShownOpensANewChat()
{
    open(m_upstream.get());
    m_upstream->stepsForAll(R"([{"reply":"one"},{"reply":"two"}])");
    ask(u"First"_s);
    QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier);
    QTRY_COMPARE(view()->contents().count(), 0);
    ask(u"Second"_s);
    QTRY_COMPARE(list()->model()->rowCount(), 3);
    QTRY_COMPARE(list()->currentIndex().row(), 1);
    list()->setFocus();
    QTest::keyClick(list(), Qt::Key_Delete);
    QTRY_COMPARE(list()->model()->rowCount(), 2);
    QTRY_COMPARE(view()->contents().count(), 0);
    QVERIFY(!list()->currentIndex().isValid());
}

void TestMainWindow::anAccountThatNeedsAPersonIsToldOnce()
{
    TestUpstream upstream;
    open(&upstream);
    auto* const notice = named<NoticeBar>(*m_window, "alertNotice");
    QTRY_COMPARE(QApplication::focusWidget(), message()); // once it has begun
    QVERIFY(!notice->isVisible());
    AccountStore& accounts = m_fixture->core().accounts();
    const AccountId id = accounts.accounts().first().id;
    accounts.setState(id, AccountState::NeedsSignIn, u"no"_s, 0);
    QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible(), 30'000);
    QVERIFY2(notice->text().contains(u"rejected"_s), qPrintable(notice->text()));
    QVERIFY(!named<NoticeBar>(*m_window, "chatNotice")->isVisible());
    // Mended it goes, and is told anew when it comes again.
    accounts.setState(id, AccountState::Ready, {}, 0);
    QTRY_VERIFY_WITH_TIMEOUT(!notice->isVisible(), 30'000);
    accounts.setState(id, AccountState::NeedsSignIn, u"no"_s, 0);
    QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible(), 30'000);
    QTest::mouseClick(named<QPushButton>(*notice, "alertShow"), Qt::LeftButton);
    QTRY_VERIFY(QApplication::activeWindow() != m_window.get());
    QVERIFY(!notice->isVisible());
}

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
