// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/filelock.h"

#include <QLocalServer>
#include <QObject>

#include <memory>

namespace Patchbay {

/// One window per data folder: a later one asks the first to come forward. Main thread.
class SingleInstance final : public QObject
{
    Q_OBJECT
public:
    /// The lock and the name of the socket belong to `locksDir`.
    explicit SingleInstance(const QString& locksDir);

    /// False when another runs, which has then been asked to come forward.
    [[nodiscard]] bool isFirst() const { return m_isFirst; }

Q_SIGNALS:
    /// Another start of the program asked for the window.
    void activated();

private:
    void listen(const QString& socket);
    static void askFirst(const QString& socket);

    std::unique_ptr<FileLock> m_lock;
    QLocalServer m_server;
    bool m_isFirst = false;
};

} // namespace Patchbay
