// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/simulator.h"

#include <QJsonObject>

namespace Patchbay {

/// By the day the answer was begun: days since 1970 in UTC.
using BilledDays = QMap<qint64, BilledTable>;

/// What is billed so far. Bills are entries into it and must not outlive it.
class Billing
{
public:
    /// One answer being billed: its output grows as it is streamed.
    class Bill
    {
    public:
        Bill() = default;
        /// The answer is being told, and so many output tokens of it have gone out; the number only
        /// grows. With the first call the request and its input are billed.
        void streamed(qint64 outputTokens);

    private:
        friend class Billing;
        Billing* m_billing = nullptr;
        QByteArray m_key;
        QString m_model;
        qint64 m_day = 0;
        Billed m_sum; // of this answer
    };

    /// Of a request whose input is what `input` says.
    [[nodiscard]] Bill open(const QByteArray& key, const QString& model, const Billed& input);
    /// By model: what answers cost from now on. Each is rounded by itself, half up.
    void setPrices(QHash<QString, ScriptPrices> prices) { m_prices = std::move(prices); }

    [[nodiscard]] const BilledTable& table() const { return m_table; }
    [[nodiscard]] const BilledDays& days() const { return m_days; }
    /// `{"keys":{KEY:{MODEL:{…}}}}`
    [[nodiscard]] QJsonObject toJson() const;

private:
    [[nodiscard]] qint64 microUsdOf(const QString& model, const Billed& sum) const;

    BilledTable m_table;
    BilledDays m_days;
    QHash<QString, ScriptPrices> m_prices;
};

} // namespace Patchbay
