// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"

#include <QProgressBar>

namespace Patchbay {

/// "5 hours", "Requests", or the provider's own name.
[[nodiscard]] QString limitWindowText(const QString& window);
/// "66 % used, resets 17:10, 2 h 5 min left (as of 15:00)".
[[nodiscard]] QString limitValueText(const LimitWindow& window, qint64 nowMs);

/// How much of a limit window is used: thin, green to red. GUI thread.
class LimitBar final : public QProgressBar
{
    Q_OBJECT
public:
    explicit LimitBar(const LimitWindow& window, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace Patchbay
