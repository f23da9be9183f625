// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QStringList>

namespace Patchbay {

/// One row of a table of the pool. A value.
struct PoolRow
{
    QString key; // the same row has the same key when the table is filled anew
    QStringList texts;
    int color = -1; // of an account, shown as a dot in `colorColumn`
    int colorColumn = 0;

    bool operator==(const PoolRow&) const = default;
};

/// A table that is filled anew while someone looks at it: rows that stay keep selection and place,
/// new ones come in at the top or the end. GUI thread.
class PoolTableModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit PoolTableModel(QStringList headers, QObject* parent = nullptr);

    void setRows(const QList<PoolRow>& rows);
    [[nodiscard]] const QList<PoolRow>& rows() const { return m_rows; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    void removeGone(const QList<PoolRow>& rows);

    QStringList m_headers;
    QList<PoolRow> m_rows;
};

} // namespace Patchbay
