// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accountnotices.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kDayMs = 86'400'000;
constexpr qint64 kNowMs = 1'700'000'000'000;

Account stored(AccountKind kind = AccountKind::ApiKey)
{
    Account account;
    account.id.value = u"1"_s;
    account.name = u"work"_s;
    account.kind = kind;
    account.secretChangedAtMs = kNowMs - 90 * kDayMs;
    return account;
}

} // namespace

class AccountNoticesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void remindsOfOldKeys();
    void announcesTheEndOfASignIn();
    void saysThatAKeyWaits();
    void leavesOthersAlone();
};

void AccountNoticesTest::remindsOfOldKeys()
{
    Account account = stored();
    QVERIFY(accountNotices({account}, kNowMs).isEmpty());
    account.remindAfterDays = 91;
    QVERIFY(accountNotices({account}, kNowMs).isEmpty());
    account.remindAfterDays = 90;
    const auto notices = accountNotices({account}, kNowMs);
    QCOMPARE(notices.size(), 1);
    QCOMPARE(notices[0].kind, AccountNotice::Kind::KeyOld);
    QCOMPARE(notices[0].account, account.id);
    QVERIFY2(notices[0].sentence.contains(u"90"_s), qPrintable(notices[0].sentence));
    QVERIFY(notices[0].nextStep.contains(u"accounts rotate work"_s));
    account.keyCommand = u"pass work"_s;
    QVERIFY(!accountNotices({account}, kNowMs)[0].nextStep.contains(u"rotate"_s));
}

void AccountNoticesTest::announcesTheEndOfASignIn()
{
    Account account = stored(AccountKind::ClaudeCommand);
    account.secretExpiresAtMs = kNowMs + 15 * kDayMs;
    QVERIFY(accountNotices({account}, kNowMs).isEmpty());
    account.secretExpiresAtMs = kNowMs + 2 * kDayMs;
    auto notices = accountNotices({account}, kNowMs);
    QCOMPARE(notices.size(), 1);
    QCOMPARE(notices[0].kind, AccountNotice::Kind::SignInEnds);
    QVERIFY2(notices[0].sentence.contains(u"2"_s), qPrintable(notices[0].sentence));
    QVERIFY(notices[0].nextStep.contains(u"accounts login work"_s));
    account.secretExpiresAtMs = kNowMs;
    QCOMPARE(accountNotices({account}, kNowMs)[0].kind, AccountNotice::Kind::SignInEnded);
}

void AccountNoticesTest::saysThatAKeyWaits()
{
    Account account = stored();
    account.remindAfterDays = 1;
    account.pendingSecretAtMs = kNowMs;
    const auto notices = accountNotices({account}, kNowMs);
    QCOMPARE(notices.size(), 1); // the old key is being replaced: no reminder of it
    QCOMPARE(notices[0].kind, AccountNotice::Kind::KeyWaits);
}

void AccountNoticesTest::leavesOthersAlone()
{
    Account disabled = stored();
    disabled.remindAfterDays = 1;
    disabled.enabled = false;
    Account fromEnvironment = stored();
    fromEnvironment.remindAfterDays = 1;
    fromEnvironment.source = AccountSource::Environment;
    QVERIFY(accountNotices({disabled, fromEnvironment}, kNowMs).isEmpty());
}

QTEST_GUILESS_MAIN(AccountNoticesTest)
#include "tst_accountnotices.moc"
