// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <memory>

namespace Patchbay {

/// Rows of a running SELECT. Ends (resets the prepared statement) when destroyed; its Connection
/// outlives it.
class Rows final
{
public:
    Rows(Rows&&) noexcept = default;
    Rows& operator=(Rows&&) = delete;
    ~Rows();

    /// To the next row; false at the end and on an error, which error() then tells.
    [[nodiscard]] bool next();
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

    [[nodiscard]] QVariant value(int column) const;
    [[nodiscard]] QString text(int column) const { return value(column).toString(); }
    [[nodiscard]] qint64 number(int column) const { return value(column).toLongLong(); }
    [[nodiscard]] bool isNull(int column) const { return value(column).isNull(); }

private:
    friend class Connection;
    explicit Rows(QSqlQuery query) : m_query(std::move(query)) {}
    QSqlQuery m_query;
    std::optional<Error> m_error;
};

/// One open connection to the database, made, used and destroyed on one thread. Statements are
/// prepared once per text and kept, so pass constant texts with `?` and bind the values.
class Connection final
{
public:
    enum class Mode { ReadWrite, ReadOnly };

    /// `file` as SQLite takes it. Sets WAL (ReadWrite), foreign keys, busy time-out and
    /// synchronous=FULL; an unreadable, foreign or corrupt file is told apart.
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const QString& file, Mode mode);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] Result<Rows> select(const QString& sql, const QVariantList& values = {});
    /// Runs a statement without rows; the number of rows it changed.
    Result<qint64> run(const QString& sql, const QVariantList& values = {});
    [[nodiscard]] qint64 lastInsertId() const;

private:
    explicit Connection(QString name) : m_name(std::move(name)) {}
    Result<QSqlQuery> execute(const QString& sql, const QVariantList& values);

    QString m_name;
    QHash<QString, QSqlQuery> m_prepared;
    QVariant m_lastInsertId;
};

} // namespace Patchbay
