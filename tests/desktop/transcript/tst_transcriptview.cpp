// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/memorymodel.h"
#include "desktop/transcript/transcriptview.h"

#include <QApplication>
#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;
using Kind = TranscriptAction::Kind;
using Part = TranscriptModel::Part;
using Role = TranscriptMessage::Role;
using State = TranscriptMessage::State;

class TranscriptViewTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void hasItsNames();
    void linksAskTheOwner();
    void tellsRemovedAccountsQuietly();
    void copiesCode();
    void copiesMessages();
    void footerActions();
    void branches();
    void waitingAndFailing();
    void waitingMovesGently();
    void thinkingIsFolded();
    void zoomAndTheme();
    void find();
    void showMatchScrolls();
    void showMatchWaitsForTheMessage();
    void changesThatAreNotAnnouncedAsAppends();
    void everyContentPaints();

private:
    TranscriptAction action(Kind kind, int index = 0)
    {
        for (const auto& [row, found] : m_view->visibleActions()) {
            if (found.kind == kind && index-- == 0)
                return found;
        }
        return {};
    }
    void click(const TranscriptAction& action)
    {
        QVERIFY(!action.rect.isEmpty());
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, action.rect.center().toPoint());
    }
    void hover(QPoint point)
    {
        QTest::mouseMove(m_view->viewport(), point);
        QCoreApplication::processEvents();
    }
    qint64 answer(const QString& markdown, State state = State::Complete)
    {
        TranscriptMessage message;
        message.role = Role::Assistant;
        message.markdown = markdown;
        message.state = state;
        message.accountName = u"studio"_s;
        message.accountColor = Qt::blue;
        message.details = u"Sonnet 5.5 · 2.1 s"_s;
        const qint64 id = m_model->add(message);
        m_view->flush();
        return id;
    }

    std::unique_ptr<MemoryModel> m_model;
    std::unique_ptr<TranscriptView> m_view;
};

void TranscriptViewTest::init()
{
    m_model = std::make_unique<MemoryModel>();
    m_view = std::make_unique<TranscriptView>();
    m_view->resize(900, 600);
    m_view->setModel(m_model.get());
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    QGuiApplication::clipboard()->clear();
}

void TranscriptViewTest::cleanup()
{
    m_view.reset();
    m_model.reset();
}

void TranscriptViewTest::hasItsNames()
{
    QCOMPARE(m_view->objectName(), u"transcript"_s);
    QCOMPARE(m_view->accessibleName(), u"Transcript"_s);
}

void TranscriptViewTest::tellsRemovedAccountsQuietly()
{
    TranscriptMessage message;
    message.role = Role::Assistant;
    message.markdown = u"Kept"_s;
    message.accountName = u"studio"_s;
    for (const bool removed : {false, true}) {
        message.accountRemoved = removed;
        m_model->add(message);
        m_view->flush();
        // Its name is on the line of what can be done with the message, at the left.
        const QRectF copy = action(Kind::CopyMessage, removed ? 1 : 0).rect;
        QVERIFY(!copy.isEmpty());
        const QPoint name(static_cast<int>(copy.left()) - 25, static_cast<int>(copy.center().y()));
        hover(name);
        QCOMPARE(m_view->viewport()->toolTip(),
                 removed ? u"The account “studio” was removed"_s : QString());
        hover(name - QPoint(0, 35));
        QCOMPARE(m_view->viewport()->toolTip(), QString());
    }
}

void TranscriptViewTest::linksAskTheOwner()
{
    answer(u"See [the docs](https://example.org/a?b=c) and ![chart](https://example.org/x.png)."_s);
    QSignalSpy activated(m_view.get(), &TranscriptView::linkActivated);
    click(action(Kind::Link, 0));
    click(action(Kind::Link, 1));
    QCOMPARE(activated.size(), 2);
    QCOMPARE(activated.at(0).at(0).toUrl(), QUrl(u"https://example.org/a?b=c"_s));
    QCOMPARE(activated.at(1).at(0).toUrl(), QUrl(u"https://example.org/x.png"_s));
    QCOMPARE(action(Kind::Link, 1).label, u"chart"_s);
    // Pressed on the link, released beside it: not meant.
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {},
                      action(Kind::Link).rect.center().toPoint());
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, QPoint(5, 500));
    QCOMPARE(activated.size(), 2);
}

void TranscriptViewTest::copiesCode()
{
    answer(u"```python\ndef f():\n    return 1\n\n```\ntext\n```\nsecond\n```\n"_s);
    QSignalSpy copied(m_view.get(), &TranscriptView::copied);
    click(action(Kind::CopyCode, 0));
    QCOMPARE(QGuiApplication::clipboard()->text(), u"def f():\n    return 1\n"_s);
    click(action(Kind::CopyCode, 1));
    QCOMPARE(QGuiApplication::clipboard()->text(), u"second"_s);
    QCOMPARE(copied.size(), 2);
}

void TranscriptViewTest::copiesMessages()
{
    const qint64 id = answer(u"Some *Markdown*\n\n- a"_s);
    m_view->copyMessage(id);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"Some *Markdown*\n\n- a"_s);
    QGuiApplication::clipboard()->clear();
    click(action(Kind::CopyMessage));
    QCOMPARE(QGuiApplication::clipboard()->text(), u"Some *Markdown*\n\n- a"_s);
    QGuiApplication::clipboard()->clear();
    m_view->copyMessage(4711);
    QCOMPARE(QGuiApplication::clipboard()->text(), QString());
}

void TranscriptViewTest::footerActions()
{
    const qint64 question = m_model->add(Role::User, u"Question"_s);
    const qint64 id = answer(u"Answer"_s);
    QSignalSpy regenerate(m_view.get(), &TranscriptView::regenerateRequested);
    QSignalSpy edit(m_view.get(), &TranscriptView::editRequested);
    click(action(Kind::Retry));
    click(action(Kind::Edit));
    QCOMPARE(regenerate.size(), 1);
    QCOMPARE(regenerate.at(0).at(0).toLongLong(), id);
    QCOMPARE(edit.size(), 1);
    QCOMPARE(edit.at(0).at(0).toLongLong(), question);
    const MessageFooter& footer = m_view->contents().layoutOf(1)->footer();
    QCOMPARE(footer.text(), u"studio · Sonnet 5.5 · 2.1 s"_s);
}

void TranscriptViewTest::branches()
{
    const qint64 id = answer(u"Answer"_s);
    QVERIFY(action(Kind::BranchBack).rect.isEmpty());
    m_model->edit(0, [](TranscriptMessage& m) {
        m.branch = 1;
        m.branchCount = 3;
    });
    m_view->flush();
    QCOMPARE(m_view->contents().layoutOf(0)->footer().branchText(), u"2 / 3"_s);
    QSignalSpy step(m_view.get(), &TranscriptView::branchStepRequested);
    click(action(Kind::BranchForward));
    click(action(Kind::BranchBack));
    QCOMPARE(step.at(0), (QVariantList{id, 1}));
    QCOMPARE(step.at(1), (QVariantList{id, -1}));
    m_model->edit(0, [](TranscriptMessage& m) { m.branch = 2; });
    m_view->flush();
    click(action(Kind::BranchForward));
    QCOMPARE(step.size(), 2);
}

void TranscriptViewTest::waitingAndFailing()
{
    const qint64 id = answer(QString(), State::Waiting);
    MessageLayout* layout = m_view->contents().layoutOf(0);
    QVERIFY(!layout->noticeText().isEmpty());
    QVERIFY(action(Kind::Retry).rect.isEmpty());
    m_model->edit(0,
                  [](TranscriptMessage& m) { m.notice = u"Waiting for a free account · 0:42"_s; });
    m_view->flush();
    QCOMPARE(layout->noticeText(), u"Waiting for a free account · 0:42"_s);
    m_model->edit(0, [](TranscriptMessage& m) {
        m.notice.clear();
        m.state = State::Streaming;
    });
    m_model->append(0, u"Now it comes"_s);
    m_view->flush();
    QCOMPARE(layout->noticeText(), QString());
    QVERIFY(layout->noticeRect().isEmpty());
    for (const State state : {State::Stopped, State::Interrupted, State::Failed}) {
        m_model->edit(0, [state](TranscriptMessage& m) { m.state = state; });
        m_view->flush();
        QVERIFY(!layout->noticeText().isEmpty());
        QVERIFY(!layout->noticeRect().isEmpty());
    }
    QSignalSpy regenerate(m_view.get(), &TranscriptView::regenerateRequested);
    click(action(Kind::Retry));
    QCOMPARE(regenerate.at(0).at(0).toLongLong(), id);
}

void TranscriptViewTest::waitingMovesGently()
{
    answer(QString(), State::Waiting);
    const QImage first = m_view->grab().toImage();
    QTRY_VERIFY(m_view->grab().toImage() != first);
    m_model->edit(0, [](TranscriptMessage& m) { m.state = State::Stopped; });
    m_view->flush();
    // Nothing moves any more: no paint comes by itself.
    struct Painted : QObject
    {
        int times = 0;
        bool eventFilter(QObject*, QEvent* event) override
        {
            times += event->type() == QEvent::Paint ? 1 : 0;
            return false;
        }
    } painted;
    m_view->grab();
    m_view->viewport()->installEventFilter(&painted);
    QSignalSpy none(m_view.get(), &TranscriptView::copied);
    QVERIFY(!none.wait(400));
    QVERIFY2(painted.times <= 1, qPrintable(QString::number(painted.times)));
}

void TranscriptViewTest::thinkingIsFolded()
{
    TranscriptMessage message;
    message.role = Role::Assistant;
    message.state = State::Streaming;
    m_model->add(message);
    m_view->flush();
    m_model->append(0, u"First I **think**."_s, Part::Thinking);
    m_view->flush();
    MessageLayout* layout = m_view->contents().layoutOf(0);
    QCOMPARE(layout->thinkingLabel(), u"Thinking…"_s);
    QVERIFY(!layout->shows(Part::Thinking));
    m_model->append(0, u"Then I answer."_s);
    m_view->flush();
    QVERIFY(layout->thinkingLabel().startsWith(u"Thought for"_s));
    const qint64 closed = layout->height();
    click(action(Kind::ToggleThinking));
    QVERIFY(layout->shows(Part::Thinking));
    QVERIFY(layout->height() > closed);
    QCOMPARE(plainText(layout->flow(Part::Thinking).rows()), u"First I think."_s);
    m_view->selectAll();
    QCOMPARE(m_view->selectedText(), u"First I think.\n\nThen I answer."_s);
    click(action(Kind::ToggleThinking));
    QCOMPARE(layout->height(), closed);
    m_view->setFocus();
    QTest::keyClick(m_view.get(), Qt::Key_Tab);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QVERIFY(layout->shows(Part::Thinking));
}

void TranscriptViewTest::zoomAndTheme()
{
    answer(u"Some text that is long enough to wrap at a large zoom. "_s.repeated(4));
    const qint64 height = m_view->contents().layoutOf(0)->height();
    m_view->setZoomPercent(200);
    QCOMPARE(m_view->zoomPercent(), 200);
    QVERIFY(m_view->contents().layoutOf(0)->height() > height * 3 / 2);
    m_view->setZoomPercent(10);
    QCOMPARE(m_view->zoomPercent(), 50);
    m_view->setZoomPercent(1000);
    QCOMPARE(m_view->zoomPercent(), 300);
    m_view->setZoomPercent(100);
    QCOMPARE(m_view->contents().layoutOf(0)->height(), height);
    m_view->setTheme(TranscriptTheme::dark());
    QCOMPARE(m_view->grab().toImage().pixelColor(3, 3), TranscriptTheme::dark().background);
    m_view->setTheme(TranscriptTheme::light());
    QCOMPARE(m_view->grab().toImage().pixelColor(3, 3), TranscriptTheme::light().background);
}

void TranscriptViewTest::find()
{
    m_model->add(Role::User, u"Needle in the hay"_s);
    answer(u"A **need**le, a needle\n\n- needle\n\n| needle | x |\n|-|-|"_s);
    QCOMPARE(m_view->findInView(u"needle"_s), 5);
    QCOMPARE(m_view->findInView(u"Needle"_s, FindFlag::CaseSensitive), 1);
    const QImage marked = m_view->grab().toImage();
    m_model->append(1, u"\n\nneedle"_s);
    m_view->flush();
    QCOMPARE(m_view->findInView(u"needle"_s), 6);
    QCOMPARE(m_view->findInView(QString()), 0);
    QVERIFY(m_view->grab().toImage() != marked);
}

void TranscriptViewTest::showMatchScrolls()
{
    QString text;
    for (int i = 0; i < 3000; ++i)
        text += u"Paragraph %1.\n\n"_s.arg(i);
    const qint64 id = answer(text);
    answer(u"short"_s);
    const QString plain = plainTextOf(*m_model->message(0));
    const qsizetype at = plain.indexOf(u"Paragraph 1234."_s);
    m_view->findInView(u"Paragraph 1234"_s);
    m_view->showMatch(id, at, 14);
    const QRectF rect = m_view->contents().cursorRect({0, Part::Answer, at});
    const double y = m_view->toViewport(rect.topLeft()).y();
    QVERIFY(y >= 0 && y < m_view->viewport()->height());
    const QColor current = m_view->theme().currentMatch;
    const QPoint pixel = m_view->toViewport(rect.topLeft()).toPoint() + QPoint(1, 1);
    QCOMPARE(m_view->viewport()->grab().toImage().pixelColor(pixel), current);
    m_view->scrollToMessage(id);
    QVERIFY(m_view->contents().messageAt(m_view->verticalScrollBar()->value() + 30) == 0);
    QVERIFY(m_view->verticalScrollBar()->value() < 100);
    m_view->scrollToMessage(99);
}

void TranscriptViewTest::showMatchWaitsForTheMessage()
{
    for (int i = 0; i < 50; ++i)
        m_model->add(Role::User, u"Line\n"_s.repeated(30));
    m_model->withheld.insert(10);
    m_view->flush();
    const qint64 id = 1'000'011;
    m_view->showMatch(id, 100, 4);
    m_model->withheld.clear();
    Q_EMIT m_model->changed(10);
    m_view->flush();
    const QRectF rect = m_view->contents().cursorRect({10, Part::Answer, 100});
    const double y = m_view->toViewport(rect.topLeft()).y();
    QVERIFY(y >= 0 && y < m_view->viewport()->height());
}

void TranscriptViewTest::changesThatAreNotAnnouncedAsAppends()
{
    answer(u"First"_s);
    m_model->edit(0, [](TranscriptMessage& m) { m.markdown = u"Other"_s; });
    m_view->flush();
    const RowFlow& flow = m_view->contents().layoutOf(0)->flow(Part::Answer);
    QCOMPARE(plainText(flow.rows()), u"Other"_s);
    // Appended and announced twice.
    m_model->append(0, u" text"_s);
    Q_EMIT m_model->appended(0, Part::Answer, u" text"_s);
    m_view->flush();
    QCOMPARE(plainText(flow.rows()), u"Other text"_s);
    m_model->edit(0, [](TranscriptMessage& m) { m.role = Role::User; });
    m_view->flush();
    QVERIFY(m_view->contents().layoutOf(0)->isUser());
}

void TranscriptViewTest::everyContentPaints()
{
    TranscriptMessage user;
    user.markdown = u"مرحبا بالعالم\n中文，很好 😀👩‍👩‍👧"_s;
    user.attachments = {u"a.png · 1 kB"_s, u"a very long name "_s.repeated(20)};
    m_model->add(user);
    user.markdown.clear();
    m_model->add(user);
    answer(
        u"> q\n> > q\n\n1. a\n   - b\n\n---\n\n```\n\tx\n```\n\n|a|b|\n|-|-:|\n|1||\n\n# ערב טוב\n\n"_s +
        u"x"_s.repeated(3000));
    answer(QString(200, u'>') + u" deep"_s);
    for (const int width : {1200, 300, 60}) {
        m_view->resize(width, 500);
        for (const int zoom : {50, 100, 300}) {
            m_view->setZoomPercent(zoom);
            m_view->verticalScrollBar()->setValue(0);
            QVERIFY(!m_view->grab().isNull());
            m_view->scrollToEnd();
            QVERIFY(!m_view->grab().isNull());
        }
    }
}

QTEST_MAIN(TranscriptViewTest)
#include "tst_transcriptview.moc"
