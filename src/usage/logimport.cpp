// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/logimport.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace Patchbay {

namespace {

struct LogImportText
{
    Q_DECLARE_TR_FUNCTIONS(LogImportText)
};

struct Stretch
{
    QList<ClaudeCodeTurn> turns;
    LogFiles::Counts counts;
    bool isLast = false;
};

Result<std::shared_ptr<LogFiles>> filesOf(const LogImport::Order& order)
{
    if (!QFileInfo(order.folder).isDir()) {
        return fail(
            ErrorKind::InvalidInput, LogImportText::tr("%1 is not a folder").arg(order.folder),
            LogImportText::tr("Name Claude Code's configuration folder, such as ~/.claude"));
    }
    if (!order.excluded.isEmpty() && isWithin(order.folder, order.excluded)) {
        return fail(ErrorKind::InvalidInput,
                    LogImportText::tr("%1 belongs to an account of Patchbay").arg(order.folder),
                    LogImportText::tr("What went through it is in the ledger already"));
    }
    auto files = std::make_shared<LogFiles>(order.folder, order.excluded);
    if (files->isEmpty()) {
        return fail(
            ErrorKind::InvalidInput,
            LogImportText::tr("There are no session logs in %1").arg(order.folder),
            LogImportText::tr("Name Claude Code's configuration folder, such as ~/.claude"));
    }
    return files;
}

} // namespace

LogImport::LogImport(Database& database, const PriceTable& prices)
    : m_database(database)
    , m_prices(prices)
{
}

LogImport::~LogImport() = default;

void LogImport::start(const Order& order, std::function<void(const LogImportSummary&)> progress,
                      Completion<LogImportSummary> done)
{
    m_account = order.account;
    m_summary = {};
    m_progress = std::move(progress);
    m_done = std::move(done);
    m_database.read<std::shared_ptr<LogFiles>>([order](Connection&) { return filesOf(order); },
                                               m_mailbox.address(),
                                               [this](Result<std::shared_ptr<LogFiles>> files) {
                                                   if (!files)
                                                       return finish(Failure(files.error()));
                                                   m_files = std::move(*files);
                                                   readNext();
                                               });
}

void LogImport::readNext()
{
    m_database.read<Stretch>(
        [files = m_files](Connection&) -> Result<Stretch> {
            Stretch stretch;
            stretch.turns = files->next();
            stretch.counts = files->counts();
            stretch.isLast = files->atEnd();
            return stretch;
        },
        m_mailbox.address(),
        [this](Result<Stretch> stretch) {
            if (!stretch)
                return finish(Failure(stretch.error()));
            m_summary.read = stretch->counts;
            if (stretch->isLast)
                m_files.reset();
            store(std::move(stretch->turns));
        });
}

void LogImport::store(QList<ClaudeCodeTurn> turns)
{
    const auto counts = std::make_shared<ImportCounts>();
    m_database.write(
        [turns = std::move(turns), account = m_account, prices = m_prices,
         counts](Connection& connection) -> Result<void> {
            const auto stored = storeImported(connection, turns, account, prices);
            if (!stored)
                return Failure(stored.error());
            *counts = *stored;
            return {};
        },
        Database::Haste::Now, m_mailbox.address(),
        [this, counts](const Result<void>& stored) {
            if (!stored)
                return finish(Failure(stored.error()));
            m_summary.turns += *counts;
            if (m_progress)
                m_progress(m_summary);
            if (m_files)
                readNext();
            else
                finish(m_summary);
        });
}

void LogImport::finish(Result<LogImportSummary> result)
{
    m_files.reset();
    m_progress = nullptr;
    std::exchange(m_done, {})(std::move(result));
}

} // namespace Patchbay
