// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limitsbook.h"

#include "base/logging.h"
#include "usage/forecast.h"

namespace Patchbay {

namespace {

Result<LimitsByAccount> selectLimits(Connection& connection)
{
    auto rows = connection.select(
        QStringLiteral("SELECT accounts.id, window_name, max, remaining, resets_at, status, as_of "
                       "FROM account_limits JOIN accounts ON accounts.number = account "
                       "ORDER BY account, window_name"),
        {});
    if (!rows)
        return Failure(rows.error());
    LimitsByAccount limits;
    while (rows->next()) {
        limits[AccountId{rows->text(0)}].append({rows->text(1), rows->number(2), rows->number(3),
                                                 rows->number(4), rows->text(5), rows->number(6)});
    }
    if (rows->error())
        return Failure(*rows->error());
    return limits;
}

constexpr qint64 kSamplesKeptMs = 29LL * 24 * 3'600'000;

// Kept where it differs from the last one, for the pace at which the window is used.
Result<void> writeSample(Connection& connection, qint64 account, const LimitWindow& window)
{
    constexpr qint64 kSameResetMs = 5 * 60'000;
    {
        auto last = connection.select(
            QStringLiteral("SELECT remaining, resets_at FROM limit_samples WHERE account = ? AND "
                           "window_name = ? ORDER BY as_of DESC LIMIT 1"),
            {account, window.window});
        if (!last)
            return Failure(last.error());
        if (last->next() && last->number(0) == window.remaining &&
            std::abs(last->number(1) - window.resetsAtMs) < kSameResetMs)
            return {};
    }
    const auto added = connection.run(
        QStringLiteral("INSERT OR IGNORE INTO limit_samples (account, window_name, as_of, "
                       "remaining, resets_at) VALUES (?, ?, ?, ?, ?)"),
        {account, window.window, window.asOfMs, window.remaining, window.resetsAtMs});
    if (!added)
        return Failure(added.error());
    const auto pruned = connection.run(
        QStringLiteral("DELETE FROM limit_samples WHERE account = ? AND window_name = ? AND "
                       "as_of < ?"),
        {account, window.window, window.asOfMs - kSamplesKeptMs});
    return pruned ? Result<void>() : Failure(pruned.error());
}

// Of two processes that tell of one account, the newer answer stays.
Result<void> writeLimits(Connection& connection, qint64 account, const QList<LimitWindow>& windows)
{
    for (const LimitWindow& window : windows) {
        const auto written = connection.run(
            QStringLiteral(
                "INSERT INTO account_limits (account, window_name, max, remaining, resets_at, "
                "status, as_of) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account, window_name) "
                "DO UPDATE SET max = excluded.max, remaining = excluded.remaining, resets_at = "
                "excluded.resets_at, status = excluded.status, as_of = excluded.as_of "
                "WHERE excluded.as_of >= account_limits.as_of"),
            {account, window.window, window.limit, window.remaining, window.resetsAtMs,
             window.status.isNull() ? QStringLiteral("") : window.status, window.asOfMs});
        if (!written)
            return Failure(written.error());
        if (limitWindowLengthMs(window.window) == 0)
            continue;
        if (const auto sampled = writeSample(connection, account, window); !sampled)
            return sampled;
    }
    return {};
}

} // namespace

LimitsBook::LimitsBook(Database& database, const AccountStore& accounts)
    : m_database(database)
    , m_accounts(accounts)
{
}

Result<void> LimitsBook::load()
{
    const auto reader = m_database.reader();
    if (!reader)
        return Failure(reader.error());
    auto limits = selectLimits(**reader);
    if (!limits)
        return Failure(limits.error());
    m_limits = std::move(*limits);
    return {};
}

void LimitsBook::reload(std::function<void()> done)
{
    m_database.read<LimitsByAccount>(
        [](Connection& connection) { return selectLimits(connection); }, m_mailbox.address(),
        [this, done = std::move(done)](Result<LimitsByAccount> limits) {
            if (!limits) {
                qCWarning(lcAccounts) << "limits cannot be read again:" << limits.error();
                return;
            }
            m_limits = std::move(*limits);
            done();
        });
}

void LimitsBook::take(const AccountId& account, const QList<LimitWindow>& windows)
{
    const Account* known = m_accounts.find(account);
    if (!known || windows.isEmpty())
        return;
    QList<LimitWindow>& kept = m_limits[account];
    for (const LimitWindow& window : windows) {
        kept.removeIf([&](const LimitWindow& old) { return old.window == window.window; });
        kept.append(window);
    }
    std::sort(kept.begin(), kept.end(),
              [](const LimitWindow& a, const LimitWindow& b) { return a.window < b.window; });
    m_database.write([number = known->number, windows](Connection& connection) {
        return writeLimits(connection, number, windows);
    });
}

} // namespace Patchbay
