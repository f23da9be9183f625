// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/toolsetuppage.h"

#include "desktop/dialogs/codebox.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace Patchbay {

ToolSetupPage::ToolSetupPage(QWidget* parent)
    : QWidget(parent)
{
    m_title = new QLabel;
    m_title->setProperty("heading", true);
    m_title->setTextFormat(Qt::PlainText);
    m_hint = new QLabel;
    m_hint->setObjectName(QStringLiteral("setupHint"));
    m_hint->setWordWrap(true);
    m_hint->setProperty("hint", true);
    m_hint->setTextFormat(Qt::PlainText);

    m_tool = new QComboBox;
    m_tool->setObjectName(QStringLiteral("setupTool"));
    m_tool->setAccessibleName(tr("Tool"));
    m_tool->setMinimumWidth(260);
    m_tool->setMaxVisibleItems(20);
    for (const SetupTool& tool : ToolSetup::tools())
        m_tool->addItem(tool.name, tool.id);
    m_shell = new QComboBox;
    m_shell->setObjectName(QStringLiteral("setupShell"));
    m_shell->setAccessibleName(tr("Shell"));
    m_shell->addItem(tr("sh, bash, zsh"), static_cast<int>(SetupShell::Posix));
    m_shell->addItem(tr("PowerShell"), static_cast<int>(SetupShell::PowerShell));
    m_shell->setCurrentIndex(m_shell->findData(static_cast<int>(systemShell())));
    auto* toolLabel = new QLabel(tr("Tool"));
    toolLabel->setBuddy(m_tool);
    m_shellLabel = new QLabel(tr("Shell"));
    m_shellLabel->setBuddy(m_shell);
    connect(m_tool, &QComboBox::currentIndexChanged, this, &ToolSetupPage::fill);
    connect(m_shell, &QComboBox::currentIndexChanged, this, &ToolSetupPage::fill);
    auto* choice = new QHBoxLayout;
    choice->setSpacing(8);
    choice->addWidget(toolLabel);
    choice->addWidget(m_tool);
    choice->addSpacing(8);
    choice->addWidget(m_shellLabel);
    choice->addWidget(m_shell);
    choice->addStretch();

    auto* inside = new QWidget;
    m_body = new QVBoxLayout(inside);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->addStretch(1);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    area->setWidget(inside);
    area->viewport()->setAutoFillBackground(false);
    inside->setAutoFillBackground(false);

    auto* done = new QPushButton(tr("Done"));
    done->setObjectName(QStringLiteral("setupDone"));
    done->setAccessibleName(done->text());
    done->setAutoDefault(false);
    connect(done, &QPushButton::clicked, this, &ToolSetupPage::done);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(done);
    buttons->addStretch();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addWidget(m_hint);
    layout->addLayout(choice);
    layout->addWidget(area, 1);
    layout->addLayout(buttons);
}

void ToolSetupPage::show(const QString& clientName, const Secret& token, const QString& origin,
                         const QString& model)
{
    m_hasToken = !token.isEmpty();
    m_values.origin = origin;
    m_values.model = model;
    m_values.token =
        m_hasToken ? QString::fromLatin1(token.reveal()) : ToolSetup::tokenPlaceholder();
    m_title->setText(tr("Set up a tool as “%1”").arg(clientName));
    m_hint->setText(m_hasToken
                        ? tr("The token is filled in, this once. Keep what you paste to yourself.")
                        : tr("Put the client's token in place of %1. One that was lost is "
                             "replaced by a new token.")
                              .arg(m_values.token));
    fill();
    m_tool->setFocus();
}

void ToolSetupPage::clear()
{
    m_hasToken = false;
    m_values.token.clear();
    delete m_steps;
    m_steps = nullptr;
}

bool ToolSetupPage::dependsOnShell(const QString& tool) const
{
    SetupValues posix = m_values;
    posix.shell = SetupShell::Posix;
    SetupValues power = m_values;
    power.shell = SetupShell::PowerShell;
    const QList<SetupStep> one = ToolSetup::steps(tool, posix);
    const QList<SetupStep> other = ToolSetup::steps(tool, power);
    return !std::equal(one.begin(), one.end(), other.begin(), other.end(),
                       [](const SetupStep& a, const SetupStep& b) { return a.code == b.code; });
}

void ToolSetupPage::fill()
{
    const QString tool = m_tool->currentData().toString();
    m_values.shell = static_cast<SetupShell>(m_shell->currentData().toInt());
    const bool asksShell = dependsOnShell(tool);
    m_shell->setVisible(asksShell);
    m_shellLabel->setVisible(asksShell);
    delete m_steps;
    m_steps = new QWidget;
    auto* layout = new QVBoxLayout(m_steps);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_body->insertWidget(0, m_steps);
    const QList<SetupStep> steps = ToolSetup::steps(tool, m_values);
    for (int i = 0; i < steps.size(); ++i)
        addStep(steps[i], i + 1);
}

void ToolSetupPage::addStep(const SetupStep& step, int number)
{
    auto* where = new QLabel(step.where);
    where->setWordWrap(true);
    auto* code = new CodeBox(step.where, number == 1 ? QStringLiteral("setupCode")
                                                     : QStringLiteral("setupCode%1").arg(number));
    code->setText(step.code);
    auto* layout = static_cast<QVBoxLayout*>(m_steps->layout());
    if (number > 1)
        layout->addSpacing(8);
    layout->addWidget(where);
    layout->addWidget(code);
}

} // namespace Patchbay
