// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/connection.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr auto ownerOnly =
    QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser;

QVariant first(Connection& connection, const QString& sql, const QVariantList& values = {})
{
    auto rows = connection.select(sql, values);
    return rows && rows->next() ? rows->value(0) : QVariant();
}

} // namespace

class TestConnection final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] QString file() const { return m_dir->filePath(u"patchbay.db"_s); }

    [[nodiscard]] std::unique_ptr<Connection> openNew() const
    {
        auto connection = Connection::open(file(), Connection::Mode::ReadWrite);
        return connection ? std::move(*connection) : nullptr;
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(m_dir->isValid());
    }

    void setsWhatDurabilityNeeds()
    {
        const auto connection = openNew();
        QVERIFY(connection);
        QCOMPARE(first(*connection, u"PRAGMA journal_mode"_s).toString(), u"wal"_s);
        QCOMPARE(first(*connection, u"PRAGMA synchronous"_s).toInt(), 2);
        QCOMPARE(first(*connection, u"PRAGMA foreign_keys"_s).toInt(), 1);
        QCOMPARE(first(*connection, u"PRAGMA busy_timeout"_s).toInt(), 5000);
    }

    void filesAreTheOwnersAlone()
    {
        QFile made(file());
        QVERIFY(made.open(QIODevice::WriteOnly));
        made.close();
        QVERIFY(made.setPermissions(ownerOnly | QFile::ReadGroup | QFile::ReadOther));

        const auto connection = openNew();
        QVERIFY(connection);
        QVERIFY(connection->run(u"CREATE TABLE t (n INTEGER)"_s));
        for (const QString& suffix : {u""_s, u"-wal"_s, u"-shm"_s}) {
            QVERIFY(QFile::exists(file() + suffix));
            QCOMPARE(QFileInfo(file() + suffix).permissions(), ownerOnly);
        }
    }

    void bindsEveryKindOfValue()
    {
        const auto connection = openNew();
        QVERIFY(connection->run(u"CREATE TABLE t (a, b, c, d, e, f TEXT NOT NULL)"_s));
        const qint64 large = std::numeric_limits<qint64>::max();
        const QByteArray blob("\0\xff x", 4);
        const auto changed =
            connection->run(u"INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)"_s,
                            {large, u"你好, O'Neil\n"_s, blob, 0.5, QVariant(), QString()});
        QVERIFY(changed);
        QCOMPARE(*changed, 1);
        QCOMPARE(connection->lastInsertId(), 1);

        auto rows = connection->select(u"SELECT a, b, c, d, e, f, typeof(f) FROM t"_s);
        QVERIFY(rows && rows->next());
        QCOMPARE(rows->number(0), large);
        QCOMPARE(rows->text(1), u"你好, O'Neil\n"_s);
        QCOMPARE(rows->value(2).toByteArray(), blob);
        QCOMPARE(rows->value(3).toDouble(), 0.5);
        QVERIFY(rows->isNull(4));
        QVERIFY(!rows->isNull(5));
        QCOMPARE(rows->text(6), u"text"_s); // a null QString is an empty text, not NULL
        QVERIFY(!rows->next());
        QVERIFY(!rows->error());
    }

    void sameStatementAgainWhileItsRowsAreOpen()
    {
        const auto connection = openNew();
        QVERIFY(connection->run(u"CREATE TABLE t (n INTEGER)"_s));
        for (int n = 1; n <= 3; ++n)
            QVERIFY(connection->run(u"INSERT INTO t VALUES (?)"_s, {n}));

        const QString sql = u"SELECT n FROM t WHERE n >= ? ORDER BY n"_s;
        QList<QPair<qint64, qint64>> seen;
        auto outer = connection->select(sql, {1});
        while (outer->next()) {
            auto inner = connection->select(sql, {outer->number(0)});
            while (inner->next())
                seen.append({outer->number(0), inner->number(0)});
        }
        const QList<QPair<qint64, qint64>> expected = {{1, 1}, {1, 2}, {1, 3},
                                                       {2, 2}, {2, 3}, {3, 3}};
        QCOMPARE(seen, expected);
    }

    void openRowsDoNotKeepATableFromChanging()
    {
        const auto connection = openNew();
        QVERIFY(connection->run(u"CREATE TABLE t (n INTEGER)"_s));
        QVERIFY(connection->run(u"INSERT INTO t VALUES (1), (2)"_s));
        {
            auto rows = connection->select(u"SELECT n FROM t"_s);
            QVERIFY(rows->next());
            const Rows moved = std::move(*rows);
            QCOMPARE(moved.number(0), 1);
        }
        // A statement that was not reset would lock the table.
        QVERIFY(connection->run(u"DROP TABLE t"_s));
    }

    void tellsFailuresApart()
    {
        const auto connection = openNew();
        QVERIFY(connection->run(u"CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"_s));
        QVERIFY(connection->run(u"CREATE TABLE c (p INTEGER REFERENCES p (id))"_s));
        const QString insert = u"INSERT INTO p (name) VALUES (?)"_s;
        QVERIFY(connection->run(insert, {u"a"_s}));

        const auto taken = connection->run(insert, {u"a"_s});
        QVERIFY(!taken);
        QCOMPARE(taken.error().kind, ErrorKind::AlreadyExists);
        QVERIFY(!taken.error().detail.contains(u"'a'"_s));
        QVERIFY(connection->run(insert, {u"b"_s})); // the statement works on

        const auto orphan = connection->run(u"INSERT INTO c VALUES (99)"_s);
        QVERIFY(!orphan);
        QCOMPARE(orphan.error().kind, ErrorKind::Internal);

        const auto nonsense = connection->select(u"SELEKT"_s);
        QVERIFY(!nonsense);
        QCOMPARE(nonsense.error().kind, ErrorKind::Internal);
        QVERIFY(nonsense.error().detail.contains(u"SELEKT"_s));
    }

    void wrongNumberOfValuesIsAFailure()
    {
        const auto connection = openNew();
        QVERIFY(connection->run(u"CREATE TABLE t (a, b)"_s));
        const QString sql = u"INSERT INTO t VALUES (?, ?)"_s;
        QVERIFY(connection->run(sql, {1, 2}));
        QVERIFY(!connection->run(sql, {1}));
        QVERIFY(!connection->run(sql, {1, 2, 3}));
        QVERIFY(connection->run(sql, {3, 4}));
        QCOMPARE(*connection->number(u"SELECT count(*) FROM t"_s), 2);
    }

    void readOnlyRefusesToWrite()
    {
        const auto writer = openNew();
        QVERIFY(writer->run(u"CREATE TABLE t (n INTEGER)"_s));
        const auto reader = Connection::open(file(), Connection::Mode::ReadOnly);
        QVERIFY(reader);
        const auto written = (*reader)->run(u"INSERT INTO t VALUES (1)"_s);
        QVERIFY(!written);
        QCOMPARE(written.error().kind, ErrorKind::StorageUnavailable);
        QVERIFY(writer->run(u"INSERT INTO t VALUES (1)"_s));
        QCOMPARE(*(*reader)->number(u"SELECT count(*) FROM t"_s), 1);
    }

    void readOnlyDoesNotMakeAFile()
    {
        const auto reader = Connection::open(file(), Connection::Mode::ReadOnly);
        QVERIFY(!reader);
        QCOMPARE(reader.error().kind, ErrorKind::StorageUnavailable);
        QVERIFY(!QFile::exists(file()));
    }

    void damagedFiles_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("a text") << QByteArray(4096, 'x');
        QTest::newRow("a short text") << QByteArrayLiteral("hello\n");
        QTest::newRow("a header and nothing else")
            << QByteArrayLiteral("SQLite format 3\0").append(QByteArray(84, '\xff'));
    }

    void damagedFiles()
    {
        QFETCH(const QByteArray, content);
        QFile bad(file());
        QVERIFY(bad.open(QIODevice::WriteOnly));
        bad.write(content);
        bad.close();

        const auto connection = Connection::open(file(), Connection::Mode::ReadWrite);
        QVERIFY(!connection);
        QCOMPARE(connection.error().kind, ErrorKind::StorageCorrupt);
        QVERIFY(connection.error().sentence().contains(file()));
        QVERIFY(connection.error().sentence().contains(u"backups"_s));
        QVERIFY(bad.open(QIODevice::ReadOnly));
        QCOMPARE(bad.readAll(), content); // left as it was
    }

    void numberTellsNothingFromZero()
    {
        const auto connection = openNew();
        QCOMPARE(*connection->number(u"SELECT 0"_s), std::optional<qint64>(0));
        QCOMPARE(*connection->number(u"SELECT NULL"_s), std::nullopt);
        QCOMPARE(*connection->number(u"SELECT 1 WHERE 0"_s), std::nullopt);
        QVERIFY(!connection->number(u"SELECT nothing"_s));
    }
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
