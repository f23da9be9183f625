// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPalette>
#include <QString>

namespace Patchbay {

/// One of our own icons (resources/icons), drawn sharp at any scale in a colour of the palette that
/// the application has at the moment of painting, so that a change of theme needs no new icons.
[[nodiscard]] QIcon themedIcon(const QString& name,
                               QPalette::ColorRole role = QPalette::PlaceholderText);

/// A round dot, as accounts have one.
[[nodiscard]] QIcon dotIcon(const QColor& color);

} // namespace Patchbay
