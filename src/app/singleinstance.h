// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>
#include <QLockFile>
#include <QObject>

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

    QLockFile m_lock;
    QLocalServer m_server;
    bool m_isFirst = false;
};

} // namespace Patchbay
