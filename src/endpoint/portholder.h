// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace Patchbay {

/// A process that listens on a port of this computer.
struct PortHolder
{
    qint64 processId = 0;
    QString program;
};

/// Who listens on that TCP port, as far as this user may know: of other users' processes nothing is
/// told. Looks into /proc, blocking for some milliseconds; nothing on other systems.
[[nodiscard]] std::optional<PortHolder> portHolder(quint16 port);

} // namespace Patchbay
