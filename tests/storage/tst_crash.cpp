// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>

#ifdef __SANITIZE_THREAD__
// QProcess forks in a way that the sanitizer takes for a fork without exec.
extern "C" const char* __tsan_default_options();
extern "C" const char* __tsan_default_options()
{
    return "die_after_fork=0";
}
#endif

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

/// The child: writes rows one after the other and prints each one's number once it is committed.
class Scribe final : public QObject
{
public:
    Scribe(std::unique_ptr<Database> database, qint64 first)
        : m_database(std::move(database))
        , m_next(first)
    {
        for (int i = 0; i < 8; ++i)
            writeNext();
    }

private:
    void writeNext()
    {
        const qint64 number = m_next++;
        m_database->write(
            [number](Connection& connection) -> Result<void> {
                const auto added = connection.run(
                    u"INSERT INTO drafts (conversation, text, updated_at) VALUES (?, ?, ?)"_s,
                    {QString::number(number), QString(static_cast<int>(number % 3000), u'x'),
                     number});
                return added ? Result<void>() : Failure(added.error());
            },
            number % 2 == 0 ? Database::Haste::Now : Database::Haste::Grouped, m_mailbox.address(),
            [this, number](const Result<void>& result) {
                if (!result)
                    QCoreApplication::exit(3);
                std::printf("%lld\n", static_cast<long long>(number));
                std::fflush(stdout);
                writeNext();
            });
    }

    Mailbox m_mailbox;
    std::unique_ptr<Database> m_database;
    qint64 m_next;
};

int runScribe(QCoreApplication& application)
{
    const QStringList arguments = application.arguments();
    auto database = Database::open(arguments.at(2), arguments.at(3));
    if (!database) {
        std::fprintf(stderr, "%s\n", qPrintable(database.error().sentence()));
        return 4;
    }
    const Scribe scribe(std::move(*database), arguments.at(4).toLongLong());
    return application.exec();
}

} // namespace

class TestCrash final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedAtAnyInstant()
    {
        const QTemporaryDir dir;
        const QString file = dir.filePath(u"patchbay.db"_s);
        QSet<qint64> acknowledged;
        QRandomGenerator random(20261123);
        constexpr int rounds = 25;
        for (int round = 0; round < rounds; ++round) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(),
                        {u"--scribe"_s, file, dir.path(), QString::number(round * 1'000'000LL)});
            QVERIFY(child.waitForStarted());
            // The instant is a number of acknowledgements plus a random wait on top; the first
            // rounds are killed before any: while the database is opened and made.
            const int wanted = round < 5 ? 0 : random.bounded(1, 200);
            int lines = 0;
            while (lines < wanted && child.waitForReadyRead(30000)) {
                while (child.canReadLine()) {
                    acknowledged.insert(child.readLine().trimmed().toLongLong());
                    ++lines;
                }
            }
            QVERIFY2(lines >= wanted, child.readAllStandardError().constData());
            QElapsedTimer timer;
            timer.start();
            const qint64 nanoseconds = random.bounded(20'000'000);
            while (timer.nsecsElapsed() < nanoseconds) {
            }
            child.kill();
            QVERIFY(child.waitForFinished());
            QCOMPARE(child.exitStatus(), QProcess::CrashExit);
            for (const QByteArray& line : child.readAllStandardOutput().split('\n')) {
                if (!line.isEmpty())
                    acknowledged.insert(line.toLongLong());
            }

            const auto database = Database::open(file, dir.path());
            QVERIFY2(database, qPrintable(database ? QString() : database.error().sentence()));
            const auto reader = (*database)->reader();
            QVERIFY(reader);
            auto sound = (*reader)->select(u"PRAGMA integrity_check"_s);
            QVERIFY(sound && sound->next());
            QCOMPARE(sound->text(0), u"ok"_s);
            QSet<qint64> stored;
            auto rows = (*reader)->select(u"SELECT updated_at, length(text) FROM drafts"_s);
            while (rows && rows->next()) {
                stored.insert(rows->number(0));
                QCOMPARE(rows->number(1), rows->number(0) % 3000);
            }
            const QSet<qint64> missing = QSet(acknowledged).subtract(stored);
            QVERIFY2(missing.isEmpty(), qPrintable(QString::number(missing.size())));
        }
        QVERIFY(acknowledged.size() > rounds);
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (application.arguments().value(1) == u"--scribe"_s)
        return runScribe(application);
    TestCrash test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_crash.moc"
