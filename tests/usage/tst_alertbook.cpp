// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/alertbook.h"
#include "usagedatabase.h"

using namespace Patchbay;

namespace {

constexpr qint64 kMinute = 60'000;
constexpr qint64 kHour = 60 * kMinute;
constexpr qint64 kStart = 1'795'348'800'000; // 2026-11-22T12:00:00Z

Alert alert(AlertKind kind, const QString& cause, qint64 turnMs = 0)
{
    Alert made;
    made.kind = kind;
    made.cause = cause;
    made.turnMs = turnMs;
    made.subject = QStringLiteral("a1");
    return made;
}

QStringList causes(const QList<Alert>& alerts)
{
    QStringList names;
    for (const Alert& each : alerts)
        names.append(each.cause);
    return names;
}

/// A process that looks at what holds: it reads, and settles what is not settled.
class Process
{
public:
    explicit Process(const UsageDatabase& files, AlertChannels channels = {true, false})
        : m_channels(channels)
    {
        auto opened = Database::open(files.database().file(), files.dir());
        if (!opened)
            qFatal("%s", qPrintable(opened.error().sentence()));
        m_database = std::move(*opened);
    }

    AlertBook book(qint64 nowMs)
    {
        const auto reader = m_database->reader();
        auto read = AlertBook::read(**reader, nowMs);
        if (!read)
            qFatal("%s", qPrintable(read.error().detail));
        return *read;
    }

    AlertsToTell look(const QList<Alert>& holding, qint64 nowMs, const QSet<QString>& unknown = {})
    {
        if (book(nowMs).isSettled(holding, unknown, m_channels))
            return {};
        return settle(holding, nowMs, unknown);
    }

    AlertsToTell settle(const QList<Alert>& holding, qint64 nowMs,
                        const QSet<QString>& unknown = {})
    {
        AlertsToTell told;
        const auto done = m_database->writeAtStart([&](Connection& connection) -> Result<void> {
            auto due = AlertBook::settle(connection, holding, unknown, m_channels, nowMs);
            if (!due)
                return Failure(due.error());
            told = *due;
            return {};
        });
        if (!done)
            qFatal("%s", qPrintable(done.error().detail));
        return told;
    }

    void snooze(const QString& cause, qint64 untilMs, qint64 nowMs)
    {
        const auto done = m_database->writeAtStart([&](Connection& connection) {
            return AlertBook::snooze(connection, cause, untilMs, nowMs);
        });
        if (!done)
            qFatal("%s", qPrintable(done.error().detail));
    }

private:
    AlertChannels m_channels;
    std::unique_ptr<Database> m_database;
};

} // namespace

class tst_AlertBook : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_files = std::make_unique<UsageDatabase>(); }
    void eachKindIsToldOnce_data();
    void eachKindIsToldOnce();
    void twoProcessesTellOnce();
    void aProcessWithoutAWindowLeavesItToOneThatHas();
    void webhookIsToldOnceAndNotOfThePast();
    void staysSilentWhileSnoozed();
    void snoozeOfAllSilencesWhatIsNew();
    void snoozeOfAWrongClockIsNone();
    void clearedIsRaisedAnew();
    void unknownSubjectsAreLeftAlone();
    void resetsAFewSecondsApartAreOneTurn();
    void oldAlertsAreLetGo();

private:
    std::unique_ptr<UsageDatabase> m_files;
};

void tst_AlertBook::eachKindIsToldOnce_data()
{
    QTest::addColumn<AlertKind>("kind");
    QTest::newRow("budget") << AlertKind::Budget;
    QTest::newRow("window") << AlertKind::Window;
    QTest::newRow("sign-in") << AlertKind::SignIn;
    QTest::newRow("errors") << AlertKind::Errors;
    QTest::newRow("runs out") << AlertKind::RunsOut;
}

void tst_AlertBook::eachKindIsToldOnce()
{
    QFETCH(AlertKind, kind);
    const Alert first = alert(kind, QStringLiteral("x/a1"), kStart + kHour);
    {
        Process process(*m_files);
        QCOMPARE(process.look({first}, kStart).person, {first});
        for (int minute = 1; minute < 30; ++minute)
            QVERIFY(process.look({first}, kStart + minute * kMinute).isEmpty());
        QCOMPARE(process.book(kStart).open().size(), 1);
    }
    // A restart, then another period or window of the same.
    Process process(*m_files);
    QVERIFY(process.look({first}, kStart + 30 * kMinute).isEmpty());
    const Alert next = alert(kind, QStringLiteral("x/a1"), kStart + 6 * kHour);
    QCOMPARE(process.look({next}, kStart + 2 * kHour).person, {next});
    QVERIFY(process.look({next}, kStart + 2 * kHour + kMinute).isEmpty());
    QVERIFY(process.look({}, kStart + 3 * kHour).isEmpty());
    QVERIFY(process.book(kStart).open().isEmpty());
}

void tst_AlertBook::twoProcessesTellOnce()
{
    Process one(*m_files);
    Process two(*m_files);
    const QList<Alert> holding = {alert(AlertKind::SignIn, QStringLiteral("sign_in/a1")),
                                  alert(AlertKind::Window, QStringLiteral("window/a1/five_hour"))};
    // Both saw that nobody has told it; the second to write finds that the first has.
    QVERIFY(!one.book(kStart).isSettled(holding, {}, {true, false}));
    QVERIFY(!two.book(kStart).isSettled(holding, {}, {true, false}));
    QCOMPARE(one.settle(holding, kStart).person, holding);
    QVERIFY(two.settle(holding, kStart).isEmpty());
    QVERIFY(one.look(holding, kStart + kMinute).isEmpty());
    QVERIFY(two.look(holding, kStart + kMinute).isEmpty());
}

void tst_AlertBook::aProcessWithoutAWindowLeavesItToOneThatHas()
{
    Process headless(*m_files, {false, true});
    Process window(*m_files, {true, true});
    const QList<Alert> holding = {alert(AlertKind::SignIn, QStringLiteral("sign_in/a1"))};
    const AlertsToTell first = headless.look(holding, kStart);
    QVERIFY(first.person.isEmpty());
    QCOMPARE(first.webhook, holding);
    // Opened days later: it holds still, and no person knows.
    const AlertsToTell later = window.look(holding, kStart + 72 * kHour);
    QCOMPARE(later.person, holding);
    QVERIFY(later.webhook.isEmpty());
    QVERIFY(headless.look(holding, kStart + 73 * kHour).isEmpty());
}

void tst_AlertBook::webhookIsToldOnceAndNotOfThePast()
{
    Process window(*m_files);
    const Alert old = alert(AlertKind::SignIn, QStringLiteral("sign_in/a1"));
    QCOMPARE(window.look({old}, kStart).person, {old});
    // Somebody sets a webhook up: it gets what is raised from then on.
    Process withHook(*m_files, {true, true});
    QVERIFY(withHook.look({old}, kStart + kMinute).isEmpty());
    const Alert fresh = alert(AlertKind::Errors, QStringLiteral("errors/a1"));
    const AlertsToTell told = withHook.look({old, fresh}, kStart + 2 * kMinute);
    QCOMPARE(told.webhook, {fresh});
    QCOMPARE(told.person, {fresh});
}

void tst_AlertBook::staysSilentWhileSnoozed()
{
    Process process(*m_files, {true, true});
    const Alert held = alert(AlertKind::Errors, QStringLiteral("errors/a1"));
    QCOMPARE(process.look({held}, kStart).person, {held});
    process.snooze(held.cause, kStart + kHour, kStart);
    QCOMPARE(process.book(kStart + kMinute).snoozedUntilMs(held.cause), kStart + kHour);
    QCOMPARE(process.book(kStart + kMinute).allSnoozedUntilMs(), 0);
    for (int minute = 0; minute < 60; minute += 5)
        QVERIFY(process.look({held}, kStart + minute * kMinute).isEmpty());
    // A snooze is over an hour later, in another process too: a person is told again, once; the
    // webhook has it already.
    Process other(*m_files, {true, true});
    const AlertsToTell again = other.look({held}, kStart + kHour);
    QCOMPARE(again.person, {held});
    QVERIFY(again.webhook.isEmpty());
    QVERIFY(process.look({held}, kStart + kHour + kMinute).isEmpty());
    // One that is over while it is snoozed is not told.
    process.snooze(held.cause, kStart + 3 * kHour, kStart + 2 * kHour);
    QVERIFY(process.look({}, kStart + 2 * kHour + kMinute).isEmpty());
    QVERIFY(process.look({}, kStart + 4 * kHour).isEmpty());
}

void tst_AlertBook::snoozeOfAllSilencesWhatIsNew()
{
    Process process(*m_files, {true, true});
    const Alert old = alert(AlertKind::SignIn, QStringLiteral("sign_in/a1"));
    const Alert fresh = alert(AlertKind::Errors, QStringLiteral("errors/a1"));
    QCOMPARE(process.look({old}, kStart).person, {old});
    process.snooze(QString(), kStart + kHour, kStart);
    QCOMPARE(process.book(kStart).allSnoozedUntilMs(), kStart + kHour);
    QVERIFY(process.look({old, fresh}, kStart + kMinute).isEmpty());
    QCOMPARE(process.book(kStart).open().size(), 2); // it is there to be looked up
    const AlertsToTell told = process.look({old, fresh}, kStart + kHour);
    QCOMPARE(causes(told.person), QStringList(fresh.cause));
    QCOMPARE(causes(told.webhook), QStringList(fresh.cause));
    // Ended by hand.
    process.snooze(QString(), kStart + 4 * kHour, kStart + 2 * kHour);
    QVERIFY(process.look({alert(AlertKind::Budget, QStringLiteral("b"))}, kStart + 2 * kHour)
                .isEmpty());
    process.snooze(QString(), 0, kStart + 2 * kHour);
    QCOMPARE(process.look({alert(AlertKind::Budget, QStringLiteral("b"))}, kStart + 2 * kHour)
                 .person.size(),
             1);
}

void tst_AlertBook::snoozeOfAWrongClockIsNone()
{
    Process process(*m_files);
    // Snoozed while the clock was a year ahead, then set right.
    const qint64 ahead = kStart + 365 * 24 * kHour;
    process.snooze(QString(), ahead + kHour, ahead);
    QCOMPARE(process.look({alert(AlertKind::Budget, QStringLiteral("b"))}, kStart).person.size(),
             1);
}

void tst_AlertBook::clearedIsRaisedAnew()
{
    Process process(*m_files);
    const Alert held = alert(AlertKind::SignIn, QStringLiteral("sign_in/a1"), 5);
    QCOMPARE(process.look({held}, kStart).person.size(), 1);
    QVERIFY(process.look({}, kStart + kMinute).isEmpty());
    QCOMPARE(process.look({held}, kStart + 2 * kMinute).person.size(), 1);
    QCOMPARE(m_files->rows(QStringLiteral("SELECT raised_at, cleared_at FROM alerts"), 2),
             QStringList(QStringLiteral("%1|0").arg(kStart + 2 * kMinute)));
}

void tst_AlertBook::unknownSubjectsAreLeftAlone()
{
    Process owner(*m_files);
    Process other(*m_files);
    const Alert held = alert(AlertKind::SignIn, QStringLiteral("sign_in/a1"));
    QCOMPARE(owner.look({held}, kStart).person.size(), 1);
    // Another process knows nothing of that account, and clears nothing.
    QVERIFY(other.look({}, kStart + kMinute, {QStringLiteral("a1")}).isEmpty());
    QVERIFY(owner.look({held}, kStart + 2 * kMinute).isEmpty());
    QCOMPARE(owner.book(kStart).open().size(), 1);
}

void tst_AlertBook::resetsAFewSecondsApartAreOneTurn()
{
    Process process(*m_files);
    const QString cause = QStringLiteral("window/a1/five_hour");
    QCOMPARE(process.look({alert(AlertKind::Window, cause, kStart)}, kStart).person.size(), 1);
    for (const qint64 off : {-60'000, 60'000, 1, -240'000}) {
        QVERIFY(process.look({alert(AlertKind::Window, cause, kStart + off)}, kStart).isEmpty());
    }
    QCOMPARE(
        process.look({alert(AlertKind::Window, cause, kStart + 5 * kHour)}, kStart).person.size(),
        1);
}

void tst_AlertBook::oldAlertsAreLetGo()
{
    Process process(*m_files);
    process.look({alert(AlertKind::Budget, QStringLiteral("old"))}, kStart);
    process.look({}, kStart + kHour);
    process.look({alert(AlertKind::Budget, QStringLiteral("new"))}, kStart + 100 * 24 * kHour);
    QCOMPARE(m_files->rows(QStringLiteral("SELECT cause FROM alerts"), 1),
             QStringList(QStringLiteral("new")));
}

QTEST_GUILESS_MAIN(tst_AlertBook)
#include "tst_alertbook.moc"
