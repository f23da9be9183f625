// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/attachment.h"
#include "chats/turnrequest.h"

#include <QJsonDocument>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestTurnRequest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyWhatIsNeeded();
    void rolesAlternate();
    void partialAnswersGoAlongAsText();
    void thinkingStaysBehind();
    void unknownFieldsAreKept();
    void maxTokensWithinTheModelsLimit_data();
    void maxTokensWithinTheModelsLimit();
    void longConversationsAskForTheCache();
    void namesOfPicturesStayBehind();
    void estimates();
    void titles_data();
    void titles();
    void titleOfAttachments();

private:
    const PriceTable m_prices = PriceTable::builtIn();

    static Message message(Role role, const QList<ContentBlock>& content,
                           MessageStatus status = MessageStatus::Complete)
    {
        Message one;
        one.head.role = role;
        one.head.status = status;
        one.content = content;
        return one;
    }
    static Message said(Role role, const QString& text,
                        MessageStatus status = MessageStatus::Complete)
    {
        return message(
            role, text.isEmpty() ? QList<ContentBlock>() : QList{ContentBlock::text(text)}, status);
    }
    [[nodiscard]] MessagesRequest request(const QList<Message>& path, qint64 maxTokens = 8192,
                                          const QString& model = u"claude-sonnet-5-5"_s) const
    {
        return requestForAnswer(path, {}, model, maxTokens, m_prices);
    }
    static QStringList texts(const MessagesRequest& request)
    {
        QStringList result;
        for (const MessageParam& one : request.messages)
            result.append(roleName(one.role) + u": "_s + plainText(one.content));
        return result;
    }
};

void TestTurnRequest::onlyWhatIsNeeded()
{
    const MessagesRequest made = requestForAnswer({said(Role::User, u"Hi"_s)}, u"Be brief."_s,
                                                  u"claude-sonnet-5-5"_s, 100, m_prices);
    const QJsonObject expected{
        {u"model"_s, u"claude-sonnet-5-5"_s},
        {u"max_tokens"_s, 100},
        {u"stream"_s, true},
        {u"system"_s, u"Be brief."_s},
        {u"messages"_s,
         QJsonArray{QJsonObject{{u"role"_s, u"user"_s},
                                {u"content"_s, QJsonArray{QJsonObject{{u"type"_s, u"text"_s},
                                                                      {u"text"_s, u"Hi"_s}}}}}}}};
    QCOMPARE(QJsonDocument::fromJson(made.toJson()).object(), expected);
}

void TestTurnRequest::rolesAlternate()
{
    const MessagesRequest made = request({
        said(Role::User, u"1"_s),
        said(Role::Assistant, {}, MessageStatus::Failed),
        said(Role::User, u"2"_s),
        said(Role::Assistant, u"  \n"_s),
        said(Role::User, u"3"_s),
        said(Role::Assistant, u"A"_s),
        said(Role::User, u"4"_s),
    });
    QCOMPARE(texts(made), (QStringList{u"user: 1\n\n2\n\n3"_s, u"assistant: A"_s, u"user: 4"_s}));
}

void TestTurnRequest::partialAnswersGoAlongAsText()
{
    const ContentBlock tool(QJsonObject{{u"type"_s, u"tool_use"_s}, {u"id"_s, u"t"_s}});
    for (const MessageStatus status :
         {MessageStatus::Stopped, MessageStatus::Interrupted, MessageStatus::Failed}) {
        const MessagesRequest made =
            request({said(Role::User, u"Q"_s),
                     message(Role::Assistant, {ContentBlock::text(u"half"_s), tool}, status),
                     said(Role::User, u"go on"_s)});
        QCOMPARE(made.messages.size(), 3);
        QCOMPARE(made.messages.at(1).content, QList{ContentBlock::text(u"half"_s)});
    }
}

void TestTurnRequest::thinkingStaysBehind()
{
    const ContentBlock thinking(QJsonObject{
        {u"type"_s, u"thinking"_s}, {u"thinking"_s, u"hm"_s}, {u"signature"_s, u"c2ln"_s}});
    const ContentBlock redacted(
        QJsonObject{{u"type"_s, u"redacted_thinking"_s}, {u"data"_s, u"x"_s}});
    const MessagesRequest made =
        request({said(Role::User, u"Q"_s),
                 message(Role::Assistant, {thinking, redacted, ContentBlock::text(u"A"_s)}),
                 said(Role::User, u"R"_s)});
    QCOMPARE(made.messages.at(1).content, QList{ContentBlock::text(u"A"_s)});
}

void TestTurnRequest::unknownFieldsAreKept()
{
    const ContentBlock odd(QJsonObject{{u"type"_s, u"text"_s},
                                       {u"text"_s, u"A"_s},
                                       {u"citations"_s, QJsonArray{QJsonObject{{u"n"_s, 1}}}},
                                       {u"new_field"_s, u"kept"_s}});
    const ContentBlock hologram(QJsonObject{{u"type"_s, u"hologram"_s}, {u"depth"_s, 2}});
    const MessagesRequest made =
        request({said(Role::User, u"Q"_s), message(Role::Assistant, {odd, hologram}),
                 said(Role::User, u"R"_s)});
    QCOMPARE(made.messages.at(1).content, (QList{odd, hologram}));
}

void TestTurnRequest::maxTokensWithinTheModelsLimit_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<qint64>("asked");
    QTest::addColumn<qint64>("sent");
    const PriceTable::Model* model = m_prices.find(u"claude-sonnet-5-5"_s);
    QVERIFY(model && model->maxOutputTokens > 8192);
    QTest::newRow("below") << model->id << qint64(8192) << qint64(8192);
    QTest::newRow("above") << model->id << qint64(100'000'000) << model->maxOutputTokens;
    QTest::newRow("unknown model") << u"own-model"_s << qint64(100'000'000) << qint64(100'000'000);
}

void TestTurnRequest::maxTokensWithinTheModelsLimit()
{
    QFETCH(QString, model);
    QFETCH(qint64, asked);
    QTEST(request({said(Role::User, u"Q"_s)}, asked, model).maxTokens, "sent");
}

void TestTurnRequest::longConversationsAskForTheCache()
{
    const auto control = [](const MessagesRequest& made) {
        return made.extra.value("cache_control"_L1).toObject().value("type"_L1).toString();
    };
    QCOMPARE(control(request({said(Role::User, u"short"_s)})), QString());
    QCOMPARE(control(request({said(Role::User, QString(20'000, u'x'))})), u"ephemeral"_s);
    QCOMPARE(control(requestForAnswer({said(Role::User, u"Q"_s)}, QString(20'000, u'x'),
                                      u"claude-sonnet-5-5"_s, 100, m_prices)),
             u"ephemeral"_s);
    QCOMPARE(control(request(
                 {message(Role::User, {ContentBlock::pdf(u"a.pdf"_s, QByteArray(200'000, 'x'))})})),
             u"ephemeral"_s);
    // Chinese needs more tokens for its characters.
    QCOMPARE(control(request({said(Role::User, QString(5000, u'字'))})), u"ephemeral"_s);
}

void TestTurnRequest::namesOfPicturesStayBehind()
{
    const ContentBlock image = ContentBlock::image(u"image/png"_s, "bytes");
    const ContentBlock named = withAttachmentName(image, u"photo.png"_s);
    QCOMPARE(attachmentName(named), u"photo.png"_s);
    QVERIFY(named != image);
    const MessagesRequest made = request({message(Role::User, {named})});
    QCOMPARE(made.messages.first().content, QList{image});
}

void TestTurnRequest::estimates()
{
    const auto tokens = [this](const QList<ContentBlock>& content) {
        return estimatedTokens(request({message(Role::User, content)}));
    };
    const qint64 text = tokens({ContentBlock::text(QString(3000, u'x'))});
    QVERIFY(text > 750 && text < 1500);
    // A picture's base64 is no text.
    QVERIFY(tokens({ContentBlock::image(u"image/png"_s, QByteArray(3'000'000, 'x'))}) < 5000);
    const QString words(3000, u'x');
    QVERIFY(tokens({ContentBlock::textDocument(u"a.txt"_s, words)}) > 750);
}

void TestTurnRequest::titles_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("title");
    QTest::newRow("short") << u"Say hello!"_s << u"Say hello!"_s;
    QTest::newRow("first line") << u"\n\n  First   line \nsecond"_s << u"First line"_s;
    QTest::newRow("at a word")
        << u"Explain how the railways of Norway were built in the nineteenth century"_s
        << u"Explain how the railways of Norway were built in the…"_s;
    QTest::newRow("without words") << QString(100, u'字') << QString(QString(59, u'字') + u'…');
    QTest::newRow("just fits") << QString(60, u'x') << QString(60, u'x');
    QTest::newRow("a pair is not split")
        << QString(u'x' + u"😀"_s.repeated(50)) << QString(u'x' + u"😀"_s.repeated(29) + u'…');
}

void TestTurnRequest::titles()
{
    QFETCH(QString, text);
    QTEST(titleOf({ContentBlock::text(text)}), "title");
    QVERIFY(titleOf({ContentBlock::text(text)}).size() <= 60);
}

void TestTurnRequest::titleOfAttachments()
{
    const ContentBlock image = ContentBlock::image(u"image/png"_s, "bytes");
    QCOMPARE(titleOf({ContentBlock::pdf(u"report.pdf"_s, "bytes")}), u"report.pdf"_s);
    QCOMPARE(titleOf({withAttachmentName(image, u"photo.png"_s)}), u"photo.png"_s);
    QCOMPARE(titleOf({image}), u"Picture"_s);
    QCOMPARE(titleOf({image, ContentBlock::text(u"What is it?"_s)}), u"What is it?"_s);
    QCOMPARE(titleOf({}), QString());
}

QTEST_GUILESS_MAIN(TestTurnRequest)
#include "tst_turnrequest.moc"
