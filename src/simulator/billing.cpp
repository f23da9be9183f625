// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/billing.h"

#include <QDateTime>

#include <cmath>

namespace Patchbay {

namespace {

constexpr qint64 kMsPerDay = 86'400'000;

} // namespace

void Billing::Bill::streamed(qint64 outputTokens)
{
    if (!m_billing || (m_sum.requests > 0 && outputTokens <= m_sum.outputTokens))
        return;
    const bool isFirst = m_sum.requests == 0;
    if (isFirst) {
        m_sum.requests = 1;
        m_day = QDateTime::currentMSecsSinceEpoch() / kMsPerDay;
    }
    const qint64 newTokens = outputTokens - m_sum.outputTokens;
    m_sum.outputTokens = outputTokens;
    const qint64 microUsd = m_billing->microUsdOf(m_model, m_sum);
    for (Billed* entry :
         {&m_billing->m_table[m_key][m_model], &m_billing->m_days[m_day][m_key][m_model]}) {
        if (isFirst) {
            ++entry->requests;
            entry->inputTokens += m_sum.inputTokens;
            entry->cacheReadTokens += m_sum.cacheReadTokens;
            entry->cacheWrite5mTokens += m_sum.cacheWrite5mTokens;
            entry->cacheWrite1hTokens += m_sum.cacheWrite1hTokens;
        }
        entry->outputTokens += newTokens;
        entry->costMicroUsd += microUsd - m_sum.costMicroUsd;
    }
    m_sum.costMicroUsd = microUsd;
}

Billing::Bill Billing::open(const QByteArray& key, const QString& model, const Billed& input)
{
    Bill bill;
    bill.m_billing = this;
    bill.m_key = key;
    bill.m_model = model;
    bill.m_sum = input;
    return bill;
}

// Not by the price table of the client that is held against it.
qint64 Billing::microUsdOf(const QString& model, const Billed& sum) const
{
    const ScriptPrices prices = m_prices.value(model);
    const double dollars = static_cast<double>(sum.inputTokens) * prices.input +
                           static_cast<double>(sum.outputTokens) * prices.output +
                           static_cast<double>(sum.cacheReadTokens) * prices.cacheRead +
                           static_cast<double>(sum.cacheWrite5mTokens) * prices.cacheWrite5m +
                           static_cast<double>(sum.cacheWrite1hTokens) * prices.cacheWrite1h;
    // Dollars per million tokens are micro-dollars a token; what is left of binary fractions must
    // not turn a half around.
    return static_cast<qint64>(std::floor(dollars + 0.5 + 1e-6));
}

QJsonObject Billing::toJson() const
{
    QJsonObject keys;
    for (auto key = m_table.begin(); key != m_table.end(); ++key) {
        QJsonObject byModel;
        for (auto model = key->begin(); model != key->end(); ++model) {
            const Billed& billed = *model;
            byModel.insert(
                model.key(),
                QJsonObject{{QStringLiteral("requests"), billed.requests},
                            {QStringLiteral("input_tokens"), billed.inputTokens},
                            {QStringLiteral("output_tokens"), billed.outputTokens},
                            {QStringLiteral("cost_micro_usd"), m_prices.contains(model.key())
                                                                   ? QJsonValue(billed.costMicroUsd)
                                                                   : QJsonValue()},
                            {QStringLiteral("cache_read_input_tokens"), billed.cacheReadTokens},
                            {QStringLiteral("cache_creation_input_tokens"),
                             billed.cacheWrite5mTokens + billed.cacheWrite1hTokens},
                            {QStringLiteral("cache_creation"),
                             QJsonObject{{QStringLiteral("ephemeral_5m_input_tokens"),
                                          billed.cacheWrite5mTokens},
                                         {QStringLiteral("ephemeral_1h_input_tokens"),
                                          billed.cacheWrite1hTokens}}}});
        }
        keys.insert(QString::fromUtf8(key.key()), byModel);
    }
    return {{QStringLiteral("keys"), keys}};
}

} // namespace Patchbay
