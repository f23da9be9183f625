// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QUrl>

#include <optional>

namespace Patchbay {

/// How far the way to an upstream is open. A value.
struct NetworkFinding
{
    QUrl address;
    /// Something answered there; what goes wrong with its certificate is not counted.
    Result<void> reached;
    /// Nothing where the way is not encrypted, or was not reached.
    std::optional<Result<void>> tls;
};

} // namespace Patchbay
