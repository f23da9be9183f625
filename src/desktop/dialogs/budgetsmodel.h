// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/budgetstatus.h"

#include <QAbstractTableModel>

namespace Patchbay {

/// The budgets and how they stand. GUI thread.
class BudgetsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        ScopeColumn,
        PeriodColumn,
        UsedColumn, // a bar
        SpentColumn,
        LeftColumn,
        KindColumn,
        ResetColumn,
        ColumnCount
    };
    enum Role { UsedPercentRole = Qt::UserRole };
    struct Row
    {
        BudgetStatus status;
        QString scope; // in words
        bool operator==(const Row&) const = default;
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(QList<Row> rows, qint64 nowMs);
    [[nodiscard]] const Row& at(int row) const { return m_rows.at(row); }
    /// -1: none is for the same.
    [[nodiscard]] int rowOf(const Budget& budget) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] QString text(const Row& row, int column) const;

    QList<Row> m_rows;
    qint64 m_nowMs = 0;
};

/// "Each day", "Each month".
[[nodiscard]] QString budgetPeriodText(BudgetPeriod period);

} // namespace Patchbay
