// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database.h"
#include "storage/writerhold.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <array>
#include <thread>
#include <vector>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

const QString addDraft = u"INSERT INTO drafts (conversation, text, updated_at) VALUES (?, ?, 0)"_s;

Result<void> insertDraft(Connection& connection, const QString& key, const QString& text = {})
{
    const auto added = connection.run(addDraft, {key, text});
    return added ? Result<void>() : Failure(added.error());
}

Database::Write draft(const QString& key)
{
    return [key](Connection& connection) { return insertDraft(connection, key); };
}

} // namespace

class TestDatabase final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<Mailbox> m_mailbox;

    [[nodiscard]] QString file() const { return m_dir->filePath(u"patchbay.db"_s); }
    [[nodiscard]] Result<std::unique_ptr<Database>> open() const
    {
        return Database::open(file(), m_dir->filePath(u"backups"_s));
    }
    /// As another connection sees it: what is committed.
    [[nodiscard]] qint64 count() const
    {
        const auto reader = Connection::open(file(), Connection::Mode::ReadOnly);
        return (*reader)->number(u"SELECT count(*) FROM drafts"_s)->value_or(-1);
    }

private Q_SLOTS:
    void init()
    {
        m_database.reset();
        m_dir = std::make_unique<QTemporaryDir>();
        m_mailbox = std::make_unique<Mailbox>();
        auto database = open();
        QVERIFY2(database, qPrintable(database ? QString() : database.error().sentence()));
        m_database = std::move(*database);
    }
    void cleanup()
    {
        m_database.reset();
        m_mailbox.reset();
    }

    void answersOnTheAskersThreadAfterTheCommit()
    {
        bool isBack = false;
        int answers = 0;
        for (const auto haste : {Database::Haste::Now, Database::Haste::Grouped}) {
            const int expected = answers + 1;
            isBack = false;
            m_database->write(draft(QString::number(expected)), haste, m_mailbox->address(),
                              [&](const Result<void>& result) {
                                  QVERIFY(result);
                                  QVERIFY(isBack); // never before the call has returned
                                  QCOMPARE(QThread::currentThread(), thread());
                                  QCOMPARE(count(), expected);
                                  ++answers;
                              });
            isBack = true;
            QTRY_COMPARE(answers, expected);
        }
        QCOMPARE(m_database->pendingWrites(), 0);
    }

    void runsInTheOrderOfSubmission()
    {
        const auto order = std::make_shared<QList<int>>();
        QList<int> expected;
        for (int i = 0; i < 200; ++i) {
            expected.append(i);
            m_database->write(
                [order, i](Connection& connection) {
                    order->append(i);
                    return insertDraft(connection, QString::number(i));
                },
                i % 3 == 0 ? Database::Haste::Now : Database::Haste::Grouped);
        }
        m_database.reset();
        QCOMPARE(*order, expected);
    }

    void destructionCommitsWhatWasSubmitted()
    {
        int answers = 0;
        for (int i = 0; i < 100; ++i) {
            m_database->write(draft(QString::number(i)), Database::Haste::Grouped,
                              m_mailbox->address(), [&](const Result<void>& result) {
                                  QVERIFY(result);
                                  ++answers;
                              });
        }
        m_database.reset();
        QCOMPARE(count(), 100);
        QTRY_COMPARE(answers, 100);
    }

    void manyWritesShareACommit()
    {
        constexpr int writes = 300;
        const auto commits = std::make_shared<int>(0);
        const auto isCounted = std::make_shared<bool>(false);
        int answers = 0;
        WriterHold hold(*m_database);
        for (int i = 0; i < writes; ++i) {
            m_database->write(
                [=](Connection& connection) {
                    if (!std::exchange(*isCounted, true)) {
                        connection.beforeCommit([=](Connection&) -> Result<void> {
                            ++*commits;
                            *isCounted = false;
                            return {};
                        });
                    }
                    return insertDraft(connection, QString::number(i));
                },
                Database::Haste::Grouped, m_mailbox->address(),
                [&](const Result<void>& result) { answers += result ? 1 : 0; });
        }
        hold.release();
        QTRY_COMPARE(answers, writes);
        m_database.reset();
        // A group ends after 20 ms of work at the latest, so there may be more than one.
        QVERIFY2(*commits < writes / 4, qPrintable(QString::number(*commits)));
        QCOMPARE(count(), writes);
    }

    void aFailingJobFailsAlone()
    {
        QStringList ends;
        const auto note = [&](const QString& name) {
            return [&ends, name](const Result<void>& result) {
                ends.append(name +
                            (result ? u" ok"_s : u" "_s + errorKindName(result.error().kind)));
            };
        };
        const auto address = m_mailbox->address();
        m_database->write(draft(u"a"_s), Database::Haste::Grouped, address, note(u"a"_s));
        m_database->write(
            [](Connection& connection) -> Result<void> {
                if (const auto half = insertDraft(connection, u"half"_s); !half)
                    return half;
                return fail(ErrorKind::NotFound, u"changed its mind"_s);
            },
            Database::Haste::Grouped, address, note(u"b"_s));
        m_database->write(draft(u"a"_s), Database::Haste::Grouped, address, note(u"c"_s));
        m_database->write(draft(u"d"_s), Database::Haste::Grouped, address, note(u"d"_s));
        QTRY_COMPARE(ends.size(), 4);
        QCOMPARE(ends,
                 (QStringList{u"a ok"_s, u"b not_found"_s, u"c already_exists"_s, u"d ok"_s}));
        QCOMPARE(count(), 2);
    }

    void aFailureNobodyWaitsForIsLogged()
    {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"a write failed.*no reason"_s));
        m_database->write(
            [](Connection&) -> Result<void> { return fail(ErrorKind::Internal, u"no reason"_s); });
        m_database.reset();
    }

    void aFullDiskFailsTheGroupAndLaterJobsWork()
    {
        const auto pages = [this](const QString& sql) {
            return m_database->writeAtStart([sql](Connection& connection) -> Result<void> {
                const auto set = connection.number(sql);
                return set ? Result<void>() : Failure(set.error());
            });
        };
        QVERIFY(m_database->writeAtStart(draft(u"before"_s)));
        // What SQLite does at this limit is what it does at the disk's.
        QVERIFY(pages(u"PRAGMA max_page_count = 1"_s));

        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"were not stored"_s));
        QList<ErrorKind> kinds;
        const auto note = [&](const Result<void>& result) {
            kinds.append(result ? ErrorKind::Cancelled : result.error().kind);
        };
        WriterHold hold(*m_database);
        m_database->write(draft(u"small"_s), Database::Haste::Grouped, m_mailbox->address(), note);
        m_database->write(
            [](Connection& connection) {
                return insertDraft(connection, u"large"_s, QString(4'000'000, u'x'));
            },
            Database::Haste::Grouped, m_mailbox->address(), note);
        hold.release();
        QTRY_COMPARE(kinds.size(), 2);
        QCOMPARE(kinds, (QList{ErrorKind::StorageFull, ErrorKind::StorageFull}));
        QCOMPARE(count(), 1);

        QVERIFY(pages(u"PRAGMA max_page_count = 1000000"_s));
        QVERIFY(m_database->writeAtStart(draft(u"after"_s)));
        QCOMPARE(count(), 2);
    }

    void readsOnItsThreadAndAnswersOnTheAskers()
    {
        QVERIFY(m_database->writeAtStart(draft(u"a"_s)));
        std::optional<qint64> seen;
        m_database->read<qint64>(
            [this](Connection& connection) -> Result<qint64> {
                if (QThread::currentThread() == thread())
                    return fail(ErrorKind::Internal, u"wrong thread"_s);
                const auto number = connection.number(u"SELECT count(*) FROM drafts"_s);
                return number ? Result<qint64>(number->value_or(-1)) : Failure(number.error());
            },
            m_mailbox->address(),
            [&](const Result<qint64>& result) {
                QCOMPARE(QThread::currentThread(), thread());
                seen = result.value_or(-2);
            });
        QVERIFY(!seen);
        QTRY_COMPARE(seen, std::optional<qint64>(1));
    }

    void readersCannotWrite()
    {
        const auto reader = m_database->reader();
        QVERIFY(reader);
        QVERIFY(!insertDraft(**reader, u"x"_s));
    }

    void twoDatabasesOnOneFileTakeTurns()
    {
        auto other = open();
        QVERIFY(other);
        int answers = 0;
        constexpr int each = 150;
        for (int i = 0; i < each; ++i) {
            for (Database* database : {m_database.get(), other->get()}) {
                const QString key =
                    QString::number(i) + (database == m_database.get() ? u"a"_s : u"b"_s);
                database->write(
                    draft(key), Database::Haste::Now, m_mailbox->address(),
                    [&](const Result<void>& result) {
                        QVERIFY2(result, qPrintable(result ? QString() : result.error().detail));
                        ++answers;
                    });
            }
        }
        QTRY_COMPARE_WITH_TIMEOUT(answers, 2 * each, 30000);
        QCOMPARE(count(), 2 * each);
    }

    void manyMakeItAtOnce()
    {
        const QString path = m_dir->filePath(u"new.db"_s);
        const QString backups = m_dir->filePath(u"backups"_s);
        std::array<QString, 6> faults;
        std::vector<std::thread> openers;
        for (QString& fault : faults) {
            openers.emplace_back([&fault, path, backups] {
                const auto opened = Database::open(path, backups);
                if (!opened)
                    fault = opened.error().sentence() + opened.error().detail;
            });
        }
        for (std::thread& opener : openers)
            opener.join();
        for (const QString& fault : faults)
            QCOMPARE(fault, QString());
        QVERIFY(!QFile::exists(backups));
    }

    void aTruncatedFileIsFoundAndLeft()
    {
        QVERIFY(m_database->writeAtStart([](Connection& connection) {
            return insertDraft(connection, u"a"_s, QString(100'000, u'x'));
        }));
        m_database.reset();
        QFile database(file());
        const qint64 size = database.size() / 2;
        QVERIFY(database.resize(size));
        const auto opened = open();
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::StorageCorrupt);
        QCOMPARE(database.size(), size);
    }

    void aFlippedPageIsFound()
    {
        m_database.reset();
        QFile database(file());
        QVERIFY(database.open(QIODevice::ReadWrite));
        // The second page is the root of a table: nonsense in its header.
        QVERIFY(database.seek(4096));
        database.write(QByteArray(16, '\x7f'));
        database.close();
        const auto opened = open();
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::StorageCorrupt);
    }

    void anEmptyFileIsSimplyNew()
    {
        const QString path = m_dir->filePath(u"empty.db"_s);
        QFile empty(path);
        QVERIFY(empty.open(QIODevice::WriteOnly));
        empty.close();
        QVERIFY(Database::open(path, m_dir->filePath(u"backups"_s)));
    }

    void opensAgainWithWhatWasWritten()
    {
        QVERIFY(m_database->writeAtStart(draft(u"a"_s)));
        m_database.reset();
        auto again = open();
        QVERIFY(again);
        QCOMPARE(count(), 1);
    }
};

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
