// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/clientform.h"

#include "desktop/dialogs/accountchoice.h"
#include "desktop/dialogs/budgetfields.h"
#include "desktop/dialogs/expiryfield.h"
#include "desktop/dialogs/formfields.h"

#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace Patchbay {

ClientForm::ClientForm(QWidget* parent)
    : QWidget(parent)
{
    buildFields();
    auto* fields = new QFormLayout;
    fields->setRowWrapPolicy(QFormLayout::WrapAllRows);
    fields->setVerticalSpacing(4);
    fields->addRow(tr("Client name"), m_name);
    fields->addRow(m_nameHint);
    fields->addItem(new QSpacerItem(0, 8));
    fields->addRow(tr("Models"), m_models);
    fields->addItem(new QSpacerItem(0, 8));
    fields->addRow(tr("May use"), m_accounts);
    fields->addItem(new QSpacerItem(0, 8));
    fields->addRow(buildNumbers());
    fields->addItem(new QSpacerItem(0, 8));
    fields->addRow(m_budgets);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_save);
    buttons->addWidget(m_cancel);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 24);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addLayout(fields);
    layout->addWidget(m_error);
    layout->addLayout(buttons);
    layout->addStretch();

    connect(m_name, &QLineEdit::textChanged, this, &ClientForm::updateSave);
    connect(m_accounts, &AccountChoice::changed, this, &ClientForm::updateSave);
    connect(m_save, &QPushButton::clicked, this, &ClientForm::saveRequested);
    connect(m_cancel, &QPushButton::clicked, this, &ClientForm::cancelled);
    connect(m_budgets, &BudgetFields::returnPressed, m_save, &QPushButton::click);
    for (QLineEdit* edit : {m_name, m_models})
        connect(edit, &QLineEdit::returnPressed, m_save, &QPushButton::click);
}

void ClientForm::buildFields()
{
    m_title = new QLabel;
    m_title->setProperty("heading", true);
    m_name = FormFields::line(tr("Client name"), QStringLiteral("clientName"),
                              QStringLiteral("claude-code"));
    m_nameHint = new QLabel(tr("The name of the tool, say. It stays: requests are known by it."));
    m_nameHint->setProperty("hint", true);
    m_nameHint->setWordWrap(true);
    m_models = FormFields::line(tr("Models"), QStringLiteral("clientModels"),
                                tr("all; or names separated by commas, such as claude-haiku-*"));
    m_accounts = new AccountChoice;
    m_expiry = new ExpiryField;
    m_budgets = new BudgetFields;
    m_error = FormFields::fault(QStringLiteral("clientError"));
    m_save = new QPushButton(tr("Save"));
    m_save->setObjectName(QStringLiteral("saveClient"));
    m_save->setAccessibleName(m_save->text());
    m_save->setProperty("primary", true);
    m_save->setDefault(true);
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("cancelClient"));
    m_cancel->setAccessibleName(m_cancel->text());
    m_cancel->setAutoDefault(false);
}

QWidget* ClientForm::buildNumbers()
{
    m_perMinute = FormFields::number(tr("Requests per minute"), QStringLiteral("requestsPerMinute"),
                                     0, mostRequestsPerMinute);
    m_atOnce = FormFields::number(tr("Requests at once"), QStringLiteral("requestsAtOnce"), 0,
                                  mostConcurrentRequests);
    auto* box = new QWidget;
    auto* numbers = new QHBoxLayout(box);
    numbers->setContentsMargins(0, 0, 0, 0);
    numbers->setSpacing(16);
    const auto add = [numbers](QWidget* field, const QString& name) {
        auto* column = new QVBoxLayout;
        column->setSpacing(4);
        auto* label = new QLabel(name);
        label->setBuddy(field);
        column->addWidget(label);
        column->addWidget(field);
        column->addStretch();
        numbers->addLayout(column);
    };
    for (QSpinBox* number : {m_perMinute, m_atOnce}) {
        number->setSpecialValueText(tr("no limit"));
        number->setMinimumWidth(120);
        number->setMaximumWidth(140);
        add(number, number->accessibleName());
    }
    add(m_expiry, tr("Token ends"));
    numbers->addStretch();
    return box;
}

void ClientForm::begin(const QList<Account>& accounts, const QList<Budget>& budgets, qint64 nowMs)
{
    m_error->hide();
    m_name->setText(m_editing.name);
    m_name->setEnabled(isAdding());
    m_nameHint->setVisible(isAdding());
    m_models->setText(m_editing.models.join(QStringLiteral(", ")));
    m_accounts->fill(accounts, m_editing.accounts);
    m_perMinute->setValue(m_editing.requestsPerMinute);
    m_atOnce->setValue(m_editing.maxConcurrent);
    m_expiry->fill(m_editing.expiresAtMs, nowMs);
    m_budgets->fill(budgets);
    setBusy(false);
    (isAdding() ? m_name : m_models)->setFocus();
}

void ClientForm::beginAdding(const QList<Account>& accounts, const QList<Budget>& budgets,
                             qint64 nowMs)
{
    m_editing = {};
    m_title->setText(tr("Add client"));
    begin(accounts, budgets, nowMs);
}

void ClientForm::beginEditing(const EndpointClient& client, const QList<Account>& accounts,
                              const QList<Budget>& budgets, qint64 nowMs)
{
    m_editing = client;
    m_title->setText(tr("Edit client"));
    begin(accounts, budgets, nowMs);
}

EndpointClient ClientForm::client(qint64 nowMs) const
{
    EndpointClient client = m_editing;
    if (isAdding())
        client.name = m_name->text().trimmed();
    client.models.clear();
    for (const QString& model : m_models->text().split(u',', Qt::SkipEmptyParts)) {
        if (const QString name = model.trimmed(); !name.isEmpty())
            client.models.append(name);
    }
    client.models.removeDuplicates();
    client.accounts = m_accounts->chosen();
    client.requestsPerMinute = m_perMinute->value();
    client.maxConcurrent = m_atOnce->value();
    client.expiresAtMs = m_expiry->expiresAtMs(nowMs);
    return client;
}

QList<Budget> ClientForm::budgets() const
{
    const QString name = isAdding() ? m_name->text().trimmed() : m_editing.name;
    QList<Budget> budgets = m_budgets->budgets(name);
    for (Budget& budget : budgets)
        budget.scope = BudgetScope::Client;
    return budgets;
}

bool ClientForm::check(qint64 nowMs)
{
    m_error->hide();
    if (const auto valid = validateClient(client(nowMs)); !valid) {
        showError(valid.error());
        return false;
    }
    return m_budgets->check();
}

void ClientForm::showError(const Error& error)
{
    setBusy(false);
    m_error->setText(error.sentence());
    m_error->show();
}

void ClientForm::setBusy(bool busy)
{
    m_save->setProperty("busy", busy);
    updateSave();
}

void ClientForm::updateSave()
{
    m_save->setEnabled(!m_save->property("busy").toBool() && !m_name->text().trimmed().isEmpty() &&
                       m_accounts->isComplete());
}

} // namespace Patchbay
