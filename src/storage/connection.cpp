// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/connection.h"

#include "base/logging.h"
#include "storage/databasefile.h"
#include "storage/sqlerror.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSqlError>

#include <atomic>

namespace Patchbay {

namespace {

constexpr int busyTimeoutMs = 5000;
// Texts are constants; this only bounds a caller that builds them.
constexpr size_t mostPrepared = 300;

QString newConnectionName()
{
    static std::atomic<quint64> count = 0;
    return QStringLiteral("patchbay-%1").arg(++count);
}

} // namespace

Rows::Rows(Connection& connection, QString sql, PreparedStatement statement)
    : m_connection(&connection)
    , m_sql(std::move(sql))
    , m_statement(std::move(statement))
{
}

Rows::Rows(Rows&& other) noexcept
    : m_connection(std::exchange(other.m_connection, nullptr))
    , m_sql(std::move(other.m_sql))
    , m_statement(std::move(other.m_statement))
    , m_error(std::move(other.m_error))
{
}

Rows::~Rows()
{
    if (m_connection && !m_error)
        m_connection->keep(std::move(m_sql), std::move(m_statement));
}

bool Rows::next()
{
    if (m_statement.query.next())
        return true;
    if (!m_error && m_statement.query.lastError().isValid())
        m_error = m_connection->failure(m_statement.query, m_sql);
    return false;
}

Result<std::unique_ptr<Connection>> Connection::open(const QString& file, Mode mode)
{
    if (const auto secured = secureDatabaseFile(file, mode == Mode::ReadWrite); !secured)
        return Failure(secured.error());
    std::unique_ptr<Connection> connection(new Connection(file));
    if (const auto connected = connection->connectTo(mode); !connected)
        return Failure(connected.error());
    if (const auto configured = connection->configure(mode); !configured)
        return Failure(configured.error());
    return connection;
}

Connection::~Connection()
{
    m_prepared.clear();
    m_handle.close();
    m_handle = {};
    if (!m_name.isEmpty())
        QSqlDatabase::removeDatabase(m_name);
}

Result<void> Connection::connectTo(Mode mode)
{
    const QString driver = QStringLiteral("QSQLITE");
    if (!QSqlDatabase::isDriverAvailable(driver)) {
        return fail(
            ErrorKind::StorageUnavailable,
            QCoreApplication::translate("Storage", "Qt's driver for SQLite is missing"),
            QCoreApplication::translate("Storage", "Install the package libqt6sql6-sqlite"));
    }
    m_name = newConnectionName();
    m_handle = QSqlDatabase::addDatabase(driver, m_name);
    m_handle.setDatabaseName(m_file);
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(busyTimeoutMs);
    if (mode == Mode::ReadOnly)
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
    m_handle.setConnectOptions(options);
    if (!m_handle.open())
        return Failure(sqlError(m_handle.lastError(), m_file));
    return {};
}

Result<void> Connection::configure(Mode mode)
{
    // The first statement that reads the file: here a damaged or foreign one shows.
    if (const auto version = number(QStringLiteral("PRAGMA schema_version")); !version)
        return Failure(version.error());
    if (mode == Mode::ReadWrite) {
        if (const auto wal = useWal(); !wal)
            return wal;
    }
    for (const QString& pragma :
         {QStringLiteral("PRAGMA synchronous = FULL"), QStringLiteral("PRAGMA foreign_keys = ON"),
          QStringLiteral("PRAGMA temp_store = MEMORY")}) {
        if (const auto set = run(pragma); !set)
            return Failure(set.error());
    }
    return {};
}

Result<void> Connection::useWal()
{
    QElapsedTimer waited;
    waited.start();
    QString journal;
    for (;;) {
        {
            auto rows = select(QStringLiteral("PRAGMA journal_mode = WAL"));
            if (rows && rows->next()) {
                journal = rows->text(0);
                break;
            }
            if (!m_lastErrorWasBusy || waited.hasExpired(busyTimeoutMs))
                return Failure(rows ? rows->error().value_or(Error{}) : rows.error());
        }
        // The switch does not wait for locks, a transaction does.
        if (run(QStringLiteral("BEGIN IMMEDIATE")))
            run(QStringLiteral("ROLLBACK"));
    }
    if (journal == QLatin1String("wal"))
        qCDebug(lcStorage) << "opened" << m_file << "in journal mode" << journal;
    else
        qCWarning(lcStorage) << m_file << "stays in journal mode" << journal
                             << "and will be slower";
    return {};
}

Result<PreparedStatement> Connection::prepare(const QString& sql, qsizetype values)
{
    QSqlQuery query(m_handle);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return Failure(failure(query, sql));
    return PreparedStatement{std::move(query), values};
}

Result<void> Connection::execute(PreparedStatement& statement, const QString& sql,
                                 const QVariantList& values)
{
    // The driver checks the number the first time; later a missing value would be the last one's.
    if (values.size() != statement.values) {
        return fail(ErrorKind::Internal,
                    QCoreApplication::translate("Storage",
                                                "The database refused a statement of Patchbay's"),
                    QCoreApplication::translate("Storage",
                                                "Please report this with the details in the log"),
                    QStringLiteral("wrong number of values in: ") + sql.simplified());
    }
    if (std::exchange(m_isSavepointDue, false)) {
        if (const auto set = run(QStringLiteral("SAVEPOINT job")); !set)
            return Failure(set.error());
    }
    QSqlQuery& query = statement.query;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const QVariant& value = values.at(i);
        // A null QString would be bound as NULL; here it is an empty text.
        if (value.metaType() == QMetaType::fromType<QString>() && value.toString().isNull())
            query.bindValue(static_cast<int>(i), QStringLiteral(""));
        else
            query.bindValue(static_cast<int>(i), value);
    }
    if (!query.exec())
        return Failure(failure(query, sql));
    return {};
}

Error Connection::failure(const QSqlQuery& query, const QString& sql)
{
    m_lastErrorWasBusy = isBusy(query.lastError());
    return sqlError(query.lastError(), m_file, sql);
}

void Connection::keep(QString&& sql, PreparedStatement&& statement)
{
    statement.query.finish();
    if (m_prepared.size() >= mostPrepared)
        m_prepared.clear();
    m_prepared.try_emplace(std::move(sql), std::move(statement));
}

Result<Rows> Connection::select(const QString& sql, const QVariantList& values)
{
    // Taken out while its rows are open, so that the same text used meanwhile gets a fresh one.
    auto node = m_prepared.extract(sql);
    auto statement =
        node ? Result<PreparedStatement>(std::move(node.mapped())) : prepare(sql, values.size());
    if (!statement)
        return Failure(statement.error());
    if (const auto executed = execute(*statement, sql, values); !executed)
        return Failure(executed.error());
    return Rows(*this, sql, std::move(*statement));
}

Result<qint64> Connection::run(const QString& sql, const QVariantList& values)
{
    auto found = m_prepared.find(sql);
    if (found == m_prepared.end()) {
        auto statement = prepare(sql, values.size());
        if (!statement)
            return Failure(statement.error());
        if (m_prepared.size() >= mostPrepared)
            m_prepared.clear();
        found = m_prepared.try_emplace(sql, std::move(*statement)).first;
    }
    QSqlQuery& query = found->second.query;
    if (const auto executed = execute(found->second, sql, values); !executed) {
        m_prepared.erase(found);
        return Failure(executed.error());
    }
    const qint64 changed = query.numRowsAffected();
    m_lastInsertId = query.lastInsertId().toLongLong();
    query.finish();
    return changed;
}

Result<std::optional<qint64>> Connection::number(const QString& sql, const QVariantList& values)
{
    auto rows = select(sql, values);
    if (!rows)
        return Failure(rows.error());
    std::optional<qint64> result;
    if (rows->next() && !rows->isNull(0))
        result = rows->number(0);
    if (rows->error())
        return Failure(*rows->error());
    return result;
}

} // namespace Patchbay
