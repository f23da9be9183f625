// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/clienttokenpage.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

namespace Patchbay {

namespace {

constexpr int textWidth = 620;
constexpr int copiedShownMs = 2'000;

QPushButton* button(const QString& text, const QString& objectName)
{
    auto* made = new QPushButton(text);
    made->setObjectName(objectName);
    made->setAccessibleName(text);
    made->setAutoDefault(false);
    return made;
}

} // namespace

ClientTokenPage::ClientTokenPage(QWidget* parent)
    : QWidget(parent)
{
    m_title = new QLabel;
    m_title->setProperty("heading", true);
    m_title->setTextFormat(Qt::PlainText);
    auto* warning = new QLabel(tr("Copy it now: it is not shown again, for Patchbay keeps no more "
                                  "than a hash of it."));
    warning->setProperty("tone", QStringLiteral("warning"));
    auto* hint = new QLabel(tr("Whoever has this token uses your accounts within the limits of "
                               "this client. A tool takes it in place of an API key. If it gets "
                               "into wrong hands, give the client a new one or revoke it."));
    hint->setProperty("hint", true);
    for (QLabel* text : {warning, hint}) {
        text->setWordWrap(true);
        text->setMaximumWidth(textWidth);
    }
    m_token = new QLineEdit;
    m_token->setObjectName(QStringLiteral("clientToken"));
    m_token->setAccessibleName(tr("Token"));
    m_token->setReadOnly(true);
    m_token->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_copy = button(tr("Copy"), QStringLiteral("copyToken"));
    m_copy->setAccessibleName(tr("Copy token"));
    m_copy->setProperty("primary", true);
    m_copy->setMinimumWidth(92);
    connect(m_copy, &QPushButton::clicked, this, &ClientTokenPage::copy);
    m_setup = button(tr("Set up a tool"), QStringLiteral("setUpWithToken"));
    connect(m_setup, &QPushButton::clicked, this, &ClientTokenPage::setupRequested);
    m_done = button(tr("Done"), QStringLiteral("tokenDone"));
    connect(m_done, &QPushButton::clicked, this, &ClientTokenPage::done);

    auto* field = new QHBoxLayout;
    field->setSpacing(8);
    field->addWidget(m_token, 1);
    field->addWidget(m_copy);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_setup);
    buttons->addWidget(m_done);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 24);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addWidget(warning);
    layout->addLayout(field);
    layout->addWidget(hint);
    layout->addSpacing(4);
    layout->addLayout(buttons);
    layout->addStretch();
}

void ClientTokenPage::show(const QString& clientName, const Secret& token)
{
    m_title->setText(tr("Token of “%1”").arg(clientName));
    m_token->setText(QString::fromLatin1(token.reveal()));
    m_token->setCursorPosition(0);
    m_copy->setFocus();
}

void ClientTokenPage::clear()
{
    m_token->clear();
}

void ClientTokenPage::copy()
{
    QGuiApplication::clipboard()->setText(m_token->text());
    m_copy->setText(tr("Copied"));
    QTimer::singleShot(copiedShownMs, m_copy, [copy = m_copy] { copy->setText(tr("Copy")); });
}

} // namespace Patchbay
