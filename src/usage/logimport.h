// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/database.h"
#include "usage/importedrows.h"
#include "usage/logfiles.h"

namespace Patchbay {

struct LogImportSummary
{
    LogFiles::Counts read;
    ImportCounts turns;
};

/// Brings session logs of Claude Code into the ledger, a stretch of them a transaction; doing it
/// again adds what is new. Files are read on the database's reading thread. What was committed
/// stays when it is destroyed on its way. Main thread.
class LogImport final
{
public:
    LogImport(Database& database, const PriceTable& prices);
    ~LogImport();
    LogImport(const LogImport&) = delete;
    LogImport& operator=(const LogImport&) = delete;

    struct Order
    {
        QString folder;     // a configuration folder of Claude Code, or its projects folder
        QString excluded;   // Patchbay's own of them, whose turns the ledger has
        qint64 account = 0; // what the ledger calls the account to put them under; 0: none
    };
    /// InvalidInput when there are no logs; else what was done, also when parts were broken.
    void start(const Order& order, std::function<void(const LogImportSummary&)> progress,
               Completion<LogImportSummary> done);

private:
    void readNext();
    void store(QList<ClaudeCodeTurn> turns);
    void finish(Result<LogImportSummary> result);

    Database& m_database;
    const PriceTable& m_prices;
    Mailbox m_mailbox;
    qint64 m_account = 0;
    std::shared_ptr<LogFiles> m_files; // the reader's while it reads
    LogImportSummary m_summary;
    std::function<void(const LogImportSummary&)> m_progress;
    Completion<LogImportSummary> m_done;
};

} // namespace Patchbay
