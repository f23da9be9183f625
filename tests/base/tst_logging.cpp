// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/logging.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <cstdlib>
#include <thread>
#include <vector>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Destroyed after all that functions made: secrets are hidden in what is said even then.
struct LastWord
{
    ~LastWord()
    {
        if (redact(u"key sk-ant-test-0123456789"_s).contains("0123456789"_L1))
            std::abort();
    }
} lastWord;

} // namespace

class LoggingTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void hidesCredentials_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("secret");
        QTest::newRow("api key") << u"key sk-ant-test-0123456789 used"_s << u"0123456789"_s;
        QTest::newRow("oauth token") << u"{\"t\":\"sk-ant-oat01-AbC_d-9\"}"_s << u"AbC_d-9"_s;
        QTest::newRow("client token")
            << u"token pb-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-AbCdE sent"_s << u"AbCdEfGh"_s;
        QTest::newRow("at the end") << u"sk-ant-test-secretsecret"_s << u"secret"_s;
        QTest::newRow("bearer") << u"Authorization: Bearer eyJhbGciOi.J9"_s << u"eyJ"_s;
        QTest::newRow("bearer in small letters")
            << u"authorization: bearer topsecret"_s << u"topsecret"_s;
        QTest::newRow("basic") << u"Authorization: Basic dXNlcjpwYXNz"_s << u"dXNl"_s;
        QTest::newRow("x-api-key") << u"x-api-key: topsecret"_s << u"topsecret"_s;
        QTest::newRow("X-Api-Key") << u"X-Api-Key:topsecret"_s << u"topsecret"_s;
        QTest::newRow("printed pair") << u"(\"x-api-key\", \"topsecret\")"_s << u"topsecret"_s;
        QTest::newRow("json apiKey")
            << u"{\"name\":\"a\",\"apiKey\":\"topsecret\"}"_s << u"topsecret"_s;
        QTest::newRow("json tokens") << u"{\"refresh_token\" : \"topsecret\"}"_s << u"topsecret"_s;
        QTest::newRow("address") << u"postgresql://user:topsecret@host/db"_s << u"topsecret"_s;
        QTest::newRow("proxy") << u"http://u:topsecret@127.0.0.1:1"_s << u"topsecret"_s;
        QTest::newRow("variable") << u"CLAUDE_API_KEY=topsecret"_s << u"topsecret"_s;
    }
    void hidesCredentials()
    {
        QFETCH(QString, text);
        QFETCH(QString, secret);
        QVERIFY2(!redact(text).contains(secret), qPrintable(redact(text)));
        QVERIFY(redact(text).contains("[redacted]"_L1));
    }

    void leavesTheRest_data()
    {
        QTest::addColumn<QString>("text");
        for (const QString& text :
             {u"a task-management-system on a disk-encryption-tool"_s,
              u"GET http://127.0.0.1:3002/v1/messages?beta=true"_s, u"the bearer of news"_s,
              u"request req_011CSHoEeqs5C35K2UUqR7Fy took 12 ms"_s, u"mail user@example.org"_s,
              u"at 10:20:30@noon"_s, u"max_tokens: 8192, input_tokens: 5"_s, QString()})
            QTest::newRow(qPrintable(text)) << text;
    }
    void leavesTheRest()
    {
        QFETCH(QString, text);
        QCOMPARE(redact(text), text);
    }

    void writesAFileOfTheOwnersAlone()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"patchbay.log"_s);
        const QtMessageHandler before = qInstallMessageHandler(nullptr);
        installLogging(path);
        qCInfo(lcPool) << "sent with sk-ant-test-0123456789";
        qCDebug(lcPool) << "not shown";
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 4; ++t) {
                threads.emplace_back([t] {
                    for (int i = 0; i < 50; ++i)
                        qCWarning(lcUsage).noquote() << "line" << t << i << "end";
                });
            }
        }
        // The file is full: the next line begins a new one.
        QFile file(path);
        QVERIFY(file.open(QIODevice::Append));
        file.write(QByteArray(6 * 1024 * 1024, '.') + '\n');
        file.close();
        qCInfo(lcPool) << "after the turn";
        qInstallMessageHandler(before);

        const QByteArray old = contents(path + u".1"_s);
        QVERIFY(old.contains("patchbay.pool: "));
        QVERIFY(old.contains("[redacted]"));
        QVERIFY(!old.contains("0123456789"));
        QVERIFY(!old.contains("not shown"));
        for (int t = 0; t < 4; ++t) {
            for (int i = 0; i < 50; ++i)
                QVERIFY(old.contains(
                    QStringLiteral("patchbay.usage: line %1 %2 end\n").arg(t).arg(i).toUtf8()));
        }
        const QByteArray current = contents(path);
        QVERIFY(current.contains("after the turn"));
        QVERIFY(current.size() < 1000);
        const auto others =
            QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFileInfo(path).permissions() & others));
        QVERIFY(!(QFileInfo(path + u".1"_s).permissions() & others));
    }
};

QTEST_GUILESS_MAIN(LoggingTest)
#include "tst_logging.moc"
