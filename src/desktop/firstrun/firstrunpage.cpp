// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/firstrun/firstrunpage.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace Patchbay {

namespace {

constexpr int kColumnWidth = 460;

QPushButton* choice(const QString& name, const QString& objectName)
{
    auto* button = new QPushButton(name);
    button->setAccessibleName(name);
    button->setObjectName(objectName);
    button->setMinimumWidth(150);
    return button;
}

} // namespace

FirstRunPage::FirstRunPage(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("firstRun"));
    auto* title = new QLabel(tr("Welcome to Patchbay"));
    title->setProperty("heading", true);
    title->setProperty("large", true);
    auto* text =
        new QLabel(tr("Many Claude accounts, one place to chat, and one ledger of what each "
                      "of them costs. Keys go into the keychain of this system, "
                      "conversations stay on this machine."));
    text->setWordWrap(true);
    text->setProperty("hint", true);

    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    column->addStretch(2);
    column->addWidget(title);
    column->addSpacing(8);
    column->addWidget(text);
    column->addSpacing(24);

    const auto row = [&](QPushButton* button, const QString& explanation) {
        auto* label = new QLabel(explanation);
        label->setWordWrap(true);
        label->setProperty("hint", true);
        auto* line = new QHBoxLayout;
        line->setSpacing(16);
        line->addWidget(button, 0, Qt::AlignTop);
        line->addWidget(label, 1, Qt::AlignVCenter);
        column->addLayout(line);
        column->addSpacing(12);
        return button;
    };
    QPushButton* add = row(choice(tr("Add account"), QStringLiteral("addAccount")),
                           tr("with an API key from the provider’s console"));
    add->setProperty("primary", true);
    add->setDefault(true);
    QPushButton* import = row(choice(tr("Import…"), QStringLiteral("importAccounts")),
                              tr("from a .env file, or a JSON list of accounts"));
    QPushButton* demo = row(choice(tr("Try the demo"), QStringLiteral("tryDemo")),
                            tr("answers from this machine: no key, no cost, nothing is sent"));
    column->addStretch(3);

    auto* box = new QWidget;
    box->setMaximumWidth(kColumnWidth);
    box->setLayout(column);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->addStretch(1);
    layout->addWidget(box, 8);
    layout->addStretch(1);

    connect(add, &QPushButton::clicked, this, &FirstRunPage::addAccountRequested);
    connect(import, &QPushButton::clicked, this, &FirstRunPage::importRequested);
    connect(demo, &QPushButton::clicked, this, &FirstRunPage::demoRequested);
    setFocusProxy(add);
}

} // namespace Patchbay
