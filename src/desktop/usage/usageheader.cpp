// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/usageheader.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace Patchbay {

UsageHeader::UsageHeader(QToolButton* save, QWidget* parent)
    : QFrame(parent)
    , m_told(new QLabel)
{
    setObjectName(QStringLiteral("pageHeader"));
    setFixedHeight(51);
    auto* title = new QLabel(tr("Usage"));
    title->setProperty("heading", true);
    m_told->setProperty("hint", true);
    m_told->setProperty("small", true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 0, 20, 0);
    layout->addWidget(title, 1);
    layout->addWidget(m_told);
    layout->addSpacing(8);
    layout->addWidget(
        opener(tr("Budgets…"), QStringLiteral("usageBudgets"), &UsageHeader::budgetsRequested));
    layout->addWidget(
        opener(tr("Alerts…"), QStringLiteral("usageAlerts"), &UsageHeader::alertsRequested));
    layout->addWidget(more());
    layout->addWidget(save);
}

QToolButton* UsageHeader::opener(const QString& text, const QString& objectName,
                                 void (UsageHeader::*wanted)())
{
    auto* button = new QToolButton;
    button->setText(text);
    button->setAccessibleName(text);
    button->setObjectName(objectName);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setProperty("chip", true);
    if (wanted)
        connect(button, &QToolButton::clicked, this, wanted);
    return button;
}

QToolButton* UsageHeader::more()
{
    QToolButton* button = opener(tr("More"), QStringLiteral("usageMore"), nullptr);
    button->setProperty("menu", true);
    auto* menu = new QMenu(button);
    menu->addAction(tr("Prices…"), this, &UsageHeader::pricesRequested);
    menu->addSeparator();
    menu->addAction(tr("Import Claude Code logs…"), this, &UsageHeader::importRequested);
    menu->addAction(tr("Compare with the provider's report…"), this,
                    &UsageHeader::compareRequested);
    button->setMenu(menu);
    button->setPopupMode(QToolButton::InstantPopup);
    return button;
}

void UsageHeader::tell(const QString& text)
{
    m_told->setText(text);
}

} // namespace Patchbay
