// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"
#include "core/providerreports.h"
#include "usage/usagecomparison.h"

namespace Patchbay {

/// The ledger beside the provider's own report. Counted are requests of accounts with a key at the
/// provider's address (Core::defaultBaseUrl): not those of subscriptions, of gateways elsewhere, of
/// the demo, nor what was imported. Main thread; destroyed on its way, it calls nobody.
class UsageCompare final
{
public:
    explicit UsageCompare(Core& core);

    /// The days of UTC from `since` to before `until`.
    void start(const Secret& adminKey, QDate since, QDate until, Completion<UsageComparison> done);

private:
    [[nodiscard]] QSet<QString> accountsElsewhere() const;
    void readLedger(const ProviderReport& report);

    Core& m_core;
    ProviderReports m_reports;
    Mailbox m_mailbox;
    QDate m_since;
    QDate m_until;
    Completion<UsageComparison> m_done;
};

} // namespace Patchbay
