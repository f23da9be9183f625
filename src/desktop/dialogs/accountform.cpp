// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/accountform.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

namespace Patchbay {

namespace {

constexpr int kFieldWidth = 420;

QLineEdit* field(const QString& accessibleName, const QString& objectName,
                 const QString& placeholder)
{
    auto* edit = new QLineEdit;
    edit->setAccessibleName(accessibleName);
    edit->setObjectName(objectName);
    edit->setPlaceholderText(placeholder);
    edit->setMaximumWidth(kFieldWidth);
    return edit;
}

QSpinBox* number(const QString& accessibleName, const QString& objectName, int from, int to)
{
    auto* box = new QSpinBox;
    box->setAccessibleName(accessibleName);
    box->setObjectName(objectName);
    box->setRange(from, to);
    box->setMaximumWidth(110);
    return box;
}

} // namespace

AccountForm::AccountForm(QWidget* parent)
    : QWidget(parent)
{
    m_title = new QLabel;
    m_title->setProperty("heading", true);

    m_name = field(tr("Account name"), QStringLiteral("accountName"), tr("work"));
    m_key = field(tr("API key"), QStringLiteral("apiKey"), QStringLiteral("sk-ant-…"));
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    m_keyHint = new QLabel;
    m_keyHint->setProperty("hint", true);
    m_keyHint->setWordWrap(true);

    auto* fields = new QFormLayout;
    fields->setRowWrapPolicy(QFormLayout::WrapAllRows);
    fields->setVerticalSpacing(4);
    fields->addRow(tr("Account name"), m_name);
    fields->addItem(new QSpacerItem(0, 8));
    fields->addRow(tr("API key"), m_key);
    fields->addRow(m_keyHint);

    m_more = new QToolButton;
    m_more->setObjectName(QStringLiteral("moreOptions"));
    m_more->setText(tr("More options"));
    m_more->setAccessibleName(tr("More options"));
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setArrowType(Qt::RightArrow);
    m_more->setCheckable(true);
    m_more->setAutoRaise(true);
    m_advanced = buildAdvanced();
    m_advanced->hide();
    connect(m_more, &QToolButton::toggled, this, [this](bool open) {
        m_more->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        m_advanced->setVisible(open);
    });

    m_error = new QLabel;
    m_error->setObjectName(QStringLiteral("accountError"));
    m_error->setProperty("error", true);
    m_error->setWordWrap(true);
    m_error->hide();

    m_save = new QPushButton(tr("Save"));
    m_save->setObjectName(QStringLiteral("save"));
    m_save->setAccessibleName(tr("Save"));
    m_save->setProperty("primary", true);
    m_save->setDefault(true);
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("cancel"));
    m_cancel->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_save);
    buttons->addWidget(m_cancel);
    buttons->addStretch();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 24);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addLayout(fields);
    layout->addWidget(m_more, 0, Qt::AlignLeft);
    layout->addWidget(m_advanced);
    layout->addWidget(m_error);
    layout->addLayout(buttons);
    layout->addStretch();

    connect(m_name, &QLineEdit::textChanged, this, &AccountForm::updateSave);
    connect(m_key, &QLineEdit::textChanged, this, &AccountForm::updateSave);
    connect(m_save, &QPushButton::clicked, this, &AccountForm::saveRequested);
    connect(m_cancel, &QPushButton::clicked, this, &AccountForm::cancelled);
    for (QLineEdit* edit : {m_name, m_key, m_baseUrl, m_proxy, m_models})
        connect(edit, &QLineEdit::returnPressed, m_save, &QPushButton::click);
}

QWidget* AccountForm::buildAdvanced()
{
    m_baseUrl = field(tr("Base URL"), QStringLiteral("baseUrl"), tr("https://api.anthropic.com"));
    m_proxy = field(tr("Proxy"), QStringLiteral("proxy"), tr("as the system says"));
    m_models = field(tr("Models"), QStringLiteral("models"), tr("all; or ids separated by commas"));
    m_priority = number(tr("Priority"), QStringLiteral("priority"), 1, 1000);
    m_priority->setToolTip(tr("Accounts with a lower number are used first"));
    m_weight = number(tr("Weight"), QStringLiteral("weight"), 1, 1000);
    m_maxConcurrent = number(tr("Answers at once"), QStringLiteral("maxConcurrent"), 1, 6);
    m_allowWindow = new QCheckBox(tr("This window"));
    m_allowCommandLine = new QCheckBox(tr("The command line"));
    m_allowEndpoint = new QCheckBox(tr("The local endpoint"));

    auto* allowed = new QHBoxLayout;
    allowed->setSpacing(16);
    for (QCheckBox* box : {m_allowWindow, m_allowCommandLine, m_allowEndpoint})
        allowed->addWidget(box);
    allowed->addStretch();

    auto* numbers = new QHBoxLayout;
    numbers->setSpacing(16);
    for (QSpinBox* box : {m_priority, m_weight, m_maxConcurrent}) {
        auto* column = new QVBoxLayout;
        column->setSpacing(4);
        auto* label = new QLabel(box->accessibleName());
        label->setBuddy(box);
        column->addWidget(label);
        column->addWidget(box);
        numbers->addLayout(column);
    }
    numbers->addStretch();

    auto* advanced = new QWidget;
    auto* form = new QFormLayout(advanced);
    form->setContentsMargins(0, 0, 0, 0);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setVerticalSpacing(4);
    form->addRow(tr("Base URL"), m_baseUrl);
    form->addRow(tr("Proxy"), m_proxy);
    form->addRow(tr("Models"), m_models);
    form->addRow(numbers);
    form->addRow(tr("May be used by"), allowed);
    return advanced;
}

void AccountForm::beginAdding(const QString& vaultName)
{
    m_editing = {};
    m_title->setText(tr("Add account"));
    m_keyHint->setText(tr("It goes into %1 and nowhere else.").arg(vaultName));
    fill({});
    m_more->setChecked(false);
    m_name->setFocus();
}

void AccountForm::beginEditing(const Account& account, const QString& vaultName)
{
    m_editing = account;
    m_title->setText(tr("Edit account"));
    m_keyHint->setText(tr("Leave it empty to keep the key that is in %1.").arg(vaultName));
    fill(account);
    m_name->setFocus();
    m_name->selectAll();
}

void AccountForm::fill(const Account& account)
{
    m_name->setText(account.name);
    m_key->clear();
    m_baseUrl->setText(account.baseUrl.toString());
    m_proxy->setText(account.proxy.toString());
    m_models->setText(account.models.join(QStringLiteral(", ")));
    m_priority->setValue(account.priority);
    m_weight->setValue(account.weight);
    m_maxConcurrent->setValue(account.maxConcurrent);
    m_allowWindow->setChecked(account.allowWindow);
    m_allowCommandLine->setChecked(account.allowCommandLine);
    m_allowEndpoint->setChecked(account.allowEndpoint);
    m_error->hide();
    setBusy(false);
}

Account AccountForm::account() const
{
    const auto url = [](const QLineEdit* edit) {
        const QString text = edit->text().trimmed();
        return text.isEmpty() ? QUrl() : QUrl(text, QUrl::StrictMode);
    };
    Account account = m_editing;
    account.name = m_name->text().trimmed();
    account.baseUrl = url(m_baseUrl);
    account.proxy = url(m_proxy);
    account.models.clear();
    for (const QString& model : m_models->text().split(u',', Qt::SkipEmptyParts))
        account.models.append(model.trimmed());
    account.priority = m_priority->value();
    account.weight = m_weight->value();
    account.maxConcurrent = m_maxConcurrent->value();
    account.allowWindow = m_allowWindow->isChecked();
    account.allowCommandLine = m_allowCommandLine->isChecked();
    account.allowEndpoint = m_allowEndpoint->isChecked();
    return account;
}

Secret AccountForm::key() const
{
    return Secret::take(m_key->text().trimmed().toUtf8());
}

void AccountForm::clearKey()
{
    m_key->clear();
}

void AccountForm::showError(const Error& error)
{
    setBusy(false);
    m_error->setText(error.sentence());
    m_error->show();
}

void AccountForm::setBusy(bool busy)
{
    for (QWidget* widget : std::initializer_list<QWidget*>{m_name, m_key, m_advanced, m_more})
        widget->setEnabled(!busy);
    m_save->setText(busy ? tr("Saving…") : tr("Save"));
    if (busy)
        m_error->hide();
    updateSave();
    if (busy)
        m_save->setEnabled(false);
}

void AccountForm::updateSave()
{
    const bool hasKey = !m_key->text().trimmed().isEmpty();
    m_save->setEnabled(!m_name->text().trimmed().isEmpty() && (hasKey || !isAdding()));
}

void AccountForm::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT cancelled();
    else
        QWidget::keyPressEvent(event);
}

} // namespace Patchbay
