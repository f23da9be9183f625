// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/organizationreports.h"

#include "claude/pricetable.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QJsonArray>
#include <QUrlQuery>

#include <algorithm>

namespace Patchbay::OrganizationReports {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMsPerDay = 86'400'000;
constexpr int kUsualDays = 7;
constexpr int kMostDays = 31;

struct Query
{
    qint64 firstDay = 0;
    qint64 endDay = 0; // exclusive
    int limit = kUsualDays;
    bool byModel = false;
    bool byKey = false;
    bool byDescription = false;
};

QString timeOf(qint64 day)
{
    return QDateTime::fromMSecsSinceEpoch(day * kMsPerDay, Qt::UTC).toString(Qt::ISODate);
}

std::expected<Query, QString> read(const QByteArray& text)
{
    Query query;
    const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
    query.endDay = nowMs / kMsPerDay + 1;
    bool hasStart = false;
    const auto items = QUrlQuery(QString::fromLatin1(text)).queryItems(QUrl::FullyDecoded);
    for (const auto& [name, value] : items) {
        if (name == "starting_at"_L1 || name == "ending_at"_L1) {
            const QDateTime time = QDateTime::fromString(value, Qt::ISODate);
            if (!time.isValid())
                return std::unexpected(name + u": Input should be a valid datetime"_s);
            const qint64 ms = time.toMSecsSinceEpoch();
            if (name == "starting_at"_L1) {
                query.firstDay = ms / kMsPerDay;
                hasStart = true;
            } else {
                query.endDay = std::min(query.endDay, (ms + kMsPerDay - 1) / kMsPerDay);
            }
        } else if (name == "bucket_width"_L1 && value != "1d"_L1) {
            return std::unexpected(u"bucket_width: Input should be '1d'"_s);
        } else if (name == "limit"_L1) {
            query.limit = value.toInt();
            if (query.limit < 1 || query.limit > kMostDays)
                return std::unexpected(u"limit: Input should be between 1 and 31"_s);
        } else if (name == "page"_L1) {
            if (!value.startsWith("page_"_L1))
                return std::unexpected(u"page: Invalid page token"_s);
            query.firstDay = value.mid(5).toLongLong();
        } else if (name == "group_by[]"_L1) {
            query.byModel |= value == "model"_L1;
            query.byKey |= value == "api_key_id"_L1;
            query.byDescription |= value == "description"_L1;
        }
    }
    if (!hasStart)
        return std::unexpected(u"starting_at: Field required"_s);
    return query;
}

QString keyIdOf(const QByteArray& key)
{
    return u"apikey_"_s +
           QString::fromLatin1(QCryptographicHash::hash(key, QCryptographicHash::Sha256).toHex())
               .left(20);
}

void add(Billed& sum, const Billed& more)
{
    sum.inputTokens += more.inputTokens;
    sum.outputTokens += more.outputTokens;
    sum.cacheReadTokens += more.cacheReadTokens;
    sum.cacheWrite5mTokens += more.cacheWrite5mTokens;
    sum.cacheWrite1hTokens += more.cacheWrite1hTokens;
    sum.costMicroUsd += more.costMicroUsd;
}

using Groups = std::map<std::pair<QString, QString>, Billed>; // key's id, model

Groups groupsOf(const BilledTable& keys, const Query& query)
{
    Groups groups;
    const bool byModel = query.byModel || query.byDescription;
    for (auto key = keys.begin(); key != keys.end(); ++key) {
        for (auto model = key->begin(); model != key->end(); ++model) {
            add(groups[{query.byKey ? keyIdOf(key.key()) : QString(),
                        byModel ? model.key() : QString()}],
                *model);
        }
    }
    return groups;
}

QJsonValue orNull(const QString& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonArray usageOf(const BilledTable& keys, const Query& query)
{
    QJsonArray results;
    for (const auto& [group, billed] : groupsOf(keys, query)) {
        results.append(
            QJsonObject{{u"uncached_input_tokens"_s, billed.inputTokens},
                        {u"cache_creation"_s,
                         QJsonObject{{u"ephemeral_5m_input_tokens"_s, billed.cacheWrite5mTokens},
                                     {u"ephemeral_1h_input_tokens"_s, billed.cacheWrite1hTokens}}},
                        {u"cache_read_input_tokens"_s, billed.cacheReadTokens},
                        {u"output_tokens"_s, billed.outputTokens},
                        {u"server_tool_use"_s, QJsonObject{{u"web_search_requests"_s, 0}}},
                        {u"api_key_id"_s, orNull(group.first)},
                        {u"model"_s, orNull(group.second)},
                        {u"workspace_id"_s, QJsonValue()},
                        {u"service_tier"_s, QJsonValue()},
                        {u"context_window"_s, QJsonValue()}});
    }
    return results;
}

QJsonArray costsOf(const BilledTable& keys, qint64 day, const Query& query)
{
    static const PriceTable prices = PriceTable::builtIn();
    Query byModel = query;
    byModel.byModel = true;
    std::map<QString, qint64> amounts;
    for (const auto& [group, billed] : groupsOf(keys, byModel)) {
        TokenUsage usage;
        usage.input = billed.inputTokens;
        usage.output = billed.outputTokens;
        usage.cacheRead = billed.cacheReadTokens;
        usage.cacheWrite5m = billed.cacheWrite5mTokens;
        usage.cacheWrite1h = billed.cacheWrite1hTokens;
        // A script with prices has billed in money; else what the price table says.
        const auto cost = prices.cost(group.second, usage, day * kMsPerDay);
        const qint64 ofTable = cost ? cost->microUsd : 0;
        amounts[query.byDescription ? group.second : QString()] +=
            billed.costMicroUsd > 0 ? billed.costMicroUsd : ofTable;
    }
    QJsonArray results;
    for (const auto& [model, microUsd] : amounts) {
        const QString cents =
            u"%1.%2"_s.arg(microUsd / 10'000).arg(microUsd % 10'000, 4, 10, QChar(u'0'));
        results.append(QJsonObject{{u"currency"_s, u"USD"_s},
                                   {u"amount"_s, cents},
                                   {u"model"_s, orNull(model)},
                                   {u"description"_s, orNull(model)},
                                   {u"cost_type"_s, u"tokens"_s},
                                   {u"workspace_id"_s, QJsonValue()}});
    }
    return results;
}

} // namespace

bool isRoute(const QByteArray& path)
{
    return path == "/v1/organizations/usage_report/messages" ||
           path == "/v1/organizations/cost_report";
}

bool isAdminKey(const QByteArray& key)
{
    return key.startsWith("sk-ant-admin") || key.startsWith("sk-ant-test-admin");
}

std::expected<QJsonObject, QString> answer(const QByteArray& path, const QByteArray& query,
                                           const BilledDays& days)
{
    const auto wanted = read(query);
    if (!wanted)
        return std::unexpected(wanted.error());
    const qint64 end = std::min(wanted->firstDay + wanted->limit, wanted->endDay);
    QJsonArray data;
    for (qint64 day = wanted->firstDay; day < end; ++day) {
        const BilledTable keys = days.value(day);
        data.append(
            QJsonObject{{u"starting_at"_s, timeOf(day)},
                        {u"ending_at"_s, timeOf(day + 1)},
                        {u"results"_s, path.endsWith("cost_report") ? costsOf(keys, day, *wanted)
                                                                    : usageOf(keys, *wanted)}});
    }
    const bool hasMore = end < wanted->endDay;
    return QJsonObject{
        {u"data"_s, data},
        {u"has_more"_s, hasMore},
        {u"next_page"_s, hasMore ? QJsonValue(u"page_%1"_s.arg(end)) : QJsonValue()}};
}

} // namespace Patchbay::OrganizationReports
