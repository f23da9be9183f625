// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/budgetfields.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>

namespace Patchbay {

namespace {

constexpr int kFieldWidth = 200;

} // namespace

BudgetFields::BudgetFields(QWidget* parent)
    : QWidget(parent)
{
    auto* fields = new QHBoxLayout;
    fields->setSpacing(20);
    fields->addWidget(
        build(m_day, tr("Budget per day, in US dollars"), QStringLiteral("dayBudget")));
    fields->addWidget(
        build(m_month, tr("Budget per month, in US dollars"), QStringLiteral("monthBudget")));
    fields->addStretch();
    m_fault = new QLabel;
    m_fault->setObjectName(QStringLiteral("budgetFault"));
    m_fault->setProperty("error", true);
    m_fault->setWordWrap(true);
    m_fault->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(fields);
    layout->addWidget(m_fault);
}

QWidget* BudgetFields::build(Field& field, const QString& name, const QString& objectName)
{
    field.amount = new QLineEdit;
    field.amount->setObjectName(objectName);
    field.amount->setAccessibleName(name);
    field.amount->setPlaceholderText(tr("none"));
    field.amount->setFixedWidth(kFieldWidth); // both fill the width of the fields above
    field.isHard = new QCheckBox(tr("Never pass it"));
    field.isHard->setObjectName(objectName + QStringLiteral("IsHard"));
    field.isHard->setAccessibleName(field.isHard->text());
    field.isHard->setToolTip(tr("Nothing is sent that might cost more than is left. Without this "
                                "you are told when the budget is reached."));
    auto* label = new QLabel(name);
    label->setBuddy(field.amount);
    connect(field.amount, &QLineEdit::textChanged, this, [this, &field] { updateSwitch(field); });
    connect(field.amount, &QLineEdit::editingFinished, this, [this, &field] { checkField(field); });
    connect(field.amount, &QLineEdit::returnPressed, this, &BudgetFields::returnPressed);

    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(label);
    column->addWidget(field.amount);
    column->addWidget(field.isHard);
    return box;
}

void BudgetFields::fill(const QList<Budget>& budgets)
{
    for (const Field& field : {m_day, m_month}) {
        field.amount->clear();
        field.isHard->setChecked(false);
    }
    for (const Budget& budget : budgets) {
        const Field& field = budget.period == BudgetPeriod::Day ? m_day : m_month;
        field.amount->setText(plainUsd(budget.limitMicroUsd));
        field.isHard->setChecked(budget.isHard);
    }
    m_fault->hide();
    updateSwitch(m_day);
    updateSwitch(m_month);
}

void BudgetFields::updateSwitch(const Field& field)
{
    field.isHard->setEnabled(!field.amount->text().trimmed().isEmpty());
}

bool BudgetFields::checkField(const Field& field)
{
    const QString text = field.amount->text().trimmed();
    const auto parsed = text.isEmpty() ? Result<qint64>(0) : parseUsd(text);
    m_fault->setText(parsed ? QString() : parsed.error().sentence());
    m_fault->setVisible(!parsed);
    field.amount->setAccessibleDescription(m_fault->text());
    return parsed.has_value();
}

bool BudgetFields::check()
{
    for (const Field& field : {m_day, m_month}) {
        if (checkField(field))
            continue;
        field.amount->setFocus();
        return false;
    }
    return true;
}

QList<Budget> BudgetFields::budgets(const QString& accountId) const
{
    QList<Budget> budgets;
    const auto add = [&](const Field& field, BudgetPeriod period) {
        if (const auto parsed = parseUsd(field.amount->text()))
            budgets.append(
                {BudgetScope::Account, accountId, period, *parsed, field.isHard->isChecked()});
    };
    add(m_day, BudgetPeriod::Day);
    add(m_month, BudgetPeriod::Month);
    return budgets;
}

} // namespace Patchbay
