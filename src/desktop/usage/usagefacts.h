// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/usage/usageperiod.h"
#include "usage/forecast.h"
#include "usage/usagedetails.h"
#include "usage/usageseries.h"

namespace Patchbay {

enum class UsageBy { Account, Model, Client, Day };
enum class UsageMeasure { Cost, Tokens };

/// What the usage page wants to know.
struct UsageFactsQuery
{
    UsagePeriod period;
    UsageBy by = UsageBy::Account;
    QTimeZone timeZone = QTimeZone::systemTimeZone();
    Qt::DayOfWeek firstDayOfWeek = Qt::Monday;
    qint64 nowMs = 0;
    qint64 monthLimitMicroUsd = 0; // budget over all accounts; 0: none
};

/// The calendar month of now and how it goes on.
struct MonthOutlook
{
    qint64 endMs = 0;
    qint64 spentMicroUsd = 0;
    std::optional<Pace> pace; // nothing: too little is known
    std::optional<Band> atEnd;
    qint64 limitMicroUsd = 0;
    Outlook limit;
};

/// What the usage page shows, read in one view of the database.
struct UsageFacts
{
    UsageFactsQuery query;
    UsageSeries series; // by account where the table is by day
    UsageSeries days;   // where the table is by day
    UsedSums before;    // as much of the period before as has passed of this one
    MonthOutlook month;
};

/// What stands beside that; it takes longer over long periods.
struct UsageDetails
{
    UsagePeriod period;
    LatencyReport latency;
    QList<ErrorCount> errors;
    QList<ConversationUse> conversations;
};

/// On the thread of `connection`, outside a transaction.
[[nodiscard]] Result<UsageFacts> readUsageFacts(Connection& connection,
                                                const UsageFactsQuery& query);
[[nodiscard]] Result<UsageDetails> readUsageDetails(Connection& connection,
                                                    const UsageFactsQuery& query);

} // namespace Patchbay
