// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/clientreport.h"

#include <QJsonArray>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestClientReport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLineIsOfItsClientAlone()
    {
        EndpointClient client;
        client.name = u"ci"_s;
        client.accounts = {u"a1"_s, u"gone"_s};
        const QList<Budget> budgets{
            {BudgetScope::Client, u"ci"_s, BudgetPeriod::Day, 1'000'000, true},
            {BudgetScope::Client, u"ci"_s, BudgetPeriod::Month, 20'000'000, false},
            {BudgetScope::Client, u"other"_s, BudgetPeriod::Day, 7, true},
            {BudgetScope::Account, u"ci"_s, BudgetPeriod::Day, 8, true}};
        ClientUse use;
        use.today.requests = 4;
        const ClientLine line = clientLine(client, {{u"a1"_s, u"work"_s}}, budgets,
                                           {{u"ci"_s, use}, {u"other"_s, ClientUse()}});
        QCOMPARE(line.accounts, (QStringList{u"work"_s, u"gone"_s}));
        QCOMPARE(line.dayBudgetMicroUsd, 1'000'000);
        QCOMPARE(line.monthBudgetMicroUsd, 20'000'000);
        QCOMPARE(line.use.today.requests, 4);
    }

    void whatIsNotSetIsNull()
    {
        ClientLine line;
        line.client.name = u"ci"_s;
        line.client.expiresAtMs = 5'000;
        line.use.today.unpriced = 1;
        const QJsonObject json =
            clientsJson({line}, 10'000).value(u"clients"_s).toArray().first().toObject();
        QCOMPARE(json.value(u"state"_s), u"expired"_s);
        QCOMPARE(json.value(u"expires_at"_s), u"1970-01-01T00:00:05Z"_s);
        for (const QString& field :
             {u"requests_per_minute"_s, u"max_concurrent"_s, u"daily_budget_usd"_s,
              u"monthly_budget_usd"_s, u"last_used_at"_s, u"revoked_at"_s})
            QVERIFY2(json.contains(field) && json.value(field).isNull(), qPrintable(field));
        QVERIFY(json.value(u"today"_s).toObject().value(u"cost_usd"_s).isNull());
        QCOMPARE(json.value(u"last_30_days"_s).toObject().value(u"cost_usd"_s), 0.0);
        QVERIFY(!json.contains(u"token_hash"_s));
    }
};

QTEST_GUILESS_MAIN(TestClientReport)
#include "tst_clientreport.moc"
