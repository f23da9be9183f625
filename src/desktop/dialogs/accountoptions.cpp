// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/accountoptions.h"

#include "accounts/accountstore.h"
#include "accounts/claudeprogram.h"
#include "accounts/importers.h"
#include "desktop/dialogs/budgetfields.h"
#include "desktop/dialogs/formfields.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

namespace Patchbay {

namespace {

QUrl urlOf(const QLineEdit* edit)
{
    const QString text = edit->text().trimmed();
    return text.isEmpty() ? QUrl() : QUrl(text, QUrl::StrictMode);
}

} // namespace

AccountOptions::AccountOptions(QWidget* parent)
    : QWidget(parent)
{
    buildFields();
    auto* numbers = buildNumbers();
    auto* switches = buildSwitches();

    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setVerticalSpacing(4);
    form->addRow(m_keyCommandLabel, m_keyCommand);
    form->addItem(new QSpacerItem(0, 4));
    form->addRow(tr("Base URL"), m_baseUrl);
    form->addRow(m_baseUrlFault);
    form->addItem(new QSpacerItem(0, 4));
    form->addRow(tr("Proxy"), m_proxy);
    form->addRow(m_proxyFault);
    form->addItem(new QSpacerItem(0, 4));
    form->addRow(tr("Models"), m_models);
    form->addItem(new QSpacerItem(0, 8));
    form->addRow(numbers);
    form->addItem(new QSpacerItem(0, 8));
    form->addRow(m_budgets);
    form->addItem(new QSpacerItem(0, 8));
    form->addRow(tr("May be used by"), switches);
    form->addRow(m_terms);
    form->addRow(m_knowsTerms);

    for (QLineEdit* edit : {m_keyCommand, m_baseUrl, m_proxy, m_models})
        connect(edit, &QLineEdit::returnPressed, this, &AccountOptions::returnPressed);
    connect(m_budgets, &BudgetFields::returnPressed, this, &AccountOptions::returnPressed);
    connect(m_keyCommand, &QLineEdit::textChanged, this, &AccountOptions::changed);
    connect(m_knowsTerms, &QCheckBox::toggled, this, &AccountOptions::changed);
    connect(m_allowEndpoint, &QCheckBox::toggled, this, &AccountOptions::updateTerms);
    connect(m_baseUrl, &QLineEdit::editingFinished, this, &AccountOptions::checkBaseUrl);
    connect(m_proxy, &QLineEdit::editingFinished, this, &AccountOptions::checkProxy);
}

void AccountOptions::buildFields()
{
    m_keyCommand = FormFields::line(tr("Key command"), QStringLiteral("keyCommand"),
                                    tr("a command that prints the key, in place of one"));
    m_keyCommandLabel = new QLabel(m_keyCommand->accessibleName());
    m_keyCommandLabel->setBuddy(m_keyCommand);
    m_baseUrl = FormFields::line(tr("Base URL"), QStringLiteral("baseUrl"),
                                 tr("https://api.anthropic.com"));
    m_baseUrlFault = FormFields::fault(QStringLiteral("baseUrlFault"));
    m_proxy = FormFields::line(tr("Proxy"), QStringLiteral("proxy"), tr("as the system says"));
    m_proxyFault = FormFields::fault(QStringLiteral("proxyFault"));
    m_models = FormFields::line(tr("Models"), QStringLiteral("models"),
                                tr("all; or ids separated by commas"));
    m_budgets = new BudgetFields;
}

QWidget* AccountOptions::buildNumbers()
{
    m_priority = FormFields::number(tr("Priority"), QStringLiteral("priority"), 1, 1000);
    m_priority->setToolTip(tr("Accounts with a lower number are used first"));
    m_weight = FormFields::number(tr("Weight"), QStringLiteral("weight"), 1, 1000);
    m_maxConcurrent =
        FormFields::number(tr("Answers at once"), QStringLiteral("maxConcurrent"), 1, 6);
    m_remind =
        FormFields::number(tr("Reminder after days"), QStringLiteral("remindAfterDays"), 0, 3650);
    m_remind->setSpecialValueText(tr("never"));
    m_remind->setToolTip(tr("When to be reminded to replace the key"));

    auto* box = new QWidget;
    auto* numbers = new QHBoxLayout(box);
    numbers->setContentsMargins(0, 0, 0, 0);
    numbers->setSpacing(16);
    for (QSpinBox* number : {m_priority, m_weight, m_maxConcurrent, m_remind}) {
        auto* column = new QVBoxLayout;
        column->setSpacing(4);
        auto* label = new QLabel(number->accessibleName());
        label->setBuddy(number);
        column->addWidget(label);
        column->addWidget(number);
        numbers->addLayout(column);
    }
    numbers->addStretch();
    return box;
}

QWidget* AccountOptions::buildSwitches()
{
    m_allowWindow = new QCheckBox(tr("This window"));
    m_allowCommandLine = new QCheckBox(tr("The command line"));
    m_allowEndpoint = new QCheckBox(tr("The local endpoint"));
    m_allowWindow->setObjectName(QStringLiteral("allowWindow"));
    m_allowCommandLine->setObjectName(QStringLiteral("allowCommandLine"));
    m_allowEndpoint->setObjectName(QStringLiteral("allowEndpoint"));
    m_terms = new QLabel(ClaudeProgram::endpointTerms());
    m_terms->setObjectName(QStringLiteral("endpointTerms"));
    m_terms->setWordWrap(true);
    m_terms->setMaximumWidth(620);
    m_knowsTerms = new QCheckBox(tr("I know, and answer for it"));
    m_knowsTerms->setObjectName(QStringLiteral("acceptTerms"));
    m_knowsTerms->setAccessibleName(m_knowsTerms->text());

    auto* box = new QWidget;
    auto* switches = new QHBoxLayout(box);
    switches->setContentsMargins(0, 0, 0, 0);
    switches->setSpacing(16);
    for (QCheckBox* allow : {m_allowWindow, m_allowCommandLine, m_allowEndpoint}) {
        allow->setAccessibleName(allow->text());
        switches->addWidget(allow);
    }
    switches->addStretch();
    return box;
}

void AccountOptions::fill(const Account& account, const QList<Budget>& budgets)
{
    m_keyCommand->setText(account.keyCommand);
    m_remind->setValue(account.remindAfterDays);
    m_knowsTerms->setChecked(false);
    m_baseUrlFault->hide();
    m_proxyFault->hide();
    m_baseUrl->setText(account.baseUrl.toString());
    m_proxy->setText(account.proxy.toString());
    m_models->setText(account.models.join(QStringLiteral(", ")));
    m_priority->setValue(account.priority);
    m_weight->setValue(account.weight);
    m_maxConcurrent->setValue(account.maxConcurrent);
    m_allowWindow->setChecked(account.allowWindow);
    m_allowCommandLine->setChecked(account.allowCommandLine);
    m_allowEndpoint->setChecked(account.allowEndpoint);
    m_budgets->fill(budgets);
}

void AccountOptions::setKind(AccountKind kind, bool servedEndpoint)
{
    m_kind = kind;
    m_servedEndpoint = servedEndpoint;
    m_keyCommandLabel->setVisible(kind == AccountKind::ApiKey);
    m_keyCommand->setVisible(kind == AccountKind::ApiKey);
    updateTerms();
}

void AccountOptions::allowEndpoint(bool allow)
{
    m_allowEndpoint->setChecked(allow);
}

void AccountOptions::updateTerms()
{
    const bool hasTerms = m_kind == AccountKind::ClaudeCommand && m_allowEndpoint->isChecked();
    m_terms->setVisible(hasTerms);
    m_knowsTerms->setVisible(hasTerms && !m_servedEndpoint);
    Q_EMIT changed();
}

bool AccountOptions::isAgreed() const
{
    const bool asks =
        m_kind == AccountKind::ClaudeCommand && m_allowEndpoint->isChecked() && !m_servedEndpoint;
    return !asks || m_knowsTerms->isChecked();
}

QString AccountOptions::keyCommand() const
{
    return m_kind == AccountKind::ApiKey ? m_keyCommand->text().trimmed() : QString();
}

QList<Budget> AccountOptions::budgets(const AccountId& id) const
{
    return m_budgets->budgets(id.value);
}

void AccountOptions::apply(Account& account) const
{
    if (m_kind == AccountKind::ApiKey)
        account.keyCommand = keyCommand();
    account.remindAfterDays = m_remind->value();
    account.baseUrl = urlOf(m_baseUrl);
    account.proxy = urlOf(m_proxy);
    account.models.clear();
    for (const QString& model : m_models->text().split(u',', Qt::SkipEmptyParts))
        account.models.append(model.trimmed());
    account.priority = m_priority->value();
    account.weight = m_weight->value();
    account.maxConcurrent = m_maxConcurrent->value();
    account.allowWindow = m_allowWindow->isChecked();
    account.allowCommandLine = m_allowCommandLine->isChecked();
    account.allowEndpoint = m_allowEndpoint->isChecked();
}

bool AccountOptions::checkBaseUrl()
{
    return FormFields::tell(
        m_baseUrlFault, m_baseUrl,
        m_baseUrl->text().trimmed().isEmpty() ? Result<void>() : validateBaseUrl(urlOf(m_baseUrl)));
}

bool AccountOptions::checkProxy()
{
    Account probe;
    probe.name = QStringLiteral("proxy");
    probe.proxy = urlOf(m_proxy);
    return FormFields::tell(m_proxyFault, m_proxy, validateAccount(probe));
}

bool AccountOptions::check()
{
    const bool budgetsAreWell = m_budgets->check();
    const bool proxyIsWell = checkProxy();
    const bool baseUrlIsWell = checkBaseUrl();
    m_faulty = !baseUrlIsWell    ? m_baseUrl
               : !proxyIsWell    ? m_proxy
               : !budgetsAreWell ? static_cast<QWidget*>(m_budgets)
                                 : nullptr;
    return !m_faulty;
}

void AccountOptions::focusFault()
{
    if (m_faulty)
        m_faulty->setFocus();
}

} // namespace Patchbay
