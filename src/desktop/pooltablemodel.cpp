// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/pooltablemodel.h"

#include "desktop/accountcolors.h"
#include "desktop/icons.h"

#include <QGuiApplication>
#include <QSet>

namespace Patchbay {

PoolTableModel::PoolTableModel(QStringList headers, QObject* parent)
    : QAbstractTableModel(parent)
    , m_headers(std::move(headers))
{
}

void PoolTableModel::removeGone(const QList<PoolRow>& rows)
{
    QSet<QString> keys;
    for (const PoolRow& row : rows)
        keys.insert(row.key);
    for (int i = static_cast<int>(m_rows.size()) - 1; i >= 0; --i) {
        if (keys.contains(m_rows.at(i).key))
            continue;
        beginRemoveRows({}, i, i);
        m_rows.removeAt(i);
        endRemoveRows();
    }
}

void PoolTableModel::setRows(const QList<PoolRow>& rows)
{
    removeGone(rows);
    for (int i = 0; i < rows.size(); ++i) {
        if (i < m_rows.size() && m_rows.at(i).key == rows.at(i).key) {
            if (m_rows.at(i) == rows.at(i))
                continue;
            m_rows[i] = rows.at(i);
            Q_EMIT dataChanged(index(i, 0), index(i, columnCount() - 1));
            continue;
        }
        const auto isSame = [&](const PoolRow& row) { return row.key == rows.at(i).key; };
        if (std::any_of(m_rows.cbegin() + i, m_rows.cend(), isSame)) {
            // The order is another one.
            beginResetModel();
            m_rows = rows;
            endResetModel();
            return;
        }
        beginInsertRows({}, i, i);
        m_rows.insert(i, rows.at(i));
        endInsertRows();
    }
}

int PoolTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PoolTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_headers.size());
}

QVariant PoolTableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const PoolRow& row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole: // where a column is too narrow for it
        return row.texts.value(index.column());
    case Qt::DecorationRole:
        if (row.color >= 0 && index.column() == row.colorColumn)
            return dotIcon(accountColor(row.color, QGuiApplication::palette()));
        return {};
    default:
        return {};
    }
}

QVariant PoolTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return m_headers.value(section);
}

} // namespace Patchbay
