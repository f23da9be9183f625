// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/settings.h"
#include "desktop/transcript/colors.h"

#include <QObject>
#include <QPalette>

namespace Patchbay {

/// Gives the application its palette, font and style sheet, as the setting or the system wants, and
/// changes them while it runs. GUI thread; one for the application's life.
class Theme final : public QObject
{
    Q_OBJECT
public:
    explicit Theme(Settings& settings, QObject* parent = nullptr);

    [[nodiscard]] bool isDark() const { return m_isDark; }
    [[nodiscard]] const Colors& colors() const { return m_colors; }

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void apply();

    Settings& m_settings;
    QPalette m_systemPalette;
    Colors m_colors;
    bool m_isDark = false;
    bool m_applying = false;
};

} // namespace Patchbay
