// SPDX-License-Identifier: GPL-3.0-or-later
#include "chatdatabase.h"
#include "chats/conversationsearch.h"
#include "storage/transaction.h"

#include <QLibrary>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

/// Counts the steps that SQLite's machine takes for the statements of a connection: what a
/// statement costs, without a clock. Made right after the connection, on its thread.
class StepCounter
{
public:
    StepCounter()
    {
        using Install = void (*)(void*, int, int (*)(void*), void*);
        // The library that Qt's driver has loaded.
        const auto install = reinterpret_cast<Install>(
            QLibrary::resolve(u"sqlite3"_s, 0, "sqlite3_progress_handler"));
        if (!install)
            return;
        for (const QString& name : QSqlDatabase::connectionNames()) {
            const QSqlDatabase database = QSqlDatabase::database(name, false);
            if (!database.isOpen())
                continue; // of another thread
            const QVariant handle = database.driver()->handle();
            install(*static_cast<void* const*>(handle.constData()), 1, count, &m_steps);
            m_isInstalled = true;
        }
    }
    [[nodiscard]] bool isInstalled() const { return m_isInstalled; }
    [[nodiscard]] qint64 take() { return std::exchange(m_steps, 0); }

private:
    static int count(void* steps)
    {
        ++*static_cast<qint64*>(steps);
        return 0;
    }
    qint64 m_steps = 0;
    bool m_isInstalled = false;
};

/// What looking at one long conversation costs.
struct Costs
{
    qint64 list = 0;
    qint64 lastPage = 0;
    qint64 contents = 0;
    qint64 rareWord = 0;
    qint64 commonWord = 0;
    qint64 chinese = 0;
    qint64 newestLeaf = 0;
    qint64 append = 0;
    qint64 wholePath = 0;
};

} // namespace

class TestHistory final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void doesNotGrowWithTheConversation();

private:
    static Costs costsAt(int messages);
};

Costs TestHistory::costsAt(int messages)
{
    const ChatDatabase chats;
    const ConversationId id = chats.addConversation(u"long"_s, u"Long"_s);
    chats.write([&](Connection& connection) -> Result<void> {
        const auto made = connection.run(
            u"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "INSERT INTO messages (id, conversation, parent, role, status, content, text, "
            "text_length, created_at) SELECT i, 'long', CASE i WHEN 1 THEN NULL ELSE i - 1 END, "
            "CASE i % 2 WHEN 1 THEN 'user' ELSE 'assistant' END, 'complete', "
            "'[{\"type\":\"text\",\"text\":\"a common word ' || i || '\"}]', "
            "'a common word ' || i, 14, 2000 + i FROM n"_s,
            {messages});
        if (!made)
            return Failure(made.error());
        const auto indexed = connection.run(
            u"INSERT INTO message_search (rowid, text) SELECT id, text FROM messages"_s);
        if (!indexed)
            return Failure(indexed.error());
        return MessageRows::setLeaf(connection, {u"long"_s}, messages, u"x"_s, 9000);
    });
    (void)chats.addText(id, Role::User, u"请解释火车的历史"_s);
    const MessageId leaf = chats.addText(id, Role::Assistant, u"a walrus"_s);

    const auto connection = ChatDatabase::orAbort(
        Connection::open(chats.database().file(), Connection::Mode::ReadWrite));
    StepCounter counter;
    if (!counter.isInstalled())
        qFatal("no way to count steps");
    Costs costs;
    const auto is = [](bool good, const char* what) {
        if (!good)
            qFatal("%s is wrong", what);
    };

    is(ChatDatabase::orAbort(MessageRows::list(*connection, 0, 50)).size() == 1, "the list");
    costs.list = counter.take();
    const auto page = ChatDatabase::orAbort(MessageRows::path(*connection, leaf, 50));
    costs.lastPage = counter.take();
    is(page.size() == 50 && page.last().id == leaf && page.first().id == leaf - 49, "the page");
    QList<MessageId> ids;
    for (const MessageHead& head : page)
        ids.append(head.id);
    (void)counter.take();
    is(ChatDatabase::orAbort(MessageRows::messages(*connection, ids)).size() == 50, "contents");
    costs.contents = counter.take();
    const auto found = [&](const QString& words) {
        const auto hits = ChatDatabase::orAbort(ConversationSearch::search(*connection, words, 20));
        is(hits.size() == 1, "the search");
        return hits.first();
    };
    is(found(u"walrus"_s).message == leaf, "the rare word");
    costs.rareWord = counter.take();
    is(found(u"common word"_s).message == leaf - 2, "the newest of many");
    costs.commonWord = counter.take();
    is(found(u"火车的"_s).message == leaf - 1, "the Chinese word");
    costs.chinese = counter.take();
    is(ChatDatabase::orAbort(MessageRows::newestLeaf(*connection, leaf - 3)) == leaf, "the leaf");
    costs.newestLeaf = counter.take();

    auto transaction =
        ChatDatabase::orAbort(Transaction::begin(*connection, Transaction::Kind::Write));
    (void)counter.take();
    Message message;
    message.conversation = id;
    message.head.parent = leaf;
    message.content = {ContentBlock::text(u"one more"_s)};
    message.head.id = ChatDatabase::orAbort(MessageRows::insert(*connection, message, {}, 0));
    ChatDatabase::orAbort(MessageRows::complete(*connection, message));
    ChatDatabase::orAbort(MessageRows::setLeaf(*connection, id, message.head.id, {}, 3000));
    costs.append = counter.take();
    ChatDatabase::orAbort(transaction.commit());

    (void)counter.take();
    is(ChatDatabase::orAbort(MessageRows::path(*connection, leaf, 0)).size() == messages + 2,
       "the whole path");
    costs.wholePath = counter.take();
    qInfo("%d messages: list %lld, last page %lld, contents %lld, rare word %lld, common word "
          "%lld, Chinese %lld, append %lld, whole path %lld steps",
          messages, static_cast<long long>(costs.list), static_cast<long long>(costs.lastPage),
          static_cast<long long>(costs.contents), static_cast<long long>(costs.rareWord),
          static_cast<long long>(costs.commonWord), static_cast<long long>(costs.chinese),
          static_cast<long long>(costs.append), static_cast<long long>(costs.wholePath));
    return costs;
}

void TestHistory::doesNotGrowWithTheConversation()
{
    const Costs few = costsAt(1000);
    const Costs many = costsAt(100'000);
    QCOMPARE(many.list, few.list);
    QCOMPARE(many.lastPage, few.lastPage);
    QCOMPARE(many.contents, few.contents);
    QCOMPARE(many.newestLeaf, few.newestLeaf);
    // The index is a tree, whose depth grows by one for a hundred times as many.
    QVERIFY2(many.rareWord <= few.rareWord + 1000, qPrintable(QString::number(many.rareWord)));
    QVERIFY2(many.chinese <= few.chinese + 1000, qPrintable(QString::number(many.chinese)));
    QVERIFY2(many.append <= few.append + 1000, qPrintable(QString::number(many.append)));
    // A word of every message of one conversation: bounded, though the bound is beyond the few.
    QVERIFY2(many.commonWord < 20'000 * 30, qPrintable(QString::number(many.commonWord)));
    QVERIFY(many.wholePath > 50 * few.wholePath); // it does count
}

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
