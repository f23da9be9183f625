// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usagecompare.h"

#include "pool/addresses.h"
#include "usage/importedrows.h"
#include "usage/usagereport.h"

#include <QSet>

namespace Patchbay {

namespace {

QList<LedgerDay> daysOf(const UsageReport& report, const QSet<QString>& elsewhere)
{
    QList<LedgerDay> days;
    for (const UsageRow& row : report.rows) {
        if (elsewhere.contains(row.keys.at(0)) || row.keys.at(1) == claudeCodeClient())
            continue;
        LedgerDay day;
        day.day = QDate::fromString(row.keys.at(2), Qt::ISODate);
        day.model = row.keys.at(3);
        day.sums = {row.input, row.output, row.cacheRead, row.cacheWrite, row.costMicroUsd};
        days.append(day);
    }
    return days;
}

} // namespace

UsageCompare::UsageCompare(Core& core)
    : m_core(core)
    , m_reports(core.defaultBaseUrl())
{
}

QSet<QString> UsageCompare::accountsElsewhere() const
{
    const QString here = originOf(m_core.defaultBaseUrl());
    QSet<QString> names;
    for (const Account& account : m_core.accounts().accounts()) {
        if (account.kind == AccountKind::ClaudeCommand ||
            originOf(baseUrlOf(account, m_core.defaultBaseUrl())) != here)
            names.insert(account.name);
    }
    return names;
}

void UsageCompare::start(const Secret& adminKey, QDate since, QDate until,
                         Completion<UsageComparison> done)
{
    m_since = since;
    m_until = until;
    m_done = std::move(done);
    m_reports.fetch(adminKey, since, until, [this](const Result<ProviderReport>& report) {
        if (report)
            readLedger(*report);
        else
            std::exchange(m_done, {})(Failure(report.error()));
    });
}

void UsageCompare::readLedger(const ProviderReport& report)
{
    UsageQuery query;
    query.by = {UsageKey::Account, UsageKey::Client, UsageKey::Day, UsageKey::Model};
    query.timeZone = QTimeZone::utc();
    query.sinceMs = m_since.startOfDay(Qt::UTC).toMSecsSinceEpoch();
    query.untilMs = m_until.startOfDay(Qt::UTC).toMSecsSinceEpoch();
    m_core.database().read<UsageComparison>(
        [query, report, elsewhere = accountsElsewhere(),
         prices = m_core.prices()](Connection& connection) -> Result<UsageComparison> {
            const auto ledger = usageReport(connection, query);
            if (!ledger)
                return Failure(ledger.error());
            return compareUsage(daysOf(*ledger, elsewhere), report, prices);
        },
        m_mailbox.address(),
        [this](Result<UsageComparison> comparison) {
            std::exchange(m_done, {})(std::move(comparison));
        });
}

} // namespace Patchbay
