// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/emptychat.h"

#include "desktop/transcript/transcriptview.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace Patchbay {

EmptyChat::EmptyChat(QWidget* parent)
    : QWidget(parent)
    , m_title(new QLabel)
    , m_hint(new QLabel)
    , m_actions(new QWidget)
{
    m_title->setProperty("heading", true);
    m_title->setProperty("large", true);
    m_title->setAlignment(Qt::AlignCenter);
    m_hint->setProperty("hint", true);
    m_hint->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_hint->setWordWrap(true);

    auto* add = new QPushButton(tr("Add account…"));
    add->setObjectName(QStringLiteral("emptyAddAccount"));
    add->setProperty("primary", true);
    auto* demo = new QPushButton(tr("Try the demo"));
    demo->setObjectName(QStringLiteral("emptyDemo"));
    connect(add, &QPushButton::clicked, this, &EmptyChat::addAccountRequested);
    connect(demo, &QPushButton::clicked, this, &EmptyChat::demoRequested);
    auto* row = new QHBoxLayout(m_actions);
    row->addStretch();
    row->addWidget(add);
    row->addWidget(demo);
    row->addStretch();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24 + TranscriptView::kScrollBarWidth, 24);
    layout->setSpacing(8);
    layout->addStretch(2);
    layout->addWidget(m_title);
    layout->addWidget(m_hint);
    layout->addWidget(m_actions);
    layout->addStretch(3);
    setHasAccounts(true);
}

void EmptyChat::setHasAccounts(bool has)
{
    m_title->setText(has ? tr("What would you like to know?") : tr("No account yet"));
    m_hint->setText(has ? tr("Write below, or drop a picture, a PDF or a text.")
                        : tr("Add an account with its API key to send messages, or try the demo, "
                             "which needs none."));
    m_actions->setVisible(!has);
}

} // namespace Patchbay
