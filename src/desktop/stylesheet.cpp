// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/stylesheet.h"

#include "desktop/accountcolors.h"
#include "desktop/theme.h"

namespace Patchbay {

namespace {

constexpr char kSheet[] = R"(
QMainWindow, QDialog { background: @background; }
#sidebar { background: @sidebar; border: none; border-right: 1px solid @line; }
#accountDetails { border: none; border-top: 1px solid @line; }
#navigation { border: none; border-top: 1px solid @line; }
#statusLine { background: @sidebar; border: none; border-top: 1px solid @line; }
#statusLine QLabel { color: @dim; font-size: 12px; }
#chatHeader, #pageHeader, #findBar { border: none; border-bottom: 1px solid @line; }
QSplitter::handle { background: transparent; }
QLabel[heading="true"] { font-weight: 600; }
QLabel[large="true"] { font-size: 22px; font-weight: 600; }
QLabel[figure="true"] { font-size: 22px; font-weight: 600; }
QLabel[hint="true"] { color: @dim; }
QLabel[small="true"] { font-size: 12px; }
QLabel[error="true"] { color: @bad; }
QLabel[tone="good"] { color: @good; }
QLabel[tone="warning"] { color: @warning; }
QLabel[tone="bad"] { color: @bad; }
QFrame[card="true"] { border: 1px solid @line; border-radius: 10px; }
QPushButton { border: 1px solid @line; border-radius: 7px; padding: 6px 12px; background: @background; color: @text; }
QPushButton:hover { background: @sidebar; border-color: @faint; }
QPushButton:pressed { background: @line; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @faint; border-color: @line; background: @background; }
QPushButton[small="true"] { padding: 4px 12px; font-size: 13px; }
QPushButton[primary="true"] { background: @accent; border-color: @accent; color: @onAccent; }
QPushButton[primary="true"]:hover { background: @accentStrong; border-color: @accentStrong; }
QPushButton[primary="true"]:focus { border: 2px solid @text; padding: 5px 11px; }
QPushButton[primary="true"][small="true"]:focus { padding: 3px 11px; }
QPushButton[primary="true"]:disabled { background: @line; border-color: @line; color: @dim; }
QPushButton#newChat { text-align: left; padding: 7px 10px; }
QPushButton#newChat:focus { padding: 6px 9px; }
QToolButton { border: 1px solid transparent; border-radius: 7px; padding: 4px 8px; color: @dim; background: transparent; }
QToolButton:hover { color: @text; background: @line; }
QToolButton:focus { border-color: @accent; }
QToolButton:disabled { color: @faint; }
QToolButton[nav="true"] { padding: 5px 0px; font-size: 12px; }
QToolButton[nav="true"]:checked { background: @accentSoft; color: @accent; }
QToolButton[quiet="true"] { font-size: 12px; padding: 3px 6px; }
QToolButton[quiet="true"]:hover { background: @sidebar; }
QToolButton[quiet="true"]:checked, QToolButton[set="true"] { color: @accent; }
QToolButton[chip="true"] { border: 1px solid @line; font-size: 12px; padding: 3px 8px; color: @text; }
QToolButton[chip="true"]:hover, QToolButton[chip="true"]:focus { border-color: @accent; background: transparent; }
QToolButton[menu="true"] { padding-right: 22px; }
QToolButton[menu="true"]::menu-indicator { image: url(@icon-down); width: 10px; height: 10px; subcontrol-origin: padding; subcontrol-position: center right; right: 7px; }
QToolButton[legend="true"] { font-size: 12px; padding: 2px 6px; color: @text; }
QToolButton[legend="true"]:!checked { color: @faint; }
QToolButton[status="true"] { font-size: 12px; padding: 1px 6px; }
QToolButton[segment] { border: 1px solid @line; border-radius: 0; padding: 4px 12px; font-size: 13px; margin-left: -1px; }
QToolButton[segment="first"] { border-top-left-radius: 7px; border-bottom-left-radius: 7px; margin-left: 0; }
QToolButton[segment="last"] { border-top-right-radius: 7px; border-bottom-right-radius: 7px; }
QToolButton[segment]:checked { background: @accentSoft; color: @accent; }
QToolButton[segment]:focus { border-color: @accent; }
QLineEdit, QAbstractSpinBox, QPlainTextEdit { border: 1px solid @line; border-radius: 7px; padding: 5px 10px; background: @field; color: @text; selection-background-color: @accent; selection-color: @onAccent; }
QPlainTextEdit { padding: 4px 6px; }
QLineEdit:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus { border-color: @accent; }
QLineEdit:disabled, QAbstractSpinBox:disabled { color: @faint; }
QLineEdit#title { border-color: transparent; background: transparent; font-weight: 600; padding: 4px 7px; }
QLineEdit#title:hover:!read-only { border-color: @line; }
QLineEdit#title:focus { border-color: @accent; background: @field; }
QListView QLineEdit { border-radius: 5px; padding: 2px 6px; }
QAbstractSpinBox { padding-right: 20px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; background: transparent; width: 20px; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin-top: 2px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 2px; }
QAbstractSpinBox::up-arrow { image: url(@icon-up); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url(@icon-down); width: 10px; height: 10px; }
QDateEdit::drop-down { border: none; width: 20px; }
QDateEdit::down-arrow { image: url(@icon-down); width: 10px; height: 10px; }
QComboBox { border: 1px solid @line; border-radius: 7px; padding: 4px 10px; background: @background; color: @text; combobox-popup: 0; }
QComboBox:hover { border-color: @faint; }
QComboBox:focus, QComboBox:on { border-color: @accent; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(@icon-down); width: 12px; height: 12px; }
QComboBox QAbstractItemView { border: 1px solid @line; background: @raised; selection-background-color: @accentSoft; selection-color: @text; outline: 0; padding: 3px 0; }
QCheckBox { color: @text; spacing: 8px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @faint; border-radius: 4px; background: @field; }
QCheckBox::indicator:focus { border-color: @accent; }
QCheckBox::indicator:checked { border-color: @accent; background: @accent; image: url(@icon-check); }
QCheckBox::indicator:disabled { border-color: @line; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QListView, QTreeView { border: none; background: transparent; outline: 0; }
QTreeView::item { border-bottom: 1px solid @line; padding: 6px 8px; color: @text; }
QTreeView::item:selected { background: @accentSoft; color: @text; }
QHeaderView { background: @background; border: none; }
QHeaderView::section { background: @background; color: @dim; border: none; border-bottom: 1px solid @line; padding: 5px 8px; font-size: 13px; }
QHeaderView::up-arrow, QHeaderView::down-arrow { image: none; width: 0; height: 0; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }
QTabBar::tab { border: none; border-bottom: 2px solid transparent; padding: 6px 12px; color: @dim; background: transparent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:focus { color: @accent; }
#composer { border: 1px solid @line; border-radius: 12px; background: @field; }
#composer[focused="true"] { border-color: @accent; }
#composer QTextEdit { border: none; background: transparent; color: @text; selection-background-color: @accent; selection-color: @onAccent; }
#contextFill { border: none; border-radius: 2px; background: @line; }
#contextFill::chunk { border-radius: 2px; background: @accent; }
#contextFill[high="true"]::chunk { background: @warning; }
QToolButton#costBeforeSending[high="true"] { color: @warning; }
QFrame[notice="true"] { background: @accentSoft; border: none; border-radius: 8px; }
/* A margin of its own goes with it when it is hidden; one of a layout would stay. */
QFrame#alertNotice { margin: 8px 12px; }
QFrame[notice="true"] QLabel { color: @text; font-size: 13px; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; margin: 0; }
QScrollBar:horizontal { height: 10px; margin: 0; }
QScrollBar::handle { background: @handle; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; border: none; width: 0; height: 0; }
QToolTip { color: @text; background: @raised; border: 1px solid @line; padding: 4px 6px; }
QMenu { background: @raised; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 5px; color: @text; }
QMenu::item:selected { background: @accentSoft; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
)";

} // namespace

QString styleSheetOf(const Colors& colors)
{
    QString sheet = QString::fromLatin1(kSheet);
    QPalette palette;
    palette.setColor(QPalette::Text, colors.text);
    // Longer names first, so that none is cut by another that begins it.
    const std::initializer_list<std::pair<QLatin1String, QColor>> names = {
        {QLatin1String("@background"), colors.background},
        {QLatin1String("@accentStrong"), colors.accentStrong},
        {QLatin1String("@accentSoft"), colors.accentSoft},
        {QLatin1String("@raised"), colors.raised},
        {QLatin1String("@handle"), colors.handle},
        {QLatin1String("@onAccent"), colors.onAccent},
        {QLatin1String("@warning"), colors.warning},
        {QLatin1String("@sidebar"), colors.sidebar},
        {QLatin1String("@accent"), colors.accent},
        {QLatin1String("@faint"), colors.faint},
        {QLatin1String("@field"), colors.field},
        {QLatin1String("@line"), colors.line},
        {QLatin1String("@text"), colors.text},
        {QLatin1String("@dim"), colors.dim},
        {QLatin1String("@good"), stateColors(palette).good},
        {QLatin1String("@bad"), colors.bad},
    };
    for (const auto& [name, color] : names)
        sheet.replace(name, color.name());
    const QString theme = colors.isDark ? QStringLiteral("dark") : QStringLiteral("light");
    for (const auto name : {QLatin1String("up"), QLatin1String("down"), QLatin1String("check")})
        sheet.replace(QLatin1String("@icon-") + name,
                      QStringLiteral(":/icons/%1-%2.svg").arg(name, theme));
    return sheet;
}

} // namespace Patchbay
