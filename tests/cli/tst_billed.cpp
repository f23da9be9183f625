// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/clifixture.h"
#include "storage/connection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kAccounts = 9;
constexpr int kWholes = 2;   // the last accounts: also asked for whole answers
constexpr int kRejected = 6; // whose key ends
constexpr int kAtOnce = 40;
constexpr int kDeadlineMs = 240'000;
// What a held answer has said when the process is killed: 5 of its 20 pieces, 4 letters each.
constexpr int kHeldTokens = 5;
constexpr int kHeldInput = 4321; // no other answer has that much

QString keyOf(int account)
{
    return u"sk-ant-test-billed-%1"_s.arg(account);
}

QString nameOf(int account)
{
    return account < kAccounts - kWholes ? u"stream %1"_s.arg(account) : u"whole %1"_s.arg(account);
}

/// The steps of one account: answers with every fault, as they fall.
class Storm final
{
public:
    Storm(quint32 seed, bool isWhole)
        : m_random(seed)
        , m_isWhole(isWhole)
    {
    }

    QJsonArray steps(int count)
    {
        QJsonArray steps;
        for (int i = 0; i < count; ++i)
            steps.append(step());
        steps.append(answer());
        return steps;
    }

private:
    [[nodiscard]] int upTo(int most) { return 1 + static_cast<int>(m_random.bounded(most)); }

    QJsonObject answer()
    {
        return {{u"reply"_s, u"One two three"_s},
                {u"input_tokens"_s, upTo(900)},
                {u"output_tokens"_s, upTo(60)},
                {u"cache_read_input_tokens"_s, upTo(2) == 1 ? upTo(5000) : 0},
                {u"cache_creation_5m_input_tokens"_s, upTo(4) == 1 ? upTo(300) : 0},
                {u"cache_creation_1h_input_tokens"_s, upTo(8) == 1 ? upTo(300) : 0}};
    }

    /// Where it breaks, a piece of 4 letters is the token that the client takes it for.
    QJsonObject broken(const QString& fault, int atEvent, const QString& word = u"word"_s)
    {
        QJsonObject step = answer();
        step.insert(u"reply"_s, word.repeated(20));
        step.insert(u"piece_characters"_s, 4);
        step.insert(u"output_tokens"_s, 20);
        step.insert(u"fault"_s, fault);
        step.insert(u"at_event"_s, atEvent);
        return step;
    }

    QJsonObject slow(const QString& how, int ms)
    {
        QJsonObject step = answer();
        step.insert(how, ms);
        return step;
    }

    QJsonObject refused(int status, const QJsonObject& headers = {})
    {
        return {{u"status"_s, status}, {u"headers"_s, headers}};
    }

    // Of an answer that is not streamed nobody learns what it used unless the whole of it comes;
    // and an account that rests is tried with one request whose first word is waited for.
    QJsonObject step()
    {
        const int chance = upTo(1000);
        if (chance <= 25)
            return refused(529);
        if (chance <= 30)
            return refused(400);
        if (chance <= 42) {
            QJsonObject step = answer();
            step.insert(u"fault"_s, u"bytewise"_s);
            return step;
        }
        if (chance <= 72)
            return slow(u"delay_ms"_s, upTo(40));
        return m_isWhole ? answer() : stepOfStream(chance);
    }

    QJsonObject stepOfStream(int chance)
    {
        if (chance <= 84)
            return refused(500);
        if (chance <= 94)
            return refused(429, {{u"retry-after"_s, u"1"_s}});
        if (chance <= 100) {
            return refused(429, {{u"anthropic-ratelimit-requests-limit"_s, u"50"_s},
                                 {u"anthropic-ratelimit-requests-remaining"_s, u"0"_s},
                                 {u"anthropic-ratelimit-requests-reset"_s, u"{now+2}"_s}});
        }
        if (chance <= 110)
            return broken(upTo(2) == 1 ? u"cut"_s : u"reset"_s, 0);
        if (chance <= 120)
            return slow(u"first_event_delay_ms"_s, upTo(40));
        if (chance <= 170) {
            // The start, and then pieces; before the first piece it is tried again.
            static const QStringList faults{u"cut"_s, u"end"_s, u"error_event"_s};
            return broken(faults.at(upTo(3) - 1), upTo(12));
        }
        if (chance <= 195) {
            QJsonObject step = broken(u"hang"_s, 6, u"halt"_s);
            step.insert(u"ping_ms"_s, 200);
            return step;
        }
        return answer();
    }

    QRandomGenerator m_random;
    bool m_isWhole;
};

QJsonArray rejection(int after, Storm& storm)
{
    QJsonArray steps = storm.steps(after);
    steps.append(QJsonObject{{u"status"_s, 401}});
    return steps;
}

// US dollars per million tokens, from the provider's list and not from the client's table.
QJsonObject prices()
{
    const auto of = [](double input, double output, double write5m, double write1h, double read) {
        return QJsonObject{{u"input"_s, input},
                           {u"output"_s, output},
                           {u"cache_write_5m"_s, write5m},
                           {u"cache_write_1h"_s, write1h},
                           {u"cache_read"_s, read}};
    };
    return {{u"claude-sonnet-5-5"_s, of(2, 10, 2.5, 4, 0.1)},
            {u"claude-opus-5-5"_s, of(4, 20, 5, 8, 0.2)},
            {u"claude-haiku-5-5"_s, of(0.1, 0.5, 0.125, 0.2, 0.01)}};
}

QByteArray scriptOf(const QJsonObject& keys)
{
    return QJsonDocument(QJsonObject{{u"keys"_s, keys}, {u"prices"_s, prices()}})
        .toJson(QJsonDocument::Compact);
}

QByteArray stormScript(quint32 seed)
{
    QJsonObject keys;
    for (int i = 0; i < kAccounts; ++i) {
        Storm storm(seed * 100 + static_cast<quint32>(i), i >= kAccounts - kWholes);
        keys.insert(keyOf(i), i == kRejected ? rejection(40, storm) : storm.steps(2000));
    }
    return scriptOf(keys);
}

// Every answer that is streamed stays where it is, at an event whose usage the client knows; nobody
// else is answered.
QByteArray holdScript()
{
    QJsonObject keys;
    const QJsonObject held{{u"reply"_s, u"held"_s.repeated(20)},
                           {u"piece_characters"_s, 4},
                           {u"input_tokens"_s, kHeldInput},
                           {u"output_tokens"_s, 20},
                           {u"fault"_s, u"hang"_s},
                           {u"at_event"_s, 3 + kHeldTokens},
                           {u"ping_ms"_s, 100}};
    const QJsonObject rejected{{u"status"_s, 401}};
    for (int i = 0; i < kAccounts; ++i)
        keys.insert(keyOf(i), QJsonArray{i >= kRejected ? rejected : held});
    return scriptOf(keys);
}

QByteArray accounts()
{
    QJsonArray accounts;
    for (int i = 0; i < kAccounts; ++i) {
        accounts.append(QJsonObject{
            {u"name"_s, nameOf(i)}, {u"apiKey"_s, keyOf(i)}, {u"maxConcurrent"_s, kAtOnce}});
    }
    return QJsonDocument(accounts).toJson(QJsonDocument::Compact);
}

} // namespace

/// The ledger beside the bill: many requests with every fault, sent by a process that is killed
/// again and again.
class BilledTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void equalsTheBillOverKills();
    void countsNothingTwiceWhenKilledAnywhere();

private:
    [[nodiscard]] std::unique_ptr<Program> sender(int count) const;
    void tell(const QByteArray& script);
    [[nodiscard]] QJsonObject bill();
    QByteArray fetch(const QString& path, const QByteArray& post = {});

    [[nodiscard]] QStringList rows(const QString& sql, int columns = 1) const;
    [[nodiscard]] qint64 number(const QString& sql) const
    {
        return rows(sql).value(0).toLongLong();
    }
    [[nodiscard]] QStringList sumsOf(const QString& sql) const;
    [[nodiscard]] QStringList billedSums();
    void killWhileHeld(std::unique_ptr<Program> process);

    std::unique_ptr<CliFixture> m_cli;
    QNetworkAccessManager m_manager;
};

void BilledTest::init()
{
    m_cli = std::make_unique<CliFixture>();
    QVERIFY(m_cli->startUpstream(stormScript(1)));
}

std::unique_ptr<Program> BilledTest::sender(int count) const
{
    auto program = std::make_unique<Program>(
        QStringLiteral(USAGE_PROCESS),
        QStringList{m_cli->path(u"data"_s), m_cli->baseUrl(), QString::number(count),
                    QString::number(kAtOnce)},
        QHash<QString, QString>{{u"CLAUDE_ACCOUNTS"_s, QString::fromUtf8(accounts())}});
    program->start();
    return program;
}

QByteArray BilledTest::fetch(const QString& path, const QByteArray& post)
{
    QNetworkRequest request(QUrl(m_cli->baseUrl() + path));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    const std::unique_ptr<QNetworkReply> reply(post.isEmpty() ? m_manager.get(request)
                                                              : m_manager.post(request, post));
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }, kDeadlineMs) ||
        reply->error() != QNetworkReply::NoError)
        qFatal("the simulator does not answer: %s", qPrintable(reply->errorString()));
    return reply->readAll();
}

void BilledTest::tell(const QByteArray& script)
{
    fetch(u"/simulator/script"_s, script);
}

QJsonObject BilledTest::bill()
{
    return QJsonDocument::fromJson(fetch(u"/simulator/billed"_s)).object()[u"keys"].toObject();
}

QStringList BilledTest::rows(const QString& sql, int columns) const
{
    QStringList result;
    const auto connection =
        Connection::open(m_cli->path(u"data/patchbay.db"_s), Connection::Mode::ReadOnly);
    if (!connection)
        return result; // not there yet
    auto found = (*connection)->select(sql);
    while (found && found->next()) {
        QStringList texts;
        for (int i = 0; i < columns; ++i)
            texts.append(found->text(i));
        result.append(texts.join(u'|'));
    }
    return result;
}

/// "key|model|answers|input|output|cache read|cache write|micro-dollars", sorted.
QStringList BilledTest::sumsOf(const QString& sql) const
{
    QStringList sums = rows(sql, 8);
    for (QString& row : sums) {
        for (int i = 0; i < kAccounts; ++i) {
            if (row.startsWith(nameOf(i) + u'|'))
                row.replace(0, nameOf(i).size(), keyOf(i));
        }
    }
    sums.sort();
    return sums;
}

QStringList BilledTest::billedSums()
{
    QStringList sums;
    const QJsonObject keys = bill();
    for (auto key = keys.begin(); key != keys.end(); ++key) {
        const QJsonObject models = key->toObject();
        for (auto model = models.begin(); model != models.end(); ++model) {
            QStringList row{key.key(), model.key()};
            for (const auto name : {"requests"_L1, "input_tokens"_L1, "output_tokens"_L1,
                                    "cache_read_input_tokens"_L1, "cache_creation_input_tokens"_L1,
                                    "cost_micro_usd"_L1})
                row.append(QString::number(model->toObject()[name].toInteger(-1)));
            sums.append(row.join(u'|'));
        }
    }
    sums.sort();
    return sums;
}

void BilledTest::killWhileHeld(std::unique_ptr<Program> process)
{
    tell(holdScript());
    const QString open = u"SELECT count(*) FROM attempts WHERE outcome = 'open'"_s;
    // Nothing else is under way when that many are held, for the process never has more.
    QTRY_COMPARE_WITH_TIMEOUT(
        number(open +
               u" AND input_tokens = %1 AND output_tokens = %2"_s.arg(kHeldInput).arg(kHeldTokens)),
        kAtOnce, kDeadlineMs);
    QCOMPARE(number(open), kAtOnce);
    process.reset(); // SIGKILL
}

void BilledTest::equalsTheBillOverKills()
{
    constexpr qint64 kAll = 10'000;
    constexpr int kKills = 3;
    const QString sent = u"SELECT coalesce(sum(requests), 0) FROM usage_daily"_s;
    for (int kill = 1; kill <= kKills; ++kill) {
        auto process = sender(kAll);
        QTRY_VERIFY_WITH_TIMEOUT(number(sent) >= kill * kAll / (kKills + 1), kDeadlineMs);
        killWhileHeld(std::move(process));
        if (QTest::currentTestFailed())
            return;
        tell(stormScript(static_cast<quint32>(kill) + 1));
    }
    // Under way and in no sum yet: what the next process finds.
    const qint64 left = kAll - number(sent) - kAtOnce;
    QVERIFY(left > 0);
    auto last = sender(static_cast<int>(left));
    QTRY_COMPARE_WITH_TIMEOUT(number(sent), kAll, kDeadlineMs);
    QCOMPARE(last->exitCode(), 0);

    QCOMPARE(number(u"SELECT count(DISTINCT request_key) FROM attempts"_s), kAll);
    QCOMPARE(number(u"SELECT count(*) FROM attempts WHERE outcome = 'open'"_s), 0);
    QCOMPARE(number(u"SELECT count(*) FROM attempts WHERE outcome = 'interrupted'"_s),
             kKills * kAtOnce);

    const QStringList billed = billedSums();
    QCOMPARE(billed.size(), kAccounts * 3); // of every key and model
    const QString sums = u"sum(input_tokens), sum(output_tokens), sum(cache_read_tokens), %1, "
                         "sum(cost_micro_usd) "_s;
    // Every answer that begins uses input.
    const QString ofRows = u"SELECT accounts.name, names.name, sum(input_tokens > 0), "_s +
                           sums.arg(u"sum(cache_write_5m_tokens + cache_write_1h_tokens)"_s) +
                           u"FROM attempts JOIN accounts ON accounts.number = account "
                           "JOIN names ON names.number = attempts.model GROUP BY 1, 2"_s;
    QCOMPARE(sumsOf(ofRows), billed);
    // Rollups count requests instead.
    QStringList withoutAnswers = billed;
    withoutAnswers.replaceInStrings(QRegularExpression(u"(-5-5\\|)\\d+"_s), u"\\1"_s);
    for (const QString& table : {u"usage_hourly"_s, u"usage_daily"_s}) {
        QCOMPARE(sumsOf(u"SELECT accounts.name, names.name, '', "_s +
                        sums.arg(u"sum(cache_write_tokens)"_s) + u"FROM "_s + table +
                        u" JOIN accounts ON accounts.number = account "
                        "JOIN names ON names.number = "_s +
                        table + u".model GROUP BY 1, 2"_s),
                 withoutAnswers);
    }

    // Each fault was there.
    for (const int status : {400, 401, 429, 500, 529}) {
        const auto failed =
            u"SELECT count(*) FROM attempts WHERE outcome = 'failed' AND status = "_s;
        QVERIFY2(number(failed + QString::number(status)) > 0, qPrintable(QString::number(status)));
    }
    QVERIFY(number(u"SELECT count(*) FROM attempts WHERE outcome = 'cancelled' AND "
                   "output_tokens = 3 AND input_tokens > 0"_s) > 100);
    QVERIFY(number(u"SELECT count(*) FROM attempts WHERE outcome = 'failed' AND status = 200 AND "
                   "input_tokens > 0"_s) > 300);
    QVERIFY(number(u"SELECT count(*) FROM attempts WHERE attempt > 1"_s) > 300);

    Program usage = m_cli->run(u"usage --by account,model --json"_s);
    QCOMPARE(usage.exitCode(), 0);
    const QJsonObject total = CliFixture::json(usage.output())[u"total"].toObject();
    qint64 microUsd = 0;
    for (const QString& row : billed)
        microUsd += row.section(u'|', -1).toLongLong();
    QCOMPARE(qRound64(total[u"cost_usd"].toDouble() * 1e6), microUsd);
    QCOMPARE(total[u"requests"].toInteger(), kAll);

    Program rebuild = m_cli->run(u"usage rebuild --json"_s);
    QCOMPARE(rebuild.exitCode(), 0);
    const QJsonObject made = CliFixture::json(rebuild.output());
    QCOMPARE(made[u"differences"].toInteger(-1), 0);
    QCOMPARE(made[u"rows_read"].toInteger(), number(u"SELECT count(*) FROM attempts"_s));
    QVERIFY(made[u"kept_before"].isNull());
}

void BilledTest::countsNothingTwiceWhenKilledAnywhere()
{
    constexpr int kKills = 5;
    QRandomGenerator random(7);
    for (int kill = 0; kill < kKills; ++kill) {
        const qint64 before = number(u"SELECT count(*) FROM attempts"_s);
        auto process = sender(100'000);
        const qint64 more = 100 + random.bounded(200);
        QTRY_VERIFY_WITH_TIMEOUT(number(u"SELECT count(*) FROM attempts"_s) >= before + more,
                                 kDeadlineMs);
    }
    QCOMPARE(sender(1)->exitCode(), 0); // closes what is open
    qint64 answers = 0;
    qint64 input = 0;
    const QStringList billed = billedSums();
    for (const QString& row : billed) {
        answers += row.section(u'|', 2, 2).toLongLong();
        input += row.section(u'|', 3, 3).toLongLong();
    }
    const qint64 known = number(u"SELECT count(*) FROM attempts WHERE input_tokens > 0"_s);
    // What was under way, or on its way to the disk, is lost; how much that is, is up to the disk.
    QVERIFY2(known > 0 && known <= answers, qPrintable(u"%1 of %2"_s.arg(known).arg(answers)));
    const qint64 counted = number(u"SELECT sum(input_tokens) FROM attempts"_s);
    QVERIFY2(counted > 0 && counted <= input, qPrintable(u"%1 of %2"_s.arg(counted).arg(input)));
    QCOMPARE(number(u"SELECT count(*) FROM attempts WHERE outcome = 'open'"_s), 0);
    QCOMPARE(number(u"SELECT sum(input_tokens) FROM usage_hourly"_s), counted);
}

QTEST_GUILESS_MAIN(BilledTest)
#include "tst_billed.moc"
