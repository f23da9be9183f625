// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accountprobe.h"

namespace Patchbay {

AccountProbe::AccountProbe(Dispatcher& pool, AccountStore& accounts)
    : m_pool(pool)
    , m_accounts(accounts)
{
}

void AccountProbe::start(const AccountId& id, Completion<void> done)
{
    Request request;
    request.method = "GET";
    request.path = "/v1/models?limit=1";
    request.stream = false;
    request.account = id;
    request.client.kind = Client::Kind::CommandLine;
    const qint64 number = ++m_lastNumber;
    RequestObserver observer;
    observer.finished = [this, number, id](const Outcome& outcome) { finish(number, id, outcome); };
    m_running[number] = {m_pool.send(std::move(request), m_mailbox.address(), std::move(observer)),
                         std::move(done)};
}

void AccountProbe::finish(qint64 number, const AccountId& id, const Outcome& outcome)
{
    auto node = m_running.extract(number);
    Completion<void> done = std::move(node.mapped().done);
    // Not every server of the Messages API has a list of models: one that knows the key is well.
    const bool well = outcome.succeeded() || outcome.head.status == 404;
    if (!well) {
        done(Failure(*outcome.error));
        return;
    }
    m_accounts.setWell(id);
    done({});
}

} // namespace Patchbay
