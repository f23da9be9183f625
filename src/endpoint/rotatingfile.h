// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace Patchbay {

/// A file that lines are appended to, 0600, moved to NAME.1 when it has grown past a size. Several
/// processes may write to one. Blocking; on one thread.
class RotatingFile final
{
public:
    RotatingFile(const QString& name, qint64 mostBytes);
    ~RotatingFile();
    RotatingFile(const RotatingFile&) = delete;
    RotatingFile& operator=(const RotatingFile&) = delete;

    /// Whole lines. False when they could not be written; the next may be.
    bool append(const QByteArray& lines);

private:
    [[nodiscard]] bool open();
    void close();

    QByteArray m_name;
    qint64 m_mostBytes;
    int m_file = -1;
};

} // namespace Patchbay
