// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/processlock.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class ProcessLockTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void livesAsLongAsItIsHeld()
    {
        const QTemporaryDir folder;
        QString id;
        {
            const auto lock = ProcessLock::take(folder.path());
            QVERIFY(lock.has_value());
            id = lock->id();
            QVERIFY(ProcessLock::isAlive(folder.path(), id));
            QVERIFY(ProcessLock::isAlive(folder.path(), id)); // looking does not change it
        }
        QVERIFY(!ProcessLock::isAlive(folder.path(), id));
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void everyRunHasItsOwn()
    {
        const QTemporaryDir folder;
        const auto first = ProcessLock::take(folder.path());
        const auto second = ProcessLock::take(folder.path());
        QVERIFY(first.has_value() && second.has_value());
        QVERIFY(first->id() != second->id());
        QVERIFY(ProcessLock::isAlive(folder.path(), first->id()));
        QVERIFY(ProcessLock::isAlive(folder.path(), second->id()));
    }

    void anUnknownOneIsDead()
    {
        const QTemporaryDir folder;
        QVERIFY(!ProcessLock::isAlive(folder.path(), u"0123"_s));
        QVERIFY(!ProcessLock::isAlive(folder.filePath(u"absent"_s), u"0123"_s));
    }

    void aKilledProcessIsDead()
    {
        const QTemporaryDir folder;
        int channel[2];
        QCOMPARE(::pipe(channel), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto lock = ProcessLock::take(folder.path());
            const QByteArray id = lock ? lock->id().toLatin1() : QByteArray();
            if (::write(channel[1], id.constData(), static_cast<std::size_t>(id.size())) !=
                id.size())
                ::_exit(1);
            for (;;)
                ::pause();
        }
        QVERIFY(child > 0);
        char buffer[64];
        const ssize_t size = ::read(channel[0], buffer, sizeof buffer);
        ::close(channel[0]);
        ::close(channel[1]);
        const QString id = QString::fromLatin1(buffer, size);
        const bool wasAlive = ProcessLock::isAlive(folder.path(), id);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QCOMPARE(id.size(), 32);
        QVERIFY(wasAlive);
        QVERIFY(!ProcessLock::isAlive(folder.path(), id));
    }

    void aLeftOverFileWithALivingProcessIdIsDead()
    {
        // A container's program has the same process id, name and host in each of its lives.
        const QTemporaryDir folder;
        const auto lock = ProcessLock::take(folder.path());
        QVERIFY(lock.has_value());
        const QString name = folder.filePath(u"process-%1.lock"_s);
        QVERIFY(QFile::copy(name.arg(lock->id()), name.arg(u"leftover"_s)));
        QVERIFY(!ProcessLock::isAlive(folder.path(), u"leftover"_s));
        QVERIFY(ProcessLock::isAlive(folder.path(), lock->id()));
    }

    void aFolderThatCannotBeWrittenIsAnError()
    {
        const QTemporaryDir folder;
        const auto lock = ProcessLock::take(folder.filePath(u"absent"_s));
        QVERIFY(!lock.has_value());
        QCOMPARE(lock.error().kind, ErrorKind::StorageUnavailable);
    }
};

QTEST_GUILESS_MAIN(ProcessLockTest)
#include "tst_processlock.moc"
