// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

namespace Patchbay {

/// A transaction for as long as it lives: rolled back unless committed. On the connection's thread;
/// the connection outlives it. Not for jobs of Database::write, which run in one already.
class Transaction final
{
public:
    enum class Kind {
        Read,  // one consistent view over several SELECTs
        Write, // takes the write lock at once, waiting for it up to the busy time-out
    };
    [[nodiscard]] static Result<Transaction> begin(Connection& connection, Kind kind);
    Transaction(Transaction&& other) noexcept
        : m_connection(std::exchange(other.m_connection, nullptr))
    {
    }
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    /// Runs what Connection::beforeCommit() was given, then commits. On an error all is rolled
    /// back.
    [[nodiscard]] Result<void> commit();
    void rollback();

private:
    explicit Transaction(Connection& connection)
        : m_connection(&connection)
    {
    }
    Connection* m_connection;
};

} // namespace Patchbay
