// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/importlogscommand.h"

#include "reports/usagereportjson.h"

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
        if (m_options.json)
            tellJson(*done);
        else
            tell(*done);
        for (const QString& path : done->read.unreadable)
            console().note(tr("%1 could not be read.").arg(path));
        const bool isNothingRead = done->read.files == 0 && !done->read.unreadable.isEmpty();
        finish(isNothingRead ? ExitCode::WrongUsage : ExitCode::Done);
    });
}

void ImportLogsCommand::tell(const LogImportSummary& summary)
{
    const ImportCounts& turns = summary.turns;
    const auto count = [](qint64 number) { return static_cast<int>(number); };
    console().writeLine(tr("%n file(s) read.", nullptr, count(summary.read.files)));
    console().writeLine(tr("%n answer(s) added.", nullptr, count(turns.added)));
    if (turns.updated > 0)
        console().writeLine(tr("%n answer(s) brought up to date.", nullptr, count(turns.updated)));
    if (turns.known > 0)
        console().writeLine(tr("%n answer(s) were there already.", nullptr, count(turns.known)));
    if (turns.passedHere > 0) {
        console().writeLine(tr("%n answer(s) went through Patchbay and were left out.", nullptr,
                               count(turns.passedHere)));
    }
    if (turns.tooOld > 0) {
        console().writeLine(
            tr("%n answer(s) are older than the ledger keeps requests and were left out.", nullptr,
               count(turns.tooOld)));
    }
    if (turns.added + turns.updated > 0) {
        console().writeLine(tr("%1 tokens in, %2 out; as the API prices them $%3.")
                                .arg(turns.input)
                                .arg(turns.output)
                                .arg(static_cast<double>(turns.costMicroUsd) / 1e6, 0, 'f', 4));
    }
    if (turns.unpriced > 0) {
        console().note(tr("%n answer(s) of a model without a known price are not in the sum.",
                          nullptr, count(turns.unpriced)));
    }
    if (summary.read.broken > 0)
        console().note(
            tr("%n line(s) could not be understood.", nullptr, count(summary.read.broken)));
    if (summary.read.own > 0) {
        console().note(tr("%n file(s) of Patchbay's own accounts were left out.", nullptr,
                          count(summary.read.own)));
    }
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
