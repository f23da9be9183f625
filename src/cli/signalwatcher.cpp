// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/signalwatcher.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace Patchbay {

namespace {

// A signal handler can reach nothing but what has static storage.
std::array<int, 2> wakeUpPipe{-1, -1};

void onSignal(int signal)
{
    const char byte = signal == SIGTERM ? 't' : signal == SIGHUP ? 'h' : 'i';
    [[maybe_unused]] const ssize_t written = ::write(wakeUpPipe[1], &byte, 1);
}

void install(void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGHUP, &action, nullptr);
}

} // namespace

SignalWatcher::SignalWatcher()
{
    if (::pipe2(wakeUpPipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(wakeUpPipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        while (::read(wakeUpPipe[0], &byte, 1) == 1) {
            if (byte == 't')
                Q_EMIT terminated();
            else if (byte == 'h')
                Q_EMIT hungUp();
            else
                Q_EMIT interrupted();
        }
    });
    install(onSignal);
}

SignalWatcher::~SignalWatcher()
{
    install(SIG_DFL);
    m_notifier.reset();
    for (int& end : wakeUpPipe) {
        if (end >= 0)
            ::close(std::exchange(end, -1));
    }
}

} // namespace Patchbay
