// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/ledgerwriter.h"

#include "base/logging.h"
#include "usage/budgetguard.h"

namespace Patchbay {

namespace {

// Names of clients and models are few; this bounds what a client can make up.
constexpr qsizetype mostNames = 10'000;

bool isError(AttemptOutcome outcome)
{
    return outcome != AttemptOutcome::Succeeded && outcome != AttemptOutcome::Cancelled &&
           outcome != AttemptOutcome::Cached;
}

RollupSums sumsOf(const AttemptCompletion& completion)
{
    const TokenUsage& usage = completion.usage;
    RollupSums sums;
    sums.requests = completion.isLast ? 1 : 0;
    sums.errors = completion.isLast && isError(completion.outcome) ? 1 : 0;
    sums.input = boundedTokens(usage.input);
    sums.output = boundedTokens(usage.output);
    sums.cacheRead = boundedTokens(usage.cacheRead);
    sums.cacheWrite = boundedTokens(usage.cacheWrite5m) + boundedTokens(usage.cacheWrite1h);
    const bool hasTokens =
        sums.input != 0 || sums.output != 0 || sums.cacheRead != 0 || sums.cacheWrite != 0;
    sums.costMicroUsd = completion.cost ? completion.cost->microUsd : 0;
    sums.unpriced = !completion.cost && hasTokens ? 1 : 0;
    sums.estimated = completion.cost && completion.cost->estimated ? 1 : 0;
    sums.savedMicroUsd = completion.cost ? completion.cost->savedMicroUsd : 0;
    sums.attempts = 1;
    return sums;
}

/// Whether the rows are at fault, and one by one the others may be stored; not the disk.
bool isOfTheRows(const Error& error)
{
    return error.kind == ErrorKind::AlreadyExists || error.kind == ErrorKind::Internal;
}

} // namespace

Result<qint64> LedgerWriter::numberOf(Connection& connection, const QString& name)
{
    if (name.isEmpty())
        return 0;
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

Result<OpeningRow> LedgerWriter::rowOf(Connection& connection, const AttemptOpening& attempt,
                                       const QString& organization)
{
    // Every row has a client and a model, if only ones without a name.
    static const QString unnamed = QStringLiteral("-");
    OpeningRow row{attempt, {}, 0, 0, 0, 0};
    const auto client = numberOf(connection, attempt.client.isEmpty() ? unnamed : attempt.client);
    if (!client)
        return Failure(client.error());
    const auto model = numberOf(connection, attempt.model.isEmpty() ? unnamed : attempt.model);
    if (!model)
        return Failure(model.error());
    const auto owner = numberOf(connection, organization);
    if (!owner)
        return Failure(owner.error());
    const auto conversation = numberOf(connection, attempt.conversation);
    if (!conversation)
        return Failure(conversation.error());
    row.client = *client;
    row.model = *model;
    row.organization = *owner;
    row.conversation = *conversation;
    return row;
}

/// Drops what belongs to a transaction that was rolled back.
void LedgerWriter::startOver(const Connection& connection)
{
    if (m_rollbacks == connection.rollbacks())
        return;
    m_rollbacks = connection.rollbacks();
    m_numbers.clear();
    m_accounts.clear();
    m_openings.clear();
    m_progress.clear();
    m_completions.clear();
    m_rollups.clear();
    m_details.clear();
    m_hasJoined = false;
}

void LedgerWriter::joinTransaction(Connection& connection)
{
    startOver(connection);
    if (std::exchange(m_hasJoined, true))
        return;
    connection.beforeCommit([self = shared_from_this()](Connection& committing) {
        self->m_hasJoined = false;
        return self->flush(committing);
    });
}

Result<void> LedgerWriter::open(Connection& connection, const AttemptOpening& attempt,
                                const QString& processId)
{
    joinTransaction(connection);
    auto row = rowOf(connection, attempt, attempt.organizationId);
    if (!row)
        return Failure(row.error());
    row->process = processId;
    m_openings.push_back(std::move(*row));
    return {};
}

void LedgerWriter::progress(Connection& connection, qint64 id, const TokenUsage& usage)
{
    joinTransaction(connection);
    m_progress.insert(id, usage);
}

Result<void> LedgerWriter::complete(Connection& connection, const AttemptOpening& attempt,
                                    const AttemptCompletion& completion)
{
    joinTransaction(connection);
    auto row = rowOf(connection, attempt, completion.organizationId);
    if (!row)
        return Failure(row.error());
    const auto served = numberOf(connection, completion.modelServed);
    if (!served)
        return Failure(served.error());
    const auto errorKind =
        numberOf(connection, isError(completion.outcome) ? completion.errorKind : QString());
    if (!errorKind)
        return Failure(errorKind.error());
    m_completions.push_back({std::move(*row), completion, *served, *errorKind});
    return {};
}

Result<void> LedgerWriter::flush(Connection& connection)
{
    auto result = flushOpenings(connection);
    for (auto it = m_progress.constBegin(); result && it != m_progress.constEnd(); ++it)
        result = storeProgress(connection, it.key(), it.value());
    if (result)
        result = flushCompletions(connection);
    if (result)
        result = m_rollups.flush(connection);
    if (result)
        result = m_details.flush(connection);
    m_openings.clear();
    m_progress.clear();
    m_completions.clear();
    return result;
}

Result<void> LedgerWriter::flushOpenings(Connection& connection)
{
    if (m_openings.empty())
        return {};
    const auto all = storeOpenings(connection, m_openings);
    if (all || !isOfTheRows(all.error()))
        return all;
    for (const OpeningRow& row : m_openings) {
        const auto one = storeOpenings(connection, {&row, 1});
        if (one)
            continue;
        if (!isOfTheRows(one.error()))
            return one;
        qCWarning(lcUsage) << "the attempt" << row.attempt.id << "was not stored:" << one.error();
    }
    return {};
}

Result<void> LedgerWriter::flushCompletions(Connection& connection)
{
    if (m_completions.empty())
        return {};
    static const QString savepoint = QStringLiteral("SAVEPOINT completions");
    static const QString undo = QStringLiteral("ROLLBACK TO completions");
    static const QString release = QStringLiteral("RELEASE completions");
    if (const auto set = connection.run(savepoint); !set)
        return Failure(set.error());
    const auto all = storeCompletions(connection, m_completions);
    if (!all && !isOfTheRows(all.error()))
        return Failure(all.error());
    const bool areAllNew = all && *all == static_cast<qint64>(m_completions.size());
    if (!areAllNew) {
        if (const auto undone = connection.run(undo); !undone)
            return Failure(undone.error());
    }
    if (const auto released = connection.run(release); !released)
        return Failure(released.error());
    QByteArray ids = "[";
    for (const CompletionRow& row : m_completions)
        ids.append(QByteArray::number(row.opening.attempt.id)).append(',');
    ids.back() = ']';
    if (const auto settled = BudgetGuard::settle(connection, ids); !settled)
        return settled;
    for (const CompletionRow& row : m_completions) {
        // One of them was completed before, or has no row yet: then each is looked at.
        const auto isNew = areAllNew ? Result<bool>(true) : completeOne(connection, row);
        if (isNew && *isNew)
            addToRollups(connection, row);
        if (!isNew && !isOfTheRows(isNew.error()))
            return Failure(isNew.error());
        if (!isNew)
            qCWarning(lcUsage) << "the end of the attempt" << row.opening.attempt.id
                               << "was not stored:" << isNew.error();
    }
    return {};
}

Result<bool> LedgerWriter::completeOne(Connection& connection, const CompletionRow& row)
{
    const auto changed = storeCompletions(connection, {&row, 1});
    if (!changed)
        return Failure(changed.error());
    if (*changed > 0)
        return true;
    const auto there = connection.number(
        QStringLiteral("SELECT count(*) FROM attempts WHERE id = ?"), {row.opening.attempt.id});
    if (!there)
        return Failure(there.error());
    if (there->value_or(0) > 0)
        return false;
    if (const auto opened = storeOpenings(connection, {&row.opening, 1}); !opened)
        return Failure(opened.error());
    const auto completed = storeCompletions(connection, {&row, 1});
    return completed ? Result<bool>(true) : Failure(completed.error());
}

/// An account stays what it is, and its row stays.
LedgerWriter::Account LedgerWriter::accountOf(Connection& connection, qint64 number)
{
    if (const auto known = m_accounts.constFind(number); known != m_accounts.constEnd())
        return *known;
    const auto is = [&](const QString& what) {
        const auto found = connection.number(
            QStringLiteral("SELECT %1 FROM accounts WHERE number = ?").arg(what), {number});
        return found && found->value_or(0) != 0;
    };
    const Account account{is(QStringLiteral("source = 'demo'")),
                          is(QStringLiteral("kind = 'claude_command'"))};
    m_accounts.insert(number, account);
    return account;
}

void LedgerWriter::addToRollups(Connection& connection, const CompletionRow& row)
{
    const AttemptOpening& attempt = row.opening.attempt;
    const RollupSums sums = sumsOf(row.completion);
    const Account account = accountOf(connection, attempt.accountNumber);
    m_rollups.add({attempt.openedAtMs, attempt.accountNumber, row.opening.model, row.opening.client,
                   account.isDemo, account.isPlan},
                  sums);
    const bool hasFailed = row.completion.outcome == AttemptOutcome::Failed;
    m_details.add({attempt.openedAtMs, attempt.accountNumber,
                   hasFailed ? -1 : row.completion.firstByteMs, row.errorKind,
                   account.isDemo ? 0 : row.opening.conversation, row.completion.isLast,
                   sums.input + sums.output + sums.cacheRead + sums.cacheWrite, sums.costMicroUsd});
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
                "cache_write_1h_tokens, web_searches, talks.name "
                "FROM attempts JOIN names AS clients ON clients.number = client "
                "JOIN names AS models ON models.number = model "
                "LEFT JOIN names AS talks ON talks.number = conversation "
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
            attempt.conversation = rows->text(13);
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
    if (const auto forgotten = BudgetGuard::forget(connection, processId); !forgotten)
        return Failure(forgotten.error());
    return static_cast<int>(found.size());
}

} // namespace Patchbay
