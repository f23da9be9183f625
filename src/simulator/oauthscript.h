// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/script.h"

#include <QJsonValue>

namespace Patchbay {

/// The `oauth` object of a script; `place` is how a person finds it.
[[nodiscard]] Result<OAuthScript> readOAuthScript(const QJsonValue& value, const QString& place);

} // namespace Patchbay
