// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/databaseplace.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestDatabasePlace final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isTheDataFolderWithoutAVariable();
    void isTheFileOfASqliteAddress();
    void keepsTheLocksOfTheDefaultFile();
    void refuses_data();
    void refuses();

private:
    static Paths paths() { return Paths::from(Environment{}, u"/data"_s); }
};

void TestDatabasePlace::isTheDataFolderWithoutAVariable()
{
    const auto place = databasePlace(Environment{}, paths());
    QVERIFY(place);
    QCOMPARE(place->file, u"/data/patchbay.db"_s);
    QCOMPARE(place->locksDir, u"/data/locks"_s);
}

// Two data folders may share one database: who lives is then told by locks beside it.
void TestDatabasePlace::isTheFileOfASqliteAddress()
{
    const QTemporaryDir folder;
    const Environment environment(
        {{u"DATABASE_URL"_s, u"sqlite://"_s + folder.path() + u"/a%20b.db"_s}});
    const auto place = databasePlace(environment, paths());
    QVERIFY2(place, qPrintable(place ? QString() : place.error().sentence()));
    QCOMPARE(place->file, folder.filePath(u"a b.db"_s));
    const QFileInfo locks(place->locksDir);
    QVERIFY(locks.isDir());
    QVERIFY(place->locksDir.startsWith(folder.path()));
    QVERIFY(!(locks.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther)));
}

void TestDatabasePlace::keepsTheLocksOfTheDefaultFile()
{
    const Environment environment({{u"DATABASE_URL"_s, u"sqlite:////data/patchbay.db"_s}});
    const auto place = databasePlace(environment, paths());
    QVERIFY(place);
    QCOMPARE(place->file, u"/data/patchbay.db"_s);
    QCOMPARE(place->locksDir, u"/data/locks"_s);
}

void TestDatabasePlace::refuses_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::addColumn<ErrorKind>("kind");
    const auto row = [](const char* name, const QString& variable, const QString& value,
                        ErrorKind kind) { QTest::newRow(name) << variable << value << kind; };
    const QString database = u"DATABASE_URL"_s;
    row("postgresql", database, u"postgresql://me:hush@127.0.0.1:5432/patchbay"_s,
        ErrorKind::StorageUnavailable);
    row("postgres", database, u"postgres://me:hush@host/db"_s, ErrorKind::StorageUnavailable);
    row("postgresql driver", database, u"postgresql+psycopg://me:hush@host/db"_s,
        ErrorKind::StorageUnavailable);
    row("redis", u"REDIS_URL"_s, u"redis://:hush@127.0.0.1:6379"_s, ErrorKind::StorageUnavailable);
    row("no folder", database, u"sqlite:///nonexistent/folder/a.db"_s,
        ErrorKind::StorageUnavailable);
    row("mysql", database, u"mysql://me:hush@host/db"_s, ErrorKind::InvalidInput);
    row("host", database, u"sqlite://host/a.db"_s, ErrorKind::InvalidInput);
    row("no path", database, u"sqlite://"_s, ErrorKind::InvalidInput);
    row("folder", database, u"sqlite:///tmp/"_s, ErrorKind::InvalidInput);
    row("relative", database, u"sqlite:a.db"_s, ErrorKind::InvalidInput);
    row("word", database, u"hush"_s, ErrorKind::InvalidInput);
}

void TestDatabasePlace::refuses()
{
    QFETCH(QString, variable);
    QFETCH(QString, value);
    QFETCH(ErrorKind, kind);
    const auto place = databasePlace(Environment({{variable, value}}), paths());
    QVERIFY(!place);
    QCOMPARE(place.error().kind, kind);
    QVERIFY(!place.error().nextStep.isEmpty());
    if (kind == ErrorKind::StorageUnavailable && !value.startsWith(u"sqlite"))
        QVERIFY2(place.error().sentence().contains(variable), qPrintable(place.error().sentence()));
    QVERIFY2(!place.error().sentence().contains(u"hush"_s), "a password may be in the address");
    QVERIFY(!place.error().detail.contains(u"hush"_s));
}

QTEST_GUILESS_MAIN(TestDatabasePlace)
#include "tst_databaseplace.moc"
