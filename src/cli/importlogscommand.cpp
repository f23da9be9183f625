// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/importlogscommand.h"

#include "reports/usagereportjson.h"
#include "usage/logimportwords.h"

#include <QDateTime>
#include <QJsonArray>

namespace Patchbay {

namespace {

QJsonValue timeJson(qint64 utcMs)
{
    return utcMs == 0
               ? QJsonValue()
               : QJsonValue(
                     QDateTime::fromMSecsSinceEpoch(utcMs, Qt::UTC).toString(Qt::ISODateWithMs));
}

} // namespace

ImportLogsCommand::ImportLogsCommand(Core& core, ImportLogsOptions options)
    : m_core(core)
    , m_options(std::move(options))
    , m_import(core.database(), core.prices())
{
}

void ImportLogsCommand::start()
{
    LogImport::Order order;
    order.folder = m_options.folder;
    order.excluded = m_core.paths().claudeDir();
    if (!m_options.account.isEmpty()) {
        const Account* account = m_core.accounts().findByName(m_options.account);
        if (!account) {
            return finish(Error{ErrorKind::InvalidInput,
                                tr("There is no account “%1”").arg(m_options.account),
                                tr("See the names with: patchbay-cli accounts list"),
                                {},
                                {},
                                0});
        }
        order.account = account->number;
    }
    m_import.start(order, {}, [this](const Result<LogImportSummary>& done) {
        if (!done)
            return finish(done.error());
        const LogImportWords words = LogImportWords::of(*done);
        if (m_options.json) {
            tellJson(*done);
        } else {
            for (const QString& line : words.done)
                console().writeLine(line);
        }
        for (const QString& line : words.notes)
            console().note(line);
        const bool isNothingRead = done->read.files == 0 && !done->read.unreadable.isEmpty();
        finish(isNothingRead ? ExitCode::WrongUsage : ExitCode::Done);
    });
}

void ImportLogsCommand::tellJson(const LogImportSummary& summary)
{
    const LogFiles::Counts& read = summary.read;
    const ImportCounts& turns = summary.turns;
    console().writeJson(
        {{QStringLiteral("client"), claudeCodeClient()},
         {QStringLiteral("files"), read.files},
         {QStringLiteral("files_of_patchbay"), read.own},
         {QStringLiteral("unreadable"), QJsonArray::fromStringList(read.unreadable)},
         {QStringLiteral("lines"), read.lines},
         {QStringLiteral("broken_lines"), read.broken},
         {QStringLiteral("added"), turns.added},
         {QStringLiteral("updated"), turns.updated},
         {QStringLiteral("known"), turns.known},
         {QStringLiteral("through_patchbay"), turns.passedHere},
         {QStringLiteral("too_old"), turns.tooOld},
         {QStringLiteral("input_tokens"), turns.input},
         {QStringLiteral("output_tokens"), turns.output},
         {QStringLiteral("cost_usd"),
          costJson(turns.costMicroUsd, turns.unpriced == 0 || turns.costMicroUsd > 0)},
         {QStringLiteral("unpriced"), turns.unpriced},
         {QStringLiteral("first"), timeJson(turns.firstMs)},
         {QStringLiteral("last"), timeJson(turns.lastMs)}});
}

} // namespace Patchbay
