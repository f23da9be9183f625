// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"
#include "storage/migration.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

using Schema = QMap<QString, QString>; // name → SQL

Result<QStringList> texts(Connection& connection, const QString& sql)
{
    auto rows = connection.select(sql);
    if (!rows)
        return Failure(rows.error());
    QStringList result;
    while (rows->next())
        result.append(rows->text(0));
    return result;
}

Schema schemaOf(Connection& connection)
{
    Schema schema;
    auto rows = connection.select(
        u"SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"_s);
    while (rows && rows->next())
        schema.insert(rows->text(0), rows->text(1).simplified());
    return schema;
}

} // namespace

class TestMigration final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] QString file() const { return m_dir->filePath(u"patchbay.db"_s); }
    [[nodiscard]] QString backups() const { return m_dir->filePath(u"backups"_s); }
    [[nodiscard]] QStringList copies() const
    {
        return QDir(backups()).entryList(QDir::Files | QDir::Hidden);
    }
    [[nodiscard]] std::unique_ptr<Connection> open(const QString& path) const
    {
        auto connection = Connection::open(path, Connection::Mode::ReadWrite);
        return connection ? std::move(*connection) : nullptr;
    }
    [[nodiscard]] std::unique_ptr<Connection> open() const { return open(file()); }
    [[nodiscard]] static qint64 version(Connection& connection)
    {
        return connection.number(u"PRAGMA user_version"_s)->value_or(-1);
    }
    [[nodiscard]] static QList<Migration> builtIn()
    {
        return loadMigrations(u":/migrations"_s).value_or(QList<Migration>());
    }
    static QList<Migration> twoSteps()
    {
        return {
            {1, {u"CREATE TABLE t (n INTEGER)"_s}},
            {2,
             {u"ALTER TABLE t ADD COLUMN m INTEGER DEFAULT 7"_s, u"CREATE INDEX t_m ON t (m)"_s}}};
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }

    void theProgramHasItsMigrations()
    {
        const auto migrations = loadMigrations(u":/migrations"_s);
        QVERIFY(migrations);
        QVERIFY(!migrations->isEmpty());
        for (qsizetype i = 0; i < migrations->size(); ++i) {
            QCOMPARE(migrations->at(i).version, i + 1);
            QVERIFY(!migrations->at(i).statements.isEmpty());
        }
    }

    void filesAreReadInOrderAndSplitAtTheSeparator()
    {
        const QDir dir(m_dir->path());
        const auto write = [&](const QString& name, const QByteArray& text) {
            QFile sql(dir.filePath(name));
            QVERIFY(sql.open(QIODevice::WriteOnly));
            sql.write(text);
        };
        write(u"0002.sql"_s, "CREATE TABLE b (t TEXT DEFAULT 'a;b -- next')\n");
        write(u"0001.sql"_s, "-- why\nCREATE TABLE a (n);\n-- next\nCREATE INDEX a_n ON a (n);\n");
        const auto migrations = loadMigrations(dir.path());
        QVERIFY(migrations);
        QCOMPARE(migrations->size(), 2);
        QCOMPARE(migrations->at(0).statements.size(), 2);
        QCOMPARE(migrations->at(1).statements.size(), 1);

        const auto connection = open();
        QCOMPARE(migrate(*connection, *migrations, backups()).value(), MigrationOutcome::Created);
        QVERIFY(connection->run(u"INSERT INTO b DEFAULT VALUES"_s));
        QCOMPARE(texts(*connection, u"SELECT t FROM b"_s).value(), QStringList{u"a;b -- next"_s});

        QVERIFY(QFile::remove(dir.filePath(u"0001.sql"_s)));
        QVERIFY(!loadMigrations(dir.path()));
    }

    void aNewDatabaseIsMadeWithoutACopy()
    {
        const auto connection = open();
        QCOMPARE(migrate(*connection, builtIn(), backups()).value(), MigrationOutcome::Created);
        QCOMPARE(version(*connection), builtIn().last().version);
        QCOMPARE(*connection->number(u"PRAGMA application_id"_s), databaseApplicationId);
        QCOMPARE(*connection->number(u"PRAGMA foreign_keys"_s), 1);
        QVERIFY(copies().isEmpty());
        QCOMPARE(migrate(*connection, builtIn(), backups()).value(), MigrationOutcome::Current);
    }

    void everyOldVersionBecomesTheNewest_data()
    {
        QTest::addColumn<QString>("fixture");
        QTest::addColumn<int>("from");
        for (const Migration& migration : builtIn()) {
            const QString fixture =
                QStringLiteral(PATCHBAY_TEST_DATA "/schema/v%1.sql").arg(migration.version);
            QTest::addRow("v%d", migration.version) << fixture << migration.version;
        }
    }

    // The fixture of a version has the rows that a program of that version left.
    void everyOldVersionBecomesTheNewest()
    {
        QFETCH(const QString, fixture);
        QFETCH(const int, from);
        QFile sql(fixture);
        QVERIFY2(sql.open(QIODevice::ReadOnly), qPrintable(fixture));
        const auto old = open();
        QVERIFY(migrate(*old, builtIn().first(from), backups()));
        for (const QString& statement :
             QString::fromUtf8(sql.readAll()).split(u"\n-- next\n"_s, Qt::SkipEmptyParts)) {
            const auto done = old->run(statement);
            QVERIFY2(done, qPrintable(done ? QString() : done.error().detail));
        }
        QCOMPARE(version(*old), from);
        const auto outcome = migrate(*old, builtIn(), backups());
        QVERIFY2(outcome, qPrintable(outcome ? QString() : outcome.error().detail));

        const auto fresh = open(m_dir->filePath(u"fresh.db"_s));
        QVERIFY(migrate(*fresh, builtIn(), backups()));
        QCOMPARE(schemaOf(*old), schemaOf(*fresh));
        QCOMPARE(version(*old), version(*fresh));
        QVERIFY(Database::check(*old));
        QVERIFY(!old->number(u"PRAGMA foreign_key_check"_s)->has_value());

        QCOMPARE(texts(*old, u"SELECT name FROM accounts ORDER BY number"_s).value(),
                 (QStringList{u"work"_s, u"张三"_s}));
        QCOMPARE(texts(*old, u"SELECT title FROM conversations"_s).value(),
                 QStringList{u"A first talk"_s});
        QCOMPARE(texts(*old, u"SELECT text FROM messages ORDER BY id"_s).value(),
                 (QStringList{u"Say hello!"_s, u"Hello!"_s}));
        QCOMPARE(
            texts(*old,
                  u"SELECT outcome || ' ' || input_tokens || ' ' || cost_micro_usd FROM attempts"_s)
                .value(),
            QStringList{u"succeeded 12 345"_s});
        QCOMPARE(
            texts(*old, u"SELECT requests || ' ' || cost_micro_usd FROM usage_hourly"_s).value(),
            QStringList{u"1 345"_s});
        if (from < 3)
            return;
        for (const QString& table : {u"latency_hourly"_s, u"latency_daily"_s})
            QCOMPARE(texts(*old, u"SELECT account || ' ' || histogram FROM "_s + table).value(),
                     QStringList{u"1 30:1"_s});
    }

    void anUpgradeLeavesACopyOfWhatWas()
    {
        QStringList names;
        {
            const auto connection = open();
            QVERIFY(migrate(*connection, {twoSteps().first()}, backups()));
            QVERIFY(connection->run(u"INSERT INTO t VALUES (41)"_s));
            QVERIFY(copies().isEmpty());
            QCOMPARE(migrate(*connection, twoSteps(), backups()).value(),
                     MigrationOutcome::Upgraded);
            QCOMPARE(texts(*connection, u"SELECT n || ' ' || m FROM t"_s).value(),
                     QStringList{u"41 7"_s});
            names = copies();
        }
        QCOMPARE(names.size(), 1);
        QVERIFY(names.first().startsWith(u"patchbay-v1-"_s));
        const QString path = QDir(backups()).filePath(names.first());
        QCOMPARE(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        const auto copy = open(path);
        QVERIFY(copy);
        QCOMPARE(version(*copy), 1);
        QCOMPARE(texts(*copy, u"SELECT n FROM t"_s).value(), QStringList{u"41"_s});
        // With its mark, so that it can be put in the database's place.
        QCOMPARE(migrate(*copy, twoSteps(), backups()).value(), MigrationOutcome::Upgraded);
    }

    void noUpgradeWithoutACopy()
    {
        const auto connection = open();
        QVERIFY(migrate(*connection, {twoSteps().first()}, backups()));
        QFile inTheWay(backups());
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        const auto outcome = migrate(*connection, twoSteps(), backups());
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::StorageUnavailable);
        QVERIFY(outcome.error().sentence().contains(backups()));
        QCOMPARE(version(*connection), 1);
    }

    void aFailingStepLeavesVersionAndData()
    {
        const auto connection = open();
        QVERIFY(migrate(*connection, {twoSteps().first()}, backups()));
        QVERIFY(connection->run(u"INSERT INTO t VALUES (41)"_s));
        const Schema before = schemaOf(*connection);

        const QList<Migration> broken = {
            twoSteps().first(),
            {2, {u"ALTER TABLE t ADD COLUMN m"_s, u"DELETE FROM t"_s, u"CREATE GIBBERISH"_s}}};
        const auto outcome = migrate(*connection, broken, backups());
        QVERIFY(!outcome);
        QVERIFY(outcome.error().detail.contains(u"GIBBERISH"_s));
        QCOMPARE(version(*connection), 1);
        QCOMPARE(schemaOf(*connection), before);
        QCOMPARE(texts(*connection, u"SELECT n FROM t"_s).value(), QStringList{u"41"_s});
        QCOMPARE(*connection->number(u"PRAGMA foreign_keys"_s), 1);
        QCOMPARE(migrate(*connection, twoSteps(), backups()).value(), MigrationOutcome::Upgraded);
    }

    void aStepThatOrphansRowsIsRefused()
    {
        const QList<Migration> first = {
            {1,
             {u"CREATE TABLE p (id INTEGER PRIMARY KEY)"_s,
              u"CREATE TABLE c (p INTEGER REFERENCES p (id))"_s, u"INSERT INTO p VALUES (1)"_s,
              u"INSERT INTO c VALUES (1)"_s}}};
        const auto connection = open();
        QVERIFY(migrate(*connection, first, backups()));
        auto rebuilt = first;
        rebuilt.append({2,
                        {u"CREATE TABLE p2 (id INTEGER PRIMARY KEY, extra TEXT)"_s,
                         u"DROP TABLE p"_s, u"ALTER TABLE p2 RENAME TO p"_s}});
        QVERIFY(!migrate(*connection, rebuilt, backups()));
        QCOMPARE(version(*connection), 1);
        QCOMPARE(*connection->number(u"SELECT count(*) FROM p"_s), 1);

        rebuilt.last().statements.insert(1, u"INSERT INTO p2 (id) SELECT id FROM p"_s);
        QCOMPARE(migrate(*connection, rebuilt, backups()).value(), MigrationOutcome::Upgraded);
        QCOMPARE(*connection->number(u"SELECT count(*) FROM c JOIN p ON c.p = p.id"_s), 1);
    }

    void aNewerVersionIsRefused()
    {
        {
            const auto connection = open();
            QVERIFY(migrate(*connection, builtIn(), backups()));
            QVERIFY(connection->run(u"PRAGMA user_version = 99"_s));
        }
        const auto database = Database::open(file(), backups());
        QVERIFY(!database);
        QCOMPARE(database.error().kind, ErrorKind::StorageTooNew);
        const QString sentence = database.error().sentence();
        QVERIFY(sentence.contains(u"99"_s));
        QVERIFY(sentence.contains(QString::number(builtIn().last().version)));
        QVERIFY(sentence.contains(u"newer Patchbay"_s));
        QCOMPARE(version(*open()), 99);
    }

    void aDatabaseOfAnotherProgramIsRefused()
    {
        {
            const auto connection = open();
            QVERIFY(connection->run(u"CREATE TABLE bookmarks (url TEXT)"_s));
            QVERIFY(connection->run(u"PRAGMA user_version = 1"_s));
        }
        const auto database = Database::open(file(), backups());
        QVERIFY(!database);
        QCOMPARE(database.error().kind, ErrorKind::StorageUnavailable);
        QVERIFY(database.error().cause.contains(u"another program"_s));
        QCOMPARE(schemaOf(*open()).keys(), QStringList{u"table bookmarks"_s});
    }

    void theStepIsDoneOnceByTwoConnections()
    {
        const auto one = open();
        const auto two = open();
        QVERIFY(migrate(*one, {twoSteps().first()}, backups()));
        // Both saw version 1; the second finds the step done when it has the lock.
        QVERIFY(migrate(*two, {twoSteps().first()}, backups()));
        QVERIFY(migrate(*one, twoSteps(), backups()));
        QVERIFY(migrate(*two, twoSteps(), backups()));
        QCOMPARE(version(*two), 2);
    }
};

QTEST_GUILESS_MAIN(TestMigration)
#include "tst_migration.moc"
