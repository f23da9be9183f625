// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/memorymodel.h"
#include "desktop/transcript/transcriptview.h"

#include <QApplication>
#include <QScrollBar>
#include <QTest>
#include <QToolButton>

using namespace Patchbay;
using namespace Qt::StringLiterals;
using Role = TranscriptMessage::Role;

namespace {

TranscriptMessage generated(int row)
{
    TranscriptMessage message;
    message.id = row + 1;
    message.role = row % 2 ? Role::Assistant : Role::User;
    message.markdown =
        u"Message **%1**\n\n"_s.arg(row) + u"some words of it. "_s.repeated(row % 37);
    return message;
}

QString paragraphs(int count)
{
    QString text;
    for (int i = 0; i < count; ++i)
        text += u"Paragraph %1 with a few words.\n\n"_s.arg(i);
    return text;
}

} // namespace

class TranscriptScrollTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void manyMessagesLayOutFew();
    void scrollingUpDoesNotJump();
    void followsTheEndUntilTheReaderScrollsUp();
    void keepsItsPlaceWhenOlderMessagesComeIn();
    void keepsItsPlaceWhenTheWidthChanges();
    void hugeMessagesLayOutFewRows();
    void streamingTouchesOnlyTheTail();
    void fetchedLater();
    void resetAndRemoval();
    void longTablesKeepTheirColumns();
    void jumpButton();

private:
    /// Where on screen a text of a message is, in pixels from the top of the viewport.
    double yOf(int row, const QString& text)
    {
        MessageLayout* layout = m_view->contents().layoutOf(row);
        const qsizetype at =
            plainText(layout->flow(TranscriptModel::Part::Answer).rows()).indexOf(text);
        const QRectF rect = m_view->contents().cursorRect({row, TranscriptModel::Part::Answer, at});
        return m_view->toViewport(rect.topLeft()).y();
    }
    QScrollBar* bar() { return m_view->verticalScrollBar(); }

    std::unique_ptr<MemoryModel> m_model;
    std::unique_ptr<TranscriptView> m_view;
};

void TranscriptScrollTest::init()
{
    m_model = std::make_unique<MemoryModel>();
    m_view = std::make_unique<TranscriptView>();
    m_view->resize(900, 600);
    m_view->setModel(m_model.get());
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TranscriptScrollTest::cleanup()
{
    m_view.reset();
    m_model.reset();
}

void TranscriptScrollTest::manyMessagesLayOutFew()
{
    m_model->generate(100'000, 300, generated);
    m_view->flush();
    QVERIFY(m_view->isFollowingEnd());
    QVERIFY(m_model->asked < 200);
    QVERIFY(m_view->contents().laidOutCount() < 60);
    QCOMPARE(bar()->value(), bar()->maximum());
    QVERIFY(bar()->maximum() > 100'000 * 40);

    quint32 seed = 3;
    for (int i = 0; i < 100; ++i) {
        seed = seed * 1664525u + 1013904223u;
        bar()->setValue(
            static_cast<int>(static_cast<double>(seed) / 4294967295.0 * bar()->maximum()));
        m_view->grab();
        QVERIFY(m_view->contents().laidOutCount() <= 160);
    }
    QVERIFY(m_model->asked < 20'000);
    bar()->setValue(0);
    QVERIFY(m_view->contents().laidOut(0));
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QVERIFY(m_view->contents().laidOut(99'999));
    QCOMPARE(bar()->value(), bar()->maximum());
}

void TranscriptScrollTest::scrollingUpDoesNotJump()
{
    m_model->generate(2000, 3000, generated); // the estimates are far off
    m_view->flush();
    for (int step = 0; step < 200; ++step) {
        const int row = m_view->contents().messageAt(bar()->value() + 300);
        const QString text = u"Message"_s;
        const double before = yOf(row, row % 2 ? text : u"Message"_s);
        QTest::keyClick(m_view.get(), Qt::Key_Up);
        const double moved = yOf(row, text) - before;
        QVERIFY2(std::abs(moved - bar()->singleStep()) <= 1, qPrintable(QString::number(moved)));
    }
}

void TranscriptScrollTest::followsTheEndUntilTheReaderScrollsUp()
{
    m_model->add(Role::User, u"Hello"_s);
    m_model->add(Role::Assistant, paragraphs(40));
    m_view->flush();
    QCOMPARE(bar()->value(), bar()->maximum());

    const int before = bar()->maximum();
    m_model->append(1, paragraphs(20));
    m_view->flush();
    QVERIFY(bar()->maximum() > before);
    QCOMPARE(bar()->value(), bar()->maximum());

    QTest::keyClick(m_view.get(), Qt::Key_PageUp);
    QVERIFY(!m_view->isFollowingEnd());
    const int value = bar()->value();
    m_model->append(1, paragraphs(20));
    m_view->flush();
    QCOMPARE(bar()->value(), value);
    QVERIFY(value < bar()->maximum());

    bar()->setValue(bar()->maximum());
    QVERIFY(m_view->isFollowingEnd());
    m_model->append(1, paragraphs(20));
    m_view->flush();
    QCOMPARE(bar()->value(), bar()->maximum());
    // What is sent next is in view.
    m_model->add(Role::User, paragraphs(10));
    m_view->flush();
    QCOMPARE(bar()->value(), bar()->maximum());
}

void TranscriptScrollTest::keepsItsPlaceWhenOlderMessagesComeIn()
{
    for (int i = 0; i < 30; ++i)
        m_model->add(Role::Assistant, paragraphs(5) + u"Mark %1"_s.arg(i));
    m_view->flush();
    bar()->setValue(bar()->maximum() / 2);
    const int row = m_view->contents().messageAt(bar()->value() + 200);
    const double before = yOf(row, u"Mark"_s);
    TranscriptMessage older;
    older.markdown = paragraphs(9);
    m_model->prepend(older);
    m_model->prepend(older);
    m_view->flush();
    QCOMPARE(yOf(row + 2, u"Mark"_s), before);
}

void TranscriptScrollTest::keepsItsPlaceWhenTheWidthChanges()
{
    for (int i = 0; i < 30; ++i)
        m_model->add(Role::Assistant, u"Words that wrap. "_s.repeated(60) + u"\n\nMark"_s);
    m_view->flush();
    bar()->setValue(bar()->maximum() / 2);
    const TranscriptContents::Anchor before = m_view->contents().anchorAt(bar()->value());
    m_view->resize(500, 600);
    m_view->flush();
    const TranscriptContents::Anchor after = m_view->contents().anchorAt(bar()->value());
    QCOMPARE(after.message, before.message);
    QCOMPARE(after.inside.row, before.inside.row);
}

void TranscriptScrollTest::hugeMessagesLayOutFewRows()
{
    QString text = paragraphs(4000);
    text += u"```c\n"_s + u"int a = 1; // one\n"_s.repeated(8000) + u"```\n"_s;
    m_model->add(Role::Assistant, text);
    m_view->flush();
    const RowFlow& flow = m_view->contents().layoutOf(0)->flow(TranscriptModel::Part::Answer);
    QVERIFY(flow.rows().size() > 10'000);
    QVERIFY(flow.laidOutCount() < 500);
    QCOMPARE(bar()->value(), bar()->maximum());
    for (int i = 0; i < 60; ++i) {
        bar()->setValue(bar()->maximum() * i / 60);
        QVERIFY(flow.laidOutCount() < 500);
    }
    // The colours of a block opened at its end come in slices, and then all at once.
    bar()->setValue(bar()->maximum());
    QTRY_VERIFY_WITH_TIMEOUT(!flow.coloursMissing(), 60'000);
}

void TranscriptScrollTest::streamingTouchesOnlyTheTail()
{
    m_model->add(Role::Assistant, paragraphs(2000));
    m_view->flush();
    MessageLayout* layout = m_view->contents().layoutOf(0);
    RowFlow& flow = layout->flow(TranscriptModel::Part::Answer);
    const RowLayout* settled = &flow.layoutOf(static_cast<int>(flow.rows().size()) - 8);
    for (int i = 0; i < 50; ++i) {
        m_model->append(0, u"more "_s);
        m_view->flush();
        QCOMPARE(&flow.layoutOf(1992), settled);
    }
    QVERIFY(plainText(flow.rows()).endsWith(u"more more"_s));
    // Many pieces within one frame are one piece of work.
    const int revision = layout->revision();
    for (int i = 0; i < 1000; ++i)
        m_model->append(0, u"x"_s);
    QCOMPARE(layout->revision(), revision);
    QTRY_COMPARE(layout->revision(), revision + 1);
}

void TranscriptScrollTest::fetchedLater()
{
    m_model->withheld.insert(0);
    m_model->add(Role::Assistant, paragraphs(20));
    m_view->flush();
    QCOMPARE(m_view->contents().laidOutCount(), 0);
    m_model->withheld.clear();
    Q_EMIT m_model->changed(0);
    m_view->flush();
    QCOMPARE(m_view->contents().laidOutCount(), 1);
    QCOMPARE(bar()->value(), bar()->maximum());
}

void TranscriptScrollTest::resetAndRemoval()
{
    for (int i = 0; i < 10; ++i)
        m_model->add(Role::User, paragraphs(6));
    m_view->flush();
    m_model->takeLast();
    m_model->takeLast();
    m_view->flush();
    QCOMPARE(m_view->contents().count(), 8);
    m_view->selectAll();
    m_model->clear();
    m_view->flush();
    QCOMPARE(m_view->contents().count(), 0);
    QCOMPARE(m_view->selectedText(), QString());
    QCOMPARE(bar()->maximum(), 0);
    m_view->grab();
    m_view->setModel(nullptr);
    m_view->grab();
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton);
}

void TranscriptScrollTest::longTablesKeepTheirColumns()
{
    m_model->add(Role::Assistant, u"|name|value|\n|-|-|\n"_s);
    for (int i = 0; i < 300; ++i)
        m_model->append(0, u"| row %1 | v |\n"_s.arg(i));
    m_view->flush();
    RowFlow& flow = m_view->contents().layoutOf(0)->flow(TranscriptModel::Part::Answer);
    const std::vector<int> columns = flow.layoutOf(300).frame().columns;
    m_model->append(0, u"| a much wider cell than the others | v |\n"_s);
    m_view->flush();
    QCOMPARE(flow.layoutOf(300).frame().columns, columns);
    m_model->append(0, u"\nThe table is complete.\n"_s);
    m_view->flush();
    QVERIFY(flow.layoutOf(300).frame().columns.front() > columns.front());
    QCOMPARE(flow.layoutOf(2).frame().columns, flow.layoutOf(300).frame().columns);
}

void TranscriptScrollTest::jumpButton()
{
    m_model->add(Role::Assistant, paragraphs(100));
    m_view->flush();
    auto* jump = m_view->findChild<QToolButton*>(u"jumpToEnd"_s);
    QVERIFY(jump);
    QVERIFY(!jump->isVisible());
    bar()->setValue(0);
    QVERIFY(jump->isVisible());
    QCOMPARE(jump->accessibleName(), u"Jump to the end"_s);
    QTest::mouseClick(jump, Qt::LeftButton);
    QCOMPARE(bar()->value(), bar()->maximum());
    QVERIFY(!jump->isVisible());
}

QTEST_MAIN(TranscriptScrollTest)
#include "tst_transcriptscroll.moc"
