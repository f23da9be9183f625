// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/environment.h"
#include "core/core.h"
#include "core/heartbeat.h"
#include "storage/database.h"
#include "storage/processregistry.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

/// What people with tools of their own read.
class HeartbeatTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void tellsOfItselfUntilItsEnd();
    void dropsRowsOfTheDead();
    void theStatementsOfThePageAnswer();
    void nameOfTheWorker();

private:
    [[nodiscard]] QStringList rows(const QString& sql, int columns) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
    SystemClock m_clock;
};

void HeartbeatTest::init()
{
    m_database.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    auto opened = Database::open(m_folder->filePath(u"patchbay.db"_s), m_folder->filePath(u"b"_s));
    QVERIFY(opened);
    m_database = std::move(*opened);
    QVERIFY(registerProcess(*m_database, u"p1"_s, u"patchbay"_s, m_folder->path(), 1));
}

QStringList HeartbeatTest::rows(const QString& sql, int columns) const
{
    const auto reader =
        Connection::open(m_folder->filePath(u"patchbay.db"_s), Connection::Mode::ReadOnly);
    auto found = (*reader)->select(sql);
    if (!found)
        qFatal("%s", qPrintable(found.error().detail));
    QStringList result;
    while (found->next()) {
        QStringList texts;
        for (int i = 0; i < columns; ++i)
            texts.append(found->isNull(i) ? u"NULL"_s : found->text(i));
        result.append(texts.join(u'|'));
    }
    return result;
}

void HeartbeatTest::tellsOfItselfUntilItsEnd()
{
    const QString workers =
        u"SELECT worker_id, status, port, current_load, max_concurrent FROM workers"_s;
    {
        Heartbeat heartbeat(*m_database, m_clock, {u"p1"_s, u"desk"_s, 0});
        QTRY_COMPARE(rows(workers, 5), QStringList{u"desk|idle|NULL|0|0"_s});
        heartbeat.setLoad(3, 15);
        QTRY_COMPARE_WITH_TIMEOUT(rows(workers, 5), QStringList{u"desk|busy|NULL|3|15"_s}, 30'000);
        heartbeat.setLoad(0, 15);
        heartbeat.setLoad(1, 15);
        heartbeat.setLoad(0, 15);
        QTRY_COMPARE_WITH_TIMEOUT(rows(workers, 5), QStringList{u"desk|idle|NULL|0|15"_s}, 30'000);
        const QString last = rows(u"SELECT last_heartbeat FROM workers"_s, 1).value(0);
        QVERIFY(QDateTime::fromString(last, Qt::ISODateWithMs).isValid());
        // And again without any change.
        QTRY_VERIFY_WITH_TIMEOUT(rows(u"SELECT last_heartbeat FROM workers"_s, 1).value(0) > last,
                                 60'000);
    }
    QTRY_COMPARE(rows(workers, 5), QStringList());
    const Heartbeat server(*m_database, m_clock, {u"p1"_s, u"desk"_s, 3002});
    QTRY_COMPARE(rows(workers, 5), QStringList{u"desk|idle|3002|0|0"_s});
}

void HeartbeatTest::dropsRowsOfTheDead()
{
    QVERIFY(m_database->writeAtStart([](Connection& connection) -> Result<void> {
        const auto added = connection.run(
            u"INSERT INTO worker_heartbeats (process, worker_id, status, current_load, "
            "max_concurrent, last_heartbeat) VALUES ('gone', 'old', 'busy', 1, 5, 1)"_s);
        return added ? Result<void>() : Failure(added.error());
    }));
    const Heartbeat heartbeat(*m_database, m_clock, {u"p1"_s, u"desk"_s, 0});
    QTRY_COMPARE(rows(u"SELECT worker_id FROM workers"_s, 1), QStringList{u"desk"_s});
}

void HeartbeatTest::theStatementsOfThePageAnswer()
{
    m_database.reset();
    const QString data = m_folder->filePath(u"run"_s);
    CoreOptions options;
    options.environment = Environment(QHash<QString, QString>{{u"PATCHBAY_DATA_DIR"_s, data},
                                                              {u"PATCHBAY_CONFIG_DIR"_s, data},
                                                              {u"PATCHBAY_VAULT"_s, u"memory"_s},
                                                              {u"WORKER_ID"_s, u"node 7"_s}});
    options.program = u"test"_s;
    options.isResident = true;
    auto core = Core::create(options);
    QVERIFY(core);
    const auto id = (*core)->enableDemo();
    QVERIFY(id);
    bool hasEnded = false;
    Mailbox mailbox;
    Request request;
    request.model = u"claude-sonnet-5-5"_s;
    request.body = R"({"model":"claude-sonnet-5-5","max_tokens":9,"stream":true,)"
                   R"("messages":[{"role":"user","content":"Hi"}]})";
    RequestObserver observer;
    observer.finished = [&](const Outcome&) { hasEnded = true; };
    const auto handle = (*core)->pool().send(request, mailbox.address(), std::move(observer));
    QTRY_VERIFY_WITH_TIMEOUT(hasEnded, 60'000);

    const auto reader = (*core)->database().reader();
    QVERIFY(reader);
    const auto select = [&](const QString& sql) {
        auto found = (*reader)->select(sql);
        if (!found)
            qFatal("%s", qPrintable(found.error().detail));
        QList<QVariantList> all;
        while (found->next())
            all.append({found->value(0), found->value(1), found->value(2)});
        return all;
    };
    QTRY_COMPARE(select(u"SELECT * FROM workers"_s).size(), 1);
    QCOMPARE(select(u"SELECT * FROM workers"_s)[0][0].toString(), u"node 7"_s);
    QTRY_COMPARE(select(u"SELECT status, 1, 1 FROM usage_logs WHERE status = 'succeeded'"_s).size(),
                 1);
    const auto logs = select(u"SELECT * FROM usage_logs ORDER BY timestamp DESC LIMIT 10"_s);
    QCOMPARE(logs.size(), 1);
    QVERIFY(QDateTime::fromString(logs[0][0].toString(), Qt::ISODateWithMs).isValid());
    QCOMPARE(logs[0][1].toString(), id->value);
    QCOMPARE(logs[0][2].toString(), u"claude-sonnet-5-5"_s);
    const auto sums = select(u"SELECT api_key_id, COUNT(*) AS requests, SUM(total_tokens) FROM "
                             "usage_logs GROUP BY api_key_id"_s);
    QCOMPARE(sums.size(), 1);
    QCOMPARE(sums[0][1].toLongLong(), 1);
    QVERIFY(sums[0][2].toLongLong() > 0);
}

void HeartbeatTest::nameOfTheWorker()
{
    QCOMPARE(Heartbeat::workerId(Environment(QHash<QString, QString>{{u"WORKER_ID"_s, u" a "_s}})),
             u"a"_s);
    QVERIFY(!Heartbeat::workerId(Environment()).isEmpty());
}

QTEST_GUILESS_MAIN(HeartbeatTest)
#include "tst_heartbeat.moc"
