// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QString>

namespace Patchbay {

/// Where a command listens.
struct ListenAddress
{
    QString host;
    quint16 port = 0;
};

/// "127.0.0.1:3002", "[::1]:0": an address and a port.
[[nodiscard]] Result<ListenAddress> parseListenAddress(const QString& text);
/// Renamed into place, so that whoever waits for the file never reads half a number.
[[nodiscard]] Result<void> writePortFile(const QString& path, quint16 port);

} // namespace Patchbay
