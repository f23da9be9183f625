// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/usagereport.h"

#include <QAbstractTableModel>
#include <QHash>

namespace Patchbay {

/// The rows of a usage report with their sum as the last one. GUI thread.
class UsageModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        KeyColumn,
        RequestsColumn,
        InputColumn,
        CacheColumn,
        OutputColumn,
        ErrorsColumn,
        CostColumn,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// `colors` of rows by their key, where they have one.
    void setReport(const UsageReport& report, UsageKey by, const QHash<QString, int>& colors);
    [[nodiscard]] bool isEmpty() const { return m_report.rows.isEmpty(); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] const UsageRow& rowAt(int row) const;
    [[nodiscard]] QString keyText(const UsageRow& row) const;
    [[nodiscard]] QString text(const UsageRow& row, int column, bool isTotal) const;

    UsageReport m_report;
    UsageKey m_by = UsageKey::Account;
    QHash<QString, int> m_colors;
};

} // namespace Patchbay
