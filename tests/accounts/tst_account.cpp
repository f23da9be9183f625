// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/account.h"

#include <QTest>

using namespace Patchbay;

class AccountTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreThoseOfTheJson();
    void namesLeadBack();
};

void AccountTest::namesAreThoseOfTheJson()
{
    QCOMPARE(accountKindName(AccountKind::ApiKey), QStringLiteral("api_key"));
    QCOMPARE(accountKindName(AccountKind::ClaudeCommand), QStringLiteral("claude_command"));
    QCOMPARE(accountStateName(AccountState::CoolingDown), QStringLiteral("cooling_down"));
    QCOMPARE(accountStateName(AccountState::NeedsSignIn), QStringLiteral("needs_sign_in"));
    QCOMPARE(accountSourceName(AccountSource::Environment), QStringLiteral("environment"));
}

void AccountTest::namesLeadBack()
{
    for (int state = 0; state <= int(AccountState::Disabled); ++state)
        QCOMPARE(int(accountStateOf(accountStateName(AccountState(state))).value()), state);
    for (int kind = 0; kind <= int(AccountKind::ClaudeCommand); ++kind)
        QCOMPARE(int(accountKindOf(accountKindName(AccountKind(kind))).value()), kind);
    for (int source = 0; source <= int(AccountSource::Demo); ++source)
        QCOMPARE(int(accountSourceOf(accountSourceName(AccountSource(source))).value()), source);
    QVERIFY(!accountStateOf(QStringLiteral("Ready")));
    QVERIFY(!accountKindOf(QString()));
    QVERIFY(!accountSourceOf(QStringLiteral("env")));
}

QTEST_GUILESS_MAIN(AccountTest)
#include "tst_account.moc"
