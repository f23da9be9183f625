// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

#include <memory>

namespace Patchbay {

/// Turns SIGINT, SIGTERM and SIGHUP into a Qt signal. One at a time in a process; main thread.
class SignalWatcher final : public QObject
{
    Q_OBJECT
public:
    SignalWatcher();
    ~SignalWatcher() override;

Q_SIGNALS:
    void interrupted();
    void terminated();
    void hungUp();

private:
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace Patchbay
