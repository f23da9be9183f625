// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/logimport.h"
#include "usage/rollups.h"
#include "usagedatabase.h"

#include <QDir>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 60'000;
const QString kSums =
    u"SELECT requests, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, "
    "cost_micro_usd FROM usage_hourly ORDER BY hour, model"_s;

QByteArray line(const QByteArray& message, const QByteArray& request, int output,
                const QByteArray& time = "2026-11-01T10:00:00.000Z",
                const QByteArray& model = "claude-sonnet-5-5")
{
    return R"({"type":"assistant","requestId":")" + request + R"(","timestamp":")" + time +
           R"(","message":{"id":")" + message + R"(","model":")" + model +
           R"(","usage":{"input_tokens":1000,"output_tokens":)" + QByteArray::number(output) +
           "}}}\n";
}

} // namespace

/// Session logs into a real database.
class TestLogImport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aFolderIsReadWhole();
    void theSameImportTwiceAddsNothing();
    void aGrownFileAddsWhatIsNew();
    void snapshotsOfAStreamCountOnce();
    void whatWentThroughPatchbayIsLeftOut();
    void patchbaysOwnFoldersAreRefused();
    void rollupsAreThoseOfARebuild();
    void brokenFilesHarmNothing();
    void linksAreFollowedOnce();
    void whereOnlySumsAreLeftNothingIsAdded();
    void manyLinesComeInStretches();

private:
    void write(const QString& name, const QByteArray& content);
    LogImportSummary import(qint64 account = 0);
    std::optional<Error> importError(const QString& folder);

    std::unique_ptr<UsageDatabase> m_data;
    std::unique_ptr<QTemporaryDir> m_folder;
    const PriceTable m_prices = PriceTable::builtIn();
};

void TestLogImport::init()
{
    m_data = std::make_unique<UsageDatabase>();
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestLogImport::write(const QString& name, const QByteArray& content)
{
    const QString path = m_folder->filePath(name);
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

LogImportSummary TestLogImport::import(qint64 account)
{
    LogImport import(m_data->database(), m_prices);
    std::optional<Result<LogImportSummary>> result;
    import.start({m_folder->path(), m_folder->filePath(u"own"_s), account}, {},
                 [&](Result<LogImportSummary> done) { result = std::move(done); });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(result, kPatience); }();
    if (!result || !*result)
        qFatal("the import failed");
    return **result;
}

std::optional<Error> TestLogImport::importError(const QString& folder)
{
    LogImport import(m_data->database(), m_prices);
    std::optional<Result<LogImportSummary>> result;
    import.start({folder, m_folder->filePath(u"own"_s), 0}, {},
                 [&](Result<LogImportSummary> done) { result = std::move(done); });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(result, kPatience); }();
    return result && !*result ? std::optional(result->error()) : std::nullopt;
}

void TestLogImport::aFolderIsReadWhole()
{
    write(u"projects/-home-ann/one.jsonl"_s, "{}"
                                             "\n" +
                                                 line("msg_1", "req_1", 100));
    write(u"projects/-home-ann/one/subagents/agent-a.jsonl"_s, line("msg_2", "req_2", 50));
    write(u"projects/-home-ann/notes.txt"_s, line("msg_3", "req_3", 50));
    write(u"history.jsonl"_s, line("msg_4", "req_4", 50)); // beside the projects
    const LogImportSummary done = import(1);
    QCOMPARE(done.read.files, 2);
    QCOMPARE(done.read.lines, 3);
    QCOMPARE(done.turns.added, 2);
    QCOMPARE(done.turns.input, 2000);
    QCOMPARE(done.turns.output, 150);
    QCOMPARE(done.turns.costMicroUsd, 4000 + 1500);
    QCOMPARE(m_data->rows(
                 u"SELECT names.name, account, outcome, status, is_last, import_key FROM attempts "
                 "JOIN names ON names.number = client ORDER BY import_key"_s,
                 6),
             QStringList({u"claude-code|1|succeeded|200|1|claude-code:msg_1"_s,
                          u"claude-code|1|succeeded|200|1|claude-code:msg_2"_s}));
    const auto reader = m_data->database().reader();
    UsageQuery query;
    query.by = {UsageKey::Account, UsageKey::Client};
    const auto report = usageReport(**reader, query);
    QVERIFY(report);
    QCOMPARE(report->rows.size(), 1);
    QCOMPARE(report->rows.first().keys, QStringList({u"work"_s, u"claude-code"_s}));
    QCOMPARE(report->total.requests, 2);
    QCOMPARE(report->total.output, 150);
}

void TestLogImport::theSameImportTwiceAddsNothing()
{
    write(u"projects/a/one.jsonl"_s, line("msg_1", "req_1", 100) + line("msg_2", "req_2", 7));
    import();
    const QStringList before = m_data->rows(kSums, 6);
    QCOMPARE(before, QStringList({u"2|2000|107|0|0|5070"_s}));
    const LogImportSummary again = import();
    QCOMPARE(again.turns.added, 0);
    QCOMPARE(again.turns.known, 2);
    QCOMPARE(m_data->rows(kSums, 6), before);
    // A resumed session begins with the lines of the one before.
    write(u"projects/a/two.jsonl"_s, line("msg_2", "req_2", 7) + line("msg_3", "req_3", 1));
    QCOMPARE(import().turns.added, 1);
    QCOMPARE(m_data->rows(kSums, 6), QStringList({u"3|3000|108|0|0|7080"_s}));
}

void TestLogImport::aGrownFileAddsWhatIsNew()
{
    // Its last answer is still being written.
    const QByteArray last = line("msg_3", "req_3", 9, "2026-11-01T12:00:00.000Z");
    write(u"projects/a/one.jsonl"_s,
          line("msg_1", "req_1", 100) + line("msg_2", "req_2", 1) + last.first(40));
    const LogImportSummary first = import();
    QCOMPARE(first.turns.added, 2);
    QCOMPARE(first.read.broken, 0);
    write(u"projects/a/one.jsonl"_s, line("msg_1", "req_1", 100) + line("msg_2", "req_2", 1) +
                                         line("msg_2", "req_2", 200, "2026-11-01T11:00:01.000Z") +
                                         last);
    const LogImportSummary second = import();
    QCOMPARE(second.turns.added, 1);
    QCOMPARE(second.turns.updated, 1);
    QCOMPARE(second.turns.known, 1);
    QCOMPARE(second.turns.output, 199 + 9);
    // It stays in the hour it began in.
    QCOMPARE(m_data->rows(kSums, 6),
             QStringList({u"2|2000|300|0|0|7000"_s, u"1|1000|9|0|0|2090"_s}));
}

void TestLogImport::snapshotsOfAStreamCountOnce()
{
    write(u"projects/a/one.jsonl"_s, line("msg_1", "req_1", 1) + line("msg_1", "", 1) +
                                         line("msg_1", "req_1", 159, "2026-11-01T10:00:09.000Z") +
                                         line("msg_1", "req_1", 9));
    const LogImportSummary done = import();
    QCOMPARE(done.turns.added, 1);
    QCOMPARE(m_data->rows(kSums, 6), QStringList({u"1|1000|159|0|0|3590"_s}));
    QCOMPARE(m_data->rows(u"SELECT opened_at, request_id FROM attempts"_s, 2),
             QStringList({u"1793527200000|req_1"_s}));
}

void TestLogImport::whatWentThroughPatchbayIsLeftOut()
{
    Ledger ledger(m_data->database(), u"p1"_s);
    const AttemptOpening attempt = attemptOf(1, 1, 1793527200000 - 30'000);
    AttemptCompletion completion = completionOf(1000, 100, 3000);
    completion.requestId = u"req_1"_s;
    ledger.open(attempt);
    ledger.complete(attempt, completion);
    m_data->settle();
    write(u"projects/a/one.jsonl"_s, line("msg_1", "req_1", 100) + line("msg_2", "req_2", 5));
    const LogImportSummary done = import();
    QCOMPARE(done.turns.passedHere, 1);
    QCOMPARE(done.turns.added, 1);
    QCOMPARE(m_data->rows(u"SELECT sum(requests), sum(output_tokens) FROM usage_daily"_s, 2),
             QStringList({u"2|105"_s}));
}

void TestLogImport::patchbaysOwnFoldersAreRefused()
{
    write(u"own/id-1/projects/a/one.jsonl"_s, line("msg_1", "req_1", 100));
    const auto refused = importError(m_folder->filePath(u"own/id-1"_s));
    QVERIFY(refused);
    QCOMPARE(refused->kind, ErrorKind::InvalidInput);
    // Also where a link leads there.
    write(u"projects/b/two.jsonl"_s, line("msg_2", "req_2", 100));
    QVERIFY(QFile::link(m_folder->filePath(u"own/id-1/projects/a"_s),
                        m_folder->filePath(u"projects/a"_s)));
    const LogImportSummary done = import();
    QCOMPARE(done.read.own, 1);
    QCOMPARE(done.turns.added, 1);
    QVERIFY(importError(m_folder->filePath(u"nowhere"_s)));
    write(u"empty/projects/readme.txt"_s, {});
    QVERIFY(importError(m_folder->filePath(u"empty"_s)));
}

void TestLogImport::rollupsAreThoseOfARebuild()
{
    QByteArray log;
    for (int i = 0; i < 60; ++i) {
        const QByteArray id = QByteArray::number(i);
        const QByteArray time = "2026-11-0" + QByteArray::number(1 + i % 5) + "T0" +
                                QByteArray::number(i % 7) + ":30:00.000Z";
        log += line("msg_" + id, "req_" + id, i, time,
                    i % 3 == 0 ? "claude-opus-5-5" : "somebody-elses");
    }
    write(u"projects/a/one.jsonl"_s, log);
    import(2);
    write(u"projects/a/one.jsonl"_s, log.replace("output_tokens\":4", "output_tokens\":94"));
    QVERIFY(import(2).turns.updated > 0);
    const QString all = u"SELECT hour, account, model, client, requests, errors, input_tokens, "
                        "output_tokens, cost_micro_usd, unpriced, estimated, saved_micro_usd "
                        "FROM usage_hourly ORDER BY 1, 2, 3, 4"_s;
    const QStringList before = m_data->rows(all, 12);
    QVERIFY(before.size() > 10);
    const QString marginal =
        u"SELECT dimension, requests, attempts, cost_micro_usd FROM usage_sums "
        "ORDER BY 1, minutes, period, key"_s;
    const QStringList marginals = m_data->rows(marginal, 4);
    QVERIFY(m_data->database().writeAtStart(
        [](Connection& connection) { return rebuildRollups(connection); }));
    QCOMPARE(m_data->rows(all, 12), before);
    QCOMPARE(m_data->rows(marginal, 4), marginals);
}

void TestLogImport::brokenFilesHarmNothing()
{
    write(u"projects/a/one.jsonl"_s, "garbage\n" + line("msg_1", "req_1", 1) +
                                         "{\"type\":\"assistant\",\"usage\":\n" +
                                         QByteArray(1000, '\0') + "\n" + line("msg_2", "", 2));
    write(u"projects/a/empty.jsonl"_s, {});
    write(u"projects/a/locked.jsonl"_s, line("msg_3", "req_3", 1));
    QFile::setPermissions(m_folder->filePath(u"projects/a/locked.jsonl"_s), {});
    const bool isRoot = QFileInfo(m_folder->filePath(u"projects/a/locked.jsonl"_s)).isReadable();
    const LogImportSummary done = import();
    QCOMPARE(done.turns.added, isRoot ? 3 : 2);
    QCOMPARE(done.read.broken, 3);
    QCOMPARE(done.read.unreadable.size(), isRoot ? 0 : 1);
}

void TestLogImport::linksAreFollowedOnce()
{
    write(u"projects/a/one.jsonl"_s, line("msg_1", "req_1", 1));
    QVERIFY(QFile::link(m_folder->filePath(u"projects/a"_s), m_folder->filePath(u"projects/b"_s)));
    QVERIFY(
        QFile::link(m_folder->filePath(u"projects"_s), m_folder->filePath(u"projects/a/around"_s)));
    QVERIFY(QFile::link(m_folder->filePath(u"nothing.jsonl"_s),
                        m_folder->filePath(u"projects/a/gone.jsonl"_s)));
    const LogImportSummary done = import();
    QCOMPARE(done.read.files, 1);
    QCOMPARE(done.turns.added, 1);
}

void TestLogImport::whereOnlySumsAreLeftNothingIsAdded()
{
    write(u"projects/a/one.jsonl"_s,
          line("msg_1", "req_1", 1, "2026-10-01T10:00:00.000Z") + line("msg_2", "req_2", 1));
    const qint64 since = 1793527200000 / msPerHour;
    m_data->run(u"INSERT INTO usage_marks (name, value) VALUES ('raw_since', %1)"_s.arg(since));
    const LogImportSummary done = import();
    QCOMPARE(done.turns.tooOld, 1);
    QCOMPARE(done.turns.added, 1);
}

void TestLogImport::manyLinesComeInStretches()
{
    QByteArray log;
    for (int i = 0; i < 12'000; ++i)
        log += line("msg_" + QByteArray::number(i / 2), {}, i % 2 + 1);
    write(u"projects/a/one.jsonl"_s, log);
    LogImport import(m_data->database(), m_prices);
    std::optional<LogImportSummary> result;
    int steps = 0;
    import.start(
        {m_folder->path(), {}, 0}, [&](const LogImportSummary&) { ++steps; },
        [&](const Result<LogImportSummary>& done) { result = *done; });
    QTRY_VERIFY_WITH_TIMEOUT(result, kPatience);
    QVERIFY(steps >= 6);
    QCOMPARE(result->turns.added, 6000);
    QCOMPARE(m_data->rows(u"SELECT requests, output_tokens FROM usage_hourly"_s, 2),
             QStringList({u"6000|12000"_s}));
}

QTEST_GUILESS_MAIN(TestLogImport)

#include "tst_logimport.moc"
