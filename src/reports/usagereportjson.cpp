// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/usagereportjson.h"

#include <QJsonArray>

namespace Patchbay {

namespace {

QString keyName(UsageKey key)
{
    switch (key) {
    case UsageKey::Account:
        return QStringLiteral("account");
    case UsageKey::Model:
        return QStringLiteral("model");
    case UsageKey::Day:
        return QStringLiteral("day");
    case UsageKey::Hour:
        return QStringLiteral("hour");
    case UsageKey::Client:
        return QStringLiteral("client");
    }
    Q_UNREACHABLE();
}

QJsonObject rowJson(const UsageRow& row, const QList<UsageKey>& by)
{
    QJsonObject json;
    for (qsizetype i = 0; i < by.size() && i < row.keys.size(); ++i)
        json.insert(keyName(by.at(i)),
                    row.keys.at(i).isEmpty() ? QJsonValue() : QJsonValue(row.keys.at(i)));
    json.insert(QStringLiteral("requests"), row.requests);
    json.insert(QStringLiteral("errors"), row.errors);
    json.insert(QStringLiteral("input_tokens"), row.input);
    json.insert(QStringLiteral("output_tokens"), row.output);
    json.insert(QStringLiteral("cache_read_input_tokens"), row.cacheRead);
    json.insert(QStringLiteral("cache_creation_input_tokens"), row.cacheWrite);
    json.insert(QStringLiteral("cost_usd"),
                costJson(row.costMicroUsd, row.unpriced == 0 || row.costMicroUsd > 0));
    json.insert(QStringLiteral("estimated"), row.estimated);
    return json;
}

} // namespace

QJsonObject usageJson(const UsageReport& report, const QList<UsageKey>& by)
{
    QJsonArray rows;
    for (const UsageRow& row : report.rows)
        rows.append(rowJson(row, by));
    return {{QStringLiteral("rows"), rows}, {QStringLiteral("total"), rowJson(report.total, {})}};
}

QJsonValue costJson(qint64 microUsd, bool isKnown)
{
    return isKnown ? QJsonValue(static_cast<double>(microUsd) / 1e6) : QJsonValue();
}

} // namespace Patchbay
