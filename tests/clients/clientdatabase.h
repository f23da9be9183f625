// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clients/clientstore.h"
#include "support/manualclock.h"
#include "support/outcome.h"

#include <QTemporaryDir>

namespace Patchbay {

/// A database in a folder of its own, which several "processes" may open.
class ClientDatabase
{
public:
    ClientDatabase()
        : m_database(open())
    {
    }

    [[nodiscard]] std::unique_ptr<Database> open() const
    {
        auto opened = Database::open(m_dir.filePath(QStringLiteral("patchbay.db")),
                                     m_dir.filePath(QStringLiteral("backups")));
        if (!opened)
            qFatal("%s", qPrintable(opened.error().sentence()));
        return std::move(*opened);
    }
    [[nodiscard]] Database& database() const { return *m_database; }
    [[nodiscard]] QString dir() const { return m_dir.path(); }

    /// The first column of the only row.
    [[nodiscard]] QString text(const QString& sql) const
    {
        const auto reader = m_database->reader();
        auto rows = (*reader)->select(sql);
        return rows && rows->next() ? rows->text(0) : QString();
    }

    ManualClock clock;

private:
    QTemporaryDir m_dir;
    std::unique_ptr<Database> m_database;
};

inline EndpointClient clientNamed(const QString& name)
{
    EndpointClient client;
    client.name = name;
    return client;
}

} // namespace Patchbay
