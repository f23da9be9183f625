// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/paths.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr auto kOthers = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                         QFile::WriteOther | QFile::ExeOther;

} // namespace

class PathsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatWins()
    {
        const Environment environment(QHash<QString, QString>{
            {u"PATCHBAY_DATA_DIR"_s, u"/from/env"_s}, {u"PATCHBAY_CONFIG_DIR"_s, u"/conf/env/"_s}});
        QCOMPARE(Paths::from(environment, u"/from/flag"_s).dataDir(), u"/from/flag"_s);
        QCOMPARE(Paths::from(environment).dataDir(), u"/from/env"_s);
        QCOMPARE(Paths::from(environment).configDir(), u"/conf/env"_s);
        QCOMPARE(Paths::from(environment).databaseFile(), u"/from/env/patchbay.db"_s);
        QCOMPARE(Paths::from(environment).settingsFile(), u"/conf/env/settings.ini"_s);

        const Paths standard = Paths::from(Environment());
        QCOMPARE(standard.dataDir(), qEnvironmentVariable("XDG_DATA_HOME") + u"/patchbay"_s);
        QCOMPARE(standard.configDir(), qEnvironmentVariable("XDG_CONFIG_HOME") + u"/patchbay"_s);
    }

    void relativeIsFromHere()
    {
        QCOMPARE(Paths::from(Environment(), u"here/../there"_s).dataDir(),
                 QDir::current().absoluteFilePath(u"there"_s));
    }

    void makesFoldersOfTheOwnersAlone()
    {
        const QTemporaryDir folder;
        const Environment environment(
            QHash<QString, QString>{{u"PATCHBAY_CONFIG_DIR"_s, folder.filePath(u"a/config"_s)}});
        const Paths paths = Paths::from(environment, folder.filePath(u"b/c/data"_s));
        // One is there already, open to everyone.
        QVERIFY(QDir().mkpath(paths.logsDir()));
        QVERIFY(QFile::setPermissions(paths.logsDir(), QFile::ReadOwner | QFile::WriteOwner |
                                                           QFile::ExeOwner | kOthers));
        QVERIFY(paths.make().has_value());
        for (const QString& path : {paths.dataDir(), paths.configDir(), paths.backupsDir(),
                                    paths.logsDir(), paths.locksDir()}) {
            QVERIFY2(QFileInfo(path).isDir(), qPrintable(path));
            QVERIFY2(!(QFileInfo(path).permissions() & kOthers), qPrintable(path));
        }
        QVERIFY(paths.make().has_value());
    }

    void aFileInTheWayIsAnError()
    {
        const QTemporaryDir folder;
        QVERIFY(QFile(folder.filePath(u"data"_s)).open(QIODevice::WriteOnly));
        const auto made = Paths::from(Environment(), folder.filePath(u"data"_s)).make();
        QVERIFY(!made.has_value());
        QCOMPARE(made.error().kind, ErrorKind::StorageUnavailable);
        QVERIFY(made.error().cause.contains(folder.path()));
    }

    void newFilesAreTheOwnersAlone()
    {
        restrictNewFiles();
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"new"_s);
        QVERIFY(QFile(path).open(QIODevice::WriteOnly));
        QVERIFY(!(QFileInfo(path).permissions() & kOthers));
    }
};

QTEST_GUILESS_MAIN(PathsTest)
#include "tst_paths.moc"
