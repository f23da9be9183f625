// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"
#include "pool/dispatcher.h"

#include <QObject>

#include <map>

namespace Patchbay {

/// Asks an account's upstream for its list of models, which costs nothing. Main thread.
class AccountProbe final : public QObject
{
    Q_OBJECT
public:
    AccountProbe(Dispatcher& pool, AccountStore& accounts);

    /// `done` once the upstream has answered or failed to; the account is Ready after a success.
    void start(const AccountId& id, Completion<void> done);

private:
    void finish(qint64 number, const AccountId& id, const Outcome& outcome);

    struct Running
    {
        RequestHandle handle;
        Completion<void> done;
    };
    Dispatcher& m_pool;
    AccountStore& m_accounts;
    Mailbox m_mailbox;
    std::map<qint64, Running> m_running;
    qint64 m_lastNumber = 0;
};

} // namespace Patchbay
