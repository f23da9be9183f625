// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/importedrows.h"

#include "usage/attemptrows.h"
#include "usage/rollups.h"
#include "usage/usageseries.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// A request and the answer's log line lie no further apart.
constexpr qint64 kApartMs = msPerHour;

struct Stored
{
    qint64 id = 0;
    qint64 openedAtMs = 0;
    qint64 account = 0;
    qint64 model = 0;
    TokenUsage usage;
    RollupSums sums;
};

RollupSums sumsOf(const TokenUsage& usage, const std::optional<Cost>& cost)
{
    RollupSums sums;
    sums.requests = 1;
    sums.attempts = 1;
    sums.input = boundedTokens(usage.input);
    sums.output = boundedTokens(usage.output);
    sums.cacheRead = boundedTokens(usage.cacheRead);
    sums.cacheWrite = boundedTokens(usage.cacheWrite5m) + boundedTokens(usage.cacheWrite1h);
    sums.costMicroUsd = cost ? cost->microUsd : 0;
    sums.unpriced = cost ? 0 : 1;
    sums.estimated = cost && cost->estimated ? 1 : 0;
    sums.savedMicroUsd = cost ? cost->savedMicroUsd : 0;
    return sums;
}

/// The lines of one answer as one turn: when its first was written, what its fullest says.
QList<ClaudeCodeTurn> merged(const QList<ClaudeCodeTurn>& turns)
{
    QList<ClaudeCodeTurn> all;
    QHash<QString, qsizetype> places;
    for (const ClaudeCodeTurn& turn : turns) {
        const auto place = places.constFind(turn.key);
        if (place == places.constEnd()) {
            places.insert(turn.key, all.size());
            all.append(turn);
            continue;
        }
        ClaudeCodeTurn& known = all[*place];
        known.atMs = std::min(known.atMs, turn.atMs);
        if (turn.usage.total() >= known.usage.total())
            known.usage = turn.usage;
        if (known.requestId.isEmpty())
            known.requestId = turn.requestId;
    }
    return all;
}

class Import
{
public:
    Import(Connection& connection, qint64 account, const PriceTable& prices)
        : m_connection(connection)
        , m_prices(prices)
        , m_account(account)
    {
    }

    Result<ImportCounts> run(const QList<ClaudeCodeTurn>& turns);

private:
    Result<void> add(const ClaudeCodeTurn& turn);
    Result<void> grow(const Stored& stored, const ClaudeCodeTurn& turn);
    Result<std::optional<Stored>> find(const QString& key);
    Result<QSet<QString>> requestsPassedHere(const QList<ClaudeCodeTurn>& turns);
    Result<qint64> numberOf(const QString& name);
    Result<qint64> freeId(const ClaudeCodeTurn& turn);
    void addToRollups(const RollupSums& sums, qint64 atMs, qint64 account, qint64 model);
    Result<void> findPlans();
    void note(const RollupSums& sums, qint64 atMs);

    Connection& m_connection;
    const PriceTable& m_prices;
    qint64 m_account;
    qint64 m_client = 0;
    QHash<QString, qint64> m_numbers;
    QSet<qint64> m_plans; // accounts
    RollupBatch m_rollups;
    ImportCounts m_counts;
};

Result<qint64> Import::numberOf(const QString& name)
{
    if (const auto known = m_numbers.constFind(name); known != m_numbers.constEnd())
        return *known;
    const auto added = m_connection.run(u"INSERT OR IGNORE INTO names (name) VALUES (?)"_s, {name});
    if (!added)
        return Failure(added.error());
    const auto number = m_connection.number(u"SELECT number FROM names WHERE name = ?"_s, {name});
    if (!number)
        return Failure(number.error());
    m_numbers.insert(name, number->value_or(0));
    return number->value_or(0);
}

// Ids are ordered by time, like those of the ledger's own rows; the place among those of the same
// millisecond follows from the key.
Result<qint64> Import::freeId(const ClaudeCodeTurn& turn)
{
    constexpr qint64 places = 1LL << 21;
    qint64 place = static_cast<qint64>(qHash(turn.key, 0) & (places - 1));
    for (;;) {
        const qint64 id = turn.atMs * places + place;
        const auto taken = m_connection.number(u"SELECT 1 FROM attempts WHERE id = ?"_s, {id});
        if (!taken)
            return Failure(taken.error());
        if (!taken->has_value())
            return id;
        place = (place + 1) % places;
    }
}

Result<std::optional<Stored>> Import::find(const QString& key)
{
    auto rows = m_connection.select(
        u"SELECT id, opened_at, account, model, input_tokens, output_tokens, cache_read_tokens, "
        "cache_write_5m_tokens, cache_write_1h_tokens, cost_micro_usd, estimated, saved_micro_usd "
        "FROM attempts WHERE import_key = ?"_s,
        {key});
    if (!rows)
        return Failure(rows.error());
    std::optional<Stored> stored;
    if (rows->next()) {
        stored.emplace();
        stored->id = rows->number(0);
        stored->openedAtMs = rows->number(1);
        stored->account = rows->number(2);
        stored->model = rows->number(3);
        stored->usage.input = rows->number(4);
        stored->usage.output = rows->number(5);
        stored->usage.cacheRead = rows->number(6);
        stored->usage.cacheWrite5m = rows->number(7);
        stored->usage.cacheWrite1h = rows->number(8);
        std::optional<Cost> cost;
        if (!rows->isNull(9))
            cost = Cost{rows->number(9), rows->number(10) != 0, {}, rows->number(11)};
        stored->sums = sumsOf(stored->usage, cost);
    }
    if (rows->error())
        return Failure(*rows->error());
    return stored;
}

Result<QSet<QString>> Import::requestsPassedHere(const QList<ClaudeCodeTurn>& turns)
{
    QSet<QString> found;
    QJsonArray wanted;
    qint64 first = std::numeric_limits<qint64>::max();
    qint64 last = 0;
    for (const ClaudeCodeTurn& turn : turns) {
        if (turn.requestId.isEmpty())
            continue;
        wanted.append(turn.requestId);
        first = std::min(first, turn.atMs);
        last = std::max(last, turn.atMs);
    }
    if (wanted.isEmpty())
        return found;
    auto rows = m_connection.select(
        u"SELECT request_id FROM attempts WHERE opened_at BETWEEN ? AND ? AND import_key IS NULL "
        "AND request_id IN (SELECT value FROM json_each(?))"_s,
        {first - kApartMs, last + kApartMs,
         QString::fromUtf8(QJsonDocument(wanted).toJson(QJsonDocument::Compact))});
    if (!rows)
        return Failure(rows.error());
    while (rows->next())
        found.insert(rows->text(0));
    if (rows->error())
        return Failure(*rows->error());
    return found;
}

void Import::addToRollups(const RollupSums& sums, qint64 atMs, qint64 account, qint64 model)
{
    m_rollups.add({atMs, account, model, m_client, false, m_plans.contains(account)}, sums);
}

Result<void> Import::findPlans()
{
    auto plans = planAccounts(m_connection);
    if (!plans)
        return Failure(plans.error());
    m_plans = std::move(*plans);
    return {};
}

void Import::note(const RollupSums& sums, qint64 atMs)
{
    m_counts.input += sums.input + sums.cacheRead + sums.cacheWrite;
    m_counts.output += sums.output;
    m_counts.costMicroUsd += sums.costMicroUsd;
    m_counts.unpriced += sums.unpriced;
    m_counts.firstMs = m_counts.firstMs == 0 ? atMs : std::min(m_counts.firstMs, atMs);
    m_counts.lastMs = std::max(m_counts.lastMs, atMs);
}

Result<void> Import::add(const ClaudeCodeTurn& turn)
{
    const auto model = numberOf(turn.model);
    if (!model)
        return Failure(model.error());
    const auto id = freeId(turn);
    if (!id)
        return Failure(id.error());
    const std::optional<Cost> cost = m_prices.cost(turn.model, turn.usage, turn.atMs);
    const QVariant none;
    const auto stored = m_connection.run(
        u"INSERT INTO attempts (id, request_key, attempt, process, account, client, model, "
        "model_served, opened_at, completed_at, duration_ms, outcome, is_last, status, request_id, "
        "input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens, "
        "cache_write_1h_tokens, web_searches, cost_micro_usd, price_version, estimated, "
        "saved_micro_usd, import_key) "
        "VALUES (?, ?, 1, '', ?, ?, ?, ?, ?, ?, 0, 'succeeded', 1, 200, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?)"_s,
        {*id,
         *id,
         m_account != 0 ? QVariant(m_account) : none,
         m_client,
         *model,
         *model,
         turn.atMs,
         turn.atMs,
         turn.requestId,
         boundedTokens(turn.usage.input),
         boundedTokens(turn.usage.output),
         boundedTokens(turn.usage.cacheRead),
         boundedTokens(turn.usage.cacheWrite5m),
         boundedTokens(turn.usage.cacheWrite1h),
         boundedTokens(turn.usage.webSearches),
         cost ? QVariant(cost->microUsd) : none,
         cost ? cost->priceVersion : QString(u""_s),
         cost && cost->estimated ? 1 : 0,
         cost ? cost->savedMicroUsd : 0,
         turn.key});
    if (!stored)
        return Failure(stored.error());
    const RollupSums sums = sumsOf(turn.usage, cost);
    addToRollups(sums, turn.atMs, m_account, *model);
    note(sums, turn.atMs);
    ++m_counts.added;
    return {};
}

Result<void> Import::grow(const Stored& stored, const ClaudeCodeTurn& turn)
{
    const std::optional<Cost> cost = m_prices.cost(turn.model, turn.usage, stored.openedAtMs);
    const auto updated = m_connection.run(
        u"UPDATE attempts SET input_tokens = ?, output_tokens = ?, cache_read_tokens = ?, "
        "cache_write_5m_tokens = ?, cache_write_1h_tokens = ?, web_searches = ?, "
        "cost_micro_usd = ?, price_version = ?, estimated = ?, saved_micro_usd = ? WHERE id = ?"_s,
        {boundedTokens(turn.usage.input), boundedTokens(turn.usage.output),
         boundedTokens(turn.usage.cacheRead), boundedTokens(turn.usage.cacheWrite5m),
         boundedTokens(turn.usage.cacheWrite1h), boundedTokens(turn.usage.webSearches),
         cost ? QVariant(cost->microUsd) : QVariant(), cost ? cost->priceVersion : QString(u""_s),
         cost && cost->estimated ? 1 : 0, cost ? cost->savedMicroUsd : 0, stored.id});
    if (!updated)
        return Failure(updated.error());
    RollupSums more = sumsOf(turn.usage, cost);
    more.add(stored.sums, -1);
    addToRollups(more, stored.openedAtMs, stored.account, stored.model);
    note(more, stored.openedAtMs);
    ++m_counts.updated;
    return {};
}

Result<ImportCounts> Import::run(const QList<ClaudeCodeTurn>& turns)
{
    const auto client = numberOf(claudeCodeClient());
    if (!client)
        return Failure(client.error());
    m_client = *client;
    if (const auto found = findPlans(); !found)
        return Failure(found.error());
    const auto passed = requestsPassedHere(turns);
    if (!passed)
        return Failure(passed.error());
    // Of older turns only sums are left: adding them again would count them twice.
    const auto rowsSince =
        m_connection.number(u"SELECT value FROM usage_marks WHERE name = 'raw_since'"_s);
    if (!rowsSince)
        return Failure(rowsSince.error());
    for (const ClaudeCodeTurn& turn : merged(turns)) {
        if (turn.atMs / msPerHour < rowsSince->value_or(0)) {
            ++m_counts.tooOld;
            continue;
        }
        if (passed->contains(turn.requestId)) {
            ++m_counts.passedHere;
            continue;
        }
        const auto stored = find(turn.key);
        if (!stored)
            return Failure(stored.error());
        if (*stored && turn.usage.total() <= (*stored)->usage.total()) {
            ++m_counts.known;
            continue;
        }
        if (const auto done = *stored ? grow(**stored, turn) : add(turn); !done)
            return Failure(done.error());
    }
    if (const auto flushed = m_rollups.flush(m_connection); !flushed)
        return Failure(flushed.error());
    return m_counts;
}

} // namespace

ImportCounts& ImportCounts::operator+=(const ImportCounts& other)
{
    added += other.added;
    updated += other.updated;
    known += other.known;
    passedHere += other.passedHere;
    tooOld += other.tooOld;
    input += other.input;
    output += other.output;
    costMicroUsd += other.costMicroUsd;
    unpriced += other.unpriced;
    if (other.firstMs != 0)
        firstMs = firstMs == 0 ? other.firstMs : std::min(firstMs, other.firstMs);
    lastMs = std::max(lastMs, other.lastMs);
    return *this;
}

QString claudeCodeClient()
{
    return u"claude-code"_s;
}

Result<ImportCounts> storeImported(Connection& connection, const QList<ClaudeCodeTurn>& turns,
                                   qint64 account, const PriceTable& prices)
{
    return Import(connection, account, prices).run(turns);
}

} // namespace Patchbay
