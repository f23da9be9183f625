// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QStringView>

namespace Patchbay {

/// About how many tokens a text has: four letters each, signs of scripts without spaces one each.
[[nodiscard]] qint64 estimateTokens(QStringView text);
/// The same for all that is sent to a model.
[[nodiscard]] qint64 estimatePrompt(const QJsonObject& body);

} // namespace Patchbay
