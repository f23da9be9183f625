// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSocketNotifier>

namespace Patchbay {

/// Lines of standard input as they are typed, without blocking the event loop. Main thread.
class LineReader final : public QObject
{
    Q_OBJECT
public:
    LineReader();

    /// The next line, or the end, is told once for each call.
    void readLine();

Q_SIGNALS:
    void line(const QString& text);
    void ended();

private:
    void onReadable();
    bool takeLine();

    QSocketNotifier m_notifier;
    QByteArray m_buffer;
    bool m_atEnd = false;
};

} // namespace Patchbay
