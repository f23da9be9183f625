// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/core.h"
#include "core/programlogin.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class ProgramLoginTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatTheProgramTells();
};

void ProgramLoginTest::keepsWhatTheProgramTells()
{
    const QTemporaryDir folder;
    const QString program = folder.filePath(u"claude"_s);
    QFile script(program);
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("#!/bin/sh\n[ $2 = status ] || exit 0\n"
                 R"(echo '{"loggedIn":true,"authMethod":"claude.ai","subscriptionType":"max",)"
                 R"("orgId":"org-1","loginExpiresAt":1795387895000}')"
                 "\n");
    script.close();
    QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::ExeOwner));

    CoreOptions options;
    options.environment = Environment({{u"PATCHBAY_CLAUDE"_s, program},
                                       {u"PATCHBAY_VAULT"_s, u"memory"_s},
                                       {u"PATCHBAY_CONFIG_DIR"_s, folder.filePath(u"config"_s)}});
    options.dataDir = folder.filePath(u"data"_s);
    auto core = Core::create(options);
    QVERIFY(core);
    AccountStore& accounts = (*core)->accounts();
    const auto add = [&accounts](const QString& name, Secret token) {
        NewAccount wanted;
        wanted.account.name = name;
        wanted.account.kind = AccountKind::ClaudeCommand;
        wanted.secret = std::move(token);
        std::optional<AccountId> made;
        accounts.add(std::move(wanted), [&made](const Result<AccountId>& id) { made = *id; });
        return QTest::qWaitFor([&made] { return made.has_value(); }) ? *made : AccountId();
    };
    const AccountId own = add(u"own"_s, {});
    const AccountId given = add(u"given"_s, Secret::take("sk-ant-test-token"));
    QCOMPARE(accounts.find(own)->secretExpiresAtMs, 0);
    const qint64 yearMs = 365LL * 24 * 3600 * 1000;
    QCOMPARE(accounts.find(given)->secretExpiresAtMs,
             accounts.find(given)->secretChangedAtMs + yearMs);

    ProgramLogin& login = (*core)->programLogin();
    login.checkAll();
    QTRY_COMPARE_WITH_TIMEOUT(accounts.find(own)->plan, u"max"_s, 30'000);
    QCOMPARE(accounts.find(own)->secretExpiresAtMs, 1'795'387'895'000);
    QCOMPARE(accounts.find(own)->organizationId, u"org-1"_s);
    QVERIFY(accounts.find(given)->plan.isEmpty());

    accounts.setState(own, AccountState::NeedsSignIn, u"it was rejected"_s, 0);
    login.login().setTerminals({{u"/usr/bin/env"_s}});
    login.login().setPatience(20, 20'000);
    QSignalSpy signedIn(&login, &ProgramLogin::signedIn);
    QSignalSpy failed(&login, &ProgramLogin::failed);
    login.start(own);
    QTRY_COMPARE_WITH_TIMEOUT(signedIn.size(), 1, 30'000);
    QCOMPARE(signedIn.first().first().value<AccountId>(), own);
    QCOMPARE(accounts.find(own)->state, AccountState::Ready);
    login.start(given);
    QTRY_COMPARE(failed.size(), 1);

    // What authorises it: nothing of ours, or the token, for that program alone.
    std::optional<Credential> credential;
    const auto ask = [&](const AccountId& id) {
        credential.reset();
        accounts.credential(id, std::nullopt,
                            [&](const Result<Credential>& answer) { credential = *answer; });
        return QTest::qWaitFor([&] { return credential.has_value(); });
    };
    QVERIFY(ask(own));
    QCOMPARE(credential->form, Credential::Form::Program);
    QVERIFY(credential->secret.isEmpty());
    QVERIFY(ask(given));
    QCOMPARE(credential->form, Credential::Form::Program);
    QVERIFY(!credential->secret.isEmpty());
}

QTEST_GUILESS_MAIN(ProgramLoginTest)
#include "tst_programlogin.moc"
