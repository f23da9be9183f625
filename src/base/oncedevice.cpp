// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/oncedevice.h"

#include <algorithm>
#include <cstring>

namespace Patchbay {

OnceDevice::OnceDevice(QByteArray bytes)
    : m_bytes(std::move(bytes))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 OnceDevice::readData(char* data, qint64 maxSize)
{
    const qint64 count = std::min(maxSize, static_cast<qint64>(m_bytes.size()) - pos());
    if (count > 0)
        std::memcpy(data, m_bytes.constData() + pos(), static_cast<size_t>(count));
    return count;
}

qint64 OnceDevice::writeData(const char*, qint64)
{
    return -1;
}

} // namespace Patchbay
