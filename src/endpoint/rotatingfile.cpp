// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/rotatingfile.h"

#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace Patchbay {

RotatingFile::RotatingFile(const QString& name, qint64 mostBytes)
    : m_name(QFile::encodeName(name))
    , m_mostBytes(mostBytes)
{
}

RotatingFile::~RotatingFile()
{
    close();
}

void RotatingFile::close()
{
    if (m_file >= 0)
        ::close(std::exchange(m_file, -1));
}

bool RotatingFile::open()
{
    struct stat ours{};
    struct stat named{};
    const bool isNamed = ::lstat(m_name.constData(), &named) == 0;
    // Moved or taken away by another process, or by a person.
    if (m_file >= 0 && (!isNamed || ::fstat(m_file, &ours) != 0 || ours.st_ino != named.st_ino ||
                        ours.st_dev != named.st_dev))
        close();
    if (isNamed && named.st_size >= m_mostBytes) {
        close();
        (void)std::rename(m_name.constData(), (m_name + ".1").constData());
    }
    if (m_file < 0)
        m_file = ::open(m_name.constData(),
                        O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    return m_file >= 0;
}

bool RotatingFile::append(const QByteArray& lines)
{
    if (!open())
        return false;
    qsizetype done = 0;
    while (done < lines.size()) {
        const ssize_t written =
            ::write(m_file, lines.constData() + done, static_cast<size_t>(lines.size() - done));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        done += written;
    }
    return true;
}

} // namespace Patchbay
