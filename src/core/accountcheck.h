// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"
#include "core/accountfacts.h"
#include "core/limitsbook.h"

#include <QObject>

#include <functional>
#include <memory>

namespace Patchbay {

class AccountProbe;

/// All that was found out about an account. A value; never a secret.
struct AccountReport
{
    AccountId account;
    QString name;
    QList<AccountFact> facts;

    /// Ok without any.
    [[nodiscard]] AccountFact::Result worst() const;
    /// Those that failed.
    [[nodiscard]] QList<AccountFact> failures() const;
};

/// Answers, for one account, whether the vault gives its key, its upstream can be reached, its key
/// is right, the account valid and quota left, and what to do about each. Costs nothing upstream.
/// What it finds changes the account's state: a key marked bad that is good again, say. Main
/// thread; once it is destroyed nobody is called.
class AccountCheck final : public QObject
{
    Q_OBJECT
public:
    struct Parts
    {
        AccountStore& accounts;
        Vault& vault;
        AccountProbe& probe;
        const LimitsBook& limits;
        const Clock& clock;
        QUrl defaultBaseUrl;
    };
    using Done = std::function<void(const AccountReport&)>;

    explicit AccountCheck(Parts parts);

    void start(const AccountId& id, Done done);

private:
    struct Run;
    using SharedRun = std::shared_ptr<Run>;
    void readSecret(const SharedRun& run);
    void askNetwork(const SharedRun& run);
    void askUpstream(const SharedRun& run);
    void takeAsWell(const Account& before);
    void finish(const SharedRun& run);

    const Parts m_parts;
    Mailbox m_mailbox;
};

} // namespace Patchbay
