// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/budgetguard.h"

#include "usage/budgetstore.h"

namespace Patchbay {

/// What is spent of each hard budget, read once in a transaction and counted on from there: many
/// requests are reserved with one commit. On the writer thread.
class BudgetGuard::Sums final : public std::enable_shared_from_this<Sums>
{
public:
    explicit Sums(QTimeZone timeZone)
        : m_timeZone(std::move(timeZone))
    {
    }

    Result<BudgetVerdict> reserve(Connection& connection, const BudgetClaim& claim,
                                  const QString& processId);

private:
    struct Kept
    {
        Budget budget;
        BudgetSpan span;
        BudgetSpent spent;
    };
    Result<void> read(Connection& connection, qint64 nowMs);

    const QTimeZone m_timeZone;
    std::vector<Kept> m_kept;
    bool m_isRead = false;
    quint64 m_rollbacks = 0;
};

Result<void> BudgetGuard::Sums::read(Connection& connection, qint64 nowMs)
{
    const bool isPast = std::any_of(m_kept.begin(), m_kept.end(), [nowMs](const Kept& kept) {
        return nowMs < kept.span.fromMs || nowMs >= kept.span.toMs;
    });
    if (m_isRead && !isPast && m_rollbacks == connection.rollbacks())
        return {};
    m_kept.clear();
    const auto budgets = BudgetStore::select(connection);
    if (!budgets)
        return Failure(budgets.error());
    for (const Budget& budget : *budgets) {
        if (!budget.isHard)
            continue;
        const BudgetSpan span = budgetSpan(budget.period, nowMs, m_timeZone);
        const auto spent = budgetSpent(connection, budget, span);
        if (!spent)
            return Failure(spent.error());
        m_kept.push_back({budget, span, *spent});
    }
    m_rollbacks = connection.rollbacks();
    if (!std::exchange(m_isRead, true)) {
        connection.beforeCommit([self = shared_from_this()](Connection&) -> Result<void> {
            self->m_isRead = false;
            return {};
        });
    }
    return {};
}

Result<BudgetVerdict> BudgetGuard::Sums::reserve(Connection& connection, const BudgetClaim& claim,
                                                 const QString& processId)
{
    if (m_rollbacks != connection.rollbacks())
        m_isRead = false; // and its hook went with the transaction
    if (const auto done = read(connection, claim.nowMs); !done)
        return Failure(done.error());
    bool isAny = false;
    for (const Kept& kept : m_kept) {
        if (!applies(kept.budget, claim))
            continue;
        isAny = true;
        const qint64 taken = kept.spent.spentMicroUsd + kept.spent.reservedMicroUsd;
        if (!claim.greatestMicroUsd || *claim.greatestMicroUsd > kept.budget.limitMicroUsd - taken)
            return BudgetVerdict{kept.budget, kept.spent, kept.span.toMs, !claim.greatestMicroUsd};
    }
    if (!isAny)
        return BudgetVerdict();
    const auto stored =
        connection.run(QStringLiteral("INSERT INTO budget_reservations "
                                      "(attempt, process, account, client, micro_usd, reserved_at) "
                                      "VALUES (?, ?, ?, ?, ?, ?)"),
                       {claim.attempt, processId, claim.accountNumber, claim.client,
                        *claim.greatestMicroUsd, claim.nowMs});
    if (!stored)
        return Failure(stored.error());
    for (Kept& kept : m_kept) {
        if (applies(kept.budget, claim))
            kept.spent.reservedMicroUsd += *claim.greatestMicroUsd;
    }
    return BudgetVerdict();
}

BudgetGuard::BudgetGuard(Database& database, QString processId, QTimeZone timeZone)
    : m_database(database)
    , m_processId(std::move(processId))
    , m_sums(std::make_shared<Sums>(std::move(timeZone)))
{
}

BudgetGuard::~BudgetGuard() = default;

bool BudgetGuard::applies(const Budget& budget, const BudgetClaim& claim)
{
    if (!budget.isHard)
        return false;
    switch (budget.scope) {
    case BudgetScope::All:
        return !claim.isPlan;
    case BudgetScope::Account:
        return budget.subject == claim.accountId;
    case BudgetScope::Client:
        return !claim.isPlan && budget.subject == claim.client;
    }
    Q_UNREACHABLE();
}

void BudgetGuard::reserve(const BudgetClaim& claim, const MailboxAddress& replyTo,
                          Completion<BudgetVerdict> done)
{
    const auto verdict = std::make_shared<BudgetVerdict>();
    m_database.write(
        [sums = m_sums, claim, verdict,
         process = m_processId](Connection& connection) -> Result<void> {
            auto reserved = sums->reserve(connection, claim, process);
            if (!reserved)
                return Failure(reserved.error());
            *verdict = std::move(*reserved);
            return {};
        },
        Database::Haste::Now, replyTo,
        [verdict, done = std::move(done)](const Result<void>& written) mutable {
            done(written ? Result<BudgetVerdict>(std::move(*verdict)) : Failure(written.error()));
        });
}

void BudgetGuard::release(qint64 attempt)
{
    m_database.write([attempt](Connection& connection) -> Result<void> {
        const auto removed = connection.run(
            QStringLiteral("DELETE FROM budget_reservations WHERE attempt = ?"), {attempt});
        return removed ? Result<void>() : Failure(removed.error());
    });
}

Result<void> BudgetGuard::forget(Connection& connection, const QString& processId)
{
    const auto removed = connection.run(
        QStringLiteral("DELETE FROM budget_reservations WHERE process = ?"), {processId});
    return removed ? Result<void>() : Failure(removed.error());
}

Result<void> BudgetGuard::settle(Connection& connection, const QByteArray& idsAsJson)
{
    static const QString any = QStringLiteral("SELECT 1 FROM budget_reservations LIMIT 1");
    static const QString remove = QStringLiteral("DELETE FROM budget_reservations WHERE attempt IN "
                                                 "(SELECT value FROM json_each(CAST(? AS TEXT)))");
    const auto isAny = connection.number(any);
    if (!isAny)
        return Failure(isAny.error());
    if (!*isAny)
        return {};
    const auto removed = connection.run(remove, {idsAsJson});
    return removed ? Result<void>() : Failure(removed.error());
}

} // namespace Patchbay
