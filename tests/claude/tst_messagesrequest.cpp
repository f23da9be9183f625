// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/messagesrequest.h"

#include <QJsonDocument>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

QJsonObject parsed(const QByteArray& json)
{
    return QJsonDocument::fromJson(json).object();
}

} // namespace

class MessagesRequestTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void writesItsBody()
    {
        MessagesRequest request;
        request.model = u"claude-sonnet-5-5"_s;
        request.maxTokens = 8192;
        request.system = u"Be brief."_s;
        request.messages = {{Role::User, {ContentBlock::text(u"hi"_s)}, {}}};
        QCOMPARE(parsed(request.toJson()), parsed(R"({"model":"claude-sonnet-5-5","max_tokens":8192,
            "system":"Be brief.","stream":true,"messages":[{"role":"user","content":[{"type":"text","text":"hi"}]}]})"));
        request.system.clear();
        request.stream = false;
        QCOMPARE(parsed(request.toJson()).keys(),
                 (QStringList{u"max_tokens"_s, u"messages"_s, u"model"_s}));
    }

    void survivesARoundTrip_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("least") << QByteArray(R"({"model":"m","messages":[]})");
        QTest::newRow("unknown fields") << QByteArray(
            R"({"model":"m","max_tokens":5,"stream":true,"new_thing":{"a":[1,null]},"tools":[{"name":"f"}],
                "messages":[{"role":"user","content":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}],"id":"kept"},
                {"role":"assistant","content":[{"type":"thinking","thinking":"","signature":"s"}]},
                {"role":"system","content":[{"type":"text","text":"now"}]}]})");
        QTest::newRow("system blocks") << QByteArray(
            R"({"model":"m","max_tokens":5,"system":[{"type":"text","text":"s","cache_control":{}}],"messages":[]})");
        QTest::newRow("warm the cache")
            << QByteArray(R"({"model":"m","max_tokens":0,"messages":[]})");
        QTest::newRow("large numbers")
            << QByteArray(R"({"model":"m","max_tokens":9007199254740993,"messages":[]})");
    }
    void survivesARoundTrip()
    {
        QFETCH(QByteArray, body);
        const auto request = MessagesRequest::fromJson(body);
        QVERIFY(request.has_value());
        QCOMPARE(parsed(request->toJson()), parsed(body));
        const auto again = MessagesRequest::fromJson(request->toJson());
        QVERIFY(again.has_value());
        QVERIFY(*again == *request);
    }

    void readsWhatItNames()
    {
        const auto request = MessagesRequest::fromJson(
            R"({"model":"m","max_tokens":7,"system":"s","messages":[{"role":"assistant","content":"text"}]})");
        QVERIFY(request.has_value());
        QCOMPARE(request->model, u"m"_s);
        QCOMPARE(request->maxTokens, 7);
        QCOMPARE(request->system, u"s"_s);
        QVERIFY(!request->stream);
        QCOMPARE(request->messages.first().role, Role::Assistant);
        QCOMPARE(request->messages.first().content, QList{ContentBlock::text(u"text"_s)});
        QVERIFY(request->extra.isEmpty());
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("not json") << QByteArray("{model");
        QTest::newRow("array") << QByteArray("[1]");
        QTest::newRow("deep") << QByteArray(1'000'000, '[');
        QTest::newRow("no model") << QByteArray(R"({"messages":[]})");
        QTest::newRow("model of wrong type") << QByteArray(R"({"model":7,"messages":[]})");
        QTest::newRow("no messages") << QByteArray(R"({"model":"m"})");
        QTest::newRow("messages an object") << QByteArray(R"({"model":"m","messages":{}})");
        QTest::newRow("message a string") << QByteArray(R"({"model":"m","messages":["hi"]})");
        QTest::newRow("unknown role")
            << QByteArray(R"({"model":"m","messages":[{"role":"tool","content":"x"}]})");
        QTest::newRow("no content") << QByteArray(R"({"model":"m","messages":[{"role":"user"}]})");
        QTest::newRow("content a number")
            << QByteArray(R"({"model":"m","messages":[{"role":"user","content":1}]})");
        QTest::newRow("max_tokens negative")
            << QByteArray(R"({"model":"m","max_tokens":-1,"messages":[]})");
        QTest::newRow("max_tokens a fraction")
            << QByteArray(R"({"model":"m","max_tokens":1.5,"messages":[]})");
        QTest::newRow("max_tokens 2^63")
            << QByteArray(R"({"model":"m","max_tokens":9223372036854775808,"messages":[]})");
        QTest::newRow("max_tokens null")
            << QByteArray(R"({"model":"m","max_tokens":null,"messages":[]})");
        QTest::newRow("stream a word")
            << QByteArray(R"({"model":"m","stream":"yes","messages":[]})");
    }
    void refuses()
    {
        QFETCH(QByteArray, body);
        const auto request = MessagesRequest::fromJson(body);
        QVERIFY(!request.has_value());
        QCOMPARE(request.error().kind, ErrorKind::InvalidInput);
        QVERIFY(!request.error().cause.isEmpty());
    }

    void namesRoles()
    {
        for (const Role role : {Role::User, Role::Assistant, Role::System})
            QCOMPARE(roleFromName(roleName(role)), role);
    }
};

QTEST_GUILESS_MAIN(MessagesRequestTest)
#include "tst_messagesrequest.moc"
