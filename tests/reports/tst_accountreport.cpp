// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/accountreport.h"

#include <QJsonArray>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestAccountReport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fieldsOfTheDesign();
    void nullWhereUnknown();
    void wordsOfTheDesign();
    void limits();
};

namespace {

QJsonObject onlyAccount(const Account& account, const PoolLoad& load = {},
                        const AccountLimits& limits = {})
{
    const QJsonObject json = accountsJson({account}, load, limits);
    if (json.keys() != QStringList{u"accounts"_s})
        qFatal("the form is not {\"accounts\": […]}");
    return json.value("accounts"_L1).toArray().first().toObject();
}

} // namespace

void TestAccountReport::fieldsOfTheDesign()
{
    Account account;
    account.id = {u"id-1"_s};
    account.name = u"work"_s;
    account.state = AccountState::CoolingDown;
    account.stateReason = u"The limit of five hours is used up"_s;
    account.stateUntilMs = 1'795'348'800'000;
    account.priority = 2;
    account.weight = 3;
    account.maxConcurrent = 7;
    account.organizationId = u"org"_s;
    PoolLoad load;
    load.inFlightByAccount.insert(account.id, 4);
    const QJsonObject expected{{u"id"_s, u"id-1"_s},
                               {u"name"_s, u"work"_s},
                               {u"kind"_s, u"api_key"_s},
                               {u"state"_s, u"cooling_down"_s},
                               {u"reason"_s, u"The limit of five hours is used up"_s},
                               {u"until"_s, u"2026-11-22T12:00:00Z"_s},
                               {u"priority"_s, 2},
                               {u"weight"_s, 3},
                               {u"in_flight"_s, 4},
                               {u"max_concurrent"_s, 7},
                               {u"organization_id"_s, u"org"_s},
                               {u"limits"_s, QJsonArray()}};
    QCOMPARE(onlyAccount(account, load), expected);
    QCOMPARE(accountsJson({}, {}), (QJsonObject{{u"accounts"_s, QJsonArray()}}));
}

void TestAccountReport::nullWhereUnknown()
{
    const QJsonObject json = onlyAccount(Account());
    for (const QString& name : {u"reason"_s, u"until"_s, u"organization_id"_s})
        QVERIFY2(json.value(name).isNull(), qPrintable(name));
    QCOMPARE(json.value("in_flight"_L1).toInt(-1), 0);
}

void TestAccountReport::wordsOfTheDesign()
{
    Account account;
    QStringList states;
    for (const AccountState state :
         {AccountState::Ready, AccountState::CoolingDown, AccountState::NeedsSignIn,
          AccountState::Blocked, AccountState::Locked, AccountState::OverBudget,
          AccountState::Disabled}) {
        account.state = state;
        states.append(onlyAccount(account).value("state"_L1).toString());
    }
    QCOMPARE(states, (QStringList{u"ready"_s, u"cooling_down"_s, u"needs_sign_in"_s, u"blocked"_s,
                                  u"locked"_s, u"over_budget"_s, u"disabled"_s}));
    QStringList kinds;
    for (const AccountKind kind :
         {AccountKind::ApiKey, AccountKind::OAuth, AccountKind::ClaudeCommand}) {
        account.kind = kind;
        kinds.append(onlyAccount(account).value("kind"_L1).toString());
    }
    QCOMPARE(kinds, (QStringList{u"api_key"_s, u"oauth"_s, u"claude_command"_s}));
}

void TestAccountReport::limits()
{
    Account account;
    account.id = {u"id-1"_s};
    const LimitWindow requests{u"requests"_s, 1000, 999, 1'795'348'800'000, {}, 1'795'348'740'000};
    const LimitWindow fiveHour{u"five_hour"_s, 0, 58, 0, u"allowed"_s, 0};
    const QJsonArray expected{QJsonObject{{u"window"_s, u"requests"_s},
                                          {u"limit"_s, 1000},
                                          {u"remaining"_s, 999},
                                          {u"resets_at"_s, u"2026-11-22T12:00:00Z"_s},
                                          {u"as_of"_s, u"2026-11-22T11:59:00Z"_s}},
                              QJsonObject{{u"window"_s, u"five_hour"_s},
                                          {u"limit"_s, QJsonValue()},
                                          {u"remaining"_s, 58},
                                          {u"resets_at"_s, QJsonValue()},
                                          {u"as_of"_s, QJsonValue()}}};
    QCOMPARE(onlyAccount(account, {}, {{account.id, {requests, fiveHour}}}).value("limits"_L1),
             QJsonValue(expected));
    QCOMPARE(onlyAccount(account, {}, {{{u"id-2"_s}, {requests}}}).value("limits"_L1),
             QJsonValue(QJsonArray()));
}

QTEST_GUILESS_MAIN(TestAccountReport)
#include "tst_accountreport.moc"
