// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/databasefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestDatabaseFile final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] QString file() const { return m_dir->filePath(u"patchbay.db"_s); }

    static void touch(const QString& path)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
    }

    void expectRefused(const QString& words) const
    {
        const auto result = secureDatabaseFile(file(), true);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::StorageUnavailable);
        QVERIFY2(result.error().cause.contains(words), qPrintable(result.error().sentence()));
        QVERIFY(!result.error().nextStep.isEmpty());
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }

    void makesItForTheOwnerAlone()
    {
        const mode_t before = ::umask(0);
        const auto result = secureDatabaseFile(file(), true);
        ::umask(before);
        QVERIFY(result);
        struct stat info = {};
        QCOMPARE(::stat(qPrintable(file()), &info), 0);
        QCOMPARE(info.st_mode & 07777U, 0600U);
        QCOMPARE(info.st_size, 0);
    }

    void leavesWhatIsNotThere()
    {
        QVERIFY(secureDatabaseFile(file(), false));
        QVERIFY(!QFile::exists(file()));
    }

    void mendsTheMode()
    {
        touch(file());
        touch(file() + u"-wal"_s);
        QCOMPARE(::chmod(qPrintable(file()), 0666), 0);
        QCOMPARE(::chmod(qPrintable(file() + u"-wal"_s), 0644), 0);
        QVERIFY(secureDatabaseFile(file(), true));
        for (const QString& path : {file(), file() + u"-wal"_s}) {
            struct stat info = {};
            QCOMPARE(::stat(qPrintable(path), &info), 0);
            QCOMPARE(info.st_mode & 07777U, 0600U);
        }
    }

    void refusesLinks()
    {
        const QString target = m_dir->filePath(u"elsewhere"_s);
        touch(target);
        QVERIFY(QFile::link(target, file()));
        expectRefused(u"link"_s);
    }

    void refusesADanglingLink()
    {
        const QString target = m_dir->filePath(u"elsewhere"_s);
        QVERIFY(QFile::link(target, file()));
        expectRefused(u"link"_s);
        QVERIFY(!QFile::exists(target));
    }

    void refusesALinkBesideIt()
    {
        touch(file());
        QVERIFY(QFile::link(m_dir->filePath(u"elsewhere"_s), file() + u"-wal"_s));
        expectRefused(u"-wal is a link"_s);
    }

    void refusesAFolder()
    {
        QVERIFY(QDir().mkdir(file()));
        expectRefused(u"folder"_s);
    }

    void refusesAPipe()
    {
        QCOMPARE(::mkfifo(qPrintable(file()), 0600), 0);
        expectRefused(u"plain file"_s);
    }

    void refusesAFileOfAnotherUser()
    {
        if (::geteuid() != 0)
            QSKIP("only root can give a file away");
        touch(file());
        QCOMPARE(::chown(qPrintable(file()), 65534, 65534), 0);
        expectRefused(u"another user"_s);
    }

    void saysWhyItCannotBeMade()
    {
        const auto result = secureDatabaseFile(m_dir->filePath(u"no/such/folder/x.db"_s), true);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::StorageUnavailable);
        QVERIFY(result.error().nextStep.contains(u"folder"_s));
    }
};

QTEST_GUILESS_MAIN(TestDatabaseFile)
#include "tst_databasefile.moc"
