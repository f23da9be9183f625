// SPDX-License-Identifier: GPL-3.0-or-later
#include "chatdatabase.h"
#include "desktop/composer.h"
#include "desktop/draftkeeper.h"
#include "desktop/messageedit.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

/// What a window has of it, typed into by keys.
struct Window
{
    explicit Window(ConversationStore& conversations)
        : store(conversations)
        , drafts(conversations, composer)
        , message(composer.findChild<MessageEdit*>())
    {
        composer.show();
    }
    /// Opens it, and waits until its draft was read: the store answers in order.
    void open(const ConversationId& id)
    {
        drafts.open(id);
        (void)answerOf<Draft>([&](auto done) { store.draft(id, std::move(done)); });
    }
    void type(const QString& text) { QTest::keyClicks(message, text); }
    [[nodiscard]] QString text() const { return composer.draft().text; }

    ConversationStore& store;
    Composer composer;
    DraftKeeper drafts;
    MessageEdit* message;
};

} // namespace

class TestDraftKeeper final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void eachConversationHasItsOwn();
    void isOnDiskSoonAfterTyping();
    void survivesANewWindow();
    void attachmentsSurvive();
    void typedBeforeTheOldOneCame();
    void sendingEmpties();
    void staysOnDiskUntilTheMessageIsStored();
    void comesBackWhenSendingFails();
    void goesBackWhereItCameFrom();
    void anEditSetsItAside();

private:
    /// What another process would read at this moment.
    [[nodiscard]] QString onDisk(const ConversationId& id) const
    {
        const auto connection = m_chats->reader();
        auto rows = ChatDatabase::orAbort(connection->select(
            u"SELECT text FROM drafts WHERE conversation = ?"_s, {id.isNull() ? u""_s : id.value}));
        return rows.next() ? rows.text(0) : QString();
    }

    std::unique_ptr<ChatDatabase> m_chats;
    ManualClock m_clock;
    std::unique_ptr<ConversationStore> m_store;
    ConversationId m_a;
    ConversationId m_b;
};

void TestDraftKeeper::init()
{
    m_chats = std::make_unique<ChatDatabase>();
    m_store = std::make_unique<ConversationStore>(m_chats->database(), m_clock);
    m_a = m_chats->addConversation(u"a"_s);
    m_b = m_chats->addConversation(u"b"_s);
}

void TestDraftKeeper::cleanup()
{
    m_store.reset();
    m_chats.reset();
}

void TestDraftKeeper::eachConversationHasItsOwn()
{
    Window window(*m_store);
    window.open(m_a);
    window.type(u"for a"_s);
    window.open(m_b);
    QCOMPARE(window.text(), QString());
    window.type(u"for b"_s);
    window.open({});
    window.type(u"for a new one"_s);
    window.open(m_a);
    QTRY_COMPARE(window.text(), u"for a"_s);
    window.open(m_b);
    QTRY_COMPARE(window.text(), u"for b"_s);
    window.open({});
    QTRY_COMPARE(window.text(), u"for a new one"_s);
}

void TestDraftKeeper::isOnDiskSoonAfterTyping()
{
    Window window(*m_store);
    window.open(m_a);
    window.type(u"typed"_s);
    QTRY_COMPARE(onDisk(m_a), u"typed"_s); // of itself: a crash now loses nothing
    window.type(u" more"_s);
    QTRY_COMPARE(onDisk(m_a), u"typed more"_s);
}

void TestDraftKeeper::survivesANewWindow()
{
    {
        Window window(*m_store);
        window.open(m_a);
        window.type(u"typed"_s);
        QTRY_COMPARE(onDisk(m_a), u"typed"_s);
    }
    m_store.reset();
    m_chats->close();
    m_chats->open();
    m_store = std::make_unique<ConversationStore>(m_chats->database(), m_clock);
    Window window(*m_store);
    window.open(m_a);
    QTRY_COMPARE(window.text(), u"typed"_s);
}

void TestDraftKeeper::attachmentsSurvive()
{
    const Draft draft{u"see"_s, {ContentBlock::textDocument(u"notes.txt"_s, u"words"_s)}};
    {
        Window window(*m_store);
        window.open(m_a);
        window.composer.setDraft(draft);
        window.drafts.saveNow();
    }
    Window window(*m_store);
    window.open(m_a);
    QTRY_COMPARE(window.composer.draft(), draft);
}

void TestDraftKeeper::typedBeforeTheOldOneCame()
{
    m_store->saveDraft(m_a, {u"old"_s, {}});
    QTRY_COMPARE(onDisk(m_a), u"old"_s);
    Window window(*m_store);
    window.drafts.open(m_a);
    window.type(u"new"_s); // before the database answered
    QTRY_COMPARE(window.text(), u"old\n\nnew"_s);
    QTRY_COMPARE(onDisk(m_a), u"old\n\nnew"_s);

    window.drafts.open(m_b);
    window.drafts.open(m_a);
    window.type(u"!"_s);
    window.drafts.open(m_b); // and gone again
    QTRY_COMPARE(onDisk(m_a), u"old\n\nnew\n\n!"_s);
    QCOMPARE(window.text(), QString());
}

void TestDraftKeeper::sendingEmpties()
{
    Window window(*m_store);
    window.open(m_a);
    window.type(u"question"_s);
    window.drafts.takeToSend();
    QCOMPARE(window.text(), QString());
    QTRY_COMPARE(onDisk(m_a), u"question"_s); // none is there before that either
    window.drafts.sent(m_a);
    QTRY_COMPARE(m_chats->number(u"SELECT count(*) FROM drafts"_s), 0);
    window.open(m_b);
    window.open(m_a);
    window.type(u"x"_s); // the database has answered when this is on disk
    QTRY_COMPARE(onDisk(m_a), u"x"_s);
    QCOMPARE(window.text(), u"x"_s);
}

void TestDraftKeeper::staysOnDiskUntilTheMessageIsStored()
{
    Window window(*m_store);
    window.open(m_a);
    window.type(u"question"_s);
    window.drafts.takeToSend();
    QTRY_COMPARE(onDisk(m_a), u"question"_s);
    window.type(u"next"_s);
    QTRY_COMPARE(onDisk(m_a), u"question\n\nnext"_s);
    window.drafts.sent(m_a);
    QTRY_COMPARE(onDisk(m_a), u"next"_s);
    QCOMPARE(window.text(), u"next"_s);
}

void TestDraftKeeper::comesBackWhenSendingFails()
{
    Window window(*m_store);
    window.open(m_a);
    window.type(u"question"_s);
    window.drafts.takeToSend();
    window.type(u"next"_s);
    window.drafts.giveBack(m_a);
    QCOMPARE(window.text(), u"question\n\nnext"_s);
    QTRY_COMPARE(onDisk(m_a), u"question\n\nnext"_s);
}

void TestDraftKeeper::goesBackWhereItCameFrom()
{
    Window window(*m_store);
    window.open(m_a);
    window.type(u"question"_s);
    window.drafts.takeToSend();
    window.open(m_b);
    window.type(u"elsewhere"_s);
    window.drafts.giveBack(m_a);
    QCOMPARE(window.text(), u"elsewhere"_s);
    QTRY_COMPARE(onDisk(m_a), u"question"_s);
    window.open(m_a);
    QTRY_COMPARE(window.text(), u"question"_s);
}

void TestDraftKeeper::anEditSetsItAside()
{
    Window window(*m_store);
    window.open(m_a);
    window.type(u"half a thought"_s);
    window.drafts.beginEdit({u"an earlier message"_s, {}});
    QCOMPARE(window.text(), u"an earlier message"_s);
    QVERIFY(window.composer.isEditing());
    window.type(u"!"_s);
    QTRY_COMPARE(onDisk(m_a), u"an earlier message!\n\nhalf a thought"_s);
    window.drafts.endEdit();
    QCOMPARE(window.text(), u"half a thought"_s);
    QVERIFY(!window.composer.isEditing());
    QTRY_COMPARE(onDisk(m_a), u"half a thought"_s);

    window.drafts.beginEdit({u"again"_s, {}});
    window.drafts.takeToSend();
    QCOMPARE(window.text(), u"half a thought"_s);
    QTRY_COMPARE(onDisk(m_a), u"again\n\nhalf a thought"_s);
    window.drafts.sent(m_a);
    QTRY_COMPARE(onDisk(m_a), u"half a thought"_s);
}

QTEST_MAIN(TestDraftKeeper)
#include "tst_draftkeeper.moc"
