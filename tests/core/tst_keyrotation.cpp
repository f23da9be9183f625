// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accountprobe.h"
#include "core/keyrotation.h"
#include "support/outcome.h"
#include "support/testupstream.h"
#include "vault/vaulttext.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Patchbay::Testing;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kOld = "sk-ant-test-old";
const QByteArray kNew = "sk-ant-test-new";

Secret secretOf(const QByteArray& bytes)
{
    return Secret::take(QByteArray(bytes.constData(), bytes.size()));
}

// A vault that outlives its process, which may be killed at any of its changes: then nothing is
// answered any more.
class MortalVault final : public Vault
{
public:
    explicit MortalVault(QMap<QString, QByteArray>& entries)
        : m_entries(entries)
    {
    }

    int changesToLive = -1; // -1: all
    bool lastIsDone = false;
    bool isDead = false;

    void read(const QString& key, Completion<Secret> done) override
    {
        if (m_entries.contains(key))
            answer(std::move(done), Result<Secret>(secretOf(m_entries[key])));
        else
            answer(std::move(done), Result<Secret>(Failure(secretAbsent(displayName()))));
    }
    void write(const QString& key, const Secret& secret, Completion<void> done) override
    {
        change([&] { m_entries[key] = secret.reveal().toByteArray(); }, std::move(done));
    }
    void remove(const QString& key, Completion<void> done) override
    {
        change([&] { m_entries.remove(key); }, std::move(done));
    }
    void check(Completion<void> done) override { answer(std::move(done), Result<void>()); }
    [[nodiscard]] QString displayName() const override { return u"the test vault"_s; }

private:
    template <class Change>
    void change(Change make, Completion<void> done)
    {
        if (isDead || changesToLive == 0) {
            if (!isDead && lastIsDone)
                make();
            isDead = true;
            return;
        }
        --changesToLive;
        make();
        answer(std::move(done), Result<void>());
    }
    template <class T>
    void answer(Completion<T> done, Result<T> result)
    {
        m_mailbox.post([done = std::move(done), result = std::move(result)]() mutable {
            done(std::move(result));
        });
    }

    QMap<QString, QByteArray>& m_entries;
    Mailbox m_mailbox;
};

// What a run of the program has, over files and entries that stay.
struct Life
{
    Life(const QTemporaryDir& folder, QMap<QString, QByteArray>& entries, const QUrl& baseUrl)
        : vault(entries)
        , database(std::move(
              *Database::open(folder.filePath(u"patchbay.db"_s), folder.filePath(u"backups"_s))))
        , ledger(*database, u"test"_s)
        , accounts(*database, vault, clock)
    {
        [&] { QVERIFY(accounts.load()); }();
        PoolOptions options;
        options.defaultBaseUrl = baseUrl;
        options.userAgent = u"patchbay/test"_s;
        options.backOffMs = 1;
        pool = std::make_unique<Dispatcher>(options, ledger, prices, clock,
                                            accounts.credentialReader());
        probe = std::make_unique<AccountProbe>(*pool, accounts);
        rotation = std::make_unique<KeyRotation>(accounts, vault, *probe, clock, folder.path());
        const auto give = [this] { pool->setAccounts(accounts.accounts()); };
        QObject::connect(&accounts, &AccountStore::changed, rotation.get(), give);
        pool->observe(
            mailbox.address(),
            [this](const AccountFinding& finding) {
                accounts.setState(finding.account, finding.state, finding.reason, finding.untilMs);
            },
            [](const PoolLoad&) {});
        give();
    }

    Result<void> rotate(const AccountId& id, const QByteArray& key)
    {
        Testing::Outcome<void> outcome;
        rotation->rotate(id, secretOf(key), outcome.completion());
        if (!outcome.wait(60'000))
            return fail(ErrorKind::Internal, u"no answer came"_s);
        return outcome.result();
    }

    SystemClock clock;
    PriceTable prices = PriceTable::builtIn();
    MortalVault vault;
    std::unique_ptr<Database> database;
    Ledger ledger;
    AccountStore accounts;
    std::unique_ptr<Dispatcher> pool;
    std::unique_ptr<AccountProbe> probe;
    std::unique_ptr<KeyRotation> rotation;
    Mailbox mailbox;
};

} // namespace

/// A key is replaced, over a real database and a real upstream.
class KeyRotationTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void takesOverOnceItAnswered();
    void discardsARejectedKey();
    void keepsItWaitingOtherwise();
    void leavesNothingBehindOfARemovedAccount();
    void isOneAtATime();
    void refusesAccountsWithoutAKey();
    void losesNoKeyWhenKilled_data();
    void losesNoKeyWhenKilled();

private:
    void live() { m_life = std::make_unique<Life>(*m_folder, m_entries, m_upstream->baseUrl()); }
    [[nodiscard]] const Account& account() const { return *m_life->accounts.find(m_id); }
    [[nodiscard]] QString usual() const { return vaultKey(account()); }
    [[nodiscard]] QString waiting() const { return pendingVaultKey(account()); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QMap<QString, QByteArray> m_entries;
    std::unique_ptr<TestUpstream> m_upstream;
    std::unique_ptr<Life> m_life;
    AccountId m_id;
};

void KeyRotationTest::init()
{
    m_life.reset();
    m_entries.clear();
    m_folder = std::make_unique<QTemporaryDir>();
    m_upstream = std::make_unique<TestUpstream>();
    live();
    NewAccount added;
    added.account.name = u"work"_s;
    added.secret = secretOf(kOld);
    Testing::Outcome<AccountId> outcome;
    m_life->accounts.add(std::move(added), outcome.completion());
    QVERIFY(outcome.wait());
    QVERIFY(outcome.succeeded());
    m_id = *outcome.result();
}

void KeyRotationTest::takesOverOnceItAnswered()
{
    m_upstream->stepsFor(kNew, R"([{"route":"models","fault":"hang"}])");
    const Account before = account();
    Testing::Outcome<void> outcome;
    m_life->rotation->rotate(m_id, secretOf(kNew + "\n"), outcome.completion());
    QTRY_COMPARE_WITH_TIMEOUT(m_upstream->requestCount(), 1, 20'000);
    // Until then the old one is in use, and the new one is safe.
    QCOMPARE(m_entries.value(usual()), kOld);
    QCOMPARE(m_entries.value(waiting()), kNew);
    QVERIFY(account().pendingSecretAtMs > 0);
    QCOMPARE(outcome.calls(), 0);
    m_life.reset(); // as if it were ended now
    m_upstream->stepsFor(kNew, "[{}]");
    live();
    QCOMPARE(m_life->accounts.accounts().size(), 1);
    QVERIFY(account().pendingSecretAtMs > 0);

    const QSignalSpy secretChanged(&m_life->accounts, &AccountStore::secretChanged);
    QVERIFY(m_life->rotate(m_id, kNew));
    QCOMPARE(m_entries, (QMap<QString, QByteArray>{{usual(), kNew}}));
    QCOMPARE(account().number, before.number);
    QVERIFY(account().secretChangedAtMs > before.secretChangedAtMs);
    QCOMPARE(account().pendingSecretAtMs, 0);
    QCOMPARE(account().state, AccountState::Ready);
    QCOMPARE(secretChanged.size(), 1);
    QVERIFY(m_upstream->messages().isEmpty());
}

void KeyRotationTest::discardsARejectedKey()
{
    m_upstream->stepsFor(kNew, R"([{"route":"models","status":401}])");
    const Account before = account();
    const auto result = m_life->rotate(m_id, kNew);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Authentication);
    QVERIFY2(result.error().cause.contains(u"old one stays"_s), qPrintable(result.error().cause));
    QCOMPARE(m_entries, (QMap<QString, QByteArray>{{usual(), kOld}}));
    QCOMPARE(account(), before);
}

void KeyRotationTest::keepsItWaitingOtherwise()
{
    m_upstream->stepsFor(kNew, R"([{"route":"models","status":503}])");
    const auto result = m_life->rotate(m_id, kNew);
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::ServerError);
    QVERIFY2(result.error().nextStep.contains(u"accounts rotate work"_s),
             qPrintable(result.error().nextStep));
    QCOMPARE(m_entries.value(usual()), kOld);
    QCOMPARE(m_entries.value(waiting()), kNew);
    QCOMPARE(account().state, AccountState::Ready);

    // The next start tries it, and so long as it fails it stays.
    live();
    QSignalSpy tried(m_life->rotation.get(), &KeyRotation::tried);
    m_life->rotation->tryAllWaiting();
    QTRY_COMPARE_WITH_TIMEOUT(tried.size(), 1, 60'000);
    QCOMPARE(m_entries.value(waiting()), kNew);
    m_upstream->stepsFor(kNew, "[{}]");
    m_life->rotation->tryAllWaiting();
    QTRY_COMPARE_WITH_TIMEOUT(tried.size(), 2, 60'000);
    QCOMPARE(m_entries, (QMap<QString, QByteArray>{{usual(), kNew}}));
    Testing::Outcome<void> again;
    m_life->rotation->tryWaiting(m_id, again.completion());
    QVERIFY(again.wait());
    QVERIFY(again.failedWith(ErrorKind::NotFound));
}

void KeyRotationTest::leavesNothingBehindOfARemovedAccount()
{
    m_upstream->stepsFor(kNew, R"([{"route":"models","status":503}])");
    QVERIFY(!m_life->rotate(m_id, kNew));
    QCOMPARE(m_entries.size(), 2);
    Testing::Outcome<void> removed;
    m_life->accounts.remove(m_id, removed.completion());
    QVERIFY(removed.wait());
    QVERIFY(removed.succeeded());
    QTRY_VERIFY(m_entries.isEmpty());
}

void KeyRotationTest::isOneAtATime()
{
    m_upstream->stepsFor(kNew, R"([{"route":"models","fault":"hang"}])");
    Testing::Outcome<void> first;
    m_life->rotation->rotate(m_id, secretOf(kNew), first.completion());
    QTRY_COMPARE_WITH_TIMEOUT(m_upstream->requestCount(), 1, 20'000);
    const auto second = m_life->rotate(m_id, "sk-ant-test-third");
    QVERIFY(!second);
    QCOMPARE(second.error().kind, ErrorKind::Conflict);
    // Another process holds to it as well.
    QTemporaryDir nothing;
    Life other(*m_folder, m_entries, m_upstream->baseUrl());
    const auto third = other.rotate(m_id, "sk-ant-test-third");
    QVERIFY(!third);
    QCOMPARE(third.error().kind, ErrorKind::Conflict);
    QCOMPARE(m_entries.value(waiting()), kNew);
    QCOMPARE(first.calls(), 0);
}

void KeyRotationTest::refusesAccountsWithoutAKey()
{
    Account asking = account();
    asking.keyCommand = u"echo sk-ant-test-9"_s;
    Testing::Outcome<void> edited;
    m_life->accounts.edit(asking, edited.completion());
    QVERIFY(edited.wait());
    QVERIFY(edited.succeeded());
    QTRY_VERIFY(m_entries.isEmpty());
    const auto command = m_life->rotate(m_id, kNew);
    QVERIFY(!command);
    QCOMPARE(command.error().kind, ErrorKind::InvalidInput);
    QVERIFY(command.error().cause.contains(u"command"_s));
    QVERIFY(!m_life->rotate(AccountId{u"nobody"_s}, kNew));
    QVERIFY(m_entries.isEmpty());
    QCOMPARE(m_upstream->requestCount(), 0);
}

void KeyRotationTest::losesNoKeyWhenKilled_data()
{
    QTest::addColumn<int>("changes");
    QTest::addColumn<bool>("lastIsDone");
    QTest::addColumn<bool>("isRejected");
    for (int changes = 0; changes < 3; ++changes) {
        for (const bool done : {false, true})
            QTest::addRow("%d, %d", changes, done) << changes << done << false;
    }
    for (int changes = 0; changes < 2; ++changes) {
        for (const bool done : {false, true})
            QTest::addRow("%d, %d, rejected", changes, done) << changes << done << true;
    }
}

void KeyRotationTest::losesNoKeyWhenKilled()
{
    QFETCH(int, changes);
    QFETCH(bool, lastIsDone);
    QFETCH(bool, isRejected);
    m_upstream->stepsFor(kNew, isRejected ? R"([{"route":"models","status":401}])" : "[{}]");
    m_life->vault.changesToLive = changes;
    m_life->vault.lastIsDone = lastIsDone;
    Testing::Outcome<void> outcome;
    m_life->rotation->rotate(m_id, secretOf(kNew), outcome.completion());
    QTRY_VERIFY_WITH_TIMEOUT(m_life->vault.isDead, 60'000);
    QCOMPARE(outcome.calls(), 0);
    const QString usualKey = usual();
    m_life.reset();

    // One that works is where the account looks for it.
    const bool hasNew = m_entries.values().contains(kNew);
    QVERIFY(m_entries.value(usualKey) == kOld ||
            (!isRejected && m_entries.value(usualKey) == kNew));
    if (changes > 0 || lastIsDone)
        QVERIFY(hasNew || isRejected);

    live();
    m_life->rotation->tryAllWaiting();
    QTRY_VERIFY_WITH_TIMEOUT(account().pendingSecretAtMs == 0 && m_entries.size() == 1, 60'000);
    QCOMPARE(m_entries.value(usualKey), hasNew && !isRejected ? kNew : kOld);
    Testing::Outcome<Secret> given;
    m_life->accounts.secret(m_id, given.completion());
    QVERIFY(given.wait());
    QVERIFY(given.succeeded());
}

QTEST_GUILESS_MAIN(KeyRotationTest)
#include "tst_keyrotation.moc"
