// SPDX-License-Identifier: GPL-3.0-or-later
#include "chatdatabase.h"

#include <QSignalSpy>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestConversationStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createdListedAndRead();
    void pagesLoseNothing();
    void updateKeepsTimesAndTells();
    void removedAndRestored();
    void removingWhatIsNotThere();
    void resolvesBeginnings();
    void pathGoesFromRootToLeaf();
    void branchesAreCounted();
    void rootsAreBranchesOfTheirConversationAlone();
    void stepsBetweenBranchesToTheirNewestLeaf();
    void messagesComeInTheOrderAsked();
    void unknownBlocksSurvive();
    void draftsAreKeptPerConversation();
    void snippetAndTimeFollowTheNewestMessage();

private:
    static QList<Conversation> listed(ConversationStore& store, qint64 before = 0, int limit = 100)
    {
        return answerOf<QList<Conversation>>(
            [&](auto done) { store.list(before, limit, std::move(done)); });
    }
};

void TestConversationStore::createdListedAndRead()
{
    const ChatDatabase chats;
    const ManualClock clock(5000);
    ConversationStore store(chats.database(), clock);
    QSignalSpy changed(&store, &ConversationStore::listChanged);
    Conversation wanted;
    wanted.title = u"Über Züge"_s;
    wanted.systemPrompt = u"Be brief."_s;
    wanted.model = u"claude-sonnet-5-5"_s;
    const auto id =
        answerOf<ConversationId>([&](auto done) { store.create(wanted, std::move(done)); });
    QTRY_COMPARE(changed.size(), 1);
    wanted.id = id;
    wanted.createdAtMs = wanted.updatedAtMs = 5000;
    QCOMPARE(listed(store), QList{wanted});
    QCOMPARE(answerOf<Conversation>([&](auto done) { store.conversation(id, std::move(done)); }),
             wanted);
}

void TestConversationStore::pagesLoseNothing()
{
    const ChatDatabase chats;
    const ManualClock clock;
    for (int i = 0; i < 20; ++i)
        (void)chats.addConversation(QString::number(i), {}, 100 + i / 4); // four a millisecond
    ConversationStore store(chats.database(), clock);
    QStringList seen;
    qint64 before = 0;
    int pages = 0;
    for (auto page = listed(store, before, 3); !page.isEmpty(); page = listed(store, before, 3)) {
        for (const Conversation& conversation : page)
            seen.append(conversation.id.value);
        QVERIFY(before == 0 || page.first().updatedAtMs < before);
        before = page.last().updatedAtMs;
        ++pages;
    }
    QCOMPARE(pages, 5);
    QCOMPARE(seen.size(), 20);
    seen.removeDuplicates();
    QCOMPARE(seen.size(), 20);
}

void TestConversationStore::updateKeepsTimesAndTells()
{
    const ChatDatabase chats;
    const ManualClock clock(9000);
    const ConversationId id = chats.addConversation(u"c"_s, u"Old"_s, 1000);
    ConversationStore store(chats.database(), clock);
    QSignalSpy told(&store, &ConversationStore::conversationChanged);
    auto conversation = listed(store).first();
    conversation.title = u"New"_s;
    conversation.titleIsSet = true;
    conversation.account = u"a1"_s;
    answerOf<void>([&](auto done) { store.update(conversation, std::move(done)); });
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().first().value<ConversationId>(), id);
    QCOMPARE(listed(store), QList{conversation});

    conversation.id = {u"none"_s};
    Testing::Outcome<void> refused;
    store.update(conversation, refused.completion());
    QVERIFY(refused.wait());
    QVERIFY(refused.failedWith(ErrorKind::NotFound));
}

void TestConversationStore::removedAndRestored()
{
    ChatDatabase chats;
    const ManualClock clock(9000);
    const ConversationId id = chats.addConversation(u"c"_s, u"Trains"_s);
    const MessageId message = chats.addText(id, Role::User, u"rails and sleepers"_s);
    const auto hits = [&](ConversationStore& store) {
        return answerOf<QList<SearchHit>>(
                   [&](auto done) { store.search(u"sleepers"_s, 10, std::move(done)); })
            .size();
    };
    {
        ConversationStore store(chats.database(), clock);
        QCOMPARE(hits(store), 1);
        answerOf<void>([&](auto done) { store.remove(id, std::move(done)); });
        QCOMPARE(listed(store).size(), 0);
        QCOMPARE(hits(store), 0);
        answerOf<void>([&](auto done) { store.restore(id, std::move(done)); });
        QCOMPARE(listed(store).size(), 1);
        QCOMPARE(hits(store), 1);
        QCOMPARE(chats.message(message).head.id, message);
        store.saveDraft(id, {u"half a thought"_s, {}});
        answerOf<void>([&](auto done) { store.remove(id, std::move(done)); });
    }
    // Deleted in 1970: out for good at the next start, also from the index.
    (void)chats.addText(chats.addConversation(u"d"_s), Role::User, u"sleepers elsewhere"_s);
    QCOMPARE(ChatDatabase::orAbort(ConversationStore::recover(chats.database(), chats.locksDir())),
             0);
    QCOMPARE(chats.number(u"SELECT count(*) FROM conversations"_s), 1);
    QCOMPARE(chats.number(u"SELECT count(*) FROM messages"_s), 1);
    QCOMPARE(chats.number(u"SELECT count(*) FROM drafts"_s), 0);
    QCOMPARE(chats.number(u"SELECT count(*) FROM message_search WHERE text MATCH 'sleepers'"_s), 1);
    QCOMPARE(chats.number(u"SELECT count(*) FROM message_search WHERE text MATCH 'rails'"_s), 0);
    Testing::Outcome<void> refused;
    ConversationStore store(chats.database(), clock);
    store.restore(id, refused.completion());
    QVERIFY(refused.wait());
    QVERIFY(refused.failedWith(ErrorKind::NotFound));
}

void TestConversationStore::removingWhatIsNotThere()
{
    // One that was just deleted may still be undone by another window.
    const ChatDatabase chats;
    const SystemClock clock;
    const ConversationId id = chats.addConversation(u"c"_s);
    ConversationStore store(chats.database(), clock);
    answerOf<void>([&](auto done) { store.remove(id, std::move(done)); });
    (void)ChatDatabase::orAbort(ConversationStore::recover(chats.database(), chats.locksDir()));
    answerOf<void>([&](auto done) { store.restore(id, std::move(done)); });
    QCOMPARE(listed(store).size(), 1);

    Testing::Outcome<void> refused;
    store.remove({u"none"_s}, refused.completion());
    QCOMPARE(refused.calls(), 0); // never before the call has returned
    QVERIFY(refused.wait());
    QVERIFY(refused.failedWith(ErrorKind::NotFound));
}

void TestConversationStore::resolvesBeginnings()
{
    const ChatDatabase chats;
    const ManualClock clock;
    ConversationStore store(chats.database(), clock);
    (void)chats.addConversation(u"abc-1"_s);
    (void)chats.addConversation(u"abd-2"_s);
    const auto resolved = [&](const QString& prefix) {
        Testing::Outcome<ConversationId> outcome;
        store.resolve(prefix, outcome.completion());
        return outcome.wait() ? outcome.result() : Result<ConversationId>();
    };
    QCOMPARE(resolved(u"abc"_s)->value, u"abc-1"_s);
    QCOMPARE(resolved(u"abd-2"_s)->value, u"abd-2"_s);
    QCOMPARE(resolved(u"ab"_s).error().kind, ErrorKind::InvalidInput);
    for (const QString& none : {u"x"_s, u""_s, u"%"_s, u"_bc"_s})
        QCOMPARE(resolved(none).error().kind, ErrorKind::NotFound);
}

void TestConversationStore::pathGoesFromRootToLeaf()
{
    const ChatDatabase chats;
    const ManualClock clock;
    ConversationStore store(chats.database(), clock);
    const ConversationId id = chats.addConversation(u"c"_s);
    const auto path = [&](MessageId leaf, int last) {
        QList<MessageId> ids;
        for (const MessageHead& head : answerOf<QList<MessageHead>>(
                 [&](auto done) { store.path(id, leaf, last, std::move(done)); }))
            ids.append(head.id);
        return ids;
    };
    QCOMPARE(path(0, 0), QList<MessageId>());
    QList<MessageId> ids;
    for (int i = 0; i < 6; ++i)
        ids.append(chats.addText(id, i % 2 == 0 ? Role::User : Role::Assistant, u"m"_s));
    QCOMPARE(path(0, 0), ids);
    QCOMPARE(path(0, 2), ids.mid(4));
    QCOMPARE(path(0, 100), ids);
    QCOMPARE(path(ids.at(2), 0), ids.mid(0, 3));
    QCOMPARE(path(ids.at(2), 1), ids.mid(2, 1));

    const auto heads =
        answerOf<QList<MessageHead>>([&](auto done) { store.path(id, 0, 1, std::move(done)); });
    QCOMPARE(heads.first(),
             (MessageHead{ids.at(5), ids.at(4), Role::Assistant, MessageStatus::Complete, 1}));
}

void TestConversationStore::branchesAreCounted()
{
    const ChatDatabase chats;
    const ConversationId id = chats.addConversation(u"c"_s);
    const MessageId question = chats.addText(id, Role::User, u"q"_s);
    QList<MessageId> answers;
    for (int i = 0; i < 3; ++i)
        answers.append(chats.addText(id, Role::Assistant, u"a"_s, question));
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(chats.message(answers.at(i)).branch, i);
        QCOMPARE(chats.message(answers.at(i)).branchCount, 3);
    }
    QCOMPARE(chats.message(question).branchCount, 1);
}

void TestConversationStore::rootsAreBranchesOfTheirConversationAlone()
{
    const ChatDatabase chats;
    const ConversationId a = chats.addConversation(u"a"_s);
    const ConversationId b = chats.addConversation(u"b"_s);
    const MessageId first = chats.addText(a, Role::User, u"one"_s, 0);
    const MessageId other = chats.addText(b, Role::User, u"other"_s, 0);
    const MessageId edited = chats.addText(a, Role::User, u"two"_s, 0);
    QCOMPARE(chats.message(first).branch, 0);
    QCOMPARE(chats.message(edited).branch, 1);
    QCOMPARE(chats.message(edited).branchCount, 2);
    QCOMPARE(chats.message(other).branchCount, 1);
}

void TestConversationStore::stepsBetweenBranchesToTheirNewestLeaf()
{
    const ChatDatabase chats;
    const ManualClock clock;
    ConversationStore store(chats.database(), clock);
    const ConversationId id = chats.addConversation(u"c"_s);
    const MessageId question = chats.addText(id, Role::User, u"q"_s);
    const MessageId first = chats.addText(id, Role::Assistant, u"first"_s, question);
    const MessageId follow = chats.addText(id, Role::User, u"and then?"_s, first);
    (void)chats.addText(id, Role::Assistant, u"old"_s, follow);
    const MessageId newest = chats.addText(id, Role::Assistant, u"newer"_s, follow);
    const MessageId second = chats.addText(id, Role::Assistant, u"second"_s, question);

    const auto step = [&](MessageId message, int by) {
        Testing::Outcome<MessageId> outcome;
        store.stepBranch(message, by, outcome.completion());
        return outcome.wait() ? outcome.result() : Result<MessageId>();
    };
    QSignalSpy told(&store, &ConversationStore::conversationChanged);
    QCOMPARE(*step(second, -1), newest);
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(
        answerOf<Conversation>([&](auto done) { store.conversation(id, std::move(done)); }).leaf,
        newest);
    QCOMPARE(*step(first, 1), second);
    QCOMPARE(step(second, 1).error().kind, ErrorKind::NotFound);
    QCOMPARE(step(first, -1).error().kind, ErrorKind::NotFound);
    QCOMPARE(step(4711, 1).error().kind, ErrorKind::NotFound);
    QCOMPARE(
        answerOf<Conversation>([&](auto done) { store.conversation(id, std::move(done)); }).leaf,
        second);
}

void TestConversationStore::messagesComeInTheOrderAsked()
{
    const ChatDatabase chats;
    const ManualClock clock;
    ConversationStore store(chats.database(), clock);
    const ConversationId id = chats.addConversation(u"c"_s);
    const MessageId a = chats.addText(id, Role::User, u"a"_s);
    const MessageId b = chats.addText(id, Role::Assistant, u"b"_s);
    const auto found =
        answerOf<QList<Message>>([&](auto done) { store.messages({b, 4711, a}, std::move(done)); });
    QCOMPARE(found.size(), 2);
    QCOMPARE(found.at(0).head.id, b);
    QCOMPARE(found.at(1).head.id, a);
    QCOMPARE(plainText(found.at(1).content), u"a"_s);
}

void TestConversationStore::unknownBlocksSurvive()
{
    const ChatDatabase chats;
    const ConversationId id = chats.addConversation(u"c"_s);
    const ContentBlock hologram(QJsonObject{
        {u"type"_s, u"hologram"_s}, {u"depth"_s, 3.25}, {u"more"_s, QJsonArray{1, u"二"_s}}});
    const QList<ContentBlock> content{ContentBlock::text(u"look"_s), hologram};
    const MessageId message = chats.addMessage(id, Role::Assistant, content);
    QCOMPARE(chats.message(message).content, content);
}

void TestConversationStore::draftsAreKeptPerConversation()
{
    ChatDatabase chats;
    const ManualClock clock;
    const ConversationId id = chats.addConversation(u"c"_s);
    const Draft here{u"here"_s, {ContentBlock::textDocument(u"a.txt"_s, u"text"_s)}};
    const Draft fresh{u"for a new one"_s, {}};
    const auto draft = [](ConversationStore& store, const ConversationId& of) {
        return answerOf<Draft>([&](auto done) { store.draft(of, std::move(done)); });
    };
    {
        ConversationStore store(chats.database(), clock);
        QCOMPARE(draft(store, id), Draft());
        store.saveDraft(id, {u"earlier"_s, {}});
        store.saveDraft(id, here);
        store.saveDraft({}, fresh);
    }
    chats.close();
    chats.open();
    ConversationStore store(chats.database(), clock);
    QCOMPARE(draft(store, id), here);
    QCOMPARE(draft(store, {}), fresh);
    store.saveDraft(id, {});
    QCOMPARE(draft(store, id), Draft()); // at once
    QCOMPARE(draft(store, {}), fresh);
}

void TestConversationStore::snippetAndTimeFollowTheNewestMessage()
{
    const ChatDatabase chats;
    const ManualClock clock;
    ConversationStore store(chats.database(), clock);
    const ConversationId a = chats.addConversation(u"a"_s, u"A"_s, 1000);
    (void)chats.addConversation(u"b"_s, u"B"_s, 1500);
    QCOMPARE(listed(store).first().title, u"B"_s);
    (void)chats.addText(a, Role::User, u"  several\n\nlines   and "_s + QString(500, u'x'));
    const Conversation newest = listed(store).first();
    QCOMPARE(newest.title, u"A"_s);
    QCOMPARE(newest.updatedAtMs, 2000);
    QVERIFY(newest.snippet.startsWith(u"several lines and xxx"_s));
    QCOMPARE(newest.snippet.size(), 120);
}

QTEST_GUILESS_MAIN(TestConversationStore)
#include "tst_conversationstore.moc"
