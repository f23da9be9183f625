// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/requesthandle.h"

#include "pool/requestlink.h"

namespace Patchbay {

RequestHandle::Link::Link(MailboxAddress replyTo, RequestObserver observer,
                          std::shared_ptr<const std::atomic<bool>> poolGone,
                          std::function<void()> cancel)
    : m_replyTo(std::move(replyTo))
    , m_poolGone(std::move(poolGone))
    , m_cancel(std::move(cancel))
    , m_wantsLease(static_cast<bool>(observer.leased))
    , m_observer(std::make_shared<const RequestObserver>(std::move(observer)))
{
}

void RequestHandle::Link::tell(Call call)
{
    m_replyTo.post(
        [link = shared_from_this(), call = std::move(call)]() mutable { link->call(call); });
}

void RequestHandle::Link::tell(Call first, Call second)
{
    m_replyTo.post([link = shared_from_this(), first = std::move(first),
                    second = std::move(second)]() mutable {
        link->call(first);
        link->call(second);
    });
}

void RequestHandle::Link::finish(Outcome outcome)
{
    m_replyTo.post([link = shared_from_this(), outcome = std::move(outcome)] {
        Call last = [&outcome](const RequestObserver& observer) {
            if (observer.finished)
                observer.finished(outcome);
        };
        link->m_ended = true;
        link->call(last);
        link->m_observer.reset();
    });
}

void RequestHandle::Link::call(Call& call)
{
    // A copy: what is called may destroy the handle, and the observer with it.
    const std::shared_ptr<const RequestObserver> observer = m_observer;
    if (observer && !m_poolGone->load(std::memory_order_acquire))
        call(*observer);
}

void RequestHandle::Link::cancel()
{
    if (!m_ended)
        m_cancel();
}

RequestHandle::RequestHandle(std::shared_ptr<Link> link)
    : m_link(std::move(link))
{
}

RequestHandle& RequestHandle::operator=(RequestHandle&& other) noexcept
{
    if (this != &other) {
        const RequestHandle previous(std::move(*this));
        m_link = std::move(other.m_link);
    }
    return *this;
}

RequestHandle::~RequestHandle()
{
    if (!m_link)
        return;
    m_link->silence();
    m_link->cancel();
}

void RequestHandle::cancel()
{
    if (m_link)
        m_link->cancel();
}

} // namespace Patchbay
