// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "desktop/usage/usagefacts.h"

#include <QAbstractTableModel>
#include <QColor>

namespace Patchbay {

/// One row of the table of usage.
struct UsageTableRow
{
    QString text;
    qint64 number = 0; // of the account, model or client; the start in milliseconds of a day
    qint64 endMs = 0;  // of a day
    QColor color;      // invalid: none
    bool isPlan = false;
    UsedSums sums;
    Latency latency;
};

/// Sums by account, model, client or day, sorted by any column, with their total as the last row.
/// GUI thread.
class UsageTableModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        KeyColumn,
        RequestsColumn,
        InputColumn,
        CacheColumn,
        OutputColumn,
        FirstByteColumn,
        ErrorsColumn,
        CostColumn,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(UsageBy by, QList<UsageTableRow> rows, const UsedSums& total,
                 const Latency& latency);
    [[nodiscard]] bool isEmpty() const { return m_rows.isEmpty(); }
    [[nodiscard]] UsageBy by() const { return m_by; }
    /// Null for the total.
    [[nodiscard]] const UsageTableRow* rowAt(int row) const;
    /// Tab-separated with a header, as spreadsheets take it from the clipboard.
    [[nodiscard]] QString copyText(const QList<int>& rows) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void sortRows();
    [[nodiscard]] QString columnName(int column) const;
    [[nodiscard]] QString text(const UsageTableRow& row, int column) const;
    [[nodiscard]] QString tip(const UsageTableRow& row, int column) const;

    UsageBy m_by = UsageBy::Account;
    QList<UsageTableRow> m_rows;
    UsageTableRow m_total;
    int m_sortColumn = CostColumn;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

} // namespace Patchbay
