// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/ledgerwriter.h"

namespace Patchbay {

namespace {

// Names of clients and models are few; this bounds what a client can make up.
constexpr qsizetype mostNames = 10'000;
// A million times the largest context window: sums of such rows stay far from overflow.
constexpr qint64 mostTokens = 1'000'000'000'000;

qint64 tokens(qint64 count)
{
    return std::clamp<qint64>(count, 0, mostTokens);
}

bool isError(AttemptOutcome outcome)
{
    return outcome != AttemptOutcome::Succeeded && outcome != AttemptOutcome::Cancelled;
}

RollupSums sumsOf(const AttemptCompletion& completion)
{
    const TokenUsage& usage = completion.usage;
    RollupSums sums;
    sums.requests = completion.isLast ? 1 : 0;
    sums.errors = completion.isLast && isError(completion.outcome) ? 1 : 0;
    sums.input = tokens(usage.input);
    sums.output = tokens(usage.output);
    sums.cacheRead = tokens(usage.cacheRead);
    sums.cacheWrite = tokens(usage.cacheWrite5m) + tokens(usage.cacheWrite1h);
    const bool hasTokens =
        sums.input != 0 || sums.output != 0 || sums.cacheRead != 0 || sums.cacheWrite != 0;
    sums.costMicroUsd = completion.cost ? completion.cost->microUsd : 0;
    sums.unpriced = !completion.cost && hasTokens ? 1 : 0;
    sums.estimated = completion.cost && completion.cost->estimated ? 1 : 0;
    return sums;
}

QVariant orNull(qint64 value, bool isThere)
{
    return isThere ? QVariant(value) : QVariant();
}

} // namespace

Result<qint64> LedgerWriter::numberOf(Connection& connection, const QString& name)
{
    startOver(connection);
    if (const auto known = m_numbers.constFind(name); known != m_numbers.constEnd())
        return *known;
    const auto added =
        connection.run(QStringLiteral("INSERT OR IGNORE INTO names (name) VALUES (?)"), {name});
    if (!added)
        return Failure(added.error());
    const auto number =
        connection.number(QStringLiteral("SELECT number FROM names WHERE name = ?"), {name});
    if (!number)
        return Failure(number.error());
    if (m_numbers.size() >= mostNames)
        m_numbers.clear();
    m_numbers.insert(name, number->value_or(0));
    return number->value_or(0);
}

Result<QVariant> LedgerWriter::numberOrNull(Connection& connection, const QString& name)
{
    if (name.isEmpty())
        return QVariant();
    const auto number = numberOf(connection, name);
    return number ? Result<QVariant>(QVariant(*number)) : Failure(number.error());
}

/// Drops what belongs to a transaction that was rolled back.
void LedgerWriter::startOver(const Connection& connection)
{
    if (m_rollbacks == connection.rollbacks())
        return;
    m_rollbacks = connection.rollbacks();
    m_numbers.clear();
    m_batch.clear();
}

void LedgerWriter::addToRollups(Connection& connection, const RollupKey& key,
                                const RollupSums& sums)
{
    startOver(connection);
    if (m_batch.isEmpty()) {
        connection.beforeCommit([self = shared_from_this()](Connection& committing) {
            return self->m_batch.flush(committing);
        });
    }
    m_batch.add(key, sums);
}

Result<void> LedgerWriter::open(Connection& connection, const AttemptOpening& attempt,
                                const QString& processId)
{
    const auto client = numberOf(connection, attempt.client);
    const auto model = client ? numberOf(connection, attempt.model) : client;
    if (!model)
        return Failure(model.error());
    const auto organization = numberOrNull(connection, attempt.organizationId);
    if (!organization)
        return Failure(organization.error());
    static const QString sql = QStringLiteral(
        "INSERT INTO attempts (id, request_key, attempt, process, account, organization, client, "
        "model, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const auto added =
        connection.run(sql, {attempt.id, attempt.requestKey, attempt.attempt, processId,
                             orNull(attempt.accountNumber, attempt.accountNumber != 0),
                             *organization, *client, *model, attempt.openedAtMs});
    return added ? Result<void>() : Failure(added.error());
}

Result<void> LedgerWriter::progress(Connection& connection, qint64 id, const TokenUsage& usage)
{
    static const QString sql = QStringLiteral(
        "UPDATE attempts SET input_tokens = ?, output_tokens = ?, cache_read_tokens = ?, "
        "cache_write_5m_tokens = ?, cache_write_1h_tokens = ?, web_searches = ? "
        "WHERE id = ? AND outcome = 'open'");
    const auto done =
        connection.run(sql, {tokens(usage.input), tokens(usage.output), tokens(usage.cacheRead),
                             tokens(usage.cacheWrite5m), tokens(usage.cacheWrite1h),
                             tokens(usage.webSearches), id});
    return done ? Result<void>() : Failure(done.error());
}

Result<bool> LedgerWriter::complete(Connection& connection, const AttemptOpening& attempt,
                                    const AttemptCompletion& completion)
{
    const auto client = numberOf(connection, attempt.client);
    const auto model = client ? numberOf(connection, attempt.model) : client;
    if (!model)
        return Failure(model.error());
    const auto served = numberOrNull(connection, completion.modelServed);
    if (!served)
        return Failure(served.error());
    const auto organization = numberOrNull(connection, completion.organizationId);
    if (!organization)
        return Failure(organization.error());

    const TokenUsage& usage = completion.usage;
    const QVariantList values = {
        *organization,
        *served,
        completion.completedAtMs,
        orNull(completion.firstByteMs, completion.firstByteMs >= 0),
        std::max<qint64>(completion.durationMs, 0),
        attemptOutcomeName(completion.outcome),
        completion.isLast ? 1 : 0,
        completion.status,
        completion.errorKind,
        completion.stopReason,
        completion.requestId,
        tokens(usage.input),
        tokens(usage.output),
        tokens(usage.cacheRead),
        tokens(usage.cacheWrite5m),
        tokens(usage.cacheWrite1h),
        tokens(usage.webSearches),
        orNull(completion.cost ? completion.cost->microUsd : 0, completion.cost.has_value()),
        completion.cost ? completion.cost->priceVersion : QString(),
        completion.cost && completion.cost->estimated ? 1 : 0,
        attempt.id,
    };
    static const QString sql = QStringLiteral(
        "UPDATE attempts SET process = '', organization = coalesce(?, organization), "
        "model_served = ?, completed_at = ?, first_byte_ms = ?, duration_ms = ?, outcome = ?, "
        "is_last = ?, status = ?, error_kind = ?, stop_reason = ?, request_id = ?, "
        "input_tokens = ?, output_tokens = ?, cache_read_tokens = ?, cache_write_5m_tokens = ?, "
        "cache_write_1h_tokens = ?, web_searches = ?, cost_micro_usd = ?, price_version = ?, "
        "estimated = ? WHERE id = ? AND outcome = 'open'");
    auto changed = connection.run(sql, values);
    if (changed && *changed == 0) {
        const auto there = connection.number(
            QStringLiteral("SELECT count(*) FROM attempts WHERE id = ?"), {attempt.id});
        if (!there)
            return Failure(there.error());
        if (there->value_or(0) > 0)
            return false;
        if (const auto opened = open(connection, attempt, QString()); !opened)
            return Failure(opened.error());
        changed = connection.run(sql, values);
    }
    if (!changed)
        return Failure(changed.error());
    // Last, because nothing after it may fail and undo the row alone.
    addToRollups(connection, {attempt.openedAtMs, attempt.accountNumber, *model, *client},
                 sumsOf(completion));
    return true;
}

Result<int> LedgerWriter::interrupt(Connection& connection, const QString& processId,
                                    const PriceTable& prices, qint64 nowMs)
{
    QList<QPair<AttemptOpening, AttemptCompletion>> found;
    {
        auto rows = connection.select(
            QStringLiteral(
                "SELECT attempts.id, request_key, attempt, account, clients.name, models.name, "
                "opened_at, input_tokens, output_tokens, cache_read_tokens, cache_write_5m_tokens, "
                "cache_write_1h_tokens, web_searches "
                "FROM attempts JOIN names AS clients ON clients.number = client "
                "JOIN names AS models ON models.number = model "
                "WHERE outcome = 'open' AND process = ?"),
            {processId});
        if (!rows)
            return Failure(rows.error());
        while (rows->next()) {
            AttemptOpening attempt;
            attempt.id = rows->number(0);
            attempt.requestKey = rows->number(1);
            attempt.attempt = static_cast<int>(rows->number(2));
            attempt.accountNumber = rows->number(3);
            attempt.client = rows->text(4);
            attempt.model = rows->text(5);
            attempt.openedAtMs = rows->number(6);
            AttemptCompletion completion;
            completion.outcome = AttemptOutcome::Interrupted;
            completion.errorKind = errorKindName(ErrorKind::Interrupted);
            completion.usage.input = rows->number(7);
            completion.usage.output = rows->number(8);
            completion.usage.cacheRead = rows->number(9);
            completion.usage.cacheWrite5m = rows->number(10);
            completion.usage.cacheWrite1h = rows->number(11);
            completion.usage.webSearches = rows->number(12);
            completion.cost = prices.cost(attempt.model, completion.usage, attempt.openedAtMs);
            completion.completedAtMs = nowMs;
            found.append({attempt, completion});
        }
        if (rows->error())
            return Failure(*rows->error());
    }
    for (const auto& [attempt, completion] : found) {
        if (const auto done = complete(connection, attempt, completion); !done)
            return Failure(done.error());
    }
    return static_cast<int>(found.size());
}

} // namespace Patchbay
