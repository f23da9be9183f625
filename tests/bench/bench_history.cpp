// SPDX-License-Identifier: GPL-3.0-or-later
// What opening, paging, searching and appending cost with 100,000 messages of about 1 kB, in one
// conversation and over 2,000 conversations; times are the least of some repetitions.
#include "chats/conversationsearch.h"
#include "chats/messagerows.h"
#include "chats/searchindex.h"
#include "storage/database.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <cstdio>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kMessages = 100'000;

template <class T>
T orAbort(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().sentence()));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

template <class Work>
void measure(const char* what, Work work)
{
    double best = 1e9;
    for (int i = 0; i < 5; ++i) {
        QElapsedTimer timer;
        timer.start();
        work();
        best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::printf("  %-44s %9.3f ms\n", what, best);
}

QString wordsOf(QRandomGenerator& random)
{
    QString text = u"common "_s;
    while (text.size() < 1000) {
        // Few words often, many seldom, as in a language.
        const auto rank = static_cast<int>(20'000 * std::pow(random.generateDouble(), 4));
        text += u"word%1 "_s.arg(rank);
    }
    return text + u"以及一些中文内容"_s;
}

void fill(Database& database, int conversations)
{
    QRandomGenerator random(7);
    QElapsedTimer timer;
    timer.start();
    const int each = kMessages / conversations;
    for (int c = 0; c < conversations; ++c) {
        orAbort(database.writeAtStart([&](Connection& connection) -> Result<void> {
            Conversation conversation;
            conversation.id = {u"conversation-%1"_s.arg(c)};
            conversation.title = u"Title %1"_s.arg(c);
            conversation.createdAtMs = conversation.updatedAtMs = 1000 + c;
            orAbort(MessageRows::insertConversation(connection, conversation));
            MessageId last = 0;
            for (int i = 0; i < each; ++i) {
                Message message;
                message.conversation = conversation.id;
                message.head.parent = last;
                message.head.role = i % 2 == 0 ? Role::User : Role::Assistant;
                message.content = {ContentBlock::text(wordsOf(random))};
                last = orAbort(MessageRows::insert(connection, message, {}, 0));
            }
            return MessageRows::setLeaf(connection, conversation.id, last, u"snippet"_s, 2000 + c);
        }));
    }
    std::printf("%d messages in %d conversation(s), filled in %.1f s\n", kMessages, conversations,
                static_cast<double>(timer.elapsed()) / 1000);
}

void run(int conversations)
{
    const QTemporaryDir dir;
    const auto database =
        orAbort(Database::open(dir.filePath(u"patchbay.db"_s), dir.filePath(u"backups"_s)));
    fill(*database, conversations);
    const auto reader = orAbort(database->reader());
    const ConversationId id{u"conversation-0"_s};

    measure("list of conversations, 100",
            [&] { (void)orAbort(MessageRows::list(*reader, 0, 100)); });
    const MessageId leaf = orAbort(MessageRows::conversation(*reader, id)).leaf;
    measure("last page of a conversation, 50 heads",
            [&] { (void)orAbort(MessageRows::path(*reader, leaf, 50)); });
    QList<MessageId> ids;
    for (const MessageHead& head : orAbort(MessageRows::path(*reader, leaf, 50)))
        ids.append(head.id);
    measure("their contents", [&] { (void)orAbort(MessageRows::messages(*reader, ids)); });
    measure("all heads of a conversation",
            [&] { (void)orAbort(MessageRows::path(*reader, leaf, 0)); });
    for (const auto& [what, words] :
         QList<std::pair<const char*, QString>>{{"search: a rare word", u"word19876"_s},
                                                {"search: a frequent word", u"word5"_s},
                                                {"search: a word in every message", u"common"_s},
                                                {"search: two letters", u"wo"_s},
                                                {"search: Chinese in every message", u"中文"_s},
                                                {"search: nothing", u"absent"_s}}) {
        measure(what, [&] { (void)orAbort(ConversationSearch::search(*reader, words, 50)); });
    }
    measure("find in a conversation",
            [&] { (void)orAbort(ConversationSearch::find(*reader, id, u"word19876"_s)); });
    QRandomGenerator random(8);
    measure("append a message, committed", [&] {
        orAbort(database->writeAtStart([&](Connection& connection) -> Result<void> {
            Message message;
            message.conversation = id;
            message.head.parent = leaf;
            message.content = {ContentBlock::text(wordsOf(random))};
            const auto added = MessageRows::insert(connection, message, {}, 0);
            return added ? Result<void>() : Failure(added.error());
        }));
    });
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    run(1);
    run(2000);
    return 0;
}
