// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/transaction.h"

#include "base/logging.h"

namespace Patchbay {

Result<Transaction> Transaction::begin(Connection& connection, Kind kind)
{
    const auto begun = connection.run(kind == Kind::Write ? QStringLiteral("BEGIN IMMEDIATE")
                                                          : QStringLiteral("BEGIN"));
    if (!begun)
        return Failure(begun.error());
    connection.m_beforeCommit.clear();
    return Transaction(connection);
}

Transaction::~Transaction()
{
    rollback();
}

Result<void> Transaction::commit()
{
    if (!m_connection)
        return fail(ErrorKind::Internal, QStringLiteral("commit() without a transaction"));
    // By index: a task may add another.
    for (size_t i = 0; i < m_connection->m_beforeCommit.size(); ++i) {
        auto task = std::move(m_connection->m_beforeCommit[i]);
        if (const auto done = task(*m_connection); !done) {
            rollback();
            return done;
        }
    }
    m_connection->m_beforeCommit.clear();
    if (const auto committed = m_connection->run(QStringLiteral("COMMIT")); !committed) {
        rollback();
        return Failure(committed.error());
    }
    m_connection = nullptr;
    return {};
}

void Transaction::rollback()
{
    if (!m_connection)
        return;
    Connection& connection = *std::exchange(m_connection, nullptr);
    connection.m_beforeCommit.clear();
    ++connection.m_rollbacks;
    // After a full disk or an I/O fault SQLite may have rolled back by itself: then this one fails.
    if (const auto rolledBack = connection.run(QStringLiteral("ROLLBACK")); !rolledBack)
        qCDebug(lcStorage) << "rollback:" << rolledBack.error().detail;
}

} // namespace Patchbay
