// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/budget.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;

namespace Patchbay {

/// What an account may cost per day and per month, each with a switch that makes it hard. GUI
/// thread.
class BudgetFields final : public QWidget
{
    Q_OBJECT
public:
    explicit BudgetFields(QWidget* parent = nullptr);

    void fill(const QList<Budget>& budgets);
    /// Whether each field is empty or holds an amount; what is wrong is told beside it, and the
    /// first wrong field gets the focus.
    [[nodiscard]] bool check();
    /// What the fields say, of the account with this id; a field that is empty or wrong says none.
    [[nodiscard]] QList<Budget> budgets(const QString& accountId) const;

Q_SIGNALS:
    void returnPressed();

private:
    struct Field
    {
        QLineEdit* amount = nullptr;
        QCheckBox* isHard = nullptr;
    };
    [[nodiscard]] QWidget* build(Field& field, const QString& name, const QString& objectName);
    void updateSwitch(const Field& field);
    bool checkField(const Field& field);

    Field m_day;
    Field m_month;
    QLabel* m_fault = nullptr;
};

} // namespace Patchbay
