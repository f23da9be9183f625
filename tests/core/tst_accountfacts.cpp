// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accountfacts.h"
#include "core/accountprobe.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

using Question = AccountFact::Question;
using Verdict = AccountFact::Result;

namespace {

constexpr qint64 kNowMs = 1'700'000'000'000;

Account work()
{
    Account account;
    account.id.value = u"1"_s;
    account.name = u"work"_s;
    return account;
}

ProbeAnswer failedWith(ErrorKind kind, int status = 0)
{
    ProbeAnswer answer;
    answer.outcome.error = Error{kind, u"Something is wrong"_s, u"Do this"_s, {}, {}, status};
    answer.outcome.head.status = status;
    return answer;
}

LimitWindow window(const QString& name, qint64 limit, qint64 remaining)
{
    return {name, limit, remaining, kNowMs + 60'000, {}, kNowMs};
}

} // namespace

Q_DECLARE_METATYPE(Patchbay::ErrorKind)

class AccountFactsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatAnAnswerMeans_data();
    void tellsWhatAnAnswerMeans();
    void saysWhatToDoAboutARejectedKey();
    void tellsQuota();
    void tellsTheWay();
    void tellsModels();
    void readsAListOfModels();
};

void AccountFactsTest::tellsWhatAnAnswerMeans_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("account");
    QTest::newRow("401") << ErrorKind::Authentication << 401 << u"failed"_s << QString();
    QTest::newRow("402") << ErrorKind::Billing << 402 << u"ok"_s << u"failed"_s;
    QTest::newRow("403") << ErrorKind::Permission << 403 << u"ok"_s << u"failed"_s;
    QTest::newRow("404") << ErrorKind::ModelNotFound << 404 << u"ok"_s << u"ok"_s;
    QTest::newRow("429") << ErrorKind::RateLimited << 429 << u"ok"_s << u"ok"_s;
    QTest::newRow("503") << ErrorKind::ServerError << 503 << u"failed"_s << QString();
    QTest::newRow("cut") << ErrorKind::ConnectionLost << 0 << u"failed"_s << QString();
}

void AccountFactsTest::tellsWhatAnAnswerMeans()
{
    QFETCH(ErrorKind, kind);
    QFETCH(int, status);
    QFETCH(QString, key);
    QFETCH(QString, account);
    const ProbeAnswer answer = failedWith(kind, status);
    QString keyFound;
    QString accountFound;
    for (const AccountFact& fact : AccountFacts::ofAnswer(work(), &answer)) {
        (fact.question == Question::Key ? keyFound : accountFound) = factResultName(fact.result);
        if (fact.result == Verdict::Failed)
            QVERIFY(!fact.nextStep.isEmpty());
    }
    QCOMPARE(keyFound, key);
    QCOMPARE(accountFound, account);
}

void AccountFactsTest::saysWhatToDoAboutARejectedKey()
{
    const ProbeAnswer answer = failedWith(ErrorKind::Authentication, 401);
    Account account = work();
    const auto step = [&] { return AccountFacts::ofAnswer(account, &answer).first().nextStep; };
    QVERIFY(step().contains(u"accounts rotate work"_s));
    account.keyCommand = u"pass"_s;
    QVERIFY(step().contains(u"command"_s));
    account.keyCommand.clear();
    account.kind = AccountKind::OAuth;
    QVERIFY(step().contains(u"accounts login work"_s));
    account.source = AccountSource::Environment;
    QVERIFY(step().contains(u"variable"_s));
    account.enabled = false;
    const ProbeAnswer fine;
    const auto disabled = AccountFacts::ofAnswer(account, &fine);
    QCOMPARE(disabled.last().question, Question::Validity);
    QCOMPARE(disabled.last().result, Verdict::Attention);
    // Nothing was asked: nothing is claimed.
    const auto unknown = AccountFacts::ofAnswer(account, nullptr);
    QCOMPARE(unknown.size(), 1);
    QCOMPARE(unknown[0].result, Verdict::Attention);
}

void AccountFactsTest::tellsQuota()
{
    const auto quota = [](const QList<LimitWindow>& windows, const Account& account = work()) {
        return AccountFacts::ofQuota(account, windows, nullptr, kNowMs);
    };
    QCOMPARE(quota({}).result, Verdict::Ok);
    QCOMPARE(quota({window(u"requests"_s, 50, 40)}).result, Verdict::Ok);
    QVERIFY(quota({window(u"requests"_s, 50, 40)}).text.contains(u"requests: 40 of 50"_s));
    QCOMPARE(quota({window(u"requests"_s, 50, 40), window(u"five_hour"_s, 100, 9)}).result,
             Verdict::Attention);
    const AccountFact out = quota({window(u"requests"_s, 50, 0)});
    QCOMPARE(out.result, Verdict::Failed);
    QVERIFY(!out.nextStep.isEmpty());
    // What has opened again since says nothing.
    LimitWindow over = window(u"requests"_s, 50, 0);
    over.resetsAtMs = kNowMs;
    QCOMPARE(quota({over}).result, Verdict::Ok);
    LimitWindow warned = window(u"seven_day"_s, 100, 50);
    warned.status = u"allowed_warning"_s;
    QCOMPARE(quota({warned}).result, Verdict::Attention);

    Account resting = work();
    resting.state = AccountState::CoolingDown;
    resting.stateReason = u"spent"_s;
    resting.stateUntilMs = kNowMs + 1;
    QCOMPARE(quota({}, resting).result, Verdict::Failed);
    QVERIFY(quota({}, resting).text.contains(u"spent"_s));
    resting.stateUntilMs = kNowMs;
    QCOMPARE(quota({}, resting).result, Verdict::Ok);
    Account spent = work();
    spent.state = AccountState::OverBudget;
    spent.stateReason = u"over its budget"_s;
    QCOMPARE(quota({}, spent).result, Verdict::Failed);
    const ProbeAnswer limited = failedWith(ErrorKind::RateLimited, 429);
    QCOMPARE(AccountFacts::ofQuota(work(), {}, &limited, kNowMs).result, Verdict::Failed);
}

void AccountFactsTest::tellsTheWay()
{
    NetworkFinding finding;
    finding.address = QUrl(u"https://api.example.com"_s);
    finding.tls = Result<void>();
    auto facts = AccountFacts::ofNetwork(finding);
    QCOMPARE(facts.size(), 2);
    QCOMPARE(facts[1].question, Question::Tls);
    QCOMPARE(facts[1].result, Verdict::Ok);
    finding.tls = fail(ErrorKind::TlsFailed, u"The certificate has expired"_s, u"Renew it"_s);
    facts = AccountFacts::ofNetwork(finding);
    QCOMPARE(facts[0].result, Verdict::Ok);
    QCOMPARE(facts[1].result, Verdict::Failed);
    finding.tls.reset();
    finding.reached = fail(ErrorKind::HostNotFound, u"No such host"_s, u"Check it"_s);
    facts = AccountFacts::ofNetwork(finding);
    QCOMPARE(facts.size(), 1);
    QCOMPARE(facts[0].result, Verdict::Failed);
    QCOMPARE(facts[0].nextStep, u"Check it"_s);
}

void AccountFactsTest::tellsModels()
{
    Account account = work();
    QVERIFY(AccountFacts::ofModels(account, {}).isEmpty());
    QCOMPARE(AccountFacts::ofModels(account, {u"a"_s})[0].result, Verdict::Ok);
    account.models = QStringList{u"a"_s, u"b"_s};
    account.model = u"c"_s;
    const AccountFact fact = AccountFacts::ofModels(account, {u"a"_s})[0];
    QCOMPARE(fact.result, Verdict::Attention);
    QVERIFY(fact.text.contains(u"b, c"_s));
}

void AccountFactsTest::readsAListOfModels()
{
    QCOMPARE(modelsOfList(R"({"data":[{"id":"a"},{"id":"b"},{}]})"), (QStringList{u"a"_s, u"b"_s}));
    QVERIFY(modelsOfList("<html>").isEmpty());
    QVERIFY(modelsOfList({}).isEmpty());
}

QTEST_GUILESS_MAIN(AccountFactsTest)
#include "tst_accountfacts.moc"
