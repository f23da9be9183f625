// SPDX-License-Identifier: GPL-3.0-or-later
#include "chatdatabase.h"
#include "chats/conversationexport.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestConversationExport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formats();
    void markdownOfTheShownPath();
    void removedAccountsKeepTheirNames();
    void jsonOfTheWholeTree();
    void htmlIsEscapedAndFetchesNothing();
    void htmlHoldsPictures();
    void whatIsNotThere();

private:
    static QByteArray exported(const ChatDatabase& chats, const ConversationId& id,
                               ExportFormat format)
    {
        const auto reader = chats.reader();
        return ChatDatabase::orAbort(exportedConversation(*reader, id, format));
    }
};

void TestConversationExport::formats()
{
    QCOMPARE(exportFormatFromName(u"md"_s), ExportFormat::Markdown);
    QCOMPARE(exportFormatFromName(u"json"_s), ExportFormat::Json);
    QCOMPARE(exportFormatFromName(u"html"_s), ExportFormat::Html);
    QVERIFY(!exportFormatFromName(u"pdf"_s));
}

void TestConversationExport::markdownOfTheShownPath()
{
    const ChatDatabase chats;
    const ConversationId id = chats.addConversation(u"c"_s, u"Trains"_s);
    const MessageId question = chats.addMessage(
        id, Role::User,
        {ContentBlock::textDocument(u"list.txt"_s, u"abc"_s), ContentBlock::text(u"Which?"_s)});
    (void)chats.addText(id, Role::Assistant, u"The hidden one."_s, question);
    (void)chats.addMessage(
        id, Role::Assistant,
        {ContentBlock(QJsonObject{{u"type"_s, u"thinking"_s}, {u"thinking"_s, u"hm"_s}}),
         ContentBlock::text(u"The **fast** one."_s)},
        question, MessageStatus::Stopped);
    QCOMPARE(QString::fromUtf8(exported(chats, id, ExportFormat::Markdown)),
             u"# Trains\n\n## You\n\n*list.txt · 3 bytes*\n\nWhich?\n\n"
             "## Claude\n\nThe **fast** one.\n\n*Stopped*\n"_s);
}

// The row of an account stays for history when it is removed.
void TestConversationExport::removedAccountsKeepTheirNames()
{
    const ChatDatabase chats;
    const ConversationId id = chats.addConversation(u"c"_s, u"Trains"_s);
    const MessageId question = chats.addText(id, Role::User, u"Which?"_s);
    Message known = chats.message(chats.addText(id, Role::Assistant, u"Both."_s, question));
    known.account = u"a1"_s;
    chats.write([known](Connection& connection) -> Result<void> {
        const auto added =
            connection.run(u"INSERT INTO accounts (id, name, kind, source, created_at, removed_at) "
                           "VALUES ('a1', 'wo<rk', 'api_key', 'stored', 1, 2)"_s);
        return added ? MessageRows::complete(connection, known) : Failure(added.error());
    });
    const Message read = chats.message(known.head.id);
    QCOMPARE(read.accountName, u"wo<rk"_s);
    QVERIFY(read.accountRemoved);
    QVERIFY(exported(chats, id, ExportFormat::Markdown).contains("## Claude · wo<rk\n"));
    QVERIFY(exported(chats, id, ExportFormat::Html).contains("<h2>Claude · wo&lt;rk</h2>"));
    const QJsonArray messages =
        QJsonDocument::fromJson(exported(chats, id, ExportFormat::Json))["messages"_L1].toArray();
    QCOMPARE(messages.at(1)["account"_L1].toString(), u"wo<rk"_s);
    QVERIFY(!messages.at(0).toObject().contains("account"_L1));
}

void TestConversationExport::jsonOfTheWholeTree()
{
    const ChatDatabase chats;
    const ConversationId id = chats.addConversation(u"c"_s, u"Trains"_s, 1'795'348'800'000);
    const MessageId question = chats.addText(id, Role::User, u"Which?"_s);
    const ContentBlock hologram(QJsonObject{{u"type"_s, u"hologram"_s}, {u"depth"_s, 2}});
    const MessageId first = chats.addMessage(id, Role::Assistant, {hologram}, question);
    const MessageId second = chats.addText(id, Role::Assistant, u"B"_s, question);
    Message known = chats.message(second);
    known.cost = Cost{345, false, {}};
    known.usage.input = 12;
    known.account = u"a1"_s;
    chats.write(
        [known](Connection& connection) { return MessageRows::complete(connection, known); });

    const QJsonObject json =
        QJsonDocument::fromJson(exported(chats, id, ExportFormat::Json)).object();
    QCOMPARE(json.value("id"_L1).toString(), u"c"_s);
    QCOMPARE(json.value("title"_L1).toString(), u"Trains"_s);
    QCOMPARE(json.value("created_at"_L1).toString(), u"2026-11-22T12:00:00Z"_s);
    QCOMPARE(json.value("leaf_id"_L1).toInteger(), second);
    const QJsonArray messages = json.value("messages"_L1).toArray();
    QCOMPARE(messages.size(), 3);
    QCOMPARE(messages.at(0).toObject().value("parent_id"_L1), QJsonValue());
    QCOMPARE(messages.at(1).toObject().value("id"_L1).toInteger(), first);
    QCOMPARE(messages.at(1).toObject().value("content"_L1).toArray(), toJson({hologram}));
    const QJsonObject last = messages.at(2).toObject();
    QCOMPARE(last.value("parent_id"_L1).toInteger(), question);
    QCOMPARE(last.value("role"_L1).toString(), u"assistant"_s);
    QCOMPARE(last.value("status"_L1).toString(), u"complete"_s);
    QCOMPARE(last.value("cost_usd"_L1).toDouble(), 0.000345);
    QCOMPARE(last.value("account_id"_L1).toString(), u"a1"_s);
    QCOMPARE(last.value("usage"_L1).toObject().value("input_tokens"_L1).toInt(), 12);
    QVERIFY(last.value("error"_L1).isNull());
}

void TestConversationExport::htmlIsEscapedAndFetchesNothing()
{
    const ChatDatabase chats;
    const ConversationId id = chats.addConversation(u"c"_s, u"<b>T&T</b>"_s);
    (void)chats.addText(id, Role::User, u"<script>alert(1)</script>\n  kept **as** typed"_s);
    (void)chats.addText(
        id, Role::Assistant,
        u"# Head\n\n<div onclick=\"x()\">block</div>\n\nAn <img src=\"https://evil.test/a.png\"> "
        u"and "
        "![a *picture*](https://evil.test/b.png) and [click](javascript:alert(1)).\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n```html\n<script>\n```\n"_s);
    const QString page = QString::fromUtf8(exported(chats, id, ExportFormat::Html));
    QVERIFY(page.startsWith(u"<!doctype html>"_s));
    QVERIFY(page.contains(u"<title>&lt;b&gt;T&amp;T&lt;/b&gt;</title>"_s));
    QVERIFY(page.contains(u"&lt;script&gt;alert(1)&lt;/script&gt;\n  kept **as** typed"_s));
    QVERIFY(page.contains(u"<h1>Head</h1>"_s));
    QVERIFY(page.contains(u"&lt;div onclick=&quot;x()&quot;&gt;block&lt;/div&gt;"_s));
    QVERIFY(page.contains(u"<a href=\"https://evil.test/b.png\">a <em>picture</em></a>"_s));
    QVERIFY(page.contains(u"<td>1</td>"_s));
    QVERIFY(!page.contains(u"javascript:"_s));
    for (const QString& tag : {u"<script"_s, u"<img"_s, u"<div"_s, u"<link"_s, u"<iframe"_s})
        QVERIFY2(!page.contains(tag), qPrintable(tag));
    QVERIFY(page.contains(u"default-src 'none'"_s));
}

void TestConversationExport::htmlHoldsPictures()
{
    const ChatDatabase chats;
    const ConversationId id = chats.addConversation(u"c"_s, u"Pictures"_s);
    const auto image = [](const QString& type, const QString& data) {
        return ContentBlock(QJsonObject{
            {u"type"_s, u"image"_s},
            {u"source"_s,
             QJsonObject{{u"type"_s, u"base64"_s}, {u"media_type"_s, type}, {u"data"_s, data}}}});
    };
    (void)chats.addMessage(id, Role::User,
                           {image(u"image/png"_s, u"iVBORw0KGgo="_s),
                            image(u"image/svg+xml"_s, u"PHN2Zz4="_s),
                            image(u"image/png"_s, u"x\" onerror=\"y"_s)});
    const QString page = QString::fromUtf8(exported(chats, id, ExportFormat::Html));
    QCOMPARE(page.count(u"<img "_s), 1);
    QVERIFY(page.contains(u"src=\"data:image/png;base64,iVBORw0KGgo=\""_s));
    QVERIFY(!page.contains(u"svg+xml"_s));
    QVERIFY(!page.contains(u"onerror"_s));
}

void TestConversationExport::whatIsNotThere()
{
    const ChatDatabase chats;
    const auto reader = chats.reader();
    const auto none = exportedConversation(*reader, {u"none"_s}, ExportFormat::Markdown);
    QVERIFY(!none);
    QCOMPARE(none.error().kind, ErrorKind::NotFound);
    // One without messages is no fault.
    const ConversationId id = chats.addConversation(u"c"_s, u"Empty"_s);
    QCOMPARE(exported(chats, id, ExportFormat::Markdown), "# Empty\n");
}

QTEST_GUILESS_MAIN(TestConversationExport)
#include "tst_conversationexport.moc"
