// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/modelfamily.h"
#include "pool/scheduler.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kNow = 1'795'348'800'000;

Candidate candidate(const QString& name, const std::function<void(Candidate&)>& edit = {})
{
    Candidate made;
    made.account.id = {name};
    made.account.name = name;
    if (edit)
        edit(made);
    return made;
}

Scheduler::Choice choose(const std::vector<Candidate>& candidates, const Request& request,
                         const QSet<AccountId>& excluded = {}, const AccountId& preferred = {},
                         const QSet<QString>& origins = {})
{
    Scheduler::Question question{request,   candidates, excluded, origins,
                                 preferred, {},         {},       modelFamily(request.model)};
    question.nowMs = kNow;
    question.deadlineMs = kNow + 60'000;
    return Scheduler().choose(question);
}

QString nameOf(const Scheduler::Choice& choice)
{
    const auto* const pick = std::get_if<Scheduler::Pick>(&choice);
    return pick ? pick->account.value : QString();
}

Error errorOf(const Scheduler::Choice& choice)
{
    const auto* const error = std::get_if<Error>(&choice);
    return error ? *error : Error{};
}

Request ordinary()
{
    Request request;
    request.model = u"claude-sonnet-5-5"_s;
    return request;
}

} // namespace

class SchedulerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesTheLeastRecentlyUsed();
    void priorityComesBeforeTurns();
    void avoidedOnesComeLast();
    void staysWithTheConversationsAccountWhileItCan();
    void refusesEachWithItsReason_data();
    void refusesEachWithItsReason();
    void listsAllReasons();
    void waitsForBusyAndResting();
    void restBeyondTheDeadlineIsARefusal();
    void pastStatesAreOver();
    void namingAnAccountOverridesWhatWasFound();
    void probesAreAlwaysAllowed();
    void theDemoIsForThoseWithoutOthers();
    void leavesOutWhatWasTriedInVain();
    void asksTheSameSaysTheSame();
};

void SchedulerTest::takesTheLeastRecentlyUsed()
{
    const std::vector<Candidate> all{candidate(u"a"_s, [](Candidate& c) { c.lastUsed = 3; }),
                                     candidate(u"b"_s, [](Candidate& c) { c.lastUsed = 1; }),
                                     candidate(u"c"_s, [](Candidate& c) { c.lastUsed = 2; })};
    QCOMPARE(nameOf(choose(all, ordinary())), u"b"_s);
}

void SchedulerTest::priorityComesBeforeTurns()
{
    const std::vector<Candidate> all{
        candidate(u"a"_s,
                  [](Candidate& c) {
                      c.account.priority = 1;
                      c.lastUsed = 9;
                  }),
        candidate(u"b"_s, [](Candidate& c) { c.account.priority = 2; })};
    QCOMPARE(nameOf(choose(all, ordinary())), u"a"_s);
}

void SchedulerTest::avoidedOnesComeLast()
{
    std::vector<Candidate> all{candidate(u"a"_s, [](Candidate& c) { c.avoidUntilMs = kNow + 1; }),
                               candidate(u"b"_s, [](Candidate& c) { c.lastUsed = 5; })};
    QCOMPARE(nameOf(choose(all, ordinary())), u"b"_s);
    all.pop_back();
    QCOMPARE(nameOf(choose(all, ordinary())), u"a"_s); // last is better than none
}

void SchedulerTest::staysWithTheConversationsAccountWhileItCan()
{
    std::vector<Candidate> all{candidate(u"a"_s),
                               candidate(u"b"_s, [](Candidate& c) { c.lastUsed = 5; })};
    QCOMPARE(nameOf(choose(all, ordinary(), {}, {u"b"_s})), u"b"_s);
    all[1].inFlight = 5;
    QCOMPARE(nameOf(choose(all, ordinary(), {}, {u"b"_s})), u"a"_s);
}

void SchedulerTest::refusesEachWithItsReason_data()
{
    QTest::addColumn<Candidate>("one");
    QTest::addColumn<QString>("word");
    const auto row = [](const char* name, const QString& word,
                        const std::function<void(Account&)>& edit) {
        QTest::newRow(name) << candidate(u"Work"_s, [&](Candidate& c) { edit(c.account); }) << word;
    };
    row("disabled", u"Work is disabled"_s, [](Account& a) { a.enabled = false; });
    row("client", u"kind of client"_s, [](Account& a) { a.allowWindow = false; });
    row("model", u"claude-sonnet-5-5"_s, [](Account& a) { a.models = {u"claude-haiku-5-5"_s}; });
    row("plain http", u"not encrypted"_s,
        [](Account& a) { a.baseUrl = QUrl(u"http://example.test"_s); });
    row("needs sign-in", u"was rejected"_s,
        [](Account& a) { a.state = AccountState::NeedsSignIn; });
    row("signed out", u"needs you to sign in"_s, [](Account& a) {
        a.kind = AccountKind::OAuth;
        a.state = AccountState::NeedsSignIn;
    });
    row("model rests", u"cannot use claude-sonnet-5-5 now: no credits"_s,
        [](Account& a) { a.modelRests = {{u"sonnet"_s, u"no credits"_s, kNow - 1, 0}}; });
    row("blocked", u"blocked: no credit"_s, [](Account& a) {
        a.state = AccountState::Blocked;
        a.stateReason = u"no credit"_s;
    });
    row("locked", u"cannot be read"_s, [](Account& a) { a.state = AccountState::Locked; });
    row("over budget", u"budget"_s, [](Account& a) { a.state = AccountState::OverBudget; });
}

void SchedulerTest::refusesEachWithItsReason()
{
    QFETCH(Candidate, one);
    QFETCH(QString, word);
    const Error error = errorOf(choose({one}, ordinary()));
    QCOMPARE(error.kind, ErrorKind::NoEligibleAccount);
    QVERIFY2(error.cause.contains(word) && error.cause.contains(u"Work"_s),
             qPrintable(error.cause));
    QVERIFY(!error.nextStep.isEmpty());
    QVERIFY(!error.sentence().contains(u'%'));
    // Beside one that is well it does no harm.
    QCOMPARE(nameOf(choose({one, candidate(u"well"_s)}, ordinary())), u"well"_s);
}

void SchedulerTest::listsAllReasons()
{
    const Error error = errorOf(
        choose({candidate(u"a"_s, [](Candidate& c) { c.account.enabled = false; }),
                candidate(u"b"_s, [](Candidate& c) { c.account.state = AccountState::Locked; })},
               ordinary()));
    QVERIFY(error.cause.contains(u"a is disabled"_s));
    QVERIFY(error.cause.contains(u"b cannot be read"_s) || error.cause.contains(u"key of b"_s));
    QCOMPARE(errorOf(choose({}, ordinary())).kind, ErrorKind::NoAccount);
}

void SchedulerTest::waitsForBusyAndResting()
{
    const Candidate busy = candidate(u"busy"_s, [](Candidate& c) {
        c.account.maxConcurrent = 2;
        c.inFlight = 2;
    });
    const auto resting = [](const QString& name, qint64 ms) {
        return candidate(name, [ms](Candidate& c) {
            c.account.state = AccountState::CoolingDown;
            c.account.stateUntilMs = kNow + ms;
        });
    };
    const auto waitOf = [](const Scheduler::Choice& choice) {
        const auto* const wait = std::get_if<Scheduler::Wait>(&choice);
        return wait ? *wait : Scheduler::Wait{{}, -1};
    };
    QCOMPARE(waitOf(choose({busy}, ordinary())).untilMs, 0);
    QCOMPARE(waitOf(choose({busy, resting(u"r"_s, 500)}, ordinary())).untilMs, kNow + 500);
    const Scheduler::Wait both =
        waitOf(choose({resting(u"late"_s, 900), resting(u"soon"_s, 400)}, ordinary()));
    QCOMPARE(both.untilMs, kNow + 400);
    QVERIFY(both.reason.contains(u"soon"_s));
}

void SchedulerTest::restBeyondTheDeadlineIsARefusal()
{
    const Candidate resting = candidate(u"Work"_s, [](Candidate& c) {
        c.account.state = AccountState::CoolingDown;
        c.account.stateUntilMs = kNow + 60'001;
    });
    const Error error = errorOf(choose({resting}, ordinary()));
    QCOMPARE(error.kind, ErrorKind::NoEligibleAccount);
    QVERIFY(error.cause.contains(u"Work rests until"_s));
}

void SchedulerTest::pastStatesAreOver()
{
    for (const AccountState state : {AccountState::CoolingDown, AccountState::Blocked,
                                     AccountState::Locked, AccountState::OverBudget}) {
        const Candidate one = candidate(u"a"_s, [state](Candidate& c) {
            c.account.state = state;
            c.account.stateUntilMs = kNow;
        });
        QCOMPARE(nameOf(choose({one}, ordinary())), u"a"_s);
    }
}

void SchedulerTest::namingAnAccountOverridesWhatWasFound()
{
    Request named = ordinary();
    named.account = AccountId{u"a"_s};
    for (const AccountState state :
         {AccountState::NeedsSignIn, AccountState::Blocked, AccountState::Locked}) {
        const Candidate one = candidate(u"a"_s, [state](Candidate& c) {
            c.account.state = state;
            c.account.allowWindow = false;
        });
        QCOMPARE(nameOf(choose({candidate(u"b"_s), one}, named)), u"a"_s);
        QCOMPARE(nameOf(choose({candidate(u"b"_s), one}, ordinary())), u"b"_s);
    }
    // Not that it is off, nor for the endpoint's clients what they may not use.
    const Candidate off = candidate(u"a"_s, [](Candidate& c) { c.account.enabled = false; });
    QCOMPARE(errorOf(choose({off, candidate(u"b"_s)}, named)).kind, ErrorKind::NoEligibleAccount);
    const Candidate closed =
        candidate(u"a"_s, [](Candidate& c) { c.account.allowEndpoint = false; });
    named.client.kind = Client::Kind::Endpoint;
    QCOMPARE(errorOf(choose({closed}, named)).kind, ErrorKind::NoEligibleAccount);
    QCOMPARE(errorOf(choose({candidate(u"b"_s)}, named)).kind, ErrorKind::NotFound);
}

void SchedulerTest::probesAreAlwaysAllowed()
{
    Request probe;
    probe.method = "GET";
    probe.path = "/v1/models?limit=1";
    probe.account = AccountId{u"a"_s};
    const Candidate one = candidate(u"a"_s, [](Candidate& c) {
        c.account.enabled = false;
        c.account.state = AccountState::CoolingDown;
        c.account.stateUntilMs = kNow + 1'000'000;
    });
    QCOMPARE(nameOf(choose({one}, probe)), u"a"_s);
}

void SchedulerTest::theDemoIsForThoseWithoutOthers()
{
    const Candidate demo =
        candidate(u"demo"_s, [](Candidate& c) { c.account.source = AccountSource::Demo; });
    const Candidate off = candidate(u"off"_s, [](Candidate& c) { c.account.enabled = false; });
    QCOMPARE(nameOf(choose({demo}, ordinary())), u"demo"_s);
    QCOMPARE(nameOf(choose({demo, candidate(u"a"_s)}, ordinary())), u"a"_s);
    QCOMPARE(errorOf(choose({demo, off}, ordinary())).kind, ErrorKind::NoEligibleAccount);
    Request named = ordinary();
    named.account = AccountId{u"demo"_s};
    QCOMPARE(nameOf(choose({demo, candidate(u"a"_s)}, named)), u"demo"_s);
    Request endpoint = ordinary();
    endpoint.client = {Client::Kind::Endpoint, u"tool"_s};
    QCOMPARE(errorOf(choose({demo}, endpoint)).kind, ErrorKind::NoAccount);
}

void SchedulerTest::leavesOutWhatWasTriedInVain()
{
    const auto at = [](const QString& name, const QString& url) {
        return candidate(name, [&](Candidate& c) { c.account.baseUrl = QUrl(url); });
    };
    const std::vector<Candidate> all{at(u"a"_s, u"https://one.test/x"_s),
                                     at(u"b"_s, u"https://one.test/y"_s),
                                     at(u"c"_s, u"https://two.test"_s)};
    QCOMPARE(nameOf(choose(all, ordinary(), {{u"a"_s}})), u"b"_s);
    QCOMPARE(nameOf(choose(all, ordinary(), {}, {}, {u"https://one.test"_s})), u"c"_s);
    QCOMPARE(errorOf(choose(all, ordinary(), {{u"a"_s}, {u"b"_s}, {u"c"_s}})).kind,
             ErrorKind::NoEligibleAccount);
}

void SchedulerTest::asksTheSameSaysTheSame()
{
    const std::vector<Candidate> all{candidate(u"a"_s), candidate(u"b"_s)};
    const QString first = nameOf(choose(all, ordinary()));
    for (int i = 0; i < 10; ++i)
        QCOMPARE(nameOf(choose(all, ordinary())), first);
}

QTEST_GUILESS_MAIN(SchedulerTest)
#include "tst_scheduler.moc"
