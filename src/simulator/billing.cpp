// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/billing.h"

namespace Patchbay {

void Billing::Bill::streamed(qint64 outputTokens)
{
    if (!m_entry || outputTokens <= m_outputTokens)
        return;
    m_entry->outputTokens += outputTokens - m_outputTokens;
    m_outputTokens = outputTokens;
}

Billing::Bill Billing::open(const QByteArray& key, const QString& model, const Billed& cost)
{
    Billed& entry = m_table[key][model];
    ++entry.requests;
    entry.inputTokens += cost.inputTokens;
    entry.cacheReadTokens += cost.cacheReadTokens;
    entry.cacheWrite5mTokens += cost.cacheWrite5mTokens;
    entry.cacheWrite1hTokens += cost.cacheWrite1hTokens;
    return Bill(&entry);
}

BilledTable Billing::table() const
{
    BilledTable table;
    for (const auto& [key, models] : m_table) {
        for (const auto& [model, billed] : models)
            table[key].insert(model, billed);
    }
    return table;
}

QJsonObject Billing::toJson() const
{
    QJsonObject keys;
    for (const auto& [key, models] : m_table) {
        QJsonObject byModel;
        for (const auto& [model, billed] : models) {
            byModel.insert(
                model,
                QJsonObject{{QStringLiteral("requests"), billed.requests},
                            {QStringLiteral("input_tokens"), billed.inputTokens},
                            {QStringLiteral("output_tokens"), billed.outputTokens},
                            {QStringLiteral("cache_read_input_tokens"), billed.cacheReadTokens},
                            {QStringLiteral("cache_creation_input_tokens"),
                             billed.cacheWrite5mTokens + billed.cacheWrite1hTokens},
                            {QStringLiteral("cache_creation"),
                             QJsonObject{{QStringLiteral("ephemeral_5m_input_tokens"),
                                          billed.cacheWrite5mTokens},
                                         {QStringLiteral("ephemeral_1h_input_tokens"),
                                          billed.cacheWrite1hTokens}}}});
        }
        keys.insert(QString::fromUtf8(key), byModel);
    }
    return {{QStringLiteral("keys"), keys}};
}

} // namespace Patchbay
