// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/jsontext.h"
#include "endpoint/openai/jsonwriter.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class JsonTextTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatIsJson_data();
    void readsWhatIsJson();
    void refusesWhatIsNot_data();
    void refusesWhatIsNot();
    void refusesWhatIsTooDeep();
    void keepsOrderAndSpelling();
    void takesTheLastOfEqualNames();
    void readsStrings_data();
    void readsStrings();
    void readsIntegers_data();
    void readsIntegers();
    void answersWithNothingForOtherKinds();
    void writesWhatItReads();
};

void JsonTextTest::readsWhatIsJson_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("kind");
    using Kind = JsonText::Kind;
    const auto row = [](const char* name, const QByteArray& text, Kind kind) {
        QTest::newRow(name) << text << static_cast<int>(kind);
    };
    row("null", "null", Kind::Null);
    row("true", " true\n", Kind::Bool);
    row("false", "false", Kind::Bool);
    row("zero", "0", Kind::Number);
    row("minus zero", "-0", Kind::Number);
    row("all of a number", "-12.50e+10", Kind::Number);
    row("largest number", "1.7976931348623157e308", Kind::Number);
    row("smallest number", "1e-307", Kind::Number);
    row("many digits", "0." + QByteArray(100'000, '9'), Kind::Number);
    row("empty string", "\"\"", Kind::String);
    row("escapes", R"("\"\\\/\b\f\n\r\t\u00e4")", Kind::String);
    row("lone surrogate", R"("\ud800")", Kind::String);
    row("empty array", "[]", Kind::Array);
    row("spaces", " [ 1 , [ ] , { } ] ", Kind::Array);
    row("object", R"({"a":{"b":[1,{"c":"}]"}]}})", Kind::Object);
    row("no name", R"({"":1})", Kind::Object);
    row("512 levels", QByteArray(512, '[') + QByteArray(512, ']'), Kind::Array);
}

void JsonTextTest::readsWhatIsJson()
{
    QFETCH(QByteArray, text);
    QFETCH(int, kind);
    const auto json = JsonText::parse(text);
    QVERIFY2(json, json ? "" : qPrintable(json.error()));
    QCOMPARE(static_cast<int>(json->kind()), kind);
    QCOMPARE(json->raw().toByteArray(), text.trimmed());
}

void JsonTextTest::refusesWhatIsNot_data()
{
    QTest::addColumn<QByteArray>("text");
    const QList<QByteArray> wrong{"",
                                  " ",
                                  "nul",
                                  "nulll",
                                  "True",
                                  "01",
                                  "-",
                                  "+1",
                                  "1.",
                                  ".5",
                                  "1e",
                                  "1e+",
                                  "0x10",
                                  "1e999",
                                  "-1e999999999999",
                                  "1e-999",
                                  QByteArray(400, '9'),
                                  "NaN",
                                  "Infinity",
                                  "\"",
                                  "\"a",
                                  "\"\\\"",
                                  "\"\\x\"",
                                  "\"\\u12g4\"",
                                  "\"\\u12",
                                  "\"a\nb\"",
                                  QByteArray("\"a\0b\"", 5),
                                  QByteArray("\"\\\0\"", 4),
                                  "'a'",
                                  "[",
                                  "]",
                                  "[1,]",
                                  "[,1]",
                                  "[1 2]",
                                  "[1}",
                                  "{",
                                  "{\"a\"}",
                                  "{\"a\":}",
                                  "{\"a\":1,}",
                                  "{a:1}",
                                  "{1:1}",
                                  "{\"a\":1 \"b\":2}",
                                  "{\"a\",1}",
                                  "{} {}",
                                  "1 2",
                                  "// c\n1",
                                  "\xef\xbb\xbf{}",
                                  "\"\xff\"",
                                  "\"\xed\xa0\x80\"",
                                  "\"\xc0\xaf\""};
    for (const QByteArray& text : wrong)
        QTest::newRow(text.left(40).toPercentEncoding().constData()) << text;
}

void JsonTextTest::refusesWhatIsNot()
{
    QFETCH(QByteArray, text);
    const auto json = JsonText::parse(text);
    QVERIFY(!json);
    QVERIFY(!json.error().isEmpty());
}

void JsonTextTest::refusesWhatIsTooDeep()
{
    for (const QByteArray& open : {QByteArray("["), QByteArray("{\"a\":")}) {
        const auto json = JsonText::parse(open.repeated(1'000'000));
        QVERIFY(!json);
        QVERIFY2(json.error().contains("deeper"_L1), qPrintable(json.error()));
    }
}

void JsonTextTest::keepsOrderAndSpelling()
{
    const QByteArray text =
        R"( {"z" : 1.0 , "a":[ 12345678901234567890 ,"\u00e9"], "z2":{"b":1,"a":2}} )";
    const auto json = JsonText::parse(text);
    QVERIFY(json);
    const JsonMembers members(*json);
    QList<QByteArray> names;
    for (const JsonMembers::Member& member : members.all())
        names.append(member.name);
    QCOMPARE(names, (QList<QByteArray>{"z", "a", "z2"}));
    QCOMPARE(members.value("z").raw().toByteArray(), "1.0");
    QCOMPARE(members.value("a").elements().first().raw().toByteArray(), "12345678901234567890");
    QCOMPARE(members.value("z2").raw().toByteArray(), R"({"b":1,"a":2})");
}

void JsonTextTest::takesTheLastOfEqualNames()
{
    const auto json = JsonText::parse(R"({"a":1,"\u0061":2})");
    QVERIFY(json);
    QCOMPARE(JsonMembers(*json).value("a").integer(), 2);
    QVERIFY(JsonMembers(*json).value("b").isAbsent());
}

void JsonTextTest::readsStrings_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("read");
    QTest::newRow("plain") << QByteArray(R"("abc")") << u"abc"_s;
    QTest::newRow("escapes") << QByteArray(R"("a\"\\\/\b\f\n\r\tz")") << u"a\"\\/\b\f\n\r\tz"_s;
    QTest::newRow("code") << QByteArray(R"("\u00E4\u20ac")") << u"ä€"_s;
    QTest::newRow("pair") << QByteArray(R"("x\ud83d\ude00y")") << u"x😀y"_s;
    QTest::newRow("lone high") << QByteArray(R"("\ud83dx")") << u"\uFFFDx"_s;
    QTest::newRow("two high") << QByteArray(R"("\ud83d\ud83d\ude00")") << u"\uFFFD😀"_s;
    QTest::newRow("lone low") << QByteArray(R"("\ude00")") << u"\uFFFD"_s;
    QTest::newRow("zero") << QByteArray(R"("a\u0000b")") << QString(u"a"_s + QChar(0) + u'b');
    QTest::newRow("backslashes before the end") << QByteArray(R"("a\\\\")") << u"a\\\\"_s;
}

void JsonTextTest::readsStrings()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, read);
    const QByteArray inList = "[" + text + ",1]";
    const auto json = JsonText::parse(inList);
    QVERIFY(json);
    const QList<JsonText> elements = json->elements();
    QCOMPARE(elements.size(), 2);
    QCOMPARE(elements.first().string(), read);
    QVERIFY(elements.first() == QByteArrayView(read.toUtf8()));
}

void JsonTextTest::readsIntegers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isOne");
    QTest::addColumn<qint64>("number");
    QTest::newRow("plain") << QByteArray("42") << true << qint64(42);
    QTest::newRow("negative") << QByteArray("-7") << true << qint64(-7);
    QTest::newRow("point zero") << QByteArray("5.0") << true << qint64(5);
    QTest::newRow("exponent") << QByteArray("1e3") << true << qint64(1000);
    QTest::newRow("largest") << QByteArray("9223372036854775807") << true
                             << std::numeric_limits<qint64>::max();
    QTest::newRow("too large") << QByteArray("9223372036854775808") << false << qint64(0);
    QTest::newRow("fraction") << QByteArray("1.5") << false << qint64(0);
    QTest::newRow("enormous") << QByteArray("1e300") << false << qint64(0);
    QTest::newRow("string") << QByteArray("\"1\"") << false << qint64(0);
}

void JsonTextTest::readsIntegers()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isOne);
    QFETCH(qint64, number);
    const auto json = JsonText::parse(text);
    QVERIFY(json);
    QCOMPARE(json->integer().has_value(), isOne);
    QCOMPARE(json->integer().value_or(0), number);
}

void JsonTextTest::answersWithNothingForOtherKinds()
{
    for (const char* text : {"null", "true", "1", "\"a\"", "[1]", "{\"a\":1}"}) {
        const auto json = JsonText::parse(text);
        QVERIFY(json);
        QCOMPARE(json->elements().size(), json->isArray() ? 1 : 0);
        QCOMPARE(JsonMembers(*json).all().size(), json->isObject() ? 1 : 0);
        QCOMPARE(json->string(), json->isString() ? u"a"_s : QString());
        QCOMPARE(json->integer().has_value(), json->isNumber());
        QCOMPARE(json->isTrue(), json->isBool());
    }
    const JsonText absent;
    QVERIFY(absent.isAbsent() && absent.isNull());
    QVERIFY(absent.elements().isEmpty() && JsonMembers(absent).all().isEmpty());
}

void JsonTextTest::writesWhatItReads()
{
    QString all;
    for (char16_t c = 0; c < 0x250; ++c)
        all.append(QChar(c));
    JsonWriter writer;
    writer.beginObject().member("text", all).name("list").beginArray().integer(-1).null();
    writer.boolean(true).string("x").beginObject().endObject().endArray().rawMember("raw", "1.0");
    writer.endObject();
    const QJsonObject read = QJsonDocument::fromJson(writer.bytes()).object();
    QCOMPARE(read.value("text"_L1).toString(), all);
    const auto own = JsonText::parse(writer.bytes());
    QVERIFY(own);
    QCOMPARE(JsonMembers(*own).value("text").string(), all);
    QVERIFY(writer.bytes().endsWith(R"(,"list":[-1,null,true,"x",{}],"raw":1.0})"));
}

QTEST_GUILESS_MAIN(JsonTextTest)
#include "tst_jsontext.moc"
