// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/storefixture.h"
#include "base/settings.h"
#include "core/alertwatcher.h"
#include "core/webhookreceiver.h"
#include "usage/ledger.h"
#include "usage/rollups.h"

#include <QSignalSpy>

using namespace Patchbay;
using namespace Patchbay::Testing;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMinute = 60'000;
constexpr qint64 kHour = 60 * kMinute;
constexpr qint64 kDay = 24 * kHour;
constexpr qint64 kStart = 1'795'348'800'000; // 2026-11-22T12:00:00Z

} // namespace

/// The whole way, over a real database and with a virtual clock: what is used, limited and rejected
/// becomes an alert that a person and the webhook are told of once.
class tst_AlertWatcher : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void budget();
    void limitWindow();
    void signIn();
    void errorRate();
    void runsOutSoon();
    void looksSoonAfterAChange();
    void webhookIsToldOnce();
    void snoozed();
    void twoWatchersTellOnce();
    void tellsAWindowThatOpensLater();
    void settingsSwitchKindsOff();
    void testOfTheWebhook();
    void thresholdsFollowTheSettings();

private:
    void restart(bool tellsPerson = true);
    QStringList look();
    void run(const QString& sql);
    void use(qint64 microUsd, AttemptOutcome outcome = AttemptOutcome::Succeeded);
    QStringList current() const;

    std::unique_ptr<StoreFixture> m_fixture;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<AlertWatcher> m_watcher;
    std::unique_ptr<Ledger> m_ledger;
    QStringList m_told;
    qint64 m_account = 0;
    qint64 m_id = 0;
    AccountId m_accountId;
};

void tst_AlertWatcher::init()
{
    qputenv("TZ", "UTC");
    m_fixture = std::make_unique<StoreFixture>();
    m_fixture->clock.ms = kStart;
    m_settings = std::make_unique<Settings>(m_fixture->folder.filePath(u"settings.ini"_s));
    const auto added = m_fixture->add(u"work"_s);
    QVERIFY(added);
    m_accountId = *added;
    m_account = m_fixture->store->find(m_accountId)->number;
    m_told.clear();
    restart();
}

void tst_AlertWatcher::cleanup()
{
    m_watcher.reset();
    m_ledger.reset();
    m_settings.reset();
    m_fixture.reset();
}

// As another run of the program.
void tst_AlertWatcher::restart(bool tellsPerson)
{
    m_watcher.reset();
    m_ledger.reset();
    m_fixture->restart();
    m_ledger = std::make_unique<Ledger>(*m_fixture->database, u"test"_s);
    m_watcher = std::make_unique<AlertWatcher>(
        AlertWatcher::Parts{*m_fixture->database, *m_settings, *m_fixture->store, m_fixture->clock},
        AlertWebhookOptions{.retryAfterMs = {1}, .timeoutMs = 20'000, .longestQueue = 64});
    connect(m_watcher.get(), &AlertWatcher::told, this, [this](const QList<Alert>& alerts) {
        for (const Alert& alert : alerts)
            m_told.append(alert.cause);
    });
    m_watcher->start(tellsPerson);
    look();
}

// What was told by looking until everything is settled.
QStringList tst_AlertWatcher::look()
{
    const qsizetype before = m_told.size();
    for (int round = 0; round < 3; ++round) {
        m_watcher->lookNow();
        for (int way = 0; way < 2; ++way) { // what a look reads, and what it then writes
            Outcome<int> read;
            const Mailbox mailbox;
            m_fixture->database->read<int>([](Connection&) { return 0; }, mailbox.address(),
                                           read.completion());
            if (!read.wait())
                qFatal("the reader does not answer");
            Outcome<void> written;
            m_fixture->database->write([](Connection&) -> Result<void> { return {}; },
                                       Database::Haste::Now, mailbox.address(),
                                       written.completion());
            if (!written.wait())
                qFatal("the writer does not answer");
        }
    }
    return m_told.mid(before);
}

void tst_AlertWatcher::run(const QString& sql)
{
    const auto done =
        m_fixture->database->writeAtStart([&](Connection& connection) -> Result<void> {
            const auto changed = connection.run(sql);
            return changed ? Result<void>() : Failure(changed.error());
        });
    if (!done)
        qFatal("%s", qPrintable(done.error().detail));
}

void tst_AlertWatcher::use(qint64 microUsd, AttemptOutcome outcome)
{
    AttemptOpening attempt;
    attempt.id = ++m_id;
    attempt.requestKey = m_id;
    attempt.accountNumber = m_account;
    attempt.client = u"window"_s;
    attempt.model = u"claude-sonnet-5-5"_s;
    attempt.openedAtMs = m_fixture->clock.ms;
    AttemptCompletion completion;
    completion.outcome = outcome;
    completion.usage.input = 1;
    completion.cost = Cost{microUsd, false, u"2026-11-20"_s};
    m_ledger->open(attempt);
    m_ledger->complete(attempt, completion);
}

QStringList tst_AlertWatcher::current() const
{
    QStringList causes;
    for (const CurrentAlert& each : m_watcher->current())
        causes.append(each.alert.cause);
    return causes;
}

void tst_AlertWatcher::budget()
{
    QVERIFY(m_settings->setValue(SettingKey::AlertOfForecasts, false));
    run(u"INSERT INTO budgets (scope, subject, period, limit_micro_usd) "
        "VALUES ('account', '%1', 'day', 100)"_s.arg(m_accountId.value));
    const QString at80 = u"budget/account/%1/day/80"_s.arg(m_accountId.value);
    const QString at100 = u"budget/account/%1/day/100"_s.arg(m_accountId.value);
    use(79);
    QVERIFY(look().isEmpty());
    use(1);
    QCOMPARE(look(), QStringList(at80));
    QCOMPARE(current(), QStringList(at80));
    QCOMPARE(m_watcher->current().constFirst().raisedAtMs, kStart);
    for (int hour = 1; hour < 6; ++hour) {
        m_fixture->clock.ms += kHour;
        QVERIFY(look().isEmpty());
    }
    restart();
    QCOMPARE(m_told.size(), 1);
    use(20);
    QCOMPARE(look(), QStringList(at100));
    QVERIFY(look().isEmpty());
    QCOMPARE(current(), QStringList(at100));
    // Midnight: a new day, a new budget, and a new cause when that is spent.
    m_fixture->clock.ms = kStart + 13 * kHour;
    QVERIFY(look().isEmpty());
    QVERIFY(current().isEmpty());
    use(85);
    QCOMPARE(look(), QStringList(at80));
    QVERIFY(look().isEmpty());
}

void tst_AlertWatcher::limitWindow()
{
    QVERIFY(m_settings->setValue(SettingKey::AlertOfForecasts, false));
    const auto remaining = [this](int percent, qint64 resetsAtMs) {
        run(u"INSERT OR REPLACE INTO account_limits (account, window_name, max, remaining, "
            "resets_at, as_of) VALUES (%1, 'five_hour', 100, %2, %3, %4)"_s.arg(m_account)
                .arg(percent)
                .arg(resetsAtMs)
                .arg(m_fixture->clock.ms));
    };
    const QString cause = u"window/%1/five_hour"_s.arg(m_accountId.value);
    const qint64 reset = kStart + 3 * kHour;
    remaining(11, reset);
    QVERIFY(look().isEmpty());
    remaining(10, reset + 900);
    QCOMPARE(look(), QStringList(cause));
    // To and fro at the edge, with the jitter of the reset: told once.
    for (int i = 0; i < 6; ++i) {
        remaining(9 + i % 4, reset - 900 * i);
        QVERIFY(look().isEmpty());
    }
    restart();
    QCOMPARE(m_told.size(), 1);
    m_fixture->clock.ms = reset + kMinute;
    QVERIFY(look().isEmpty());
    QVERIFY(current().isEmpty());
    remaining(5, reset + 5 * kHour);
    QCOMPARE(look(), QStringList(cause));
    // The next turn too, though nobody looked while it was reset.
    m_fixture->clock.ms = reset + 6 * kHour;
    remaining(5, reset + 10 * kHour);
    QCOMPARE(look(), QStringList(cause));
    QVERIFY(look().isEmpty());
}

void tst_AlertWatcher::signIn()
{
    const QString cause = u"sign_in/"_s + m_accountId.value;
    m_fixture->store->setState(m_accountId, AccountState::NeedsSignIn, u"rejected"_s, 0);
    QCOMPARE(look(), QStringList(cause));
    QVERIFY(m_watcher->current().constFirst().alert.isKey);
    m_fixture->clock.ms += kHour;
    m_fixture->store->setState(m_accountId, AccountState::NeedsSignIn, u"in other words"_s, 0);
    QVERIFY(look().isEmpty());
    restart();
    QCOMPARE(m_told.size(), 1);
    m_fixture->store->setWell(m_accountId);
    QVERIFY(look().isEmpty());
    QVERIFY(current().isEmpty());
    m_fixture->store->setState(m_accountId, AccountState::NeedsSignIn, u"rejected"_s, 0);
    QCOMPARE(look(), QStringList(cause));
}

void tst_AlertWatcher::errorRate()
{
    const QString cause = u"errors/"_s + m_accountId.value;
    for (int i = 0; i < 8; ++i)
        use(1);
    use(0, AttemptOutcome::Failed);
    use(0, AttemptOutcome::Failed);
    QVERIFY(look().isEmpty()); // a fifth, yet two are no rate
    use(0, AttemptOutcome::Failed);
    QCOMPARE(look(), QStringList(cause));
    QVERIFY(look().isEmpty());
    restart();
    QCOMPARE(m_told.size(), 1);
    // A quarter of an hour later it is over, and comes back as a new one.
    m_fixture->clock.ms += 20 * kMinute;
    QVERIFY(look().isEmpty());
    QVERIFY(current().isEmpty());
    for (int i = 0; i < 10; ++i)
        use(0, AttemptOutcome::Failed);
    QCOMPARE(look(), QStringList(cause));
}

void tst_AlertWatcher::runsOutSoon()
{
    const qint64 reset = kStart + 4 * kHour;
    const QString cause = u"runs_out/window/%1/five_hour"_s.arg(m_accountId.value);
    run(u"INSERT INTO account_limits (account, window_name, max, remaining, resets_at, as_of) "
        "VALUES (%1, 'five_hour', 100, 50, %2, %3)"_s.arg(m_account)
            .arg(reset)
            .arg(kStart));
    // Half of it in the first hour: the other half lasts another.
    for (int ago = 60; ago >= 10; ago -= 10) {
        run(u"INSERT INTO limit_samples (account, window_name, as_of, remaining, resets_at) "
            "VALUES (%1, 'five_hour', %2, %3, %4)"_s.arg(m_account)
                .arg(kStart - ago * kMinute)
                .arg(50 + ago * 50 / 60)
                .arg(reset));
    }
    QVERIFY(m_settings->setValue(SettingKey::AlertForecastMinutes, 45));
    QVERIFY(look().isEmpty());
    QVERIFY(m_settings->setValue(SettingKey::AlertForecastMinutes, 75));
    QCOMPARE(look(), QStringList(cause));
    const Alert told = m_watcher->current().constFirst().alert;
    QVERIFY(told.atMs > kStart + 45 * kMinute && told.atMs <= kStart + 75 * kMinute);
    QVERIFY(look().isEmpty());
    restart();
    QCOMPARE(m_told.size(), 1);
    m_fixture->clock.ms = reset;
    QVERIFY(look().isEmpty());
    QVERIFY(current().isEmpty());
}

void tst_AlertWatcher::looksSoonAfterAChange()
{
    m_fixture->store->setState(m_accountId, AccountState::NeedsSignIn, u"rejected"_s, 0);
    QTRY_COMPARE_WITH_TIMEOUT(m_told.size(), 1, 30'000); // nobody asked for it
}

void tst_AlertWatcher::webhookIsToldOnce()
{
    WebhookReceiver receiver;
    receiver.answers = {statusAnswer("503 No")};
    QVERIFY(m_settings->setValue(SettingKey::AlertWebhook, receiver.url().toString()));
    m_fixture->store->setState(m_accountId, AccountState::NeedsSignIn, u"rejected"_s, 0);
    QCOMPARE(look().size(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(receiver.posts().size(), 2, 20'000); // one was repeated
    const QJsonObject body = receiver.posts().constLast().body;
    QCOMPARE(body.value(u"type"_s), u"sign_in"_s);
    QCOMPARE(body.value(u"subject"_s), u"work"_s);
    QCOMPARE(body.value(u"raised_at"_s), u"2026-11-22T12:00:00.000Z"_s);
    QVERIFY(!body.value(u"text"_s).toString().isEmpty());
    QVERIFY(look().isEmpty());
    restart();
    // What comes after it shows that nothing else was on its way.
    run(u"INSERT INTO budgets (scope, subject, period, limit_micro_usd) VALUES ('all', '', 'day', 0)"_s);
    QCOMPARE(look().size(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(receiver.posts().size(), 3, 20'000);
    QCOMPARE(receiver.posts().constLast().body.value(u"type"_s), u"budget"_s);
}

void tst_AlertWatcher::snoozed()
{
    const QString cause = u"sign_in/"_s + m_accountId.value;
    m_watcher->snooze(QString(), kStart + kHour);
    look();
    QCOMPARE(m_watcher->allSnoozedUntilMs(), kStart + kHour);
    m_fixture->store->setState(m_accountId, AccountState::NeedsSignIn, u"rejected"_s, 0);
    QVERIFY(look().isEmpty());
    QCOMPARE(current(), QStringList(cause)); // to be looked up all the same
    QCOMPARE(m_watcher->current().constFirst().snoozedUntilMs, 0);
    m_fixture->clock.ms += kHour;
    QCOMPARE(look(), QStringList(cause));
    QCOMPARE(m_watcher->allSnoozedUntilMs(), 0);
    // Remind me tomorrow.
    m_watcher->snooze(cause, m_fixture->clock.ms + kDay);
    QVERIFY(look().isEmpty());
    QCOMPARE(m_watcher->current().constFirst().snoozedUntilMs, m_fixture->clock.ms + kDay);
    m_fixture->clock.ms += kDay - 1;
    restart();
    QVERIFY(look().isEmpty());
    m_fixture->clock.ms += 1;
    QCOMPARE(look(), QStringList(cause));
    QVERIFY(look().isEmpty());
}

void tst_AlertWatcher::twoWatchersTellOnce()
{
    AlertWatcher other({*m_fixture->database, *m_settings, *m_fixture->store, m_fixture->clock});
    QStringList both;
    for (AlertWatcher* watcher : {&other, m_watcher.get()}) {
        connect(watcher, &AlertWatcher::told, this, [&](const QList<Alert>& alerts) {
            for (const Alert& alert : alerts)
                both.append(alert.cause);
        });
    }
    other.start(true);
    for (int round = 0; round < 5; ++round) {
        m_fixture->store->setState(m_accountId, AccountState::NeedsSignIn, u"rejected"_s, 0);
        run(u"DELETE FROM alerts WHERE cause = 'none'"_s); // returns once the state is written
        other.lookNow();
        look();
        QTRY_COMPARE_WITH_TIMEOUT(other.current().size(), 1, 20'000);
        QCOMPARE(both.size(), round + 1);
        m_fixture->store->setWell(m_accountId);
        run(u"DELETE FROM alerts WHERE cause = 'none'"_s);
        other.lookNow();
        look();
        QTRY_COMPARE_WITH_TIMEOUT(other.current().size(), 0, 20'000);
    }
}

void tst_AlertWatcher::tellsAWindowThatOpensLater()
{
    restart(false);
    m_fixture->store->setState(m_accountId, AccountState::NeedsSignIn, u"rejected"_s, 0);
    QVERIFY(look().isEmpty());
    QCOMPARE(current().size(), 1);
    m_fixture->clock.ms += kDay;
    restart(true);
    QCOMPARE(m_told, QStringList(u"sign_in/"_s + m_accountId.value));
    restart(true);
    QCOMPARE(m_told.size(), 1);
}

void tst_AlertWatcher::settingsSwitchKindsOff()
{
    QVERIFY(m_settings->setValue(SettingKey::AlertOfSignIns, false));
    m_fixture->store->setState(m_accountId, AccountState::NeedsSignIn, u"rejected"_s, 0);
    QVERIFY(look().isEmpty());
    QVERIFY(current().isEmpty());
    QVERIFY(m_settings->setValue(SettingKey::AlertOfSignIns, true));
    QCOMPARE(look().size(), 1);
}

void tst_AlertWatcher::testOfTheWebhook()
{
    Outcome<void> none;
    m_watcher->testWebhook(none.completion());
    QCOMPARE(none.calls(), 0);
    QVERIFY(none.wait());
    QVERIFY(none.failedWith(ErrorKind::InvalidInput));
    WebhookReceiver receiver;
    QVERIFY(m_settings->setValue(SettingKey::AlertWebhook, receiver.url().toString()));
    Outcome<void> some;
    m_watcher->testWebhook(some.completion());
    QVERIFY(some.wait());
    QVERIFY(some.succeeded());
    QCOMPARE(receiver.posts().constFirst().body.value(u"type"_s), u"test"_s);
}

void tst_AlertWatcher::thresholdsFollowTheSettings()
{
    QCOMPARE(alertThresholds(*m_settings), AlertThresholds());
    QVERIFY(m_settings->setValue(SettingKey::AlertOfErrors, false));
    QVERIFY(m_settings->setValue(SettingKey::AlertBudgetPercent, 50));
    QVERIFY(m_settings->setValue(SettingKey::AlertWindowPercent, 75));
    QVERIFY(m_settings->setValue(SettingKey::AlertErrorPercent, 30));
    QVERIFY(m_settings->setValue(SettingKey::AlertErrorCount, 50));
    QVERIFY(m_settings->setValue(SettingKey::AlertForecastMinutes, 15));
    const AlertThresholds found = alertThresholds(*m_settings);
    QVERIFY(!found.kinds.contains(AlertKind::Errors));
    QCOMPARE(found.kinds.size(), 4);
    QCOMPARE(found.budgetPercent, 50);
    QCOMPARE(found.windowPercent, 75);
    QCOMPARE(found.errorPercent, 30);
    QCOMPARE(found.errorCount, 50);
    QCOMPARE(found.forecastMinutes, 15);
}

QTEST_GUILESS_MAIN(tst_AlertWatcher)
#include "tst_alertwatcher.moc"
