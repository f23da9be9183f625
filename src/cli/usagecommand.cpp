// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/usagecommand.h"

#include "reports/usagequery.h"
#include "reports/usagereportjson.h"
#include "usage/usagereport.h"

#include <QDateTime>
#include <QLocale>

namespace Patchbay {

namespace {

// In place of what is not known: the account of a request that was given none, a price.
const QString kDash = QStringLiteral("–");

bool isPriceKnown(const UsageRow& row)
{
    return row.unpriced == 0 || row.costMicroUsd > 0;
}

QStringList counts(const UsageRow& row)
{
    QStringList counts;
    for (const qint64 number :
         {row.requests, row.errors, row.input, row.output, row.cacheRead, row.cacheWrite})
        counts.append(QString::number(number));
    return counts;
}

QStringList tableCells(const UsageRow& row)
{
    QStringList cells;
    for (const QString& key : row.keys)
        cells.append(key.isEmpty() ? kDash : key);
    const QString cost = QString::number(static_cast<double>(row.costMicroUsd) / 1e6, 'f', 4);
    const QString about = row.estimated ? QStringLiteral("~") : QString();
    return cells + counts(row) + QStringList{isPriceKnown(row) ? about + cost : kDash};
}

// For programs: nothing where nothing is known, and numbers that are numbers.
QStringList csvCells(const UsageRow& row)
{
    const QString cost = QString::number(static_cast<double>(row.costMicroUsd) / 1e6, 'f', 6);
    return row.keys + counts(row) +
           QStringList{isPriceKnown(row) ? cost : QString(),
                       row.estimated ? QStringLiteral("true") : QStringLiteral("false")};
}

QString csvLine(const QStringList& fields)
{
    QStringList quoted;
    for (QString field : fields) {
        if (field.contains(u',') || field.contains(u'"') || field.contains(u'\n') ||
            field.contains(u'\r'))
            field = u'"' + field.replace(u'"', QStringLiteral("\"\"")) + u'"';
        quoted.append(field);
    }
    return quoted.join(u',');
}

} // namespace

UsageCommand::UsageCommand(Core& core, UsageOptions options)
    : m_core(core)
    , m_options(std::move(options))
{
}

void UsageCommand::start()
{
    if (m_options.rebuild)
        return rebuild();

    const auto asked =
        usageQueryOf(m_options.by, m_options.since, m_options.until, m_core.clock().nowMs());
    if (!asked)
        return finish(asked.error());
    const UsageQuery& query = *asked;
    QStringList keys = m_options.by.split(u',');
    keys.removeDuplicates();

    const auto reader = m_core.database().reader();
    if (!reader)
        return finish(reader.error());
    const auto report = usageReport(**reader, query);
    if (!report)
        return finish(report.error());

    if (m_options.json) {
        console().writeJson(usageJson(*report, query.by));
        return finish(ExitCode::Done);
    }
    if (m_options.csv) {
        console().writeLine(csvLine(
            keys + QStringList{QStringLiteral("requests"), QStringLiteral("errors"),
                               QStringLiteral("input_tokens"), QStringLiteral("output_tokens"),
                               QStringLiteral("cache_read_input_tokens"),
                               QStringLiteral("cache_creation_input_tokens"),
                               QStringLiteral("cost_usd"), QStringLiteral("estimated")}));
        for (const UsageRow& row : report->rows)
            console().writeLine(csvLine(csvCells(row)));
        return finish(ExitCode::Done);
    }
    if (report->rows.isEmpty()) {
        console().note(tr("Nothing was used in this period."));
        return finish(ExitCode::Done);
    }
    QList<QStringList> rows;
    for (const UsageRow& row : report->rows)
        rows.append(tableCells(row));
    QStringList total(keys.size(), QString());
    total.first() = tr("Total");
    rows.append(total + tableCells(report->total));
    QList<int> numeric;
    for (int i = 0; i < 7; ++i)
        numeric.append(static_cast<int>(keys.size()) + i);
    console().writeTable(keys + QStringList{tr("Requests"), tr("Errors"), tr("Input"), tr("Output"),
                                            tr("Cache read"), tr("Cache write"), tr("USD")},
                         rows, numeric);
    if (report->total.unpriced > 0) {
        console().note(tr("%n request(s) of a model without a known price are not in the sum.",
                          nullptr, static_cast<int>(report->total.unpriced)));
    }
    finish(ExitCode::Done);
}

void UsageCommand::rebuild()
{
    m_rebuilder = std::make_unique<RollupsRebuilder>(m_core.database());
    m_rebuilder->start([this](const Result<RollupsRebuilder::Summary>& result) {
        if (!result)
            return finish(result.error());
        tellOf(*result);
        finish(ExitCode::Done);
    });
}

void UsageCommand::tellOf(const RollupsRebuilder::Summary& summary)
{
    const auto& [rows, differences] = summary.made;
    if (m_options.json) {
        const QDateTime kept = QDateTime::fromMSecsSinceEpoch(summary.keptBeforeMs, Qt::UTC);
        console().writeJson(
            {{QStringLiteral("rows_read"), rows},
             {QStringLiteral("differences"), differences},
             {QStringLiteral("kept_before"),
              summary.keptBeforeMs > 0 ? QJsonValue(kept.toString(Qt::ISODate)) : QJsonValue()}});
        return;
    }
    console().note(tr("%n row(s) of the ledger were read.", nullptr,
                      static_cast<int>(std::min<qint64>(rows, std::numeric_limits<int>::max()))));
    if (summary.keptBeforeMs > 0) {
        const QDateTime kept = QDateTime::fromMSecsSinceEpoch(summary.keptBeforeMs);
        console().note(tr("Sums of before %1 are kept as they are, for their rows were let go.")
                           .arg(QLocale().toString(kept, QLocale::ShortFormat)));
    }
    if (differences == 0)
        console().note(tr("All sums were rebuilt and checked equal."));
    else
        console().note(
            tr("%n sum(s) differed from the ledger and were put right.", nullptr,
               static_cast<int>(std::min<qint64>(differences, std::numeric_limits<int>::max()))));
}

} // namespace Patchbay
