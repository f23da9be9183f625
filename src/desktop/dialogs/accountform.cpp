// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/accountform.h"

#include "accounts/claudeprogram.h"
#include "accounts/importers.h"

#include <QCheckBox>
#include <QComboBox>
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

QLabel* faultLabel(const QString& objectName)
{
    auto* label = new QLabel;
    label->setObjectName(objectName);
    label->setProperty("error", true);
    label->setWordWrap(true);
    label->hide();
    return label;
}

bool tellFault(QLabel* label, QLineEdit* edit, const Result<void>& checked)
{
    label->setVisible(!checked);
    label->setText(checked ? QString() : checked.error().sentence());
    edit->setAccessibleDescription(label->text());
    return checked.has_value();
}

} // namespace

AccountForm::AccountForm(QWidget* parent)
    : QWidget(parent)
{
    m_title = new QLabel;
    m_title->setProperty("heading", true);

    m_kind = new QComboBox;
    m_kind->setObjectName(QStringLiteral("accountKind"));
    m_kind->setAccessibleName(tr("Kind of account"));
    m_kind->addItem(tr("API with a key"), static_cast<int>(AccountKind::ApiKey));
    m_kind->addItem(tr("Claude subscription"), static_cast<int>(AccountKind::ClaudeCommand));
    m_kind->setMaximumWidth(kFieldWidth);
    connect(m_kind, &QComboBox::activated, this, [this] {
        m_allowEndpoint->setChecked(kind() == AccountKind::ApiKey);
        updateKind();
    });
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
    m_kindLabel = new QLabel(tr("Kind of account"));
    m_kindLabel->setBuddy(m_kind);
    fields->addRow(m_kindLabel, m_kind);
    fields->addItem(new QSpacerItem(0, 8));
    fields->addRow(tr("Account name"), m_name);
    fields->addItem(new QSpacerItem(0, 8));
    m_keyLabel = new QLabel(tr("API key"));
    m_keyLabel->setBuddy(m_key);
    fields->addRow(m_keyLabel, m_key);
    m_keyFault = faultLabel(QStringLiteral("apiKeyFault"));
    fields->addRow(m_keyFault);
    fields->addRow(m_keyHint);
    m_configDir = field(tr("Configuration folder"), QStringLiteral("configurationFolder"),
                        tr("one of its own"));
    m_configDirLabel = new QLabel(m_configDir->accessibleName());
    m_configDirLabel->setBuddy(m_configDir);
    fields->addRow(m_configDirLabel, m_configDir);

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
    connect(m_keyCommand, &QLineEdit::textChanged, this, &AccountForm::updateSave);
    connect(m_knowsTerms, &QCheckBox::toggled, this, &AccountForm::updateSave);
    connect(m_allowEndpoint, &QCheckBox::toggled, this, &AccountForm::updateKind);
    connect(m_key, &QLineEdit::editingFinished, this, &AccountForm::checkKey);
    connect(m_baseUrl, &QLineEdit::editingFinished, this, &AccountForm::checkBaseUrl);
    connect(m_proxy, &QLineEdit::editingFinished, this, &AccountForm::checkProxy);
    for (QLineEdit* edit : {m_name, m_key, m_configDir, m_keyCommand, m_baseUrl, m_proxy, m_models})
        connect(edit, &QLineEdit::returnPressed, m_save, &QPushButton::click);
}

QWidget* AccountForm::buildAdvanced()
{
    m_keyCommand = field(tr("Key command"), QStringLiteral("keyCommand"),
                         tr("a command that prints the key, in place of one"));
    m_baseUrlFault = faultLabel(QStringLiteral("baseUrlFault"));
    m_proxyFault = faultLabel(QStringLiteral("proxyFault"));
    m_baseUrl = field(tr("Base URL"), QStringLiteral("baseUrl"), tr("https://api.anthropic.com"));
    m_proxy = field(tr("Proxy"), QStringLiteral("proxy"), tr("as the system says"));
    m_models = field(tr("Models"), QStringLiteral("models"), tr("all; or ids separated by commas"));
    m_priority = number(tr("Priority"), QStringLiteral("priority"), 1, 1000);
    m_priority->setToolTip(tr("Accounts with a lower number are used first"));
    m_weight = number(tr("Weight"), QStringLiteral("weight"), 1, 1000);
    m_maxConcurrent = number(tr("Answers at once"), QStringLiteral("maxConcurrent"), 1, 6);
    m_remind = number(tr("Reminder after days"), QStringLiteral("remindAfterDays"), 0, 3650);
    m_remind->setSpecialValueText(tr("never"));
    m_remind->setToolTip(tr("When to be reminded to replace the key"));
    m_allowWindow = new QCheckBox(tr("This window"));
    m_allowCommandLine = new QCheckBox(tr("The command line"));
    m_allowEndpoint = new QCheckBox(tr("The local endpoint"));

    m_allowWindow->setObjectName(QStringLiteral("allowWindow"));
    m_allowCommandLine->setObjectName(QStringLiteral("allowCommandLine"));
    m_allowEndpoint->setObjectName(QStringLiteral("allowEndpoint"));
    for (QCheckBox* box : {m_allowWindow, m_allowCommandLine, m_allowEndpoint})
        box->setAccessibleName(box->text());
    m_terms = new QLabel(ClaudeProgram::endpointTerms());
    m_terms->setObjectName(QStringLiteral("endpointTerms"));
    m_terms->setWordWrap(true);
    m_terms->setMaximumWidth(620);
    m_knowsTerms = new QCheckBox(tr("I know, and answer for it"));
    m_knowsTerms->setObjectName(QStringLiteral("acceptTerms"));
    m_knowsTerms->setAccessibleName(m_knowsTerms->text());

    auto* allowed = new QHBoxLayout;
    allowed->setSpacing(16);
    for (QCheckBox* box : {m_allowWindow, m_allowCommandLine, m_allowEndpoint})
        allowed->addWidget(box);
    allowed->addStretch();

    auto* numbers = new QHBoxLayout;
    numbers->setSpacing(16);
    for (QSpinBox* box : {m_priority, m_weight, m_maxConcurrent, m_remind}) {
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
    m_keyCommandLabel = new QLabel(m_keyCommand->accessibleName());
    m_keyCommandLabel->setBuddy(m_keyCommand);
    form->addRow(m_keyCommandLabel, m_keyCommand);
    form->addRow(tr("Base URL"), m_baseUrl);
    form->addRow(m_baseUrlFault);
    form->addRow(tr("Proxy"), m_proxy);
    form->addRow(m_proxyFault);
    form->addRow(tr("Models"), m_models);
    form->addRow(numbers);
    form->addRow(tr("May be used by"), allowed);
    form->addRow(m_terms);
    form->addRow(m_knowsTerms);
    return advanced;
}

void AccountForm::beginAdding(const QString& vaultName)
{
    m_editing = {};
    m_title->setText(tr("Add account"));
    m_vaultName = vaultName;
    fill({});
    m_more->setChecked(false);
    m_name->setFocus();
}

void AccountForm::beginEditing(const Account& account, const QString& vaultName)
{
    m_editing = account;
    m_title->setText(tr("Edit account"));
    m_vaultName = vaultName;
    fill(account);
    m_name->setFocus();
    m_name->selectAll();
}

void AccountForm::fill(const Account& account)
{
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(static_cast<int>(account.kind))));
    m_name->setText(account.name);
    m_key->clear();
    m_configDir->setText(account.configDir);
    m_keyCommand->setText(account.keyCommand);
    m_remind->setValue(account.remindAfterDays);
    m_knowsTerms->setChecked(false);
    for (QLabel* fault : {m_keyFault, m_baseUrlFault, m_proxyFault})
        fault->hide();
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
    updateKind();
    setBusy(false);
}

AccountKind AccountForm::kind() const
{
    return isAdding() ? static_cast<AccountKind>(m_kind->currentData().toInt()) : m_editing.kind;
}

bool AccountForm::asksTerms() const
{
    const bool wasOn = !isAdding() && m_editing.allowEndpoint;
    return kind() == AccountKind::ClaudeCommand && m_allowEndpoint->isChecked() && !wasOn;
}

void AccountForm::updateKind()
{
    const bool isProgram = kind() == AccountKind::ClaudeCommand;
    const bool takesKey = kind() != AccountKind::OAuth;
    for (QWidget* widget : {static_cast<QWidget*>(m_kindLabel), static_cast<QWidget*>(m_kind)})
        widget->setVisible(isAdding());
    for (QWidget* widget : {static_cast<QWidget*>(m_keyLabel), static_cast<QWidget*>(m_key)})
        widget->setVisible(takesKey);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_configDirLabel), static_cast<QWidget*>(m_configDir)})
        widget->setVisible(isProgram && isAdding());
    for (QWidget* widget :
         {static_cast<QWidget*>(m_keyCommandLabel), static_cast<QWidget*>(m_keyCommand)})
        widget->setVisible(kind() == AccountKind::ApiKey);
    m_keyLabel->setText(isProgram ? tr("Token of claude setup-token") : tr("API key"));
    m_key->setAccessibleName(m_keyLabel->text());
    m_key->setPlaceholderText(isProgram ? tr("none: the program signs in itself")
                                        : QStringLiteral("sk-ant-…"));
    if (!takesKey)
        m_keyHint->setText(tr("It signs in with the provider; there is no key to type."));
    else if (!isAdding() && isProgram)
        m_keyHint->setText(tr("Leave it empty to keep how it signs in."));
    else if (!isAdding())
        m_keyHint->setText(tr("Leave it empty to keep the key that is in %1. A new one takes its "
                              "place once it has answered.")
                               .arg(m_vaultName));
    else if (isProgram)
        m_keyHint->setText(tr("A token goes into %1. Without one the claude program on this "
                              "machine signs in to the folder below.")
                               .arg(m_vaultName));
    else
        m_keyHint->setText(tr("It goes into %1 and nowhere else.").arg(m_vaultName));
    const bool shownTerms = kind() == AccountKind::ClaudeCommand && m_allowEndpoint->isChecked();
    m_terms->setVisible(shownTerms);
    m_knowsTerms->setVisible(asksTerms());
    updateSave();
}

bool AccountForm::checkKey()
{
    const QString typed = m_key->text().trimmed();
    Result<void> checked;
    if (!typed.isEmpty() && !m_keyCommand->text().trimmed().isEmpty())
        checked = fail(ErrorKind::InvalidInput, tr("There is a key and a key command"),
                       tr("Give one of them"));
    else if (!typed.isEmpty())
        checked = validateApiKey(key());
    else if (!isAdding() && !m_editing.keyCommand.isEmpty() &&
             m_keyCommand->text().trimmed().isEmpty())
        checked = fail(ErrorKind::InvalidInput, tr("There is neither a key nor a key command"),
                       tr("Give one of them"));
    return tellFault(m_keyFault, m_key, checked);
}

bool AccountForm::checkBaseUrl()
{
    const QUrl url = account().baseUrl;
    return tellFault(m_baseUrlFault, m_baseUrl,
                     m_baseUrl->text().trimmed().isEmpty() ? Result<void>() : validateBaseUrl(url));
}

bool AccountForm::checkProxy()
{
    Account probe;
    probe.name = QStringLiteral("proxy");
    probe.proxy = account().proxy;
    return tellFault(m_proxyFault, m_proxy, validateAccount(probe));
}

bool AccountForm::checkFields()
{
    const bool keyIsWell = checkKey();
    const bool baseUrlIsWell = checkBaseUrl();
    const bool proxyIsWell = checkProxy();
    if (keyIsWell && baseUrlIsWell && proxyIsWell)
        return true;
    if (!baseUrlIsWell || !proxyIsWell)
        m_more->setChecked(true);
    (!keyIsWell ? m_key : !baseUrlIsWell ? m_baseUrl : m_proxy)->setFocus();
    return false;
}

Account AccountForm::account() const
{
    const auto url = [](const QLineEdit* edit) {
        const QString text = edit->text().trimmed();
        return text.isEmpty() ? QUrl() : QUrl(text, QUrl::StrictMode);
    };
    Account account = m_editing;
    account.kind = kind();
    account.name = m_name->text().trimmed();
    if (account.kind == AccountKind::ApiKey)
        account.keyCommand = m_keyCommand->text().trimmed();
    if (isAdding() && account.kind == AccountKind::ClaudeCommand)
        account.configDir = m_configDir->text().trimmed();
    account.remindAfterDays = m_remind->value();
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
    for (QWidget* widget :
         std::initializer_list<QWidget*>{m_kind, m_name, m_key, m_configDir, m_advanced, m_more})
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
    const bool needsKey = isAdding() && kind() == AccountKind::ApiKey;
    const bool hasCommand = !m_keyCommand->text().trimmed().isEmpty();
    const bool knows = !asksTerms() || m_knowsTerms->isChecked();
    m_save->setEnabled(!m_name->text().trimmed().isEmpty() && (hasKey || hasCommand || !needsKey) &&
                       knows);
}

void AccountForm::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT cancelled();
    else
        QWidget::keyPressEvent(event);
}

} // namespace Patchbay
