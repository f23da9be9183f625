// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/theme.h"

#include "desktop/accountcolors.h"
#include "desktop/stylesheet.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QStyle>
#include <QStyleFactory>

namespace Patchbay {

namespace {

QPalette paletteOf(const Colors& colors)
{
    QPalette palette;
    palette.setColor(QPalette::Window, colors.background);
    palette.setColor(QPalette::WindowText, colors.text);
    palette.setColor(QPalette::Base, colors.background);
    palette.setColor(QPalette::AlternateBase, colors.sidebar);
    palette.setColor(QPalette::Text, colors.text);
    palette.setColor(QPalette::PlaceholderText, colors.dim);
    palette.setColor(QPalette::Button, colors.background);
    palette.setColor(QPalette::ButtonText, colors.text);
    palette.setColor(QPalette::BrightText, colors.bad);
    palette.setColor(QPalette::Highlight, colors.accent);
    palette.setColor(QPalette::HighlightedText, colors.onAccent);
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::ToolTipBase, colors.sidebar);
    palette.setColor(QPalette::ToolTipText, colors.text);
    palette.setColor(QPalette::Mid, colors.line);
    palette.setColor(QPalette::Midlight, colors.line);
    palette.setColor(QPalette::Dark, colors.line);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colors.faint);
    return palette;
}

QFont windowFont()
{
    QFont font;
    const QStringList families = QFontDatabase::families();
    if (families.contains(QStringLiteral("Inter")))
        font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Sans CJK SC")});
    font.setPixelSize(14);
    return font;
}

} // namespace

Theme::Theme(Settings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_systemPalette(QApplication::palette())
{
    // One style everywhere, so that the sheet meets the boxes it was drawn for.
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(windowFont());
    connect(&settings, &Settings::changed, this, [this](SettingKey key) {
        if (key == SettingKey::Theme)
            apply();
    });
    qApp->installEventFilter(this);
    apply();
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == qApp && event->type() == QEvent::ThemeChange && !m_applying) {
        m_systemPalette = QApplication::style()->standardPalette();
        apply();
    }
    return QObject::eventFilter(watched, event);
}

void Theme::apply()
{
    const QString wanted = m_settings.text(SettingKey::Theme);
    m_isDark = wanted == QLatin1String("dark") ||
               (wanted == QLatin1String("system") && Patchbay::isDark(m_systemPalette));
    m_colors = m_isDark ? Colors::dark() : Colors::light();
    m_applying = true;
    QApplication::setPalette(paletteOf(m_colors));
    qApp->setStyleSheet(styleSheetOf(m_colors));
    m_applying = false;
    Q_EMIT changed();
}

} // namespace Patchbay
