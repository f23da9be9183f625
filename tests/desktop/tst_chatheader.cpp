// SPDX-License-Identifier: GPL-3.0-or-later
#include "corefixture.h"
#include "desktop/chatheader.h"
#include "desktop/pickerbox.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// Title and pickers, with keys.
class TestChatHeader final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void automaticIsFirst();
    void choosesAnAccountByKeys();
    void choosesFromThePopup();
    void accountsThatCannotServeAreSkipped();
    void choosesAModelByKeys();
    void anUnknownModelIsKept();
    void theWheelChangesNothing();
    void titleIsEditedAndLeft();

private:
    void addAccount(const QString& name) const
    {
        NewAccount account;
        account.account.name = name;
        account.secret = Secret::take((u"sk-ant-test-"_s + name).toUtf8());
        Testing::Outcome<AccountId> added;
        m_fixture->core().accounts().add(std::move(account), added.completion());
        QVERIFY(added.wait());
        QVERIFY2(added.succeeded(), qPrintable(added.sentence()));
    }
    [[nodiscard]] QString idOf(const QString& name) const
    {
        return m_fixture->core().accounts().findByName(name)->id.value;
    }

    std::unique_ptr<CoreFixture> m_fixture;
    std::unique_ptr<ChatHeader> m_header;
    PickerBox* m_model = nullptr;
    PickerBox* m_account = nullptr;
};

void TestChatHeader::init()
{
    m_fixture = std::make_unique<CoreFixture>();
    m_fixture->open();
    addAccount(u"home"_s);
    addAccount(u"work"_s);
    m_header =
        std::make_unique<ChatHeader>(m_fixture->core().accounts(), m_fixture->core().prices());
    m_model = named<PickerBox>(*m_header, "model");
    m_account = named<PickerBox>(*m_header, "account");
    m_header->resize(900, 50);
    m_header->show();
    m_header->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_header.get()));
}

void TestChatHeader::cleanup()
{
    m_header.reset();
    m_fixture.reset();
}

void TestChatHeader::automaticIsFirst()
{
    QCOMPARE(m_account->count(), 3);
    QCOMPARE(m_account->itemText(0), u"Automatic"_s);
    QCOMPARE(m_account->currentIndex(), 0);
    QCOMPARE(m_header->account(), QString());
}

void TestChatHeader::choosesAnAccountByKeys()
{
    const QSignalSpy picked(m_header.get(), &ChatHeader::accountPicked);
    m_account->setFocus();
    QTest::keyClick(m_account, Qt::Key_Down);
    QCOMPARE(picked.size(), 1);
    QCOMPARE(picked.last().first().toString(), idOf(u"home"_s));
    QTest::keyClicks(m_account, u"w"_s); // by its first letter
    QCOMPARE(m_header->account(), idOf(u"work"_s));
    QCOMPARE(picked.last().first().toString(), idOf(u"work"_s));
    QTest::keyClick(m_account, Qt::Key_Home);
    QCOMPARE(m_header->account(), QString());
    // A change of the accounts keeps the choice.
    m_header->setAccount(idOf(u"work"_s));
    addAccount(u"another"_s);
    QTRY_COMPARE(m_account->count(), 4);
    QCOMPARE(m_header->account(), idOf(u"work"_s));
}

void TestChatHeader::choosesFromThePopup()
{
    const QSignalSpy picked(m_header.get(), &ChatHeader::accountPicked);
    m_account->setFocus();
    QTest::keyClick(m_account, Qt::Key_Space);
    QTRY_VERIFY(m_account->view()->isVisible());
    QTest::keyClick(m_account->view(), Qt::Key_Down);
    QTest::keyClick(m_account->view(), Qt::Key_Down);
    QTest::keyClick(m_account->view(), Qt::Key_Return);
    QTRY_COMPARE(picked.size(), 1);
    QCOMPARE(m_header->account(), idOf(u"work"_s));
}

void TestChatHeader::accountsThatCannotServeAreSkipped()
{
    Testing::Outcome<void> disabled;
    m_fixture->core().accounts().setEnabled({idOf(u"home"_s)}, false, disabled.completion());
    QVERIFY(disabled.wait());
    m_account->setFocus();
    QTest::keyClick(m_account, Qt::Key_Down);
    QCOMPARE(m_header->account(), idOf(u"work"_s));
    const QString hint = m_account->itemData(1, PickerBox::HintRole).toString();
    QVERIFY2(hint.contains(u"disabled"_s), qPrintable(hint));
}

void TestChatHeader::choosesAModelByKeys()
{
    const QSignalSpy picked(m_header.get(), &ChatHeader::modelPicked);
    QVERIFY(m_model->count() > 1);
    m_model->setCurrentIndex(0);
    m_model->setFocus();
    QTest::keyClick(m_model, Qt::Key_Down);
    QCOMPARE(picked.size(), 1);
    QCOMPARE(picked.last().first().toString(), m_model->itemData(1).toString());
    QCOMPARE(m_header->model(), m_model->itemData(1).toString());
}

void TestChatHeader::anUnknownModelIsKept()
{
    const int known = m_model->count();
    m_header->setModel(u"claude-of-tomorrow"_s);
    QCOMPARE(m_header->model(), u"claude-of-tomorrow"_s);
    m_header->setModel(u"claude-of-tomorrow"_s);
    QCOMPARE(m_model->count(), known + 1);
}

void TestChatHeader::theWheelChangesNothing()
{
    m_account->setFocus();
    QWheelEvent wheel({5, 5}, m_account->mapToGlobal(QPointF(5, 5)), {}, {0, -120}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(m_account, &wheel);
    QCOMPARE(m_account->currentIndex(), 0);
}

void TestChatHeader::titleIsEditedAndLeft()
{
    const QSignalSpy edited(m_header.get(), &ChatHeader::titleEdited);
    auto* title = named<QLineEdit>(*m_header, "title");
    m_header->setTitle(u"Old"_s, true);
    m_header->editTitle();
    QTest::keyClicks(title, u"Other"_s);
    QTest::keyClick(title, Qt::Key_Escape);
    QCOMPARE(title->text(), u"Old"_s);
    QCOMPARE(edited.size(), 0);
    m_header->editTitle();
    QTest::keyClicks(title, u"New one"_s);
    m_header->setTitle(u"From elsewhere"_s, true); // leaves what is being typed
    QTest::keyClick(title, Qt::Key_Return);
    QCOMPARE(edited.size(), 1);
    QCOMPARE(edited.first().first().toString(), u"New one"_s);
    m_header->setTitle(u"New chat"_s, false);
    QVERIFY(title->isReadOnly());
}

QTEST_MAIN(TestChatHeader)
#include "tst_chatheader.moc"
