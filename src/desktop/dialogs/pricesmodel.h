// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/pricetable.h"

#include <QAbstractTableModel>

namespace Patchbay {

/// The price of each model that holds today, and all of the user's own. GUI thread.
class PricesModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        ModelColumn,
        FromColumn,
        InputColumn,
        OutputColumn,
        Write5mColumn,
        Write1hColumn,
        ReadColumn,
        ColumnCount
    };
    struct Row
    {
        PriceEdit price;
        bool isOwn = false;
        bool holdsToday = false;
        bool hasTiers = false; // large prompts have prices of their own
        bool operator==(const Row&) const = default;
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setPrices(const PriceTable& prices, const QList<PriceEdit>& edits, const QDate& today);
    [[nodiscard]] const Row& at(int row) const { return m_rows.at(row); }
    /// The row of this model and day; -1: none. Without a day what holds today.
    [[nodiscard]] int rowOf(const QString& model, const QDate& validFrom = {}) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    QList<Row> m_rows;
};

} // namespace Patchbay
