// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/asio.h"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>

namespace Patchbay {

/// Wakes the one coroutine that waits for it. What happened is written down elsewhere: it looks
/// there again each time. On one thread.
class Signal final
{
public:
    explicit Signal(boost::asio::any_io_executor executor)
        : m_executor(std::move(executor))
    {
    }

    void notify()
    {
        if (m_waiter)
            boost::asio::post(m_executor, std::exchange(m_waiter, nullptr));
        else
            m_isSet = true;
    }

    boost::asio::awaitable<void> wait()
    {
        if (std::exchange(m_isSet, false))
            co_return;
        co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
            [this](auto waiter) { m_waiter = std::move(waiter); }, boost::asio::use_awaitable);
    }

private:
    boost::asio::any_io_executor m_executor;
    std::move_only_function<void()> m_waiter;
    bool m_isSet = false;
};

} // namespace Patchbay
