// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/toolsetup.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

const QString origin = u"http://127.0.0.1:4321"_s;
const QString token = u"pb-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-AbCdE"_s;

SetupValues values(SetupShell shell = SetupShell::Posix)
{
    return {origin, token, u"claude-sonnet-5-5"_s, shell};
}

QString codeOf(const QString& tool, SetupShell shell = SetupShell::Posix)
{
    QStringList code;
    const QList<SetupStep> steps = ToolSetup::steps(tool, values(shell));
    for (const SetupStep& step : steps)
        code.append(step.code);
    return code.join(u"\n"_s);
}

// Has `program` read the code as a file of that name; what it complains of.
QString complaint(const QString& program, const QStringList& arguments, const QString& name,
                  const QString& code)
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly))
        return u"no file"_s;
    file.write(code.toUtf8());
    file.close();
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments + QStringList{file.fileName()});
    if (!process.waitForFinished(60'000))
        return u"not run"_s;
    return process.exitCode() == 0 ? QString() : QString::fromUtf8(process.readAll());
}

} // namespace

class TestToolSetup final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyToolIsFilledIn()
    {
        const QList<SetupTool> tools = ToolSetup::tools();
        QVERIFY(tools.size() >= 12);
        QSet<QString> ids;
        for (const SetupTool& tool : tools) {
            ids.insert(tool.id);
            QVERIFY(!tool.name.isEmpty());
            for (const SetupShell shell : {SetupShell::Posix, SetupShell::PowerShell}) {
                const QString code = codeOf(tool.id, shell);
                QVERIFY2(code.contains(origin), qPrintable(tool.id));
                QVERIFY2(code.contains(token), qPrintable(tool.id));
                QVERIFY2(!code.contains(u"@ORIGIN"_s) && !code.contains(u"@TOKEN"_s) &&
                             !code.contains(u"@MODEL"_s),
                         qPrintable(tool.id));
                const QList<SetupStep> steps = ToolSetup::steps(tool.id, values(shell));
                for (const SetupStep& step : steps)
                    QVERIFY(step.where.endsWith(u':') && !step.code.endsWith(u'\n'));
            }
        }
        QCOMPARE(ids.size(), tools.size());
        QVERIFY(ToolSetup::steps(u"abacus"_s, values()).isEmpty());
    }

    // A library adds /v1 itself or not: wrong, and every request ends at /v1/v1/ or beside it.
    void baseUrlsEndWhereTheirToolExpectsIt()
    {
        for (const QString& tool :
             {u"claude-code"_s, u"claude-code-settings"_s, u"python"_s, u"javascript"_s})
            QVERIFY2(codeOf(tool).contains(u'"' + origin + u'"'), qPrintable(tool));
        for (const QString& tool :
             {u"openai-python"_s, u"openai-javascript"_s, u"ai-sdk"_s, u"codex"_s, u"aider"_s})
            QVERIFY2(codeOf(tool).contains(u'"' + origin + u"/v1\""_s), qPrintable(tool));
    }

    void programsReadWhatIsForThem_data()
    {
        QTest::addColumn<QString>("tool");
        QTest::addColumn<QString>("program");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("file");
        const QStringList check{u"-n"_s};
        for (const char* tool : {"claude-code", "curl", "openai-curl", "aider"})
            QTest::newRow(tool) << QString::fromLatin1(tool) << u"bash"_s << check << u"a.sh"_s;
        const QStringList compile{u"-m"_s, u"py_compile"_s};
        for (const char* tool : {"python", "openai-python"})
            QTest::newRow(tool) << QString::fromLatin1(tool) << u"python3"_s << compile
                                << u"a.py"_s;
        for (const char* tool : {"javascript", "openai-javascript", "ai-sdk"})
            QTest::newRow(tool) << QString::fromLatin1(tool) << u"node"_s
                                << QStringList{u"--check"_s} << u"a.mjs"_s;
    }

    void programsReadWhatIsForThem()
    {
        QFETCH(const QString, tool);
        QFETCH(const QString, program);
        QFETCH(const QStringList, arguments);
        QFETCH(const QString, file);
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP("the program is not installed here");
        QCOMPARE(complaint(program, arguments, file, codeOf(tool)), QString());
    }

    void settingsAreJsonAndToml()
    {
        const QJsonObject settings =
            QJsonDocument::fromJson(codeOf(u"claude-code-settings"_s).toUtf8()).object();
        const QJsonObject variables = settings.value(u"env"_s).toObject();
        QCOMPARE(variables.value(u"ANTHROPIC_BASE_URL"_s), origin);
        QCOMPARE(variables.value(u"ANTHROPIC_AUTH_TOKEN"_s), token);
        const QList<SetupStep> codex = ToolSetup::steps(u"codex"_s, values());
        QCOMPARE(codex.size(), 2);
        QCOMPARE(complaint(u"python3"_s,
                           {u"-c"_s, u"import sys, tomllib; c = tomllib.load(open(sys.argv[1], "
                                     "'rb')); assert c['model_providers'][c['model_provider']]"
                                     "['wire_api'] == 'responses'"_s},
                           u"a.toml"_s, codex.first().code),
                 QString());
    }

    void originsAreWhatAToolOnThisMachineReaches_data()
    {
        QTest::addColumn<QString>("listen");
        QTest::addColumn<QString>("expected"); // empty: refused
        QTest::newRow("plain") << u"127.0.0.1:3002"_s << u"http://127.0.0.1:3002"_s;
        QTest::newRow("port") << u":3002"_s << u"http://127.0.0.1:3002"_s;
        QTest::newRow("everywhere") << u"0.0.0.0:80"_s << u"http://127.0.0.1:80"_s;
        QTest::newRow("v6") << u"[::1]:3002"_s << u"http://[::1]:3002"_s;
        QTest::newRow("everywhere v6") << u"[::]:3002"_s << u"http://[::1]:3002"_s;
        QTest::newRow("name") << u"localhost:3002"_s << u"http://localhost:3002"_s;
        QTest::newRow("address") << u"https://patchbay.example/"_s << u"https://patchbay.example"_s;
        QTest::newRow("address and port") << u"http://desk:3002"_s << u"http://desk:3002"_s;
        QTest::newRow("no port") << u"127.0.0.1"_s << QString();
        QTest::newRow("no number") << u"127.0.0.1:http"_s << QString();
        QTest::newRow("path") << u"http://desk/v1"_s << QString();
        QTest::newRow("user") << u"http://me:secret@desk"_s << QString();
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("space") << u"a b:80"_s << QString();
    }

    void originsAreWhatAToolOnThisMachineReaches()
    {
        QFETCH(const QString, listen);
        QFETCH(const QString, expected);
        const auto found = ToolSetup::originOf(listen);
        QCOMPARE(found.value_or(QString()), expected);
    }
};

QTEST_GUILESS_MAIN(TestToolSetup)
#include "tst_toolsetup.moc"
