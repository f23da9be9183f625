// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/settings.h"

#include <QColor>
#include <QObject>
#include <QPalette>

namespace Patchbay {

/// The colours of the window, light or dark.
struct Colors
{
    QColor background; // of the window
    QColor sidebar;    // of what frames it
    QColor raised;     // menus and lists that pop up
    QColor field;      // what is typed into
    QColor line;
    QColor handle; // of scroll bars
    QColor text;
    QColor dim;   // second in rank; 4.5 : 1 at least on the background
    QColor faint; // what is switched off
    QColor accent;
    QColor accentStrong; // under the pointer
    QColor accentSoft;   // what is chosen
    QColor onAccent;
    QColor bad;
    QColor warning; // 4.5 : 1 at least on the background
    bool isDark = false;

    [[nodiscard]] static Colors light();
    [[nodiscard]] static Colors dark();
};

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
