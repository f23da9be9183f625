// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"
#include "pool/dispatcher.h"

#include <QObject>

#include <map>

namespace Patchbay {

/// What an account's upstream said when it was asked for its models. A value.
struct ProbeAnswer
{
    Outcome outcome;
    QByteArray body; // of a success, at most 1 MB

    /// It knows the key. Not every server of the Messages API has a list of models.
    [[nodiscard]] bool isWell() const { return outcome.succeeded() || outcome.head.status == 404; }
};

/// Asks an account's upstream for its list of models, which costs nothing, whatever the account's
/// state. Main thread; once it is destroyed nobody is called.
class AccountProbe final : public QObject
{
    Q_OBJECT
public:
    AccountProbe(Dispatcher& pool, AccountStore& accounts);

    /// `done` once the upstream has answered or failed to; the account is Ready after a success.
    void start(const AccountId& id, Completion<void> done);
    /// The same, with what it answered, and leaving the account's state alone. With `credential` in
    /// place of the account's own.
    void ask(const AccountId& id, const std::optional<Credential>& credential,
             std::move_only_function<void(const ProbeAnswer&)> done);

private:
    struct Running
    {
        RequestHandle handle;
        ProbeAnswer answer;
        std::move_only_function<void(const ProbeAnswer&)> done;
    };
    void finish(qint64 number, const Outcome& outcome);

    Dispatcher& m_pool;
    AccountStore& m_accounts;
    Mailbox m_mailbox;
    std::map<qint64, Running> m_running;
    qint64 m_lastNumber = 0;
};

} // namespace Patchbay
