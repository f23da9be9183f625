// SPDX-License-Identifier: GPL-3.0-or-later
#include "chatdatabase.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestConversationSearch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void titlesFirstThenMessagesNewestFirst();
    void aConversationShowsOnce();
    void oneLongConversationHidesNoOther();
    void titlesNeedAllWords();
    void signsAreNoPatterns();
    void thinkingIsNotSearched();
    void findsInTheShownPathOnly();
};

namespace {

QStringList found(const ChatDatabase& chats, const QString& words, int limit = 10)
{
    const ManualClock clock;
    ConversationStore store(chats.database(), clock);
    QStringList result;
    for (const SearchHit& hit : answerOf<QList<SearchHit>>(
             [&](auto done) { store.search(words, limit, std::move(done)); }))
        result.append(hit.conversation.value + u'/' + QString::number(hit.message));
    return result;
}

} // namespace

void TestConversationSearch::titlesFirstThenMessagesNewestFirst()
{
    const ChatDatabase chats;
    (void)chats.addConversation(u"t"_s, u"About walruses"_s);
    const MessageId a = chats.addText(chats.addConversation(u"a"_s), Role::User, u"a walrus"_s);
    const MessageId b = chats.addText(chats.addConversation(u"b"_s), Role::User, u"walrus?"_s);
    QCOMPARE(found(chats, u"walrus"_s),
             (QStringList{u"t/0"_s, u"b/%1"_s.arg(b), u"a/%1"_s.arg(a)}));
    QCOMPARE(found(chats, u"walrus"_s, 2), (QStringList{u"t/0"_s, u"b/%1"_s.arg(b)}));
    QCOMPARE(found(chats, u"  "_s), QStringList());
    QCOMPARE(found(chats, u"seal"_s), QStringList());
}

void TestConversationSearch::aConversationShowsOnce()
{
    const ChatDatabase chats;
    const ConversationId id = chats.addConversation(u"a"_s);
    (void)chats.addText(id, Role::User, u"walrus one"_s);
    const MessageId newest = chats.addText(id, Role::Assistant, u"walrus two"_s);
    QCOMPARE(found(chats, u"walrus"_s), QStringList{u"a/%1"_s.arg(newest)});
}

void TestConversationSearch::oneLongConversationHidesNoOther()
{
    const ChatDatabase chats;
    const MessageId old = chats.addText(chats.addConversation(u"old"_s), Role::User, u"walrus"_s);
    const ConversationId longOne = chats.addConversation(u"long"_s);
    MessageId last = 0;
    chats.write([&](Connection& connection) -> Result<void> {
        for (int i = 0; i < 3000; ++i) {
            Message message;
            message.conversation = longOne;
            message.head.parent = last;
            message.content = {ContentBlock::text(u"walrus"_s)};
            const auto id = MessageRows::insert(connection, message, {}, 0);
            if (!id)
                return Failure(id.error());
            last = *id;
        }
        return {};
    });
    QCOMPARE(found(chats, u"walrus"_s),
             (QStringList{u"long/%1"_s.arg(last), u"old/%1"_s.arg(old)}));
}

void TestConversationSearch::titlesNeedAllWords()
{
    const ChatDatabase chats;
    (void)chats.addConversation(u"a"_s, u"Trains of Norway"_s);
    (void)chats.addConversation(u"b"_s, u"Norway"_s);
    QCOMPARE(found(chats, u"norway train"_s), QStringList{u"a/0"_s});
    (void)chats.addConversation(u"c"_s, u"挪威的火车"_s);
    QCOMPARE(found(chats, u"火车"_s), QStringList{u"c/0"_s});
    QCOMPARE(found(chats, u"a b c d e f g h i j k"_s), QStringList());
}

void TestConversationSearch::signsAreNoPatterns()
{
    const ChatDatabase chats;
    (void)chats.addConversation(u"a"_s, u"snake_case"_s);
    (void)chats.addConversation(u"b"_s, u"snakeXcase"_s);
    QCOMPARE(found(chats, u"snake_case"_s), QStringList{u"a/0"_s});
    for (const QString& words : {u"%"_s, u"\\"_s, u"'"_s, u"\""_s, u"*"_s, u"(("_s})
        QCOMPARE(found(chats, words), QStringList());
}

void TestConversationSearch::thinkingIsNotSearched()
{
    const ChatDatabase chats;
    const ConversationId id = chats.addConversation(u"a"_s);
    (void)chats.addMessage(
        id, Role::Assistant,
        {ContentBlock(QJsonObject{{u"type"_s, u"thinking"_s}, {u"thinking"_s, u"walrus"_s}}),
         ContentBlock::text(u"seal"_s)});
    QCOMPARE(found(chats, u"walrus"_s), QStringList());
    QCOMPARE(found(chats, u"seal"_s).size(), 1);
}

void TestConversationSearch::findsInTheShownPathOnly()
{
    const ChatDatabase chats;
    const ManualClock clock;
    ConversationStore store(chats.database(), clock);
    const ConversationId id = chats.addConversation(u"a"_s);
    const MessageId question = chats.addText(id, Role::User, u"Which WALRUS?"_s);
    (void)chats.addText(id, Role::Assistant, u"the hidden walrus"_s, question);
    const MessageId shown = chats.addText(id, Role::Assistant, u"walruses"_s, question);
    const auto find = [&](const QString& text) {
        return answerOf<QList<MessageId>>(
            [&](auto done) { store.findInConversation(id, text, std::move(done)); });
    };
    QCOMPARE(find(u"walrus"_s), (QList<MessageId>{question, shown}));
    QCOMPARE(find(u"alru"_s), (QList<MessageId>{question, shown}));
    QCOMPARE(find(u"WHICH w"_s), QList<MessageId>{question});
    QCOMPARE(find({}), QList<MessageId>());
}

QTEST_GUILESS_MAIN(TestConversationSearch)
#include "tst_conversationsearch.moc"
