// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/bodyscan.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

// A text without odd quotes in raw strings, which moc does not read.
QByteArray quoted(const char* text)
{
    return QByteArray(text).replace('\'', '"');
}

QJsonValue randomValue(QRandomGenerator& random, int depth)
{
    switch (random.bounded(depth > 3 ? 4 : 6)) {
    case 0:
        return random.bounded(1'000'000) / 7.0;
    case 1:
        return random.bounded(2) == 0;
    case 2:
        return QJsonValue::Null;
    case 3:
        return QString(random.bounded(20), QChar(random.bounded(0x20, 0x3000)));
    case 4: {
        QJsonArray array;
        for (int i = random.bounded(4); i > 0; --i)
            array.append(randomValue(random, depth + 1));
        return array;
    }
    default: {
        QJsonObject object;
        for (int i = random.bounded(4); i > 0; --i)
            object.insert(QString(random.bounded(1, 9), QChar(random.bounded(0x20, 0x80))),
                          randomValue(random, depth + 1));
        return object;
    }
    }
}

} // namespace

class BodyScanTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatThePoolMustKnow();
    void readsKeysHoweverTheyAreWritten();
    void tellsConversationsApart();
    void findsSessions();
    void refusesWhatIsNoObject_data();
    void refusesWhatIsNoObject();
    void agreesWithAParser();
    void survivesMutations();
    void takesTimeInProportion();
    void estimatesMoreRatherThanLess();
};

void BodyScanTest::findsWhatThePoolMustKnow()
{
    const QByteArray body =
        quoted(" {'max_tokens' : 1000 , 'messages':[{'model':'inner','stream':false}],"
               "'stream':\ttrue,'model':'claude-\\u0073onnet'} \n");
    const BodyScan scan = BodyScan::of(body);
    QVERIFY(!scan.fault);
    QCOMPARE(scan.model, u"claude-sonnet"_s);
    QVERIFY(scan.stream);
    QCOMPARE(scan.maxTokens, 1000);
    QCOMPARE(body.mid(scan.modelSpan.start, scan.modelSpan.size), quoted("'claude-\\u0073onnet'"));
    QCOMPARE(body.mid(scan.maxTokensSpan.start, scan.maxTokensSpan.size), QByteArray("1000"));
    QCOMPARE(BodyScan::of("{}").model, QString());
    QVERIFY(!BodyScan::of("{}").fault);
    QCOMPARE(BodyScan::of(quoted("{'model':7,'max_tokens':'x','stream':1}")).maxTokens, 0);
}

void BodyScanTest::readsKeysHoweverTheyAreWritten()
{
    QCOMPARE(BodyScan::of(quoted("{'\\u006dodel':'a'}")).model, u"a"_s);
    QVERIFY(BodyScan::of(quoted("{'model':'a','mode\\u006c':'b'}")).fault);
    QVERIFY(BodyScan::of(quoted("{'stream':true,'stream':false}")).fault);
    QVERIFY(!BodyScan::of(quoted("{'x':1,'x':2}")).fault);
}

void BodyScanTest::tellsConversationsApart()
{
    const auto hashOf = [](const char* text) { return BodyScan::of(quoted(text)).openingHash; };
    const quint64 first = hashOf("{'system':'s','messages':[{'role':'user','content':'a'}]}");
    QVERIFY(first != 0);
    // It goes on, asks for something else, or stands in another order: the same.
    QCOMPARE(hashOf("{'system':'s','messages':[{'role':'user','content':'a'},{'role':'x'}]}"),
             first);
    QCOMPARE(hashOf("{'messages':[{'role':'user','content':'a'}],'max_tokens':5,'system':'s'}"),
             first);
    QVERIFY(hashOf("{'system':'t','messages':[{'role':'user','content':'a'}]}") != first);
    QVERIFY(hashOf("{'system':'s','messages':[{'role':'user','content':'b'}]}") != first);
    QCOMPARE(hashOf("{'messages':[]}"), 0U);
}

void BodyScanTest::findsSessions()
{
    QCOMPARE(BodyScan::of(quoted("{'metadata':{'user_id':'{\\'session_id\\':\\'abc\\'}'}}")
                              .replace("\\\"", "\\\""))
                 .session,
             u"abc"_s);
    QCOMPARE(BodyScan::of(quoted("{'metadata':{'user_id':'user_1_account__session_s-2'}}")).session,
             u"s-2"_s);
    QCOMPARE(BodyScan::of(quoted("{'metadata':{'user_id':'somebody'}}")).session, QString());
    QCOMPARE(BodyScan::of(quoted("{'metadata':7}")).session, QString());
}

void BodyScanTest::refusesWhatIsNoObject_data()
{
    QTest::addColumn<QByteArray>("body");
    for (const char* text :
         {"",        " ",     "null",           "[]",           "'x'",        "{",
          "{'a'",    "{'a':", "{'a':1",         "{'a':1,",      "{'a':1,}",   "{}{}",
          "{'a' 1}", "{a:1}", "{'a':'x",        "{'a':'\\",     "{'a':[1,2}", "{'a':]}",
          "{'a':}",  "{,}",   "\xef\xbb\xbf{}", "{'a':{'b':{}", "{'a'1}"})
        QTest::newRow(text) << quoted(text);
    QTest::newRow("deep") << quoted("{'a':") + QByteArray(100'000, '[');
    QTest::newRow("deep and right")
        << quoted("{'a':") + QByteArray(5000, '[') + QByteArray(5000, ']') + '}';
}

void BodyScanTest::refusesWhatIsNoObject()
{
    QFETCH(QByteArray, body);
    QVERIFY(BodyScan::of(body).fault);
}

void BodyScanTest::agreesWithAParser()
{
    QRandomGenerator random(3);
    for (int i = 0; i < 2000; ++i) {
        QJsonObject object = randomValue(random, 0).toObject();
        object.insert(u"model"_s,
                      QString(random.bounded(1, 9), QChar(random.bounded(0x20, 0xd000))));
        object.insert(u"stream"_s, random.bounded(2) == 0);
        object.insert(u"max_tokens"_s, static_cast<int>(random.bounded(1, 100'000)));
        object.insert(u"messages"_s, QJsonArray{randomValue(random, 0)});
        const auto form = random.bounded(2) == 0 ? QJsonDocument::Compact : QJsonDocument::Indented;
        const BodyScan scan = BodyScan::of(QJsonDocument(object).toJson(form));
        QVERIFY(!scan.fault);
        QCOMPARE(scan.model, object.value("model"_L1).toString());
        QCOMPARE(scan.stream, object.value("stream"_L1).toBool());
        QCOMPARE(scan.maxTokens, object.value("max_tokens"_L1).toInteger());
    }
}

void BodyScanTest::survivesMutations()
{
    QRandomGenerator random(4);
    const QByteArray body = quoted("{'model':'m','max_tokens':5,'system':[{'type':'text','text':'"
                                   "\\u00e4 x'}],'messages':[{'role':"
                                   "'user','content':[{'type':'image','source':{'type':'base64','"
                                   "data':'AAAA'}}]}],'stream':true,"
                                   "'metadata':{'user_id':'x_session_y'}}");
    int read = 0;
    for (int i = 0; i < 50'000; ++i) {
        QByteArray mutated = body;
        for (int change = random.bounded(1, 5); change > 0 && !mutated.isEmpty(); --change) {
            const qsizetype at = random.bounded(mutated.size());
            switch (random.bounded(4)) {
            case 0:
                mutated[at] = static_cast<char>(random.bounded(256));
                break;
            case 1:
                mutated.remove(at, random.bounded(1, 9));
                break;
            case 2:
                mutated.truncate(at);
                break;
            default:
                mutated.insert(at, "{}[]\",:\\"[random.bounded(8)]);
            }
        }
        const BodyScan scan = BodyScan::of(mutated);
        // What a parser takes, the scan does: it must not stop what an upstream would answer.
        const QJsonDocument parsed = QJsonDocument::fromJson(mutated);
        if (parsed.isObject() && scan.fault)
            QVERIFY2(QByteArray(scan.fault).contains("twice"), mutated.constData());
        read += scan.fault ? 0 : 1;
        QVERIFY(scan.modelSpan.start + scan.modelSpan.size <= mutated.size());
    }
    QVERIFY(read > 100);
}

void BodyScanTest::takesTimeInProportion()
{
    // Generous: a megabyte takes some milliseconds.
    for (const QByteArray& body :
         {quoted("{'messages':[{'content':'") + QByteArray(8'000'000, 'a') + quoted("'}]}"),
          quoted("{'a':[") + QByteArray("\"\",").repeated(2'500'000) + "1]}",
          quoted("{'a':1") + QByteArray(",\"k\":1").repeated(1'000'000) + "}",
          quoted("{'a':'") + QByteArray("\\\\").repeated(4'000'000) + quoted("'}")}) {
        QElapsedTimer timer;
        timer.start();
        QVERIFY(!BodyScan::of(body).fault);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }
}

void BodyScanTest::estimatesMoreRatherThanLess()
{
    const auto estimate = [](const QByteArray& content) {
        return BodyScan::of(quoted("{'messages':[{'role':'user','content':") + content + "}]}")
            .estimatedInputTokens();
    };
    const qint64 none = estimate(quoted("''"));
    QVERIFY(none > 0 && none < 200);
    // Words of five letters are a good token each.
    const QByteArray words = '"' + QByteArray("words ").repeated(10'000) + '"';
    QVERIFY(estimate(words) > 13'000);
    QVERIFY(estimate(words) < 40'000);
    // A picture is no text.
    const QByteArray picture =
        quoted("[{'type':'image','source':{'type':'base64','media_type':'image/png','data':'") +
        QByteArray(1'000'000, 'A') + quoted("'}}]");
    QVERIFY(estimate(picture) < 10'000);
    QVERIFY(estimate(picture) > 1500);
}

QTEST_GUILESS_MAIN(BodyScanTest)
#include "tst_bodyscan.moc"
