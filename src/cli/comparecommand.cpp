// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/comparecommand.h"

#include "accounts/keycommand.h"
#include "reports/usagereportjson.h"
#include "usage/usagereport.h"

#include <QDateTime>
#include <QJsonArray>

namespace Patchbay {

namespace {

constexpr qint64 kKeyCommandMs = 60'000;

using Sums = UsageComparison::Sums;

QJsonObject sumsJson(const Sums& sums)
{
    return {{QStringLiteral("input_tokens"), sums.input},
            {QStringLiteral("output_tokens"), sums.output},
            {QStringLiteral("cache_read_input_tokens"), sums.cacheRead},
            {QStringLiteral("cache_creation_input_tokens"), sums.cacheWrite},
            {QStringLiteral("cost_usd"), costJson(sums.costMicroUsd)}};
}

QJsonObject rowJson(const UsageComparison::Row& row)
{
    return {{QStringLiteral("ledger"), sumsJson(row.ledger)},
            {QStringLiteral("provider"), sumsJson(row.provider)},
            {QStringLiteral("difference"), sumsJson(row.difference())}};
}

QString dollars(qint64 microUsd)
{
    return QString::number(static_cast<double>(microUsd) / 1e6, 'f', 4);
}

QStringList cells(const UsageComparison::Row& row)
{
    const Sums difference = row.difference();
    return {QString::number(row.ledger.tokens()), QString::number(row.provider.tokens()),
            QString::number(difference.tokens()), dollars(row.ledger.costMicroUsd),
            dollars(row.provider.costMicroUsd),   dollars(difference.costMicroUsd)};
}

} // namespace

CompareCommand::CompareCommand(Core& core, CompareOptions options)
    : m_core(core)
    , m_options(std::move(options))
    , m_compare(core)
{
}

void CompareCommand::start()
{
    const qint64 nowMs = m_core.clock().nowMs();
    const QTimeZone utc = QTimeZone::utc();
    const auto since = parseUsageTime(m_options.since, nowMs, utc);
    if (!since)
        return finish(since.error());
    const auto until = m_options.until.isEmpty() ? Result<qint64>(nowMs)
                                                 : parseUsageTime(m_options.until, nowMs, utc);
    if (!until)
        return finish(until.error());
    // Reports are by whole days of UTC.
    m_since = QDateTime::fromMSecsSinceEpoch(*since, Qt::UTC).date();
    m_until = QDateTime::fromMSecsSinceEpoch(*until - 1, Qt::UTC).date().addDays(1);
    if (m_since >= m_until) {
        return finish(Error{ErrorKind::InvalidInput,
                            tr("The period is empty"),
                            tr("Let --since be before --until"),
                            {},
                            {},
                            0});
    }
    if (!m_options.adminKeyCommand.isEmpty()) {
        KeyCommand::run(m_options.adminKeyCommand, kKeyCommandMs, this,
                        [this](const Result<Secret>& key) {
                            if (!key)
                                return finish(key.error());
                            compare(*key);
                        });
        return;
    }
    const auto key = console().readSecretLine(tr("Admin key (not shown, not kept): "));
    if (!key)
        return finish(key.error());
    compare(*key);
}

void CompareCommand::compare(const Secret& adminKey)
{
    if (adminKey.isEmpty()) {
        return finish(Error{ErrorKind::InvalidInput,
                            tr("There is no admin key"),
                            tr("Give it as a line of standard input, or with --admin-key-command"),
                            {},
                            {},
                            0});
    }
    m_compare.start(adminKey, m_since, m_until, [this](const Result<UsageComparison>& comparison) {
        if (!comparison)
            return finish(comparison.error());
        if (m_options.json)
            tellJson(*comparison);
        else
            tell(*comparison);
        finish(ExitCode::Done);
    });
}

void CompareCommand::tell(const UsageComparison& comparison)
{
    if (comparison.rows.isEmpty()) {
        console().note(tr("Neither the ledger nor the provider has any use in this period."));
        return;
    }
    QList<QStringList> rows;
    for (const UsageComparison::Row& row : comparison.rows) {
        const QString model = row.model.isEmpty() ? QStringLiteral("–") : row.model;
        rows.append(QStringList{row.day.toString(Qt::ISODate), model} + cells(row));
    }
    rows.append(QStringList{tr("Total"), QString()} + cells(comparison.total));
    console().writeTable({tr("Day (UTC)"), tr("Model"), tr("Ledger"), tr("Provider"),
                          tr("Difference"), tr("Ledger $"), tr("Provider $"), tr("Difference $")},
                         rows, {2, 3, 4, 5, 6, 7});
    if (comparison.isSame()) {
        console().note(tr("Ledger and provider agree."));
        return;
    }
    console().note(tr("Differences are usual: other programs use the same keys, reports come some "
                      "minutes late and by days of UTC, costs include discounts and what is not "
                      "tokens, and answers that were cut short are billed in full."));
    for (const auto& [key, tokens] : comparison.tokensByKey) {
        console().note(key.isEmpty() ? tr("Without a key: %1 tokens").arg(tokens)
                                     : tr("Key %1: %2 tokens").arg(key).arg(tokens));
    }
}

void CompareCommand::tellJson(const UsageComparison& comparison)
{
    QJsonArray rows;
    for (const UsageComparison::Row& row : comparison.rows) {
        QJsonObject json = rowJson(row);
        json.insert(QStringLiteral("day"), row.day.toString(Qt::ISODate));
        json.insert(QStringLiteral("model"),
                    row.model.isEmpty() ? QJsonValue() : QJsonValue(row.model));
        rows.append(json);
    }
    QJsonArray keys;
    for (const auto& [key, tokens] : comparison.tokensByKey) {
        keys.append(QJsonObject{
            {QStringLiteral("api_key_id"), key.isEmpty() ? QJsonValue() : QJsonValue(key)},
            {QStringLiteral("tokens"), tokens}});
    }
    console().writeJson({{QStringLiteral("since"), m_since.toString(Qt::ISODate)},
                         {QStringLiteral("until"), m_until.toString(Qt::ISODate)},
                         {QStringLiteral("rows"), rows},
                         {QStringLiteral("total"), rowJson(comparison.total)},
                         {QStringLiteral("provider_keys"), keys}});
}

} // namespace Patchbay
