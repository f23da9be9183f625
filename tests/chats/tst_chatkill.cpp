// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/processlock.h"
#include "chatdatabase.h"
#include "chatfixture.h"
#include "chats/answerjournal.h"
#include "support/testupstream.h"

#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>
#include <QTimer>

#include <cstdio>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

template <class T>
T orAbort(Result<T> result)
{
    return ChatDatabase::orAbort(std::move(result));
}

void say(char what, qint64 number)
{
    std::printf("%c %lld\n", what, static_cast<long long>(number));
    std::fflush(stdout);
}

/// Streams one answer and says what it knows: S the answer's id once it is stored, T the length of
/// the text that came, F the length of what it found on the disk, L that an attempt was sent.
int streamUntilKilled(const QStringList& arguments)
{
    const QDir folder(arguments.at(2));
    const auto lock = orAbort(ProcessLock::take(folder.filePath(u"locks"_s)));
    const auto database =
        orAbort(Database::open(folder.filePath(u"patchbay.db"_s), folder.filePath(u"backups"_s)));
    ChatFixture fixture(*database, QUrl(arguments.at(3)), lock.id());
    ChatTurn* const turn = fixture.service().start(ChatFixture::question(u"Count!"_s));
    const auto reader = orAbort(database->reader());
    QTimer look;
    qint64 length = 0;
    QObject::connect(turn, &ChatTurn::stored, turn, [&] {
        say('S', turn->answer());
        look.start(10);
    });
    QObject::connect(turn, &ChatTurn::leased, turn, [] { say('L', 1); });
    QObject::connect(turn, &ChatTurn::textAppended, turn, [&](const QString& text) {
        length += text.size();
        say('T', length);
    });
    QObject::connect(&look, &QTimer::timeout, turn, [&] {
        say('F', orAbort(reader->number(u"SELECT coalesce(sum(length(data)), 0) FROM message_parts "
                                        "WHERE kind = 'text' AND message = ?"_s,
                                        {turn->answer()}))
                     .value_or(0));
    });
    QObject::connect(turn, &ChatTurn::finished, turn, [] { QCoreApplication::exit(3); });
    return QCoreApplication::exec();
}

} // namespace

class TestChatKill final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedAtFiftyInstants();

private:
    struct Said
    {
        MessageId answer = 0;
        qint64 onDisk = 0;
        qint64 sentAt = -1;                        // ms
        QList<std::pair<qint64, qint64>> received; // when (ms), how long the text was
    };
    static void listen(QProcess& child, const QElapsedTimer& clock, Said& said)
    {
        while (child.canReadLine()) {
            const QByteArray line = child.readLine().trimmed();
            const qint64 number = line.mid(2).toLongLong();
            switch (line.at(0)) {
            case 'S':
                said.answer = number;
                break;
            case 'F':
                said.onDisk = number;
                break;
            case 'L':
                said.sentAt = clock.elapsed();
                break;
            case 'T':
                said.received.append({clock.elapsed(), number});
                break;
            }
        }
    }
};

void TestChatKill::killedAtFiftyInstants()
{
    QTemporaryDir dir;
    const QDir folder(dir.path());
    QVERIFY(folder.mkpath(u"locks"_s));
    const QString locks = folder.filePath(u"locks"_s);

    QString whole;
    for (int i = 1; whole.size() < 60'000; ++i)
        whole += QString::number(i) + u' ';
    TestUpstream upstream;
    upstream.stepsForAll(QJsonDocument(QJsonArray{QJsonObject{{u"reply"_s, whole},
                                                              {u"events_per_second"_s, 100},
                                                              {u"piece_characters"_s, 12}}})
                             .toJson());

    const PriceTable prices = PriceTable::builtIn();
    QRandomGenerator random(20261122);
    qint64 worstLossMs = 0;
    qint64 oldestMissingMs = 0;
    qint64 kept = 0;
    int requests = 0;
    for (int round = 0; round < 50; ++round) {
        QProcess child;
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        QElapsedTimer clock;
        clock.start();
        Said said;
        connect(&child, &QProcess::readyReadStandardOutput, &child,
                [&] { listen(child, clock, said); });
        child.start(QCoreApplication::applicationFilePath(),
                    {u"--stream"_s, dir.path(), upstream.baseUrl().toString()});
        QTRY_VERIFY_WITH_TIMEOUT(said.answer != 0, 60'000);
        const int delay = random.bounded(1200);
        qint64 killedAt = 0;
        QTimer::singleShot(delay, Qt::PreciseTimer, &child, [&] {
            killedAt = clock.elapsed();
            child.kill();
        });
        QTRY_COMPARE_WITH_TIMEOUT(child.state(), QProcess::NotRunning, 60'000);
        listen(child, clock, said);
        QCOMPARE(child.exitStatus(), QProcess::CrashExit); // it did not end by itself
        ++requests;

        // The next start.
        const auto database = orAbort(
            Database::open(folder.filePath(u"patchbay.db"_s), folder.filePath(u"backups"_s)));
        const auto reader = orAbort(database->reader());
        orAbort(Database::check(*reader));
        const qint64 now = SystemClock().nowMs();
        const int closed = orAbort(Ledger::closeInterrupted(*database, locks, prices, now));
        QCOMPARE(orAbort(ConversationStore::recover(*database, locks)), 1);

        const auto found = orAbort(MessageRows::messages(*reader, {said.answer}));
        QCOMPARE(found.size(), 1);
        const Message& answer = found.first();
        QCOMPARE(answer.head.status, MessageStatus::Interrupted);
        const QString text = plainText(answer.content);
        QVERIFY2(whole.startsWith(text), qPrintable(text.right(100)));
        QVERIFY2(
            text.size() >= said.onDisk,
            qPrintable(u"%1 of %2 after %3 ms"_s.arg(text.size()).arg(said.onDisk).arg(delay)));
        kept += text.size();
        for (const auto& [when, length] : std::as_const(said.received)) {
            if (length > text.size()) {
                worstLossMs = std::max(worstLossMs, killedAt - when);
                break;
            }
        }
        const auto question = orAbort(MessageRows::messages(*reader, {answer.head.parent}));
        QCOMPARE(plainText(question.value(0).content), u"Count!"_s);
        QCOMPARE(orAbort(reader->number(u"SELECT count(*) FROM message_parts"_s)), 0);

        // The row of an attempt is handed to the writer before it is sent, so before any text of
        // it.
        const auto count = [&](const QString& sql) {
            return orAbort(reader->number(sql)).value_or(0);
        };
        if (said.onDisk > 0 || !text.isEmpty())
            QCOMPARE(closed, 1);
        if (closed == 0) {
            --requests; // killed before its row was on the disk
            if (said.sentAt >= 0)
                oldestMissingMs = std::max(oldestMissingMs, killedAt - said.sentAt);
        }
        QCOMPARE(count(u"SELECT count(*) FROM attempts"_s), requests);
        QCOMPARE(count(u"SELECT count(DISTINCT request_key) FROM attempts"_s), requests);
        QCOMPARE(count(u"SELECT count(*) FROM attempts WHERE outcome = 'interrupted'"_s), requests);
        QCOMPARE(count(u"SELECT coalesce(sum(requests), 0) FROM usage_hourly"_s), requests);
        QCOMPARE(count(u"SELECT coalesce(sum(requests), 0) FROM usage_daily"_s), requests);
    }
    QVERIFY(kept > 0);
    qInfo("50 kills: %lld characters kept, at worst the text of the last %lld ms lost; %d rows in "
          "the ledger, the oldest missing one sent %lld ms before",
          static_cast<long long>(kept), static_cast<long long>(worstLossMs), requests,
          static_cast<long long>(oldestMissingMs));
}

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    if (QCoreApplication::arguments().value(1) == "--stream"_L1)
        return streamUntilKilled(QCoreApplication::arguments());
    TestChatKill test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_chatkill.moc"
