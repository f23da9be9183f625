// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QUrl>

#include <atomic>
#include <thread>
#include <unordered_map>

namespace Patchbay {

/// As little of an HTTP/1.1 server as will do: a thread that answers every request on loopback with
/// the same bytes, so that what is measured is the one who asks.
class BareServer final
{
public:
    /// `answer`: head and body.
    explicit BareServer(QByteArray answer);
    ~BareServer();
    BareServer(const BareServer&) = delete;
    BareServer& operator=(const BareServer&) = delete;

    [[nodiscard]] QUrl url() const;

private:
    void run();
    void accept();
    [[nodiscard]] bool serve(int socket);

    const QByteArray m_answer;
    std::atomic<bool> m_mustEnd = false;
    int m_listener = -1;
    int m_epoll = -1;
    int m_port = 0;
    std::unordered_map<int, QByteArray> m_buffers;
    std::thread m_thread;
};

} // namespace Patchbay
