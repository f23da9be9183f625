// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QJsonObject>

namespace Patchbay {

/// Reads one JSON object; the error names where it went wrong.
[[nodiscard]] Result<QJsonObject> parseJsonObject(QByteArrayView bytes);

[[nodiscard]] QByteArray compactJson(const QJsonObject& object);

/// RFC 3339 in UTC with `Z`, to the second; null for a time that is not known (0).
[[nodiscard]] QJsonValue jsonTime(qint64 utcMs);

} // namespace Patchbay
