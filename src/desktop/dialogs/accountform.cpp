// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/accountform.h"

#include "desktop/dialogs/accountoptions.h"
#include "desktop/dialogs/formfields.h"
#include "desktop/dialogs/profilefield.h"
#include "usage/budget.h"

#include <QComboBox>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

namespace Patchbay {

AccountForm::AccountForm(QWidget* parent)
    : QWidget(parent)
{
    m_title = new QLabel;
    m_title->setProperty("heading", true);

    buildFields();
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
    fields->addRow(m_keyFault);
    fields->addRow(m_keyHint);
    fields->addItem(new QSpacerItem(0, 8));
    fields->addRow(m_configDirLabel, m_configDir);
    fields->addRow(m_profile);

    m_more = new QToolButton;
    m_more->setObjectName(QStringLiteral("moreOptions"));
    m_more->setText(tr("More options"));
    m_more->setAccessibleName(tr("More options"));
    m_more->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_more->setArrowType(Qt::RightArrow);
    m_more->setCheckable(true);
    m_more->setAutoRaise(true);
    m_options = new AccountOptions;
    m_options->hide();
    connect(m_more, &QToolButton::toggled, this, [this](bool open) {
        m_more->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        m_options->setVisible(open);
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
    layout->addWidget(m_options);
    layout->addWidget(m_error);
    layout->addLayout(buttons);
    layout->addStretch();

    connect(m_name, &QLineEdit::textChanged, this, &AccountForm::updateSave);
    connect(m_key, &QLineEdit::textChanged, this, &AccountForm::updateSave);
    connect(m_save, &QPushButton::clicked, this, &AccountForm::saveRequested);
    connect(m_cancel, &QPushButton::clicked, this, &AccountForm::cancelled);
    connect(m_key, &QLineEdit::editingFinished, this, &AccountForm::checkKey);
    connect(m_options, &AccountOptions::changed, this, &AccountForm::updateSave);
    connect(m_profile, &ProfileField::changed, this, &AccountForm::updateSave);
    connect(m_options, &AccountOptions::returnPressed, m_save, &QPushButton::click);
    connect(m_profile, &ProfileField::returnPressed, m_save, &QPushButton::click);
    for (QLineEdit* edit : {m_name, m_key, m_configDir})
        connect(edit, &QLineEdit::returnPressed, m_save, &QPushButton::click);
}

void AccountForm::buildFields()
{
    m_kind = new QComboBox;
    m_kind->setObjectName(QStringLiteral("accountKind"));
    m_kind->setAccessibleName(tr("Kind of account"));
    m_kind->addItem(tr("API with a key"), static_cast<int>(AccountKind::ApiKey));
    m_kind->addItem(tr("Claude subscription"), static_cast<int>(AccountKind::ClaudeCommand));
    m_kind->addItem(tr("OAuth sign-in"), static_cast<int>(AccountKind::OAuth));
    m_kind->setMaximumWidth(FormFields::fieldWidth);
    connect(m_kind, &QComboBox::activated, this, [this] {
        m_options->allowEndpoint(kind() != AccountKind::ClaudeCommand);
        updateKind();
    });
    m_name = FormFields::line(tr("Account name"), QStringLiteral("accountName"), tr("work"));
    m_key = FormFields::line(tr("API key"), QStringLiteral("apiKey"), QStringLiteral("sk-ant-…"));
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
    m_keyHint = new QLabel;
    m_keyHint->setProperty("hint", true);
    m_keyHint->setWordWrap(true);

    m_keyFault = FormFields::fault(QStringLiteral("apiKeyFault"));
    m_configDir = FormFields::line(tr("Configuration folder"),
                                   QStringLiteral("configurationFolder"), tr("one of its own"));
    m_configDirLabel = new QLabel(m_configDir->accessibleName());
    m_configDirLabel->setBuddy(m_configDir);
    m_profile = new ProfileField;
}

void AccountForm::beginAdding(const QString& vaultName)
{
    m_editing = {};
    m_title->setText(tr("Add account"));
    m_vaultName = vaultName;
    fill({}, {});
    m_more->setChecked(false);
    m_name->setFocus();
}

void AccountForm::beginEditing(const Account& account, const QList<Budget>& budgets,
                               const QString& vaultName)
{
    m_editing = account;
    m_title->setText(tr("Edit account"));
    m_vaultName = vaultName;
    fill(account, budgets);
    m_name->setFocus();
    m_name->selectAll();
}

void AccountForm::fill(const Account& account, const QList<Budget>& budgets)
{
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(static_cast<int>(account.kind))));
    m_name->setText(account.name);
    m_key->clear();
    m_keyFault->hide();
    m_configDir->setText(account.configDir);
    m_profile->clear();
    m_options->fill(account, budgets);
    m_error->hide();
    updateKind();
    setBusy(false);
}

AccountKind AccountForm::kind() const
{
    return isAdding() ? static_cast<AccountKind>(m_kind->currentData().toInt()) : m_editing.kind;
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
    m_profile->setVisible(!takesKey && isAdding());
    if (!takesKey)
        m_keyFault->hide();
    m_keyLabel->setText(isProgram ? tr("Token of claude setup-token") : tr("API key"));
    m_key->setAccessibleName(m_keyLabel->text());
    m_key->setPlaceholderText(isProgram ? tr("none: the program signs in itself")
                                        : QStringLiteral("sk-ant-…"));
    m_keyHint->setText(keyHint());
    m_keyHint->setVisible(takesKey || !isAdding());
    m_options->setKind(kind(), !isAdding() && m_editing.allowEndpoint);
    updateSave();
}

QString AccountForm::keyHint() const
{
    const bool isProgram = kind() == AccountKind::ClaudeCommand;
    if (kind() == AccountKind::OAuth)
        return tr("It signs in with the provider; there is no key to type.");
    if (!isAdding() && isProgram)
        return tr("Leave it empty to keep how it signs in.");
    if (!isAdding())
        return tr("Leave it empty to keep the key that is in %1. A new one takes its place once "
                  "it has answered.")
            .arg(m_vaultName);
    if (isProgram)
        return tr("A token goes into %1. Without one the claude program on this machine signs in "
                  "to the folder below.")
            .arg(m_vaultName);
    return tr("It goes into %1 and nowhere else.").arg(m_vaultName);
}

bool AccountForm::checkKey()
{
    const QString typed = m_key->text().trimmed();
    Result<void> checked;
    if (kind() == AccountKind::OAuth)
        return true;
    if (!typed.isEmpty() && !m_options->keyCommand().isEmpty())
        checked = fail(ErrorKind::InvalidInput, tr("There is a key and a key command"),
                       tr("Give one of them"));
    else if (!typed.isEmpty())
        checked = validateApiKey(key());
    else if (!isAdding() && !m_editing.keyCommand.isEmpty() && m_options->keyCommand().isEmpty())
        checked = fail(ErrorKind::InvalidInput, tr("There is neither a key nor a key command"),
                       tr("Give one of them"));
    return FormFields::tell(m_keyFault, m_key, checked);
}

bool AccountForm::checkFields()
{
    const bool keyIsWell = checkKey();
    const bool profileIsWell = m_profile->isHidden() || m_profile->check();
    const bool optionsAreWell = m_options->check();
    if (!optionsAreWell) {
        m_more->setChecked(true);
        m_options->focusFault();
    }
    if (!keyIsWell)
        m_key->setFocus();
    return keyIsWell && profileIsWell && optionsAreWell;
}

Account AccountForm::account() const
{
    Account account = m_editing;
    account.kind = kind();
    account.name = m_name->text().trimmed();
    if (isAdding() && account.kind == AccountKind::ClaudeCommand)
        account.configDir = m_configDir->text().trimmed();
    if (isAdding() && account.kind == AccountKind::OAuth && m_profile->profile())
        account.oauthProfile = m_profile->profile()->toJson();
    m_options->apply(account);
    return account;
}

QList<Budget> AccountForm::budgets(const AccountId& id) const
{
    return m_options->budgets(id);
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
    for (QWidget* widget : std::initializer_list<QWidget*>{m_kind, m_name, m_key, m_configDir,
                                                           m_profile, m_options, m_more})
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
    const bool hasCommand = !m_options->keyCommand().isEmpty();
    const bool needsProfile = isAdding() && kind() == AccountKind::OAuth;
    m_save->setEnabled(!m_name->text().trimmed().isEmpty() && (hasKey || hasCommand || !needsKey) &&
                       (m_profile->profile() || !needsProfile) && m_options->isAgreed());
}

void AccountForm::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT cancelled();
    else
        QWidget::keyPressEvent(event);
}

} // namespace Patchbay
