// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/transaction.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestTransaction final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Connection> m_connection;

    [[nodiscard]] QString file() const { return m_dir->filePath(u"patchbay.db"_s); }
    [[nodiscard]] qint64 count() const
    {
        return m_connection->number(u"SELECT count(*) FROM t"_s)->value_or(-1);
    }
    [[nodiscard]] bool insert() const
    {
        return m_connection->run(u"INSERT INTO t VALUES (1)"_s).has_value();
    }
    [[nodiscard]] auto begin() const
    {
        return Transaction::begin(*m_connection, Transaction::Kind::Write);
    }

private Q_SLOTS:
    void init()
    {
        m_connection.reset();
        m_dir = std::make_unique<QTemporaryDir>();
        auto connection = Connection::open(file(), Connection::Mode::ReadWrite);
        QVERIFY(connection);
        m_connection = std::move(*connection);
        QVERIFY(m_connection->run(u"CREATE TABLE t (n INTEGER)"_s));
    }
    void cleanupTestCase() { m_connection.reset(); }

    void commits()
    {
        {
            auto transaction = begin();
            QVERIFY(transaction);
            QVERIFY(insert());
            QVERIFY(transaction->commit());
            QVERIFY(!transaction->commit());
        }
        QCOMPARE(count(), 1);
        QCOMPARE(m_connection->rollbacks(), 0U);
    }

    void rollsBackUnlessCommitted()
    {
        {
            auto transaction = begin();
            QVERIFY(insert());
            const Transaction moved = std::move(*transaction);
        }
        QCOMPARE(count(), 0);
        QCOMPARE(m_connection->rollbacks(), 1U);
        QVERIFY(begin());
    }

    void runsWhatComesBeforeTheCommit()
    {
        auto transaction = begin();
        m_connection->beforeCommit([this](Connection& connection) -> Result<void> {
            connection.beforeCommit([this](Connection&) -> Result<void> {
                return insert() ? Result<void>() : fail(ErrorKind::Internal, u"no"_s);
            });
            return insert() ? Result<void>() : fail(ErrorKind::Internal, u"no"_s);
        });
        QCOMPARE(count(), 0);
        QVERIFY(transaction->commit());
        QCOMPARE(count(), 2);

        auto next = begin();
        QVERIFY(next->commit());
        QCOMPARE(count(), 2); // once
    }

    void aFailureBeforeTheCommitRollsBack()
    {
        auto transaction = begin();
        QVERIFY(insert());
        m_connection->beforeCommit(
            [](Connection&) -> Result<void> { return fail(ErrorKind::Internal, u"no"_s); });
        const auto committed = transaction->commit();
        QVERIFY(!committed);
        QCOMPARE(committed.error().cause, u"no"_s);
        QCOMPARE(count(), 0);
    }

    void whatComesBeforeTheCommitIsDroppedWithIt()
    {
        {
            auto transaction = begin();
            m_connection->beforeCommit([](Connection&) -> Result<void> {
                return fail(ErrorKind::Internal, u"must not run"_s);
            });
        }
        auto transaction = begin();
        QVERIFY(transaction->commit());
    }

    void aReadTransactionKeepsOneView()
    {
        const auto reader = Connection::open(file(), Connection::Mode::ReadOnly);
        QVERIFY(reader);
        auto view = Transaction::begin(**reader, Transaction::Kind::Read);
        QVERIFY(view);
        QCOMPARE(*(*reader)->number(u"SELECT count(*) FROM t"_s), 0);
        QVERIFY(insert());
        QCOMPARE(*(*reader)->number(u"SELECT count(*) FROM t"_s), 0);
        QVERIFY(view->commit());
        QCOMPARE(*(*reader)->number(u"SELECT count(*) FROM t"_s), 1);
    }
};

QTEST_GUILESS_MAIN(TestTransaction)
#include "tst_transaction.moc"
