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

Colors Colors::light()
{
    Colors colors;
    colors.background = QColor(0xfbfaf8);
    colors.sidebar = QColor(0xf3f1ed);
    colors.raised = QColor(0xffffff);
    colors.field = QColor(0xfffefd);
    colors.line = QColor(0xe3dfd8);
    colors.handle = QColor(0xd0cac1);
    colors.text = QColor(0x23211e);
    colors.dim = QColor(0x6b655e);
    colors.faint = QColor(0xa49d94);
    colors.accent = QColor(0x26707a);
    colors.accentStrong = QColor(0x1d5b64);
    colors.accentSoft = QColor(0xe0eef0);
    colors.onAccent = QColor(0xffffff);
    colors.bad = QColor(0xb33a3a);
    colors.warning = QColor(0x8f5a00);
    return colors;
}

Colors Colors::dark()
{
    Colors colors;
    colors.background = QColor(0x1d1c1a);
    colors.sidebar = QColor(0x242220);
    colors.raised = QColor(0x2b2926);
    colors.field = QColor(0x21201e);
    colors.line = QColor(0x35322e);
    colors.handle = QColor(0x4a4640);
    colors.text = QColor(0xece8e1);
    colors.dim = QColor(0xa39c92);
    colors.faint = QColor(0x79736b);
    colors.accent = QColor(0x6cc0c6);
    colors.accentStrong = QColor(0x8ad2d7);
    colors.accentSoft = QColor(0x1e3538);
    colors.onAccent = QColor(0x1d1c1a);
    colors.bad = QColor(0xe07a7a);
    colors.warning = QColor(0xe0aa4a);
    colors.isDark = true;
    return colors;
}

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
