// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database.h"
#include "usage/ledger.h"
#include "usage/usagereport.h"

#include <QTemporaryDir>
#include <QTest>

namespace Patchbay {

/// A database in a folder of its own with three accounts: 1 "work", 2 "home", 3 "Demo" (the
/// demo's).
class UsageDatabase
{
public:
    UsageDatabase() { open(); }

    void open()
    {
        auto opened = Database::open(m_dir.filePath(QStringLiteral("patchbay.db")),
                                     m_dir.filePath(QStringLiteral("backups")));
        if (!opened)
            qFatal("%s", qPrintable(opened.error().sentence()));
        m_database = std::move(*opened);
        run(QStringLiteral(
            "INSERT OR IGNORE INTO accounts (number, id, name, kind, source, created_at) VALUES "
            "(1, 'a1', 'work', 'api_key', 'stored', 0), (2, 'a2', 'home', 'api_key', 'stored', 0), "
            "(3, 'a3', 'Demo', 'api_key', 'demo', 0)"));
    }
    void close() { m_database.reset(); }

    [[nodiscard]] Database& database() const { return *m_database; }
    [[nodiscard]] QString dir() const { return m_dir.path(); }

    /// Returns once all that was submitted is committed.
    void settle() const
    {
        QVERIFY(m_database->writeAtStart([](Connection&) -> Result<void> { return {}; }));
    }

    void run(const QString& sql) const
    {
        const auto done = m_database->writeAtStart([sql](Connection& connection) -> Result<void> {
            const auto changed = connection.run(sql);
            return changed ? Result<void>() : Failure(changed.error());
        });
        if (!done)
            qFatal("%s", qPrintable(done.error().detail));
    }

    /// Each row's columns joined by `|`.
    [[nodiscard]] QStringList rows(const QString& sql, int columns) const
    {
        const auto reader = m_database->reader();
        QStringList result;
        auto found = (*reader)->select(sql);
        if (!found)
            qFatal("%s", qPrintable(found.error().detail));
        while (found->next()) {
            QStringList texts;
            for (int i = 0; i < columns; ++i)
                texts.append(found->isNull(i) ? QStringLiteral("NULL") : found->text(i));
            result.append(texts.join(QLatin1Char('|')));
        }
        return result;
    }

private:
    QTemporaryDir m_dir;
    std::unique_ptr<Database> m_database;
};

inline AttemptOpening attemptOf(qint64 id, qint64 account, qint64 openedAtMs)
{
    AttemptOpening attempt;
    attempt.id = id;
    attempt.requestKey = id;
    attempt.accountNumber = account;
    attempt.client = QStringLiteral("window");
    attempt.model = QStringLiteral("claude-sonnet-5-5");
    attempt.openedAtMs = openedAtMs;
    return attempt;
}

inline AttemptCompletion completionOf(qint64 input, qint64 output, qint64 microUsd)
{
    AttemptCompletion completion;
    completion.usage.input = input;
    completion.usage.output = output;
    completion.cost = Cost{microUsd, false, QStringLiteral("2026-11-20")};
    completion.status = 200;
    return completion;
}

} // namespace Patchbay
