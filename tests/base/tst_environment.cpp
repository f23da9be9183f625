// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/environment.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;
using Variables = QHash<QString, QString>;

class EnvironmentTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Variables>("expected");
        const auto row = [](const char* name, const QString& text, const Variables& expected) {
            QTest::newRow(name) << text << expected;
        };
        row("nothing", {}, {});
        row("plain", u"A=1\nB=two words\n"_s, {{u"A"_s, u"1"_s}, {u"B"_s, u"two words"_s}});
        row("no last line end", u"A=1"_s, {{u"A"_s, u"1"_s}});
        row("crlf and bom", u"\uFEFFA=1\r\nB=2\r\n"_s, {{u"A"_s, u"1"_s}, {u"B"_s, u"2"_s}});
        row("export", u"export A=1\n"_s, {{u"A"_s, u"1"_s}});
        row("spaces", u"  A  =  1  \n\t\n"_s, {{u"A"_s, u"1"_s}});
        row("comments", u"# first\nA=1 # why\nB=2#not\n  # last"_s,
            {{u"A"_s, u"1"_s}, {u"B"_s, u"2#not"_s}});
        row("a comment and no value", u"A= # why\nB=\t# why\nC=#colour\n"_s,
            {{u"A"_s, QString()}, {u"B"_s, QString()}, {u"C"_s, u"#colour"_s}});
        row("empty values", u"A=\nB=\"\"\nC=''\n"_s,
            {{u"A"_s, QString()}, {u"B"_s, QString()}, {u"C"_s, QString()}});
        row("equals in the value", u"A=b=c==\n"_s, {{u"A"_s, u"b=c=="_s}});
        row("later wins", u"A=1\nA=2\n"_s, {{u"A"_s, u"2"_s}});
        row("single quotes are literal", u"A='a \\n $B # \"x\"'\n"_s,
            {{u"A"_s, u"a \\n $B # \"x\""_s}});
        row("double quotes escape", u"A=\"a\\nb\\tc\\\"d\\\\e\\$f\\q\" # why\n"_s,
            {{u"A"_s, u"a\nb\tc\"d\\e$f\\q"_s}});
        row("several lines", u"A=\"one\ntwo\"\nB='three\nfour'\nC=5\n"_s,
            {{u"A"_s, u"one\ntwo"_s}, {u"B"_s, u"three\nfour"_s}, {u"C"_s, u"5"_s}});
        row("json", u"CLAUDE_ACCOUNTS='[{\"name\":\"a\",\"apiKey\":\"sk-ant-test-1\"}]'"_s,
            {{u"CLAUDE_ACCOUNTS"_s, u"[{\"name\":\"a\",\"apiKey\":\"sk-ant-test-1\"}]"_s}});
        row("json without quotes", u"A=[{\"name\":\"a\"}]"_s, {{u"A"_s, u"[{\"name\":\"a\"}]"_s}});
        row("quotes within", u"A=it's\n"_s, {{u"A"_s, u"it's"_s}});
        row("other scripts", u"A=你好\n"_s, {{u"A"_s, u"你好"_s}});
    }
    void reads()
    {
        QFETCH(QString, text);
        QFETCH(Variables, expected);
        const auto variables = parseEnvFile(text);
        QVERIFY2(variables.has_value(), variables ? "" : qPrintable(variables.error().sentence()));
        QCOMPARE(*variables, expected);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::newRow("no equals") << u"A=1\nJust words\n"_s << 2;
        QTest::newRow("no name") << u"=1"_s << 1;
        QTest::newRow("digit first") << u"\n\n1A=1"_s << 3;
        QTest::newRow("space in the name") << u"A B=1"_s << 1;
        QTest::newRow("dash in the name") << u"A-B=1"_s << 1;
        QTest::newRow("other letters") << u"Ä=1"_s << 1;
        QTest::newRow("open double quote") << u"A=1\nB=\"open\nC=3\n"_s << 2;
        QTest::newRow("open single quote") << u"B='open"_s << 1;
        QTest::newRow("escape at the end") << u"B=\"a\\"_s << 1;
        QTest::newRow("text behind the quote") << u"A=\"one\ntwo\" three"_s << 2;
    }
    void refuses()
    {
        QFETCH(QString, text);
        QFETCH(int, line);
        const auto variables = parseEnvFile(text);
        QVERIFY(!variables.has_value());
        QCOMPARE(variables.error().kind, ErrorKind::InvalidInput);
        QVERIFY2(variables.error().cause.startsWith(u"Line %1 "_s.arg(line)),
                 qPrintable(variables.error().cause));
    }

    void errorsDoNotRepeatValues()
    {
        const auto variables = parseEnvFile(u"KEY=\"sk-ant-test-secret\" oops\n"_s);
        QVERIFY(!variables.has_value());
        QVERIFY(!variables.error().sentence().contains("secret"_L1));
        QVERIFY(!variables.error().detail.contains("secret"_L1));
    }

    void theProcessWinsOverTheFile()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"x.env"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("SET=file\nEMPTY=file\nNEW=file\n");
        file.close();

        Environment environment(Variables{{u"SET"_s, u"process"_s}, {u"EMPTY"_s, QString()}});
        QVERIFY(environment.addFile(path).has_value());
        QCOMPARE(environment.value(u"SET"_s), u"process"_s);
        QCOMPARE(environment.value(u"EMPTY"_s), u"file"_s);
        QCOMPARE(environment.value(u"NEW"_s), u"file"_s);
        QVERIFY(!environment.contains(u"OTHER"_s));
    }

    void aFileThatCannotBeReadIsAnError()
    {
        const QTemporaryDir folder;
        Environment environment;
        for (const QString& path : {folder.filePath(u"absent"_s), folder.path()}) {
            const auto added = environment.addFile(path);
            QVERIFY(!added.has_value());
            QCOMPARE(added.error().kind, ErrorKind::InvalidInput);
            QVERIFY(added.error().cause.contains(path));
        }
    }

    void readsTheProcess()
    {
        qputenv("PATCHBAY_TEST_VARIABLE", "here");
        QCOMPARE(Environment::ofProcess().value(u"PATCHBAY_TEST_VARIABLE"_s), u"here"_s);
        qunsetenv("PATCHBAY_TEST_VARIABLE");
        QVERIFY(!Environment::ofProcess().contains(u"PATCHBAY_TEST_VARIABLE"_s));
    }
};

QTEST_GUILESS_MAIN(EnvironmentTest)
#include "tst_environment.moc"
