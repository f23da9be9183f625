// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/linereader.h"

#include <QTimer>

#include <unistd.h>

#include <array>

namespace Patchbay {

LineReader::LineReader()
    : m_notifier(STDIN_FILENO, QSocketNotifier::Read)
{
    m_notifier.setEnabled(false);
    connect(&m_notifier, &QSocketNotifier::activated, this, &LineReader::onReadable);
}

void LineReader::readLine()
{
    if (m_buffer.contains('\n') || m_atEnd)
        QTimer::singleShot(0, this, [this] { takeLine(); });
    else
        m_notifier.setEnabled(true);
}

void LineReader::onReadable()
{
    std::array<char, 4096> bytes{};
    const ssize_t count = ::read(STDIN_FILENO, bytes.data(), bytes.size());
    if (count > 0)
        m_buffer.append(bytes.data(), count);
    else
        m_atEnd = true;
    // Before the line is told: who hears it may ask for the next one at once.
    m_notifier.setEnabled(false);
    if (!takeLine())
        m_notifier.setEnabled(true);
}

bool LineReader::takeLine()
{
    const qsizetype end = m_buffer.indexOf('\n');
    if (end < 0 && !m_atEnd)
        return false;
    if (end < 0 && m_buffer.isEmpty()) {
        Q_EMIT ended();
        return true;
    }
    const QByteArray text = m_buffer.left(end < 0 ? m_buffer.size() : end);
    m_buffer.remove(0, end < 0 ? m_buffer.size() : end + 1);
    Q_EMIT line(QString::fromUtf8(text));
    return true;
}

} // namespace Patchbay
