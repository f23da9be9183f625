// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/limitroom.h"
#include "randompool.h"
#include "scheduleroracle.h"
#include "virtualboard.h"

#include <QTest>

#include <algorithm>

using namespace Patchbay;
using namespace Qt::StringLiterals;
using namespace RandomPool;
using Can = Opinion::Can;

namespace {

constexpr qint64 kStart = 1'795'348'800'000;
constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kHourMs = 60 * kMinuteMs;
constexpr int kClients = 4;

struct Counts
{
    int picks = 0, probes = 0, stays = 0, waits = 0, refusals = 0, waited = 0, overtakes = 0;
};

// A random history, every choice of which is checked.
class History final
{
public:
    explicit History(quint32 seed, Counts& counts)
        : m_dice(seed)
        , m_counts(counts)
        , m_board({[this](const auto& question) { return checked(question); },
                   [this] { return m_dice.fraction(); },
                   [this](const auto& job) {
                       m_running.append(job.id);
                       m_overtaken.remove(job.id);
                   },
                   [this](const auto& job, const auto&) {
                       m_running.removeAll(job.id);
                       m_overtaken.remove(job.id);
                   },
                   24})
    {
        for (int i = 2 + m_dice.upTo(6); i > 0; --i)
            m_accounts.append(anyAccount(i, m_dice));
        m_board.setTime(m_utcMs, m_monotonicMs);
        m_board.setAccounts(m_accounts);
    }

    void run(int steps)
    {
        for (int step = 0; step < steps && m_fault.isEmpty(); ++step) {
            const int what = m_dice.upTo(99);
            if (what < 40)
                m_board.send(++m_lastId, anyRequest(m_accounts, m_dice));
            else if (what < 80)
                endOne();
            else if (what < 83)
                cancelOne();
            else if (what < 98)
                pass(m_dice.oneIn(20) ? m_dice.upTo(1'000'000) : m_dice.upTo(2'000));
            else if (what < 99)
                edit();
            else if (m_dice.oneIn(20))
                m_utcMs += m_dice.oneIn(2) ? kHourMs : -kHourMs;
            note();
        }
        drain();
    }

    [[nodiscard]] QString fault() const { return m_fault; }

private:
    void endOne()
    {
        if (m_running.isEmpty())
            return;
        const quint64 id = m_dice.of(m_running);
        if (m_board.jobs().at(id).phase != VirtualBoard::Job::Phase::Running)
            return;
        const AnswerHeaders headers = anyHeaders(m_utcMs, m_dice);
        if (m_dice.oneIn(8)) {
            m_board.answers(id, headers);
            return;
        }
        if (!m_dice.oneIn(4)) {
            m_board.succeeds(id, headers);
        } else {
            m_running.removeOne(id); // `started` tells of the next attempt
            m_board.fails(id, anyFailure(m_utcMs, m_dice));
        }
    }

    void cancelOne()
    {
        if (!m_board.jobs().empty())
            m_board.cancel(std::next(m_board.jobs().begin(),
                                     m_dice.upTo(static_cast<int>(m_board.jobs().size()) - 1))
                               ->first);
    }

    void pass(qint64 ms)
    {
        m_utcMs += ms;
        m_monotonicMs += ms;
        m_board.setTime(m_utcMs, m_monotonicMs);
    }

    // A person changes an account.
    void edit()
    {
        Account& account = m_accounts[m_dice.upTo(static_cast<int>(m_accounts.size()) - 1)];
        Account changed = anyAccount(0, m_dice);
        changed.id = account.id;
        changed.name = account.name;
        changed.organizationId = account.organizationId;
        changed.stateSinceMs = m_utcMs;
        if (m_dice.oneIn(4))
            changed.state = AccountState::OverBudget;
        account = changed;
        m_board.setAccounts(m_accounts);
    }

    // Whatever waits is answered or refused when all goes well from here on.
    void drain()
    {
        for (int turn = 0; !m_board.jobs().empty() && m_fault.isEmpty(); ++turn) {
            if (turn > 2'000) {
                m_fault = u"%1 requests are never ended"_s.arg(m_board.jobs().size());
                return;
            }
            const auto running =
                std::find_if(m_running.begin(), m_running.end(), [this](quint64 id) {
                    return m_board.jobs().at(id).phase == VirtualBoard::Job::Phase::Running;
                });
            if (running != m_running.end())
                m_board.succeeds(*running, {});
            else if (const auto due = m_board.nextDueMs())
                pass(std::max<qint64>(1, *due - m_monotonicMs));
            else
                m_fault = u"%1 requests wait for nothing"_s.arg(m_board.jobs().size());
        }
        for (const Candidate& candidate : m_board.roster().candidates()) {
            if (m_fault.isEmpty() && (candidate.inFlight != 0 || candidate.isProbing))
                m_fault = u"%1: %2 left in flight, %3"_s.arg(candidate.account.name)
                              .arg(candidate.inFlight)
                              .arg(candidate.isProbing ? u"still probed"_s : u"not probed"_s);
        }
    }

    // Who waits from now on, and how many may be served before it.
    void note()
    {
        const QList<quint64> line = m_board.waitingInTurn();
        for (const quint64 id : line) {
            if (!m_overtaken.contains(id)) {
                m_overtaken.insert(id, {0, kClients});
                ++m_counts.waited;
            }
        }
    }

    Scheduler::Choice checked(const Scheduler::Question& question)
    {
        const Scheduler::Choice choice = Scheduler().choose(question);
        checkRepeats(question, choice);
        if (const auto* pick = std::get_if<Scheduler::Pick>(&choice))
            checkPick(question, *pick);
        else
            checkNothingCould(question, choice);
        return choice;
    }

    void checkRepeats(const Scheduler::Question& question, const Scheduler::Choice& choice)
    {
        std::vector<Candidate> shuffled(question.candidates.begin(), question.candidates.end());
        for (size_t i = shuffled.size(); i > 1; --i)
            std::swap(shuffled[i - 1], shuffled[static_cast<size_t>(m_dice.upTo(int(i) - 1))]);
        const Scheduler::Question other{question.request,        shuffled,
                                        question.excluded,       question.excludedOrigins,
                                        question.preferred,      question.only,
                                        question.defaultBaseUrl, question.modelFamily,
                                        question.nowMs,          question.deadlineMs,
                                        question.isOnlyForWell};
        const Scheduler::Choice again = Scheduler().choose(question);
        const Scheduler::Choice inOrder = Scheduler().choose(other);
        if (again.index() != choice.index() || inOrder.index() != choice.index()) {
            m_fault = u"another kind of answer to the same question"_s;
            return;
        }
        if (const auto* pick = std::get_if<Scheduler::Pick>(&choice)) {
            const AccountId second = std::get<Scheduler::Pick>(inOrder).account;
            // Only those that nothing tells apart may change places.
            const bool isTie = candidateOf(pick->account, question.candidates).lastUsed == 0 &&
                               candidateOf(second, question.candidates).lastUsed == 0;
            if (std::get<Scheduler::Pick>(again).account != pick->account ||
                (second != pick->account && !isTie))
                m_fault = u"another account for the same question"_s;
        } else if (const auto* wait = std::get_if<Scheduler::Wait>(&choice)) {
            if (std::get<Scheduler::Wait>(inOrder).untilMs != wait->untilMs)
                m_fault = u"another wait for the same question"_s;
        }
    }

    void checkPick(const Scheduler::Question& question, const Scheduler::Pick& pick)
    {
        const Candidate& chosen = candidateOf(pick.account, question.candidates);
        const Opinion opinion =
            opinionOn(chosen, question.candidates, question.request, question.nowMs);
        ++m_counts.picks;
        m_counts.probes += pick.isProbe ? 1 : 0;
        if (opinion.can != Can::Now || isOutOf(chosen, question))
            m_fault = u"%1 may not serve (%2)"_s.arg(chosen.account.name).arg(int(opinion.can));
        if (opinion.isProbe != pick.isProbe)
            m_fault =
                u"%1: the first after a rest is a probe, and none else"_s.arg(chosen.account.name);
        for (const auto& [id, job] : m_board.jobs()) {
            const Candidate* const other = m_board.roster().find(job.account);
            const QString organization = chosen.account.organizationId;
            if (pick.isProbe && job.phase != VirtualBoard::Job::Phase::Waiting && job.isProbe &&
                (job.account == pick.account ||
                 (!organization.isEmpty() && other->account.organizationId == organization)))
                m_fault = u"%1 is tried by two at once"_s.arg(chosen.account.name);
        }
        checkStays(question, chosen);
        countOvertaken(question, chosen);
    }

    void checkStays(const Scheduler::Question& question, const Candidate& chosen)
    {
        const auto all = question.candidates;
        const auto known = std::find_if(all.begin(), all.end(), [&](const Candidate& other) {
            return other.account.id == question.preferred;
        });
        if (known == all.end() || isOutOf(*known, question) ||
            known->avoidUntilMs > question.nowMs ||
            opinionOn(*known, all, question.request, question.nowMs).can != Can::Now ||
            LimitRoom::tightest(known->limits, question.modelFamily, question.nowMs) < 0.02)
            return;
        ++m_counts.stays;
        if (chosen.account.id != known->account.id)
            m_fault = u"a conversation leaves %1, which has room"_s.arg(known->account.name);
    }

    // Counts those that came later and are served before one that waits for the same account: no
    // more than one of each client in a turn.
    void countOvertaken(const Scheduler::Question& question, const Candidate& chosen)
    {
        const auto& jobs = m_board.jobs();
        const auto served = std::find_if(jobs.begin(), jobs.end(), [&question](const auto& each) {
            return &each.second.request == &question.request;
        });
        for (auto waiting = m_overtaken.begin(); waiting != m_overtaken.end(); ++waiting) {
            const auto found = jobs.find(waiting.key());
            if (found == jobs.end() || served->first == found->first)
                continue;
            const VirtualBoard::Job& job = found->second;
            if (served->second.request.client == job.request.client)
                waiting->second += kClients; // its client had its turn
            const Scheduler::Question own{job.request,
                                          question.candidates,
                                          job.excluded,
                                          job.excludedOrigins,
                                          {},
                                          job.staysWith,
                                          {},
                                          job.modelFamily,
                                          question.nowMs,
                                          question.deadlineMs,
                                          true};
            if (isOutOf(chosen, own) ||
                opinionOn(chosen, question.candidates, job.request, question.nowMs).can != Can::Now)
                continue;
            if (served->first < job.id)
                continue;
            ++m_counts.overtakes;
            if (++waiting->first > waiting->second)
                m_fault = u"request %1 is starved: %2 before it"_s.arg(job.id).arg(waiting->first);
        }
    }

    void checkNothingCould(const Scheduler::Question& question, const Scheduler::Choice& choice)
    {
        bool isBusy = false;
        bool isBusyAndWell = false;
        bool restsBriefly = false;
        bool couldAvoided = false;
        for (const Candidate& candidate : question.candidates) {
            if (isOutOf(candidate, question))
                continue;
            const Opinion opinion =
                opinionOn(candidate, question.candidates, question.request, question.nowMs);
            const bool isToAvoid = candidate.avoidUntilMs > question.nowMs;
            isBusy |= opinion.can == Can::OnceFree;
            isBusyAndWell |= opinion.can == Can::OnceFree && !isToAvoid;
            restsBriefly |= opinion.can == Can::Later && opinion.backAtMs <= question.deadlineMs;
            couldAvoided |= opinion.can == Can::Now && isToAvoid;
            if (opinion.can == Can::Now && !isToAvoid)
                m_fault = u"%1 could have served"_s.arg(candidate.account.name);
        }
        if (couldAvoided && !isBusyAndWell)
            m_fault = u"one to avoid is better than none"_s;
        const bool isWait = std::holds_alternative<Scheduler::Wait>(choice);
        (isWait ? m_counts.waits : m_counts.refusals) += 1;
        if (isWait != (isBusy || restsBriefly))
            m_fault = isWait ? u"waits for nothing"_s : u"refused, though worth waiting for"_s;
    }

    Dice m_dice;
    Counts& m_counts;
    VirtualBoard m_board;
    QList<Account> m_accounts;
    QList<quint64> m_running;                        // or about to be again
    QHash<quint64, std::pair<int, int>> m_overtaken; // waiting: how often, and how often at most
    quint64 m_lastId = 0;
    qint64 m_utcMs = kStart;
    qint64 m_monotonicMs = 1'000'000;
    QString m_fault;
};

// Streams on a few accounts, chosen by nothing but load and turn.
class Load final
{
public:
    explicit Load(const QList<Account>& accounts)
        : m_accounts(accounts)
        , m_board({[](const auto& question) { return Scheduler().choose(question); },
                   [] { return 0.5; },
                   [this](const auto& job) {
                       ++m_served[job.account.value];
                       m_running.append(job.id);
                   },
                   [this](const auto& job, const auto&) { m_running.removeOne(job.id); }})
    {
        m_board.setTime(kStart, 0);
        m_board.setAccounts(accounts);
    }

    void send()
    {
        Request request;
        request.model = models()[1];
        m_board.send(++m_lastId, request);
    }
    void end(qsizetype running) { m_board.succeeds(m_running.at(running), {}); }
    /// `requests` streams, `atOnce` of them running together, ending in any order.
    void run(int requests, int atOnce, Dice& dice)
    {
        for (int i = 0; i < requests; ++i) {
            if (m_running.size() >= atOnce)
                end(dice.upTo(int(m_running.size()) - 1));
            send();
        }
    }
    [[nodiscard]] int servedBy(const QString& account) const { return m_served.value(account); }
    /// Between the one that served most and the one that served least.
    [[nodiscard]] int spread() const
    {
        int least = m_served.value(m_accounts.first().id.value);
        int most = least;
        for (const Account& account : m_accounts) {
            least = std::min(least, m_served.value(account.id.value));
            most = std::max(most, m_served.value(account.id.value));
        }
        return most - least;
    }

private:
    QList<Account> m_accounts;
    VirtualBoard m_board;
    QList<quint64> m_running;
    QHash<QString, int> m_served;
    quint64 m_lastId = 0;
};

QList<Account> equalAccounts(int count)
{
    QList<Account> accounts;
    for (int i = 0; i < count; ++i)
        accounts.append(plainAccount(QString(QChar(u'a' + i))));
    return accounts;
}

} // namespace

class SchedulerPropertiesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdOverRandomHistories();
    void equalsTakeTurns();
    void equalsShareConcurrentRequests();
    void weightsAreSharesWhileLoaded();
    void anOrganisationTakesOneShare();
    void aRestAlwaysEnds();
    void aClientsBlockedHeadDoesNotStarveItsOthers();
};

void SchedulerPropertiesTest::holdOverRandomHistories()
{
    Counts counts;
    for (quint32 seed = 1; seed <= 120; ++seed) {
        History history(seed, counts);
        history.run(800);
        QVERIFY2(history.fault().isEmpty(),
                 qPrintable(u"seed %1: %2"_s.arg(seed).arg(history.fault())));
    }
    qInfo("%d picks, %d of them probes, %d kept conversations; %d waits, %d refusals; %d requests "
          "waited and were passed %d times",
          counts.picks, counts.probes, counts.stays, counts.waits, counts.refusals, counts.waited,
          counts.overtakes);
    // What never happened was not tested.
    QVERIFY(counts.picks > 15'000);
    QVERIFY(counts.probes > 150);
    QVERIFY(counts.stays > 5'000);
    QVERIFY(counts.waits > 5'000);
    QVERIFY(counts.refusals > 5'000);
    QVERIFY(counts.waited > 1'000);
}

void SchedulerPropertiesTest::equalsTakeTurns()
{
    for (int accounts = 1; accounts <= 6; ++accounts) {
        Load load(equalAccounts(accounts));
        for (int request = 0; request < 100; ++request) {
            load.send();
            load.end(0);
            QVERIFY(load.spread() <= 1);
        }
    }
}

void SchedulerPropertiesTest::equalsShareConcurrentRequests()
{
    for (quint32 seed = 1; seed <= 20; ++seed) {
        Dice dice(seed);
        Load load(equalAccounts(4));
        load.run(2'000, 8, dice);
        QVERIFY2(load.spread() <= 100, qPrintable(QString::number(load.spread())));
    }
}

void SchedulerPropertiesTest::weightsAreSharesWhileLoaded()
{
    QList<Account> accounts = equalAccounts(2);
    accounts[1].weight = 3;
    for (Account& account : accounts)
        account.maxConcurrent = 50;
    for (quint32 seed = 1; seed <= 10; ++seed) {
        Dice dice(seed);
        Load load(accounts);
        load.run(4'000, 12, dice);
        const double ratio = double(load.servedBy(u"b"_s)) / load.servedBy(u"a"_s);
        QVERIFY2(ratio > 2.6 && ratio < 3.4, qPrintable(QString::number(ratio)));
    }
}

void SchedulerPropertiesTest::anOrganisationTakesOneShare()
{
    QList<Account> accounts = equalAccounts(4);
    for (int i = 0; i < 3; ++i)
        accounts[i].organizationId = u"one"_s;
    for (const int atOnce : {1, 6}) {
        Dice dice(7);
        Load load(accounts);
        load.run(1'200, atOnce, dice);
        QVERIFY2(qAbs(load.servedBy(u"d"_s) - 600) <= 60,
                 qPrintable(QString::number(load.servedBy(u"d"_s))));
        // And its members among themselves.
        for (const QString& member : {u"a"_s, u"b"_s, u"c"_s})
            QVERIFY(qAbs(load.servedBy(member) - 200) <= 30);
    }
}

void SchedulerPropertiesTest::aRestAlwaysEnds()
{
    for (quint32 seed = 1; seed <= 3'000; ++seed) {
        Dice dice(seed);
        AccountRoster roster;
        Account account = plainAccount(u"a"_s);
        account.organizationId = u"one"_s;
        roster.setAccounts({account}, kStart);
        AttemptFailure failure = failureOf(dice.of<int>({429, 429, 429, 500, 529, 408}));
        failure.headers = anyHeaders(kStart, dice);
        if (dice.oneIn(2))
            failure.headers.retryAfterMs = dice.oneIn(2) ? 400 * 24 * kHourMs : dice.upTo(60'000);
        AttemptHistory history;
        history.attemptsOnAccount = 1 + dice.upTo(2);
        history.modelFamily = u"sonnet"_s;
        const Verdict verdict = RetryPolicy(1000).judge(failure, history, kStart, 0.5);
        (void)roster.applyAnswer(account.id, false, history.modelFamily, kStart, failure.headers,
                                 kStart);
        if (verdict.effect)
            (void)roster.applyEffect(account.id, *verdict.effect, history.modelFamily, kStart);

        // The longest of what it was told; the clock may have been set meanwhile.
        qint64 longestMs = RetryPolicy::kLongestRetryAfterMs;
        for (const LimitWindow& window : failure.headers.windows)
            longestMs = std::max(longestMs, (window.status.isEmpty()         ? kMinuteMs
                                             : window.window == u"five_hour" ? 5 * kHourMs
                                                                             : 168 * kHourMs) *
                                                21 / 20);
        const qint64 jumpMs = dice.of<qint64>({0, kHourMs, -kHourMs});
        Request request;
        request.model = models()[1];
        // A window ends at the provider's time of day, any other rest with its length.
        const bool isOfWindow =
            LimitRoom::exhausted(failure.headers.windows, history.modelFamily, kStart).untilMs > 0;
        const qint64 nowMs = kStart + longestMs + (isOfWindow ? std::max(0LL, jumpMs) : jumpMs);
        const Scheduler::Question question{
            request, roster.candidates(), {}, {}, {}, {}, {}, history.modelFamily,
            nowMs,   nowMs + kMinuteMs};
        QVERIFY2(
            std::holds_alternative<Scheduler::Pick>(Scheduler().choose(question)),
            qPrintable(u"seed %1, status %2, jump %3"_s.arg(seed).arg(failure.status).arg(jumpMs)));
        // And one good answer opens it to all.
        (void)roster.applyAnswer(account.id, true, history.modelFamily, nowMs, {}, nowMs);
        QCOMPARE(roster.find(account.id)->account.state, AccountState::Ready);
        QVERIFY(roster.find(account.id)->account.modelRests.isEmpty());
    }
}

void SchedulerPropertiesTest::aClientsBlockedHeadDoesNotStarveItsOthers()
{
    QStringList served;
    VirtualBoard board({[](const auto& question) { return Scheduler().choose(question); },
                        [] { return 0.5; },
                        [&served](const auto& job) {
                            served.append(job.request.client.name + QString::number(job.id));
                        },
                        [](const auto&, const auto&) {}});
    board.setTime(kStart, 0);
    Account sonnet = plainAccount(u"sonnet"_s);
    sonnet.models = {models()[1]};
    sonnet.maxConcurrent = 1;
    Account opus = plainAccount(u"opus"_s);
    opus.models = {models()[2]};
    opus.maxConcurrent = 1;
    board.setAccounts({sonnet, opus});
    quint64 last = 0;
    const auto send = [&](const QString& client, int model) {
        Request request;
        request.client = {Client::Kind::Endpoint, client};
        request.model = models()[model];
        board.send(++last, request);
        return last;
    };
    send(u"x"_s, 2); // a long stream
    quint64 running = send(u"y"_s, 1);
    send(u"x"_s, 2);                         // waits for that stream
    const quint64 patient = send(u"x"_s, 1); // and this one behind it
    for (int i = 0; i < 20; ++i) {
        send(u"y"_s, 1);
        send(u"z"_s, 1);
    }
    for (int turn = 1; turn <= 3; ++turn) {
        served.clear();
        board.succeeds(running, {});
        QCOMPARE(served.size(), 1);
        if (served.first() == u"x%1"_s.arg(patient))
            return;
        running = served.first().sliced(1).toULongLong();
    }
    QFAIL("the third turn of three clients is not its own");
}

QTEST_GUILESS_MAIN(SchedulerPropertiesTest)
#include "tst_schedulerproperties.moc"
