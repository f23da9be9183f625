// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/filelock.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class FileLockTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oneHoldsItAtATime()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"serve.lock"_s);
        auto first = FileLock::tryTake(path);
        QVERIFY(first && *first);
        QCOMPARE(FileLock::lastHolder(path), QCoreApplication::applicationPid());
        const auto second = FileLock::tryTake(path);
        QVERIFY(second.has_value());
        QVERIFY(!*second);
        first->reset();
        const auto third = FileLock::tryTake(path);
        QVERIFY(third && *third);
    }

    void aKilledProcessFreesIt()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"serve.lock"_s);
        int channel[2];
        QCOMPARE(::pipe(channel), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto lock = FileLock::tryTake(path);
            if (!lock || !*lock || ::write(channel[1], "x", 1) != 1)
                ::_exit(1);
            for (;;)
                ::pause();
        }
        QVERIFY(child > 0);
        ::close(channel[1]);
        char taken = 0;
        const ssize_t size = ::read(channel[0], &taken, 1);
        ::close(channel[0]);
        const auto whileItLives = FileLock::tryTake(path);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QCOMPARE(size, 1);
        QVERIFY(whileItLives && !*whileItLives);
        const auto afterwards = FileLock::tryTake(path);
        QVERIFY(afterwards && *afterwards);
    }

    void aLeftOverFileWithALivingProcessIdIsFree()
    {
        // A container's program has the same process id, name and host in each of its lives.
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"serve.lock"_s);
        QFile left(path);
        QVERIFY(left.open(QIODevice::WriteOnly));
        left.write(QByteArray::number(QCoreApplication::applicationPid()) + "\ntst_filelock\n");
        left.close();
        const auto lock = FileLock::tryTake(path);
        QVERIFY(lock && *lock);
    }

    void aFolderThatIsNotThereIsAnError()
    {
        const QTemporaryDir folder;
        const auto lock = FileLock::tryTake(folder.filePath(u"absent/serve.lock"_s));
        QVERIFY(!lock.has_value());
        QCOMPARE(lock.error().kind, ErrorKind::StorageUnavailable);
        QCOMPARE(FileLock::lastHolder(folder.filePath(u"absent/serve.lock"_s)), 0);
    }
};

QTEST_GUILESS_MAIN(FileLockTest)
#include "tst_filelock.moc"
