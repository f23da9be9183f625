// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/limitsbook.h"

#include "base/logging.h"

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
