// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "claude/tokenusage.h"

#include <QDate>
#include <QList>
#include <QString>

namespace Patchbay {

/// What the provider says an organisation used, by days of UTC (PROTOCOL 4: usage_report/messages
/// and cost_report).
struct ProviderReport
{
    struct Usage
    {
        QDate day;
        QString model;
        QString apiKeyId; // empty: of none, such as a person in the Console
        TokenUsage usage;
    };
    struct Cost
    {
        QDate day;
        QString model; // empty: not of tokens
        qint64 microUsd = 0;
    };
    QList<Usage> usage;
    QList<Cost> costs;

    /// Takes a page of the answer; the next page's name, empty at the end. UnexpectedAnswer when it
    /// has another form.
    [[nodiscard]] Result<QString> addUsagePage(const QByteArray& json);
    [[nodiscard]] Result<QString> addCostPage(const QByteArray& json);
};

/// "123.456" cents as millionths of a dollar: 1,234,560.
[[nodiscard]] std::optional<qint64> microUsdOfCents(const QString& cents);

} // namespace Patchbay
