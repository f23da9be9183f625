// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "endpoint/asio.h"

#include <boost/asio/io_context.hpp>

#include <memory>

namespace Patchbay {

/// The mailbox of a thread that runs an Asio loop. Tasks left over at the end are dropped. The
/// loop outlives close().
class AsioMailbox final
{
public:
    explicit AsioMailbox(boost::asio::io_context& loop);
    ~AsioMailbox();
    AsioMailbox(const AsioMailbox&) = delete;
    AsioMailbox& operator=(const AsioMailbox&) = delete;

    [[nodiscard]] MailboxAddress address() const;
    bool post(Task task) const { return address().post(std::move(task)); }
    /// On the loop's thread, or when it has ended: nothing is taken from then on.
    void close();

private:
    class Receiver;
    std::shared_ptr<Receiver> m_receiver;
};

} // namespace Patchbay
