// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/memorymodel.h"
#include "desktop/transcript/transcriptview.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>
#include <QWheelEvent>

using namespace Patchbay;
using namespace Qt::StringLiterals;
using Part = TranscriptModel::Part;
using Role = TranscriptMessage::Role;

class TranscriptInputTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void dragsSelectAcrossMessages();
    void doubleAndTripleClicks();
    void shiftClickExtends();
    void selectAllAndCopy();
    void selectionStaysWhileTextStreams();
    void selectionSurvivesVirtualisation();
    void draggingBeyondTheEdgeScrolls();
    void keysScroll();
    void tabGoesThroughActionsAndLeaves();
    void wheelZooms();
    void contextMenu();

private:
    /// The middle of the left edge of a text on screen.
    QPoint at(int row, const QString& text, Part part = Part::Answer)
    {
        MessageLayout* layout = m_view->contents().layoutOf(row);
        const qsizetype offset = plainText(layout->flow(part).rows()).indexOf(text);
        const QRectF rect = m_view->contents().cursorRect({row, part, offset});
        return m_view->toViewport(QPointF(rect.left() + 1, rect.center().y())).toPoint();
    }
    void drag(QPoint from, QPoint to)
    {
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(m_view->viewport(), (from + to) / 2);
        QTest::mouseMove(m_view->viewport(), to);
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, to);
    }

    std::unique_ptr<MemoryModel> m_model;
    std::unique_ptr<QWidget> m_window;
    TranscriptView* m_view = nullptr;
    QLineEdit* m_before = nullptr;
    QLineEdit* m_after = nullptr;
};

void TranscriptInputTest::init()
{
    m_model = std::make_unique<MemoryModel>();
    m_window = std::make_unique<QWidget>();
    auto* layout = new QVBoxLayout(m_window.get());
    m_before = new QLineEdit;
    m_after = new QLineEdit;
    m_view = new TranscriptView;
    layout->addWidget(m_before);
    layout->addWidget(m_view);
    layout->addWidget(m_after);
    m_model->add(Role::User, u"A question about words"_s);
    m_model->add(
        Role::Assistant,
        u"First paragraph, *of two*.\n\nSecond one with [a link](https://x.org).\n\n- item one\n- item two"_s);
    m_view->setModel(m_model.get());
    m_window->resize(900, 600);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_view->setFocus();
    m_view->flush();
    QGuiApplication::clipboard()->clear();
}

void TranscriptInputTest::cleanup()
{
    m_window.reset();
    m_model.reset();
}

void TranscriptInputTest::dragsSelectAcrossMessages()
{
    drag(at(0, u"about"_s), at(1, u"one with"_s));
    QCOMPARE(m_view->selectedText(), u"about words\n\nFirst paragraph, of two.\n\nSecond "_s);
    QTest::keyClick(m_view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), m_view->selectedText());
    // Backwards is the same text.
    drag(at(1, u"one with"_s), at(0, u"about"_s));
    QCOMPARE(m_view->selectedText(), u"about words\n\nFirst paragraph, of two.\n\nSecond "_s);
    QTest::keyClick(m_view, Qt::Key_Escape);
    QCOMPARE(m_view->selectedText(), QString());
}

void TranscriptInputTest::doubleAndTripleClicks()
{
    const QPoint point = at(1, u"paragraph"_s) + QPoint(6, 0);
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, point);
    QCOMPARE(m_view->selectedText(), u"paragraph"_s);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, point);
    QCOMPARE(m_view->selectedText(), u"First paragraph, of two."_s);
}

void TranscriptInputTest::shiftClickExtends()
{
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, at(1, u"paragraph"_s));
    QCOMPARE(m_view->selectedText(), QString());
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ShiftModifier, at(1, u"one with"_s));
    QCOMPARE(m_view->selectedText(), u"paragraph, of two.\n\nSecond "_s);
}

void TranscriptInputTest::selectAllAndCopy()
{
    QSignalSpy copied(m_view, &TranscriptView::copied);
    QTest::keyClick(m_view, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(m_view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(copied.size(), 1);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             u"A question about words\n\nFirst paragraph, of two.\n\nSecond one with a link.\n\n"
             "• item one\n• item two"_s);
}

void TranscriptInputTest::selectionStaysWhileTextStreams()
{
    drag(at(0, u"about"_s), at(1, u"paragraph"_s));
    const QString before = m_view->selectedText();
    QCOMPARE(before, u"about words\n\nFirst "_s);
    for (int i = 0; i < 30; ++i) {
        m_model->append(1, u"\n- more\n\nand *more* text"_s);
        m_view->flush();
        QCOMPARE(m_view->selectedText(), before);
    }
    TranscriptMessage older;
    older.markdown = u"Older"_s;
    m_model->prepend(older);
    m_view->flush();
    QCOMPARE(m_view->selectedText(), before);
}

void TranscriptInputTest::selectionSurvivesVirtualisation()
{
    drag(at(0, u"about"_s), at(1, u"paragraph"_s));
    const QString before = m_view->selectedText();
    for (int i = 0; i < 400; ++i)
        m_model->add(i % 2 ? Role::Assistant : Role::User,
                     u"Text %1 that fills the page. "_s.arg(i).repeated(20));
    m_view->flush();
    for (int i = 0; i <= 100; ++i)
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() * i / 100);
    QVERIFY(!m_view->contents().laidOut(0));
    QCOMPARE(m_view->selectedText(), before);
    // Extended to what is in view now, over messages that are not laid out.
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ShiftModifier,
                      m_view->viewport()->rect().center());
    QVERIFY(m_view->selectedText().startsWith(u"about words\n\nFirst paragraph"_s));
    QVERIFY(m_view->selectedText().contains(u"Text 200 that"_s));
}

void TranscriptInputTest::draggingBeyondTheEdgeScrolls()
{
    m_model->append(1, u"\n\nparagraph of many"_s.repeated(200));
    m_view->flush();
    const int end = m_view->verticalScrollBar()->value();
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, QPoint(300, 200));
    QTest::mouseMove(m_view->viewport(), QPoint(300, -80));
    QTRY_VERIFY(m_view->verticalScrollBar()->value() < end - 300);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, QPoint(300, -80));
    QVERIFY(m_view->selectedText().count(u"paragraph"_s) > 10);
}

void TranscriptInputTest::keysScroll()
{
    m_model->append(1, u"\n\nparagraph of many"_s.repeated(200));
    m_view->flush();
    QScrollBar* bar = m_view->verticalScrollBar();
    const auto moves = [&](Qt::Key key) {
        const int before = bar->value();
        QTest::keyClick(m_view, key);
        return bar->value() - before;
    };
    QVERIFY(moves(Qt::Key_Up) < 0);
    QVERIFY(moves(Qt::Key_PageUp) < -200);
    QVERIFY(moves(Qt::Key_Down) > 0);
    QVERIFY(moves(Qt::Key_PageDown) > 200);
    QTest::keyClick(m_view, Qt::Key_Home);
    QCOMPARE(bar->value(), 0);
    QTest::keyClick(m_view, Qt::Key_End);
    QCOMPARE(bar->value(), bar->maximum());
}

void TranscriptInputTest::tabGoesThroughActionsAndLeaves()
{
    QSignalSpy link(m_view, &TranscriptView::linkActivated);
    QSignalSpy retry(m_view, &TranscriptView::regenerateRequested);
    QSignalSpy edit(m_view, &TranscriptView::editRequested);
    m_before->setFocus();
    const QImage unfocused = m_view->grab().toImage();
    QTest::keyClick(m_before, Qt::Key_Tab);
    QVERIFY(m_view->hasFocus());
    QVERIFY(m_view->grab().toImage() != unfocused);
    QTest::keyClick(m_view, Qt::Key_Return); // Edit of the question
    QCOMPARE(edit.size(), 1);
    QTest::keyClick(m_view, Qt::Key_Tab); // its Copy
    QTest::keyClick(m_view, Qt::Key_Return);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"A question about words"_s);
    QTest::keyClick(m_view, Qt::Key_Tab);
    QTest::keyClick(m_view, Qt::Key_Return);
    QCOMPARE(link.size(), 1);
    QTest::keyClick(m_view, Qt::Key_Tab);
    QTest::keyClick(m_view, Qt::Key_Tab);
    QTest::keyClick(m_view, Qt::Key_Enter);
    QCOMPARE(retry.size(), 1);
    QTest::keyClick(m_view, Qt::Key_Tab);
    QVERIFY(m_after->hasFocus());
    QTest::keyClick(m_after, Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY(m_view->hasFocus());
    QTest::keyClick(m_view, Qt::Key_Return);
    QCOMPARE(retry.size(), 2);
    for (int i = 0; i < 5; ++i)
        QTest::keyClick(m_view, Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY(m_before->hasFocus());
}

void TranscriptInputTest::wheelZooms()
{
    QSignalSpy zoom(m_view, &TranscriptView::zoomRequested);
    const QPointF centre = m_view->viewport()->rect().center();
    const auto wheel = [&](int delta, Qt::KeyboardModifiers modifiers) {
        QWheelEvent event(centre, m_view->viewport()->mapToGlobal(centre), {}, QPoint(0, delta),
                          Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_view->viewport(), &event);
    };
    wheel(120, Qt::ControlModifier);
    wheel(-240, Qt::ControlModifier);
    QCOMPARE(zoom.size(), 2);
    QCOMPARE(zoom.at(0).at(0).toInt(), 1);
    QCOMPARE(zoom.at(1).at(0).toInt(), -2);
    m_model->append(1, u"\n\nparagraph of many"_s.repeated(200));
    m_view->flush();
    const int before = m_view->verticalScrollBar()->value();
    wheel(120, {});
    QVERIFY(m_view->verticalScrollBar()->value() < before);
    QCOMPARE(zoom.size(), 2);
}

void TranscriptInputTest::contextMenu()
{
    QSignalSpy retry(m_view, &TranscriptView::regenerateRequested);
    const QPoint point(5, 5);
    QContextMenuEvent event(QContextMenuEvent::Keyboard, point, m_view->mapToGlobal(point));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, at(1, u"paragraph"_s));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ShiftModifier, at(1, u"one with"_s));
    QApplication::sendEvent(m_view->viewport(), &event);
    auto* menu = m_view->findChild<QMenu*>(u"transcriptMenu"_s);
    QVERIFY(menu);
    QStringList names;
    for (QAction* action : menu->actions()) {
        if (!action->isSeparator())
            names << action->text();
        if (action->text() == u"Copy message"_s || action->text() == u"Retry"_s)
            action->trigger();
    }
    QCOMPARE(names, (QStringList{u"Copy"_s, u"Copy message"_s, u"Select all"_s, u"Retry"_s}));
    QCOMPARE(QGuiApplication::clipboard()->text(), m_model->message(1)->markdown);
    QCOMPARE(retry.size(), 1);
    menu->close();
}

QTEST_MAIN(TranscriptInputTest)
#include "tst_transcriptinput.moc"
