// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/accountprobe.h"

namespace Patchbay {

namespace {

constexpr qsizetype kMostBytes = 1024 * 1024;

} // namespace

AccountProbe::AccountProbe(Dispatcher& pool, AccountStore& accounts)
    : m_pool(pool)
    , m_accounts(accounts)
{
}

void AccountProbe::start(const AccountId& id, Completion<void> done)
{
    ask(id, std::nullopt, [this, id, done = std::move(done)](const ProbeAnswer& answer) mutable {
        if (!answer.isWell()) {
            done(Failure(*answer.outcome.error));
            return;
        }
        m_accounts.setWell(id);
        done({});
    });
}

void AccountProbe::ask(const AccountId& id, const std::optional<Credential>& credential,
                       std::move_only_function<void(const ProbeAnswer&)> done)
{
    Request request;
    request.method = "GET";
    request.path = "/v1/models?limit=100";
    request.stream = false;
    request.account = id;
    request.credential = credential;
    request.client.kind = Client::Kind::CommandLine;
    const qint64 number = ++m_lastNumber;
    RequestObserver observer;
    observer.chunk = [this, number](const QByteArray& bytes) {
        QByteArray& body = m_running[number].answer.body;
        if (body.size() + bytes.size() <= kMostBytes)
            body += bytes;
    };
    observer.finished = [this, number](const Outcome& outcome) { finish(number, outcome); };
    m_running[number] = {m_pool.send(std::move(request), m_mailbox.address(), std::move(observer)),
                         {},
                         std::move(done)};
}

void AccountProbe::finish(qint64 number, const Outcome& outcome)
{
    auto node = m_running.extract(number);
    Running& running = node.mapped();
    running.answer.outcome = outcome;
    running.done(running.answer);
}

} // namespace Patchbay
