// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/memorymodel.h"
#include "desktop/transcript/transcriptaccessible.h"
#include "desktop/transcript/transcriptview.h"

#include <QAccessible>
#include <QApplication>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;
using Role = TranscriptMessage::Role;

class TranscriptAccessibleTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void isADocumentWithText();
    void selectsAndPlaces();
    void tellsRemovedAccounts();
    void isBounded();
    void announcesGrowthNowAndThen();

private:
    QAccessibleInterface* interface()
    {
        return QAccessible::queryAccessibleInterface(m_view.get());
    }

    std::unique_ptr<MemoryModel> m_model;
    std::unique_ptr<TranscriptView> m_view;
};

void TranscriptAccessibleTest::init()
{
    m_model = std::make_unique<MemoryModel>();
    m_view = std::make_unique<TranscriptView>();
    m_view->resize(800, 500);
    m_view->setModel(m_model.get());
    m_view->show();
    m_model->add(Role::User, u"Hello there"_s);
    m_model->add(Role::Assistant, u"An **answer** with\n\n- an item"_s);
    m_view->flush();
}

void TranscriptAccessibleTest::cleanup()
{
    m_view.reset();
    m_model.reset();
}

void TranscriptAccessibleTest::isADocumentWithText()
{
    QVERIFY(interface());
    QCOMPARE(interface()->role(), QAccessible::Document);
    QCOMPARE(interface()->text(QAccessible::Name), u"Transcript"_s);
    QAccessibleTextInterface* text = interface()->textInterface();
    QVERIFY(text);
    const QString all = text->text(0, text->characterCount());
    QCOMPARE(all, u"You:\nHello there\nAnswer:\nAn answer with\n\nan item"_s);
    QCOMPARE(interface()->text(QAccessible::Value), all);
    QVERIFY(interface()->state().readOnly);
    const QRect rect = text->characterRect(static_cast<int>(all.indexOf(u"answer with"_s)));
    QCOMPARE(text->offsetAtPoint(rect.center() - QPoint(3, 0)), all.indexOf(u"answer with"_s));
    int first = 0;
    int last = 0;
    const auto hello = static_cast<int>(all.indexOf(u"Hello"_s));
    QCOMPARE(text->textAtOffset(hello, QAccessible::WordBoundary, &first, &last), u"Hello"_s);
}

void TranscriptAccessibleTest::selectsAndPlaces()
{
    QAccessibleTextInterface* text = interface()->textInterface();
    const QString all = text->text(0, text->characterCount());
    const auto start = static_cast<int>(all.indexOf(u"there"_s));
    const auto end = static_cast<int>(all.indexOf(u" with"_s));
    text->setSelection(0, start, end);
    QCOMPARE(text->selectionCount(), 1);
    QCOMPARE(m_view->selectedText(), u"there\n\nAn answer"_s);
    int from = 0;
    int to = 0;
    text->selection(0, &from, &to);
    QCOMPARE(from, start);
    QCOMPARE(to, end);
    text->removeSelection(0);
    QCOMPARE(text->selectionCount(), 0);
}

void TranscriptAccessibleTest::tellsRemovedAccounts()
{
    TranscriptMessage message;
    message.role = Role::Assistant;
    message.markdown = u"Kept"_s;
    message.accountName = u"studio"_s;
    message.accountRemoved = true;
    m_model->add(message);
    m_view->flush();
    QAccessibleTextInterface* text = interface()->textInterface();
    QVERIFY(text->text(0, text->characterCount())
                .endsWith(u"\nAnswer of studio, a removed account:\nKept"_s));
}

void TranscriptAccessibleTest::isBounded()
{
    m_model->generate(100'000, 300, [](int row) {
        TranscriptMessage message;
        message.id = row + 1;
        message.markdown = u"Message %1"_s.arg(row);
        return message;
    });
    m_view->flush();
    QAccessibleTextInterface* text = interface()->textInterface();
    QVERIFY(text->characterCount() < 400'000);
    QVERIFY(text->text(0, text->characterCount()).contains(u"Message 99999"_s));
    QVERIFY(m_model->asked < 500);
}

void TranscriptAccessibleTest::announcesGrowthNowAndThen()
{
    QStringList told;
    AppendAnnouncer announcer([&told](const QString& text) { told << text; });
    for (int i = 0; i < 200; ++i)
        announcer.append(u" more"_s);
    QVERIFY(told.isEmpty());
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.front(), u" more"_s.repeated(200));
    announcer.append(u"again"_s);
    QTRY_COMPARE(told.size(), 2);
    QCOMPARE(told.back(), u"again"_s);
}

QTEST_MAIN(TranscriptAccessibleTest)
#include "tst_transcriptaccessible.moc"
