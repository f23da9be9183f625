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

QList<LimitWindow> room(int percent)
{
    return {{u"requests"_s, 100, percent, kNow + 30'000, {}, kNow}};
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
    void mostRoomComesBeforeLoad();
    void loadIsOverWeight();
    void anOrganisationIsRankedAsOne();
    void aConversationLeavesAnAccountWithoutRoom();
    void oneRequestTriesARestedAccount();
    void waitsForAWellOneRatherThanAvoided();
    void aSpentSubscriptionRestsWithoutBeingAsked();
    void aModelRestsAlone();
    void staysWithOneAlone();
    void saysWhy();
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

void SchedulerTest::mostRoomComesBeforeLoad()
{
    const std::vector<Candidate> all{candidate(u"a"_s, [](Candidate& c) { c.limits = room(30); }),
                                     candidate(u"b"_s, [](Candidate& c) {
                                         c.limits = room(80);
                                         c.inFlight = 3;
                                         c.lastUsed = 9;
                                     })};
    QCOMPARE(nameOf(choose(all, ordinary())), u"b"_s);
    // A hair's breadth does not count.
    const std::vector<Candidate> close{
        candidate(u"a"_s,
                  [](Candidate& c) {
                      c.limits = room(83);
                      c.inFlight = 1;
                  }),
        candidate(u"b"_s, [](Candidate& c) { c.limits = room(81); })};
    QCOMPARE(nameOf(choose(close, ordinary())), u"b"_s);
}

void SchedulerTest::loadIsOverWeight()
{
    std::vector<Candidate> all{candidate(u"light"_s, [](Candidate& c) { c.inFlight = 1; }),
                               candidate(u"heavy"_s, [](Candidate& c) {
                                   c.inFlight = 2;
                                   c.account.weight = 3;
                               })};
    QCOMPARE(nameOf(choose(all, ordinary())), u"heavy"_s);
    all[1].inFlight = 4;
    QCOMPARE(nameOf(choose(all, ordinary())), u"light"_s);
}

void SchedulerTest::anOrganisationIsRankedAsOne()
{
    const auto member = [](const QString& name, int inFlight, qint64 lastUsed) {
        return candidate(name, [&](Candidate& c) {
            c.account.organizationId = u"org"_s;
            c.inFlight = inFlight;
            c.lastUsed = lastUsed;
        });
    };
    const Candidate other = candidate(u"other"_s, [](Candidate& c) {
        c.inFlight = 1;
        c.lastUsed = 3;
    });
    // Two with one each are a quota with two.
    QCOMPARE(nameOf(choose({member(u"a"_s, 1, 1), member(u"b"_s, 1, 2), other}, ordinary())),
             u"other"_s);
    // Within it the one with less to do.
    QCOMPARE(nameOf(choose({member(u"a"_s, 1, 1), member(u"b"_s, 0, 2)}, ordinary())), u"b"_s);
}

void SchedulerTest::aConversationLeavesAnAccountWithoutRoom()
{
    const auto with = [](int percent) {
        return std::vector<Candidate>{
            candidate(u"mine"_s, [percent](Candidate& c) { c.limits = room(percent); }),
            candidate(u"other"_s, [](Candidate& c) { c.limits = room(90); })};
    };
    QCOMPARE(nameOf(choose(with(5), ordinary(), {}, {u"mine"_s})), u"mine"_s);
    QCOMPARE(nameOf(choose(with(1), ordinary(), {}, {u"mine"_s})), u"other"_s);
}

void SchedulerTest::oneRequestTriesARestedAccount()
{
    Candidate rested = candidate(u"a"_s, [](Candidate& c) {
        c.account.state = AccountState::CoolingDown;
        c.account.stateUntilMs = kNow;
        c.account.organizationId = u"org"_s;
    });
    const auto isProbe = [](const Scheduler::Choice& choice) {
        const auto* const pick = std::get_if<Scheduler::Pick>(&choice);
        return pick && pick->isProbe;
    };
    QVERIFY(isProbe(choose({rested}, ordinary())));
    rested.isProbing = true;
    QVERIFY(std::holds_alternative<Scheduler::Wait>(choose({rested}, ordinary())));
    // Nor is another account of that organisation tried meanwhile.
    Candidate sibling = rested;
    sibling.account.id = {u"b"_s};
    sibling.isProbing = false;
    QVERIFY(std::holds_alternative<Scheduler::Wait>(choose({rested, sibling}, ordinary())));
    QCOMPARE(nameOf(choose({rested, candidate(u"well"_s)}, ordinary())), u"well"_s);
}

void SchedulerTest::waitsForAWellOneRatherThanAvoided()
{
    const Candidate failing =
        candidate(u"failing"_s, [](Candidate& c) { c.avoidUntilMs = kNow + 1000; });
    const Candidate busy = candidate(u"busy"_s, [](Candidate& c) { c.inFlight = 5; });
    QVERIFY(std::holds_alternative<Scheduler::Wait>(choose({failing, busy}, ordinary())));
    QCOMPARE(nameOf(choose({failing}, ordinary())), u"failing"_s);
    Candidate both = failing;
    both.inFlight = 5;
    QVERIFY(std::holds_alternative<Scheduler::Wait>(choose({both}, ordinary())));
}

void SchedulerTest::aSpentSubscriptionRestsWithoutBeingAsked()
{
    const Candidate spent = candidate(u"a"_s, [](Candidate& c) {
        c.limits = {{u"five_hour"_s, 100, 0, kNow + 30'000, u"rejected"_s, kNow}};
    });
    const auto choice = choose({spent}, ordinary());
    const auto* const wait = std::get_if<Scheduler::Wait>(&choice);
    QVERIFY(wait);
    QCOMPARE(wait->untilMs, kNow + 30'000);
    QCOMPARE(nameOf(choose({spent, candidate(u"b"_s)}, ordinary())), u"b"_s);
}

void SchedulerTest::aModelRestsAlone()
{
    const Candidate one = candidate(u"a"_s, [](Candidate& c) {
        c.account.modelRests = {{u"opus"_s, u"spent"_s, kNow - 1, kNow + 1'000'000}};
    });
    QCOMPARE(nameOf(choose({one}, ordinary())), u"a"_s);
    Request opus = ordinary();
    opus.model = u"claude-opus-5-5"_s;
    QCOMPARE(errorOf(choose({one}, opus)).kind, ErrorKind::NoEligibleAccount);
}

void SchedulerTest::staysWithOneAlone()
{
    const std::vector<Candidate> all{candidate(u"a"_s),
                                     candidate(u"b"_s, [](Candidate& c) { c.inFlight = 5; })};
    const QSet<AccountId> none;
    const QSet<QString> nowhere;
    const Request request = ordinary();
    Scheduler::Question question{request,  all, none,        nowhere, {},
                                 {u"b"_s}, {},  u"sonnet"_s, kNow,    kNow + 1000};
    QVERIFY(std::holds_alternative<Scheduler::Wait>(Scheduler().choose(question)));
    question.only = {u"a"_s};
    QCOMPARE(nameOf(Scheduler().choose(question)), u"a"_s);
}

void SchedulerTest::saysWhy()
{
    const auto reasonOf = [](const Scheduler::Choice& choice) {
        const auto* const pick = std::get_if<Scheduler::Pick>(&choice);
        return pick ? pick->reason : QString();
    };
    const Candidate a = candidate(u"a"_s);
    Candidate b = candidate(u"b"_s);
    QVERIFY(reasonOf(choose({a}, ordinary())).contains(u"only one"_s));
    QVERIFY(reasonOf(choose({a, b}, ordinary(), {}, {u"b"_s})).contains(u"conversation"_s));
    b.account.priority = 2;
    QVERIFY(reasonOf(choose({a, b}, ordinary())).contains(u"priority"_s));
    b.account.priority = 1;
    b.limits = room(35);
    QVERIFY(reasonOf(choose({a, b}, ordinary())).contains(u"100 %"_s));
    b.limits.clear();
    b.inFlight = 1;
    QVERIFY(reasonOf(choose({a, b}, ordinary())).contains(u"least to do"_s));
    b.inFlight = 0;
    b.lastUsed = 1;
    QVERIFY(reasonOf(choose({a, b}, ordinary())).contains(u"least recently"_s));
}

QTEST_GUILESS_MAIN(SchedulerTest)
#include "tst_scheduler.moc"
