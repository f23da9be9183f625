// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/accesslog.h"

#include "endpoint/accessline.h"
#include "endpoint/rotatingfile.h"

namespace Patchbay {

namespace {

constexpr auto kFlushEvery = std::chrono::milliseconds(200);
constexpr qsizetype kFlushAt = 64 * 1024;

} // namespace

AccessLog::AccessLog(boost::asio::io_context& loop, const QString& file, qint64 mostBytes)
    : m_timer(loop)
    , m_file(std::make_shared<RotatingFile>(file, mostBytes))
    , m_thread(QStringLiteral("access log"))
{
}

AccessLog::~AccessLog()
{
    flush();
    m_thread.stop();
}

void AccessLog::add(const RequestRecord& record)
{
    m_lines += accessLine(record);
    if (m_isStopped || m_lines.size() >= kFlushAt) {
        flush();
    } else if (!std::exchange(m_isWaiting, true)) {
        m_timer.expires_after(kFlushEvery);
        m_timer.async_wait([this](const boost::system::error_code& error) {
            if (error)
                return; // stopped
            m_isWaiting = false;
            flush();
        });
    }
}

void AccessLog::stop()
{
    m_isStopped = true;
    m_timer.cancel();
    flush();
}

void AccessLog::flush()
{
    if (m_lines.isEmpty())
        return;
    // A line that cannot be written is not worth a request.
    m_thread.post([file = m_file, lines = std::exchange(m_lines, {})] { file->append(lines); });
}

} // namespace Patchbay
