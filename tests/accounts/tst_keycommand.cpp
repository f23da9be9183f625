// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/keycommand.h"
#include "support/outcome.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <csignal>

using namespace Patchbay;
using Testing::Outcome;

class KeyCommandTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outputsBecomeKeysOrFaults_data();
    void outputsBecomeKeysOrFaults();
    void endlessCommandIsEndedWithItsChildren();
    void endlessOutputIsEnded();
    void endsWithItsOwner();
};

namespace {

Outcome<Secret> ran(const QString& command, qint64 timeoutMs = 20'000)
{
    QObject owner;
    Outcome<Secret> outcome;
    KeyCommand::run(command, timeoutMs, &owner, outcome.completion());
    (void)outcome.wait();
    return outcome;
}

// Until the process that wrote its id to `file` is gone, or is one that only waits to be buried.
bool isGone(const QString& file)
{
    QFile written(file);
    if (!written.open(QIODevice::ReadOnly))
        return false;
    QFile status(QStringLiteral("/proc/%1/stat").arg(written.readAll().trimmed().toInt()));
    return !status.open(QIODevice::ReadOnly) || status.readAll().contains(") Z ");
}

} // namespace

void KeyCommandTest::outputsBecomeKeysOrFaults_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QByteArray>("key"); // empty: a fault of that kind
    QTest::addColumn<int>("kind");
    const auto good = [](const char* name, const char* command) {
        QTest::newRow(name) << QString::fromLatin1(command) << QByteArray("sk-ant-test-1") << 0;
    };
    const auto bad = [](const char* name, const char* command, ErrorKind kind) {
        QTest::newRow(name) << QString::fromLatin1(command) << QByteArray() << int(kind);
    };
    good("line", "echo sk-ant-test-1");
    good("no line end", "printf sk-ant-test-1");
    good("first of several lines", "printf ' sk-ant-test-1\\r\\nlogin: me\\n'");
    good("pipe", "printf '%s' 1-tset-tna-ks | rev");
    good("in two pieces", "printf sk-ant-; printf test-1");
    good("talk on the error channel", "echo unlocking >&2; echo sk-ant-test-1");
    bad("nothing", "true", ErrorKind::SecretAbsent);
    bad("an empty line", "echo", ErrorKind::SecretAbsent);
    bad("a sentence", "echo 'not found: sk-ant-test-1'", ErrorKind::SecretAbsent);
    bad("exit code", "echo sk-ant-test-1; exit 3", ErrorKind::VaultDenied);
    bad("unknown command", "/nonexistent/password-manager", ErrorKind::VaultDenied);
    bad("crash", "kill -SEGV $$", ErrorKind::VaultDenied);
    bad("waits for input", "read answer && echo sk-ant-test-1", ErrorKind::VaultDenied);
}

void KeyCommandTest::outputsBecomeKeysOrFaults()
{
    QFETCH(QString, command);
    QFETCH(QByteArray, key);
    QFETCH(int, kind);
    const auto outcome = ran(command);
    if (!key.isEmpty()) {
        QVERIFY2(outcome.succeeded(), qPrintable(outcome.sentence()));
        QCOMPARE(outcome.result()->reveal().toByteArray(), key);
        return;
    }
    QVERIFY2(outcome.failedWith(ErrorKind(kind)), qPrintable(outcome.sentence()));
    QVERIFY(!outcome.sentence().contains(QLatin1String("sk-ant")));
    QVERIFY(!outcome.result().error().detail.contains(QLatin1String("sk-ant")));
    if (command.contains(QLatin1String("exit 3")))
        QVERIFY(outcome.sentence().contains(QLatin1String("exit code 3")));
}

void KeyCommandTest::endlessCommandIsEndedWithItsChildren()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("pid"));
    const auto outcome = ran(QStringLiteral("sleep 600 & echo $! > %1; wait").arg(file), 500);
    QVERIFY2(outcome.failedWith(ErrorKind::VaultTimeout), qPrintable(outcome.sentence()));
    QTRY_VERIFY(isGone(file));
}

void KeyCommandTest::endlessOutputIsEnded()
{
    const auto outcome = ran(QStringLiteral("yes sk-ant-test-1"));
    QVERIFY2(outcome.failedWith(ErrorKind::SecretAbsent), qPrintable(outcome.sentence()));
}

void KeyCommandTest::endsWithItsOwner()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("pid"));
    Outcome<Secret> outcome;
    {
        QObject owner;
        KeyCommand::run(QStringLiteral("echo $$ > %1; exec sleep 600").arg(file), 60'000, &owner,
                        outcome.completion());
        QTRY_VERIFY(QFile::exists(file) && QFileInfo(file).size() > 1);
    }
    QTRY_VERIFY(isGone(file));
    QCOMPARE(outcome.calls(), 0);
}

QTEST_GUILESS_MAIN(KeyCommandTest)
#include "tst_keycommand.moc"
