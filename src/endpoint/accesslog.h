// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/eventthread.h"
#include "endpoint/asio.h"
#include "endpoint/requestrecord.h"

#include <boost/asio/steady_timer.hpp>

#include <memory>

namespace Patchbay {

class RotatingFile;

/// Writes a line for each request, several at once, on a thread of its own. On the loop's thread.
class AccessLog final
{
public:
    AccessLog(boost::asio::io_context& loop, const QString& file, qint64 mostBytes);
    /// What was added is in the file afterwards.
    ~AccessLog();
    AccessLog(const AccessLog&) = delete;
    AccessLog& operator=(const AccessLog&) = delete;

    void add(const RequestRecord& record);
    /// Nothing of it keeps the loop running.
    void stop();

private:
    void flush();

    boost::asio::steady_timer m_timer;
    bool m_isWaiting = false;
    bool m_isStopped = false;
    QByteArray m_lines;
    std::shared_ptr<RotatingFile> m_file; // on the thread
    EventThread m_thread;
};

} // namespace Patchbay
