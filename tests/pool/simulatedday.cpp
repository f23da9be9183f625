// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulatedday.h"

#include "choosingpolicy.h"
#include "claude/pricetable.h"
#include "randompool.h"
#include "simulatedquota.h"
#include "simulatedworkload.h"
#include "virtualboard.h"

#include <queue>

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;
using Sums = SimulatedDay::Sums;

namespace {

constexpr qint64 kMidnight = 1'795'132'800'000; // 2026-11-20T00:00:00Z
constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kHourMs = 60 * kMinuteMs;

struct Storm
{
    qint64 startsAtMs;
    qint64 endsAtMs;
};
// When more than half of all requests are answered 529, whoever asks.
constexpr Storm kStorms[]{{9 * kHourMs + 20 * kMinuteMs, 9 * kHourMs + 26 * kMinuteMs},
                          {14 * kHourMs + 40 * kMinuteMs, 14 * kHourMs + 43 * kMinuteMs},
                          {16 * kHourMs + 5 * kMinuteMs, 16 * kHourMs + 6 * kMinuteMs}};

struct Organization
{
    QString name;
    SimulatedQuota::Limits limits;
    QStringList accounts;
    bool isForEndpoint;
};

QList<Organization> organizations()
{
    return {{u"one"_s, {120, 120'000, 24'000, 0, 0, 0, 10}, {u"one-a"_s, u"one-b"_s}, true},
            {u"two"_s, {50, 50'000, 10'000, 0, 0, 0, 6}, {u"two-a"_s, u"two-b"_s}, true},
            {u"three"_s, {0, 0, 0, 9'000'000, 60'000'000, 0.45, 10}, {u"max"_s}, true},
            {u"four"_s, {0, 0, 0, 3'000'000, 20'000'000, 0.80, 10}, {u"pro"_s}, false}};
}

AttemptFailure failureOf(int status, ErrorKind kind)
{
    return RandomPool::failureOf(status, kind);
}

// The day under one policy.
class Day final
{
public:
    Day(ChoosingPolicy& policy, quint32 seed)
        : m_seed(seed)
        , m_dice(seed)
        , m_conversations(SimulatedWorkload::ofDay(seed))
        , m_prices(PriceTable::builtIn())
        , m_board({[&policy](const auto& question) { return policy.choose(question); },
                   [this] { return m_dice.fraction(); },
                   [this](const auto& job) { m_started.append(job.id); },
                   [this](const auto& job, const auto& error) { finished(job, error); }})
    {
        QList<Account> accounts;
        for (const Organization& organization : organizations()) {
            m_quotas.emplace_back(organization.name, organization.limits, kMidnight);
            for (const QString& name : organization.accounts) {
                Account account = RandomPool::plainAccount(name);
                account.allowEndpoint = organization.isForEndpoint;
                if (m_quotas.back().isSubscription())
                    account.kind = AccountKind::ClaudeCommand;
                accounts.append(account);
                m_quotaOf.insert(account.id, int(m_quotas.size()) - 1);
                m_sums.servedBy.insert(name, 0);
            }
        }
        m_board.setTime(kMidnight, 0);
        m_board.setAccounts(accounts);
    }

    [[nodiscard]] Sums run()
    {
        for (qsizetype i = 0; i < m_conversations.size(); ++i)
            at(m_conversations.at(i).startsAtMs, [this, i] { send(int(i), 0); });
        for (;;) {
            const auto due = m_board.nextDueMs();
            if (m_events.empty() && !due)
                break;
            const bool isEvent = !m_events.empty() && (!due || m_events.top().atMs <= *due);
            const qint64 atMs = std::max(m_nowMs, isEvent ? m_events.top().atMs : *due);
            m_nowMs = atMs;
            m_board.setTime(kMidnight + atMs, atMs);
            startAttempts();
            if (isEvent) {
                const Event event = m_events.top();
                m_events.pop();
                event.what();
                startAttempts();
            }
        }
        return m_sums;
    }

private:
    struct Event
    {
        qint64 atMs;
        qint64 number; // of those at the same moment the first made comes first
        std::function<void()> what;

        bool operator<(const Event& other) const
        {
            return std::tie(other.atMs, other.number) < std::tie(atMs, number);
        }
    };
    struct Ticket
    {
        int conversation = 0;
        int turn = 0;
        qint64 answeredAttemptAtMs = 0; // when the attempt was sent that is answered
        bool wasSent = false;
    };

    void at(qint64 atMs, std::function<void()> what)
    {
        m_events.push({atMs, ++m_lastEvent, std::move(what)});
    }
    [[nodiscard]] const SimulatedWorkload::Turn& turnOf(const Ticket& ticket) const
    {
        return m_conversations.at(ticket.conversation).turns.at(ticket.turn);
    }

    void send(int conversation, int turn)
    {
        const auto& about = m_conversations.at(conversation);
        Request request;
        request.model = about.model;
        request.conversation = about.name;
        request.client = about.client;
        ++m_sums.requests;
        m_tickets.insert(++m_lastId, {conversation, turn});
        m_board.send(m_lastId, request);
    }

    // The same for each policy, as far as chance goes.
    [[nodiscard]] Dice luckOf(const Ticket& ticket, int attempt) const
    {
        return Dice(m_seed * 7919 + quint32(ticket.conversation) * 104'729 +
                    quint32(ticket.turn) * 1'299'709 + quint32(attempt) * 15'485'863);
    }

    void startAttempts()
    {
        // Answers come later: nothing starts another attempt here.
        for (const quint64 id : std::exchange(m_started, {})) {
            if (m_board.jobs().contains(id))
                startAttempt(m_board.jobs().at(id));
        }
    }

    void startAttempt(const VirtualBoard::Job& job)
    {
        const quint64 id = job.id;
        Ticket& ticket = m_tickets[id];
        ticket.wasSent = true;
        ++m_sums.upstreamCalls;
        Dice luck = luckOf(ticket, job.attempts);
        const bool isStormy =
            std::any_of(std::begin(kStorms), std::end(kStorms), [this](const Storm& storm) {
                return storm.startsAtMs <= m_nowMs && m_nowMs < storm.endsAtMs;
            });
        const double chance = luck.fraction();
        if (isStormy && chance < 0.55) {
            ++m_sums.overloaded;
            failAfter(250, id, failureOf(529, ErrorKind::Overloaded));
            return;
        }
        if (chance > 0.996) {
            failAfter(1'500, id, failureOf(500, ErrorKind::ServerError));
            return;
        }
        const AccountId account = job.account;
        SimulatedQuota& quota = m_quotas[size_t(m_quotaOf.value(account))];
        const auto& turn = turnOf(ticket);
        const qint64 nowMs = kMidnight + m_nowMs;
        const auto answer = quota.ask({job.request.conversation, turn.prompt, turn.output}, nowMs);
        if (answer.refusal) {
            ++m_sums.rateLimited;
            AttemptFailure failure = failureOf(429, ErrorKind::RateLimited);
            if (*answer.refusal == SimulatedQuota::Refusal::Burst) {
                failure.headers.shouldRetry = true;
            } else {
                failure.headers = quota.headers(nowMs);
                failure.headers.retryAfterMs = answer.retryAfterMs;
            }
            failAfter(150, id, failure);
            return;
        }
        ticket.answeredAttemptAtMs = m_nowMs;
        const auto cost = m_prices.cost(job.request.model, answer.usage, nowMs);
        count(account, answer.usage, *cost);
        const qint64 firstMs =
            500 + luck.upTo(700) + (answer.usage.input + answer.usage.cacheWrite5m) / 20;
        at(m_nowMs + firstMs,
           [this, id, &quota] { m_board.answers(id, quota.headers(kMidnight + m_nowMs)); });
        const qint64 lastMs = firstMs + answer.usage.output * 1000 / (60 + luck.upTo(30));
        at(m_nowMs + lastMs, [this, id] { m_board.succeeds(id, {}); });
    }

    void failAfter(qint64 ms, quint64 id, const AttemptFailure& failure)
    {
        at(m_nowMs + ms, [this, id, failure] { m_board.fails(id, failure); });
    }

    void count(const AccountId& account, const TokenUsage& usage, const Cost& cost)
    {
        SimulatedQuota& quota = m_quotas[size_t(m_quotaOf.value(account))];
        m_sums.promptTokens += usage.prompt();
        m_sums.cachedTokens += usage.cacheRead;
        m_sums.listMicroUsd += cost.microUsd;
        if (quota.isSubscription())
            quota.charge(cost.microUsd, kMidnight + m_nowMs);
        else
            m_sums.paidMicroUsd += cost.microUsd;
    }

    void finished(const VirtualBoard::Job& job, const std::optional<Error>& error)
    {
        const Ticket ticket = m_tickets.take(job.id);
        if (!error) {
            ++m_sums.served;
            ++m_sums.servedBy[job.account.value];
            m_sums.waitsMs.push_back(ticket.answeredAttemptAtMs - job.cameAtMs);
        } else {
            ++(ticket.wasSent ? m_sums.failed : m_sums.refused);
            const bool isAnswer = error->cause.startsWith("status"_L1);
            ++m_sums.lostTo[isAnswer ? error->cause : errorKindName(error->kind)];
        }
        const int next = ticket.turn + 1;
        if (next < m_conversations.at(ticket.conversation).turns.size()) {
            at(m_nowMs + m_conversations.at(ticket.conversation).turns.at(next).afterMs,
               [this, ticket, next] { send(ticket.conversation, next); });
        }
    }

    quint32 m_seed;
    Dice m_dice;
    const QList<SimulatedWorkload::Conversation> m_conversations;
    const PriceTable m_prices;
    std::vector<SimulatedQuota> m_quotas;
    QHash<AccountId, int> m_quotaOf;
    Sums m_sums;
    std::priority_queue<Event> m_events;
    qint64 m_lastEvent = 0;
    quint64 m_lastId = 0;
    qint64 m_nowMs = 0;
    QHash<quint64, Ticket> m_tickets;
    QList<quint64> m_started;
    VirtualBoard m_board;
};

constexpr const char* kAbout =
    "Simulated days in virtual time: people who chat, agents that work through tools (some set out "
    "together), scripts that send many requests at once. Six accounts of four organisations: two "
    "keys at 120 requests, 120,000 input and 24,000 output tokens a minute; two at 50, 50,000 and "
    "10,000; two subscriptions with windows of 5 hours and 7 days, half and four fifths spent, one "
    "of them not for the endpoint. Prompt caches last 5 minutes and belong to an organisation. "
    "Three storms of 529, 0.4 % of 500, a limit on bursts.\n\n"
    "All policies have the same requests, queue, account states, cool-downs, probes, retries and "
    "hops. Only the order among the accounts that may serve is theirs; the limits that headers "
    "tell are known to Patchbay's alone.\n\n";

QString seconds(qint64 ms)
{
    return QString::number(double(ms) / 1000, 'f', 1);
}

QString listed(const QMap<QString, int>& counts)
{
    QStringList parts;
    for (auto each = counts.cbegin(); each != counts.cend(); ++each)
        parts.append(u"%1 %2"_s.arg(each.key()).arg(each.value()));
    return parts.join(u", "_s);
}

QString dollars(qint64 microUsd)
{
    return QString::number(double(microUsd) / 1e6, 'f', 2);
}

} // namespace

double Sums::cachedShare() const
{
    return promptTokens == 0 ? 0 : double(cachedTokens) / double(promptTokens);
}

qint64 Sums::waitMs(double quantile) const
{
    std::vector<qint64> sorted = waitsMs;
    std::sort(sorted.begin(), sorted.end());
    return sorted.empty() ? 0 : sorted[size_t(quantile * double(sorted.size() - 1))];
}

Sums& Sums::operator+=(const Sums& other)
{
    requests += other.requests;
    served += other.served;
    refused += other.refused;
    failed += other.failed;
    upstreamCalls += other.upstreamCalls;
    rateLimited += other.rateLimited;
    overloaded += other.overloaded;
    waitsMs.insert(waitsMs.end(), other.waitsMs.begin(), other.waitsMs.end());
    promptTokens += other.promptTokens;
    cachedTokens += other.cachedTokens;
    listMicroUsd += other.listMicroUsd;
    paidMicroUsd += other.paidMicroUsd;
    for (auto each = other.servedBy.cbegin(); each != other.servedBy.cend(); ++each)
        servedBy[each.key()] += each.value();
    for (auto each = other.lostTo.cbegin(); each != other.lostTo.cend(); ++each)
        lostTo[each.key()] += each.value();
    return *this;
}

Sums SimulatedDay::run(ChoosingPolicy& policy, quint32 seed)
{
    return Day(policy, seed).run();
}

QString SimulatedDay::table(const QList<std::pair<QString, Sums>>& results)
{
    QString text = QLatin1StringView(kAbout);
    text +=
        u"| policy | requests | served | refused | failed | wait p50 / p95 / max, s | "
        "prompt from cache | cost at list price, USD | paid for API keys, USD | 429 | 529 | "
        "calls per request | served by each | lost to |\n"
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --- | --- |\n"_s;
    for (const auto& [name, result] : results) {
        const QStringList cells{
            name,
            QString::number(result.requests),
            QString::number(result.served),
            QString::number(result.refused),
            QString::number(result.failed),
            u"%1 / %2 / %3"_s.arg(seconds(result.waitMs(0.5)), seconds(result.waitMs(0.95)),
                                  seconds(result.waitMs(1))),
            u"%1 %"_s.arg(100 * result.cachedShare(), 0, 'f', 1),
            dollars(result.listMicroUsd),
            dollars(result.paidMicroUsd),
            QString::number(result.rateLimited),
            QString::number(result.overloaded),
            QString::number(double(result.upstreamCalls) / result.requests, 'f', 3),
            listed(result.servedBy),
            listed(result.lostTo)};
        text += u"| %1 |\n"_s.arg(cells.join(u" | "_s));
    }
    return text;
}

} // namespace Patchbay
