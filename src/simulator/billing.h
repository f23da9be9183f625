// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/simulator.h"

#include <QJsonObject>

#include <map>

namespace Patchbay {

/// What is billed so far. Bills are entries into it and must not outlive it.
class Billing
{
public:
    /// One answer being billed: its output grows as it is streamed.
    class Bill
    {
    public:
        Bill() = default;
        /// The output tokens that have gone out of this answer; the number only grows.
        void streamed(qint64 outputTokens);

    private:
        friend class Billing;
        explicit Bill(Billed* entry)
            : m_entry(entry)
        {
        }
        Billed* m_entry = nullptr;
        qint64 m_outputTokens = 0;
    };

    /// Bills the request and what `cost` says of its input at once.
    [[nodiscard]] Bill open(const QByteArray& key, const QString& model, const Billed& cost);

    [[nodiscard]] BilledTable table() const;
    /// `{"keys":{KEY:{MODEL:{…}}}}`
    [[nodiscard]] QJsonObject toJson() const;

private:
    // Not QMap: entries stay where they are while bills point to them.
    std::map<QByteArray, std::map<QString, Billed>> m_table;
};

} // namespace Patchbay
