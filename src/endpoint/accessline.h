// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/requestrecord.h"

namespace Patchbay {

/// One line of the access log, as JSON: no body, no address of the request beyond its route,
/// nothing that looks like a secret. Pure.
[[nodiscard]] QByteArray accessLine(const RequestRecord& record);

} // namespace Patchbay
