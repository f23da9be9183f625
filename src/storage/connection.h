// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace Patchbay {

class Connection;

/// A statement kept for its next use, with the number of values it takes.
struct PreparedStatement
{
    QSqlQuery query;
    qsizetype values = 0;
};

/// Rows of a running SELECT. Ends (resets the prepared statement) when destroyed; its Connection
/// outlives it.
class Rows final
{
public:
    Rows(Rows&& other) noexcept;
    Rows& operator=(Rows&&) = delete;
    ~Rows();

    /// To the next row; false at the end and on an error, which error() then tells.
    [[nodiscard]] bool next();
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

    [[nodiscard]] QVariant value(int column) const { return m_statement.query.value(column); }
    [[nodiscard]] QString text(int column) const { return value(column).toString(); }
    [[nodiscard]] qint64 number(int column) const { return value(column).toLongLong(); }
    [[nodiscard]] bool isNull(int column) const { return m_statement.query.isNull(column); }

private:
    friend class Connection;
    Rows(Connection& connection, QString sql, PreparedStatement statement);

    Connection* m_connection;
    QString m_sql;
    PreparedStatement m_statement;
    std::optional<Error> m_error;
};

/// One open connection to the database, made, used and destroyed on one thread. Statements are
/// prepared once per text and kept, so pass constant texts with `?` and bind the values. A
/// statement may be used again while rows of it are open.
class Connection final
{
public:
    enum class Mode { ReadWrite, ReadOnly };

    /// `file` is a path. Made when it is not there (ReadWrite), for its owner alone; a link, a
    /// folder, a pipe or another user's file is refused. Sets WAL (ReadWrite), foreign keys, a busy
    /// time-out of 5 s and synchronous=FULL; an unreadable, foreign or corrupt file is told apart.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const QString& file, Mode mode);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] Result<Rows> select(const QString& sql, const QVariantList& values = {});
    /// Runs a statement without rows; the number of rows it changed.
    Result<qint64> run(const QString& sql, const QVariantList& values = {});
    [[nodiscard]] qint64 lastInsertId() const { return m_lastInsertId; }
    /// The first column of the first row as a number; nothing when there is no row or it is NULL.
    [[nodiscard]] Result<std::optional<qint64>> number(const QString& sql,
                                                       const QVariantList& values = {});

    /// Runs once before the transaction that is under way is committed; dropped if it is rolled
    /// back. An error rolls it back.
    using BeforeCommit = std::move_only_function<Result<void>(Connection&)>;
    void beforeCommit(BeforeCommit task) { m_beforeCommit.push_back(std::move(task)); }
    /// Grows with each transaction rolled back: what was remembered from within it is void.
    [[nodiscard]] quint64 rollbacks() const { return m_rollbacks; }

    [[nodiscard]] bool lastErrorWasBusy() const { return m_lastErrorWasBusy; }
    [[nodiscard]] const QString& file() const { return m_file; }

private:
    friend class Rows;
    friend class Transaction;
    friend class Writer;
    explicit Connection(QString file)
        : m_file(std::move(file))
    {
    }
    [[nodiscard]] Result<void> connectTo(Mode mode);
    [[nodiscard]] Result<void> configure(Mode mode);
    [[nodiscard]] Result<void> useWal();
    [[nodiscard]] Result<PreparedStatement> prepare(const QString& sql, qsizetype values);
    [[nodiscard]] Result<void> execute(PreparedStatement& statement, const QString& sql,
                                       const QVariantList& values);
    Error failure(const QSqlQuery& query, const QString& sql);
    void keep(QString&& sql, PreparedStatement&& statement);

    QString m_file;
    QString m_name;
    QSqlDatabase m_handle;
    std::unordered_map<QString, PreparedStatement> m_prepared;
    std::vector<BeforeCommit> m_beforeCommit;
    qint64 m_lastInsertId = 0;
    quint64 m_rollbacks = 0;
    bool m_lastErrorWasBusy = false;
    // The writer wants a savepoint before the next statement: a job that runs none costs none.
    bool m_isSavepointDue = false;
};

} // namespace Patchbay
