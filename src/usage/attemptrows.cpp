// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/attemptrows.h"

#include <algorithm>
#include <charconv>

namespace Patchbay {

namespace {

// A million times the largest context window: sums of such rows stay far from overflow.
constexpr qint64 mostTokens = 1'000'000'000'000;

/// Rows as one JSON array of arrays, which SQLite takes apart.
class JsonRows
{
public:
    JsonRows() { m_text.append('['); }

    void beginRow() { m_text.append(m_text.endsWith(']') ? ",[" : "["); }
    void endRow() { m_text.append(']'); }
    void add(qint64 number)
    {
        separate();
        char digits[20];
        m_text.append(digits, std::to_chars(digits, std::end(digits), number).ptr - digits);
    }
    void addOrNull(qint64 number, bool isThere)
    {
        if (isThere)
            return add(number);
        separate();
        m_text.append("null");
    }
    void add(const QString& text);

    [[nodiscard]] QByteArray finish() && { return std::move(m_text.append(']')); }

private:
    void separate()
    {
        if (!m_text.endsWith('['))
            m_text.append(',');
    }
    QByteArray m_text;
};

void JsonRows::add(const QString& text)
{
    separate();
    m_text.append('"');
    const QByteArray utf8 = text.toUtf8();
    const bool isPlain = std::ranges::none_of(
        utf8, [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20; });
    if (isPlain) {
        m_text.append(utf8).append('"');
        return;
    }
    for (const char c : utf8) {
        if (c == '"' || c == '\\')
            m_text.append('\\').append(c);
        else if (static_cast<unsigned char>(c) < 0x20)
            m_text.append("\\u00").append(QByteArray::number(c, 16).rightJustified(2, '0'));
        else
            m_text.append(c);
    }
    m_text.append('"');
}

/// The rows of JsonRows as `row`. Materialized, or SQLite would write each one out again per
/// column.
const QLatin1String rowsOfJson("WITH rows (row) AS MATERIALIZED "
                               "(SELECT value FROM json_each(CAST(? AS TEXT))) ");

/// "json_extract(row, '$[0]') AS c0, json_extract(row, '$[1]') AS c1, …"
QString columnsOfRow(int count)
{
    QStringList columns;
    for (int i = 0; i < count; ++i)
        columns.append(QStringLiteral("json_extract(row, '$[%1]') AS c%1").arg(i));
    return columns.join(QStringLiteral(", "));
}

} // namespace

qint64 boundedTokens(qint64 count)
{
    return std::clamp<qint64>(count, 0, mostTokens);
}

Result<void> storeOpenings(Connection& connection, std::span<const OpeningRow> rows)
{
    static const QString sql =
        rowsOfJson +
        QStringLiteral("INSERT INTO attempts (id, request_key, attempt, process, account, "
                       "organization, client, model, opened_at, conversation) "
                       "SELECT %1 FROM rows")
            .arg(columnsOfRow(10));
    JsonRows json;
    for (const OpeningRow& row : rows) {
        const AttemptOpening& attempt = row.attempt;
        json.beginRow();
        json.add(attempt.id);
        json.add(attempt.requestKey);
        json.add(attempt.attempt);
        json.add(row.process);
        json.addOrNull(attempt.accountNumber, attempt.accountNumber != 0);
        json.addOrNull(row.organization, row.organization != 0);
        json.add(row.client);
        json.add(row.model);
        json.add(attempt.openedAtMs);
        json.addOrNull(row.conversation, row.conversation != 0);
        json.endRow();
    }
    const auto stored = connection.run(sql, {std::move(json).finish()});
    return stored ? Result<void>() : Failure(stored.error());
}

Result<void> storeProgress(Connection& connection, qint64 id, const TokenUsage& usage)
{
    static const QString sql = QStringLiteral(
        "UPDATE attempts SET input_tokens = ?, output_tokens = ?, cache_read_tokens = ?, "
        "cache_write_5m_tokens = ?, cache_write_1h_tokens = ?, web_searches = ? "
        "WHERE id = ? AND outcome = 'open'");
    const auto stored = connection.run(
        sql, {boundedTokens(usage.input), boundedTokens(usage.output),
              boundedTokens(usage.cacheRead), boundedTokens(usage.cacheWrite5m),
              boundedTokens(usage.cacheWrite1h), boundedTokens(usage.webSearches), id});
    return stored ? Result<void>() : Failure(stored.error());
}

Result<qint64> storeCompletions(Connection& connection, std::span<const CompletionRow> rows)
{
    static const QString sql =
        rowsOfJson +
        QStringLiteral(
            "UPDATE attempts SET process = '', organization = coalesce(c1, organization), "
            "model_served = c2, completed_at = c3, first_byte_ms = c4, duration_ms = c5, "
            "outcome = c6, is_last = c7, status = c8, error_kind = c9, stop_reason = c10, "
            "request_id = c11, input_tokens = c12, output_tokens = c13, cache_read_tokens = c14, "
            "cache_write_5m_tokens = c15, cache_write_1h_tokens = c16, web_searches = c17, "
            "cost_micro_usd = c18, price_version = c19, estimated = c20, "
            "saved_micro_usd = c21 "
            "FROM (SELECT %1 FROM rows) "
            "WHERE id = c0 AND outcome = 'open'")
            .arg(columnsOfRow(22));
    JsonRows json;
    for (const CompletionRow& row : rows) {
        const AttemptCompletion& completion = row.completion;
        const TokenUsage& usage = completion.usage;
        json.beginRow();
        json.add(row.opening.attempt.id);
        json.addOrNull(row.opening.organization, row.opening.organization != 0);
        json.addOrNull(row.modelServed, row.modelServed != 0);
        json.add(completion.completedAtMs);
        json.addOrNull(completion.firstByteMs, completion.firstByteMs >= 0);
        json.add(std::max<qint64>(completion.durationMs, 0));
        json.add(attemptOutcomeName(completion.outcome));
        json.add(completion.isLast ? 1 : 0);
        json.add(completion.status);
        json.add(completion.errorKind);
        json.add(completion.stopReason);
        json.add(completion.requestId);
        json.add(boundedTokens(usage.input));
        json.add(boundedTokens(usage.output));
        json.add(boundedTokens(usage.cacheRead));
        json.add(boundedTokens(usage.cacheWrite5m));
        json.add(boundedTokens(usage.cacheWrite1h));
        json.add(boundedTokens(usage.webSearches));
        json.addOrNull(completion.cost ? completion.cost->microUsd : 0,
                       completion.cost.has_value());
        json.add(completion.cost ? completion.cost->priceVersion : QString());
        json.add(completion.cost && completion.cost->estimated ? 1 : 0);
        json.add(completion.cost ? completion.cost->savedMicroUsd : 0);
        json.endRow();
    }
    return connection.run(sql, {std::move(json).finish()});
}

} // namespace Patchbay
