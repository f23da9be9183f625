// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/accountarchive.h"
#include "accounts/storefixture.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Patchbay;
using namespace Patchbay::Testing;
using namespace Qt::StringLiterals;

namespace {

Secret secretOf(const QByteArray& bytes)
{
    return Secret::take(QByteArray(bytes.constData(), bytes.size()));
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Export and restore over a real store; the vault and its faults are scripted.
class AccountArchiveTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void takesAllThatAnAccountIs();
    void bringsAccountsToAnotherPlace();
    void sealsTheFile();
    void overwritesOnlyWhenTold();
    void tellsAWrongPassphraseFromADamagedFile();
    void leavesOrReplacesThoseThatAreThere();
    void replacingTakesPlanAndTimes();
    void takesAKeyThatWaits();
    void replacingDropsAKeyThatWaitedHere();
    void writesNothingWhenTheVaultIsLocked();
    void tellsWhereItStopped();
    void revivesARemovedAccount();
    void refusesWhatIsNoArchive_data();
    void refusesWhatIsNoArchive();

private:
    using Exported = AccountArchive::Exported;
    using Restored = AccountArchive::Restored;

    Result<Exported> save(StoreFixture& fixture, const QString& name, bool overwrite = false);
    Result<Restored> restore(StoreFixture& fixture, const QString& name, bool replace = false,
                             const QByteArray& passphrase = "right");
    [[nodiscard]] QString path(const QString& name) const { return m_folder->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<StoreFixture> m_here;
};

void AccountArchiveTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_here = std::make_unique<StoreFixture>();
}

Result<AccountArchive::Exported> AccountArchiveTest::save(StoreFixture& fixture,
                                                          const QString& name, bool overwrite)
{
    AccountArchive archive(*fixture.store, fixture.vault, SealedFile::Cost::least());
    Outcome<Exported> outcome;
    archive.save(path(name), secretOf("right"), overwrite, outcome.completion());
    return outcome.wait() ? outcome.result() : fail(ErrorKind::Internal, u"no answer came"_s);
}

Result<AccountArchive::Restored> AccountArchiveTest::restore(StoreFixture& fixture,
                                                             const QString& name, bool replace,
                                                             const QByteArray& passphrase)
{
    AccountArchive archive(*fixture.store, fixture.vault, SealedFile::Cost::least());
    Outcome<Restored> outcome;
    archive.restore(path(name), secretOf(passphrase), replace, outcome.completion());
    return outcome.wait() ? outcome.result() : fail(ErrorKind::Internal, u"no answer came"_s);
}

void AccountArchiveTest::takesAllThatAnAccountIs()
{
    Account account;
    account.id.value = u"id-1"_s;
    account.name = u"工作 “x”"_s;
    account.kind = AccountKind::OAuth;
    account.baseUrl = QUrl(u"https://gateway.example.com/a%20b"_s);
    account.model = u"m"_s;
    account.models = QStringList{u"m"_s, u"n"_s};
    account.keyCommand = u"pass show x"_s;
    account.configDir = u"/home/x/.claude"_s;
    account.oauthProfile = uR"({"name":"x"})"_s;
    account.proxy = QUrl(u"socks5://127.0.0.1:1080"_s);
    account.priority = 3;
    account.weight = 4;
    account.maxConcurrent = 7;
    account.allowWindow = false;
    account.allowEndpoint = false;
    account.allowCommandLine = false;
    account.enabled = false;
    account.plan = u"max"_s;
    account.color = 5;
    account.createdAtMs = 1'700'000'000'001;
    account.secretChangedAtMs = 1'700'000'000'002;
    account.secretExpiresAtMs = 1'700'000'000'003;
    account.pendingSecretAtMs = 1'700'000'000'004;
    account.remindAfterDays = 90;
    const auto read =
        accountsOfEntries(entriesOfAccounts({{account, secretOf("{\"a\": 1}"), secretOf("next")}}));
    QVERIFY(read);
    QCOMPARE(read->size(), 1);
    QCOMPARE(read->first().account, account);
    QVERIFY(read->first().secret == secretOf("{\"a\": 1}"));
    QVERIFY(read->first().waiting == secretOf("next"));
}

void AccountArchiveTest::bringsAccountsToAnotherPlace()
{
    NewAccount work = StoreFixture::newAccount(u"work"_s, "sk-ant-test-work");
    work.account.priority = 2;
    work.account.models = QStringList{u"m"_s};
    work.account.allowEndpoint = false;
    work.account.remindAfterDays = 30;
    const auto id = m_here->add(std::move(work));
    QVERIFY(id);
    NewAccount asking = StoreFixture::newAccount(u"asking"_s, {});
    asking.account.keyCommand = u"pass show key"_s;
    QVERIFY(m_here->add(std::move(asking)));
    const auto saved = save(*m_here, u"out"_s);
    QVERIFY2(saved, saved ? "" : qPrintable(saved.error().sentence()));
    QCOMPARE(saved->count, 2);
    QVERIFY(saved->withoutSecret.isEmpty());

    StoreFixture there;
    const auto restored = restore(there, u"out"_s);
    QVERIFY2(restored, restored ? "" : qPrintable(restored.error().sentence()));
    QVERIFY(!restored->failure);
    QCOMPARE(restored->added, (QStringList{u"work"_s, u"asking"_s}));
    there.restart();
    Account before = *m_here->store->find(*id);
    Account after = *there.store->find(*id);
    before.number = after.number = 0;
    QCOMPARE(after, before);
    QCOMPARE(there.vault.entries, m_here->vault.entries);
    QCOMPARE(there.store->findByName(u"asking"_s)->keyCommand, u"pass show key"_s);
}

void AccountArchiveTest::sealsTheFile()
{
    QVERIFY(m_here->add(u"work"_s, "sk-ant-test-work"));
    QVERIFY(save(*m_here, u"out"_s));
    QCOMPARE(QFileInfo(path(u"out"_s)).permissions() &
                 (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
             QFile::Permissions());
    QVERIFY(!contentOf(path(u"out"_s)).contains("sk-ant-test-work"));
    QVERIFY(!contentOf(path(u"out"_s)).contains("work"));
    // Nothing else is left beside it.
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList{u"out"_s});
}

void AccountArchiveTest::overwritesOnlyWhenTold()
{
    QVERIFY(m_here->add(u"work"_s));
    QFile other(path(u"out"_s));
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write("mine") == 4);
    other.close();
    const auto refused = save(*m_here, u"out"_s);
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::AlreadyExists);
    QCOMPARE(contentOf(path(u"out"_s)), QByteArray("mine"));
    QVERIFY(save(*m_here, u"out"_s, true));
    StoreFixture there;
    QCOMPARE(restore(there, u"out"_s)->added.size(), 1);
    QVERIFY(!save(*m_here, u"no/such/folder"_s));
    QVERIFY(!save(*m_here, {}, true)); // the folder itself
}

void AccountArchiveTest::tellsAWrongPassphraseFromADamagedFile()
{
    QVERIFY(m_here->add(u"work"_s));
    QVERIFY(save(*m_here, u"out"_s));
    StoreFixture there;
    const auto wrong = restore(there, u"out"_s, false, "wrong");
    QVERIFY(!wrong);
    QCOMPARE(wrong.error().kind, ErrorKind::VaultDenied);
    QVERIFY(wrong.error().cause.contains(u"passphrase"_s));

    QByteArray bytes = contentOf(path(u"out"_s));
    for (const qsizetype at : {bytes.size() - 1, bytes.size() / 2, qsizetype(3)}) {
        QByteArray damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 1);
        QFile file(path(u"damaged"_s));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(damaged), damaged.size());
        file.close();
        const auto result = restore(there, u"damaged"_s);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::InvalidInput);
        QVERIFY2(result.error().cause.contains(u"damaged"_s), qPrintable(result.error().cause));
    }
    QCOMPARE(restore(there, u"absent"_s).error().kind, ErrorKind::NotFound);
    QVERIFY(there.rows().isEmpty());
    QVERIFY(there.vault.entries.isEmpty());
}

void AccountArchiveTest::leavesOrReplacesThoseThatAreThere()
{
    QVERIFY(m_here->add(u"same"_s, "sk-ant-test-archived"));
    QVERIFY(m_here->add(u"other"_s, "sk-ant-test-other"));
    QVERIFY(save(*m_here, u"out"_s));

    StoreFixture there;
    const auto id = there.add(u"SAME"_s, "sk-ant-test-present");
    QVERIFY(id);
    const auto left = restore(there, u"out"_s);
    QVERIFY(left);
    QCOMPARE(left->left, QStringList{u"same"_s});
    QCOMPARE(left->added, QStringList{u"other"_s});
    QCOMPARE(there.vault.entries.value(vaultKey(*there.store->find(*id))),
             QByteArray("sk-ant-test-present"));

    const auto replaced = restore(there, u"out"_s, true);
    QVERIFY(replaced);
    QCOMPARE(replaced->replaced, (QStringList{u"same"_s, u"other"_s}));
    QCOMPARE(there.store->find(*id)->name, u"same"_s);
    QCOMPARE(there.vault.entries.value(vaultKey(*there.store->find(*id))),
             QByteArray("sk-ant-test-archived"));
    QCOMPARE(there.rows().size(), 2);
}

void AccountArchiveTest::replacingTakesPlanAndTimes()
{
    const auto programs = [](const QString& name, const QByteArray& token) {
        NewAccount added = StoreFixture::newAccount(name, token);
        added.account.kind = AccountKind::ClaudeCommand;
        return added;
    };
    const auto own = m_here->add(programs(u"own"_s, {}));
    QVERIFY(own);
    m_here->store->setProgramSignIn(*own, u"max"_s, {}, 9'000'000);
    const auto token = m_here->add(programs(u"token"_s, "sk-ant-test-token"));
    QVERIFY(token);
    const auto key = m_here->add(u"key"_s, "sk-ant-test-key");
    QVERIFY(key);
    QVERIFY(save(*m_here, u"out"_s));

    StoreFixture there;
    there.clock.ms = m_here->clock.ms + 1'000'000;
    const auto pro = there.add(programs(u"own"_s, {}));
    QVERIFY(pro);
    there.store->setProgramSignIn(*pro, u"pro"_s, {}, 1);
    QVERIFY(there.add(programs(u"token"_s, "sk-ant-test-older")));
    QVERIFY(there.add(u"key"_s, "sk-ant-test-older"));
    const auto restored = restore(there, u"out"_s, true);
    QVERIFY(restored && !restored->failure);
    for (int restarts = 0; restarts < 2; ++restarts) {
        for (const AccountId& id : {*own, *token, *key}) {
            const Account* const from = m_here->store->find(id);
            const Account* const to = there.store->findByName(from->name);
            QCOMPARE(to->plan, from->plan);
            QCOMPARE(to->secretChangedAtMs, from->secretChangedAtMs);
            QCOMPARE(to->secretExpiresAtMs, from->secretExpiresAtMs);
        }
        there.restart();
    }
    QCOMPARE(there.store->find(*pro)->plan, u"max"_s);
}

// A new key that was to be tried: the restored account goes on where the first was.
void AccountArchiveTest::takesAKeyThatWaits()
{
    const auto id = m_here->add(u"work"_s, "sk-ant-test-work");
    QVERIFY(id);
    Outcome<void> pending;
    m_here->store->setPendingSecret(*id, 5'000, pending.completion());
    QVERIFY(pending.wait() && pending.succeeded());
    const QString key = pendingVaultKey(*m_here->store->find(*id));
    m_here->vault.entries.insert(key, "sk-ant-test-next");
    QVERIFY(save(*m_here, u"out"_s));

    StoreFixture there;
    const auto added = restore(there, u"out"_s);
    QVERIFY(added && !added->failure);
    QCOMPARE(added->added, QStringList{u"work"_s});
    QCOMPARE(there.vault.entries, m_here->vault.entries);
    there.restart();
    QCOMPARE(there.store->find(*id)->pendingSecretAtMs, 5'000);

    StoreFixture other;
    const auto known = other.add(u"work"_s, "sk-ant-test-older");
    QVERIFY(known);
    const auto replaced = restore(other, u"out"_s, true);
    QVERIFY(replaced && !replaced->failure);
    QCOMPARE(other.store->find(*known)->pendingSecretAtMs, 5'000);
    const Account account = *other.store->find(*known);
    QCOMPARE(other.vault.entries.value(vaultKey(account)), QByteArray("sk-ant-test-work"));
    QCOMPARE(other.vault.entries.value(pendingVaultKey(account)), QByteArray("sk-ant-test-next"));

    // One that was told of and never kept waits no more.
    m_here->vault.entries.remove(key);
    QVERIFY(save(*m_here, u"out"_s, true));
    StoreFixture third;
    QVERIFY(restore(third, u"out"_s));
    QCOMPARE(third.store->find(*id)->pendingSecretAtMs, 0);
    QCOMPARE(third.vault.entries.size(), 1);
}

void AccountArchiveTest::replacingDropsAKeyThatWaitedHere()
{
    QVERIFY(m_here->add(u"work"_s, "sk-ant-test-work"));
    QVERIFY(save(*m_here, u"out"_s));
    StoreFixture there;
    const auto id = there.add(u"work"_s, "sk-ant-test-older");
    QVERIFY(id);
    Outcome<void> pending;
    there.store->setPendingSecret(*id, 5'000, pending.completion());
    QVERIFY(pending.wait() && pending.succeeded());
    there.vault.entries.insert(pendingVaultKey(*there.store->find(*id)), "sk-ant-test-next");
    const auto replaced = restore(there, u"out"_s, true);
    QVERIFY(replaced && !replaced->failure);
    QCOMPARE(there.vault.entries.values(), QList<QByteArray>{"sk-ant-test-work"});
    there.restart();
    QCOMPARE(there.store->find(*id)->pendingSecretAtMs, 0);
}

void AccountArchiveTest::writesNothingWhenTheVaultIsLocked()
{
    QVERIFY(m_here->add(u"work"_s));
    m_here->vault.readError = Error{ErrorKind::VaultLocked, u"locked"_s, {}, {}, {}, 0};
    const auto locked = save(*m_here, u"out"_s);
    QVERIFY(!locked);
    QCOMPARE(locked.error().kind, ErrorKind::VaultLocked);
    QVERIFY(!QFile::exists(path(u"out"_s)));
    m_here->vault.readError.reset();
    // A key that is not there is told, and the rest of the account is kept.
    m_here->vault.entries.clear();
    QCOMPARE(save(*m_here, u"out"_s)->withoutSecret, QStringList{u"work"_s});
    StoreFixture nobody;
    QCOMPARE(save(nobody, u"empty"_s).error().kind, ErrorKind::NoAccount);
}

void AccountArchiveTest::tellsWhereItStopped()
{
    for (const QString& name : {u"one"_s, u"two"_s, u"three"_s})
        QVERIFY(m_here->add(name));
    QVERIFY(save(*m_here, u"out"_s));
    StoreFixture there;
    there.vault.writeError = Error{ErrorKind::VaultUnavailable, u"gone"_s, {}, {}, {}, 0};
    there.vault.writesBeforeError = 1;
    const auto stopped = restore(there, u"out"_s);
    QVERIFY(stopped);
    QCOMPARE(stopped->added, QStringList{u"one"_s});
    QVERIFY(stopped->failure);
    QCOMPARE(stopped->failure->kind, ErrorKind::VaultUnavailable);
    QCOMPARE(stopped->failedAt, u"two"_s);
    QCOMPARE(there.rows().size(), 1);
    // Once the vault is well, the rest follows.
    there.vault.writeError.reset();
    const auto rest = restore(there, u"out"_s);
    QVERIFY(rest);
    QCOMPARE(rest->left, QStringList{u"one"_s});
    QCOMPARE(rest->added, (QStringList{u"two"_s, u"three"_s}));
}

void AccountArchiveTest::revivesARemovedAccount()
{
    const auto id = m_here->add(u"work"_s, "sk-ant-test-work");
    QVERIFY(id);
    const qint64 number = m_here->store->find(*id)->number;
    QVERIFY(save(*m_here, u"out"_s));
    QVERIFY(m_here->remove(*id));
    QVERIFY(restore(*m_here, u"out"_s));
    QCOMPARE(m_here->store->find(*id)->number, number);
    m_here->restart();
    QCOMPARE(m_here->store->find(*id)->number, number);
    const auto secret = m_here->secret(*id);
    QVERIFY(secret);
    QVERIFY(*secret == secretOf("sk-ant-test-work"));
}

void AccountArchiveTest::refusesWhatIsNoArchive_data()
{
    QTest::addColumn<QByteArray>("list");
    QTest::newRow("no JSON") << QByteArray("x");
    QTest::newRow("newer") << QByteArray(R"({"version":2,"accounts":[]})");
    QTest::newRow("kind") << QByteArray(R"({"version":1,"accounts":[{"id":"1","kind":"x"}]})");
    QTest::newRow("no name") << QByteArray(
        R"({"version":1,"accounts":[{"id":"1","kind":"api_key"}]})");
    QTest::newRow("no id") << QByteArray(
        R"({"version":1,"accounts":[{"name":"1","kind":"api_key"}]})");
}

void AccountArchiveTest::refusesWhatIsNoArchive()
{
    QFETCH(QByteArray, list);
    const auto read = accountsOfEntries({{u"accounts"_s, secretOf(list)}});
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::InvalidInput);
    QVERIFY(!accountsOfEntries({})); // a vault, say
}

QTEST_GUILESS_MAIN(AccountArchiveTest)
#include "tst_accountarchive.moc"
