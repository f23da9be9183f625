// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/usagetablemodel.h"

#include "desktop/dollartext.h"
#include "desktop/icons.h"
#include "desktop/statusline.h"
#include "desktop/usage/usagewords.h"

#include <QFont>
#include <QLocale>

namespace Patchbay {

namespace {

/// What numbers of a column compare by; the key compares by its text, days by their time.
double valueOf(const UsageTableRow& row, int column)
{
    const UsedSums& sums = row.sums;
    switch (column) {
    case UsageTableModel::KeyColumn:
        return static_cast<double>(row.number);
    case UsageTableModel::RequestsColumn:
        return static_cast<double>(sums.requests);
    case UsageTableModel::InputColumn:
        return static_cast<double>(sums.input + sums.cacheWrite);
    case UsageTableModel::CacheColumn:
        return static_cast<double>(sums.cacheRead);
    case UsageTableModel::OutputColumn:
        return static_cast<double>(sums.output);
    case UsageTableModel::FirstByteColumn:
        return static_cast<double>(row.latency.medianMs.value_or(0));
    case UsageTableModel::ErrorsColumn:
        return static_cast<double>(sums.errors);
    default:
        // Plans after all that is paid, the dearer first among themselves.
        return static_cast<double>(sums.paidMicroUsd()) +
               static_cast<double>(sums.planMicroUsd) * 1e-15;
    }
}

} // namespace

void UsageTableModel::setRows(UsageBy by, QList<UsageTableRow> rows, const UsedSums& total,
                              const Latency& latency)
{
    const bool isSame = by == m_by && rows.size() == m_rows.size() && !rows.isEmpty();
    if (!isSame)
        beginResetModel();
    if (by != m_by) {
        m_sortColumn = by == UsageBy::Day ? KeyColumn : CostColumn;
        m_sortOrder = Qt::DescendingOrder;
    }
    m_by = by;
    m_rows = std::move(rows);
    m_total = {tr("Total"), 0, 0, {}, false, total, latency};
    sortRows();
    if (isSame) // what is chosen stays so while figures change
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    else
        endResetModel();
}

void UsageTableModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    Q_EMIT layoutAboutToBeChanged();
    sortRows();
    Q_EMIT layoutChanged();
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

void UsageTableModel::sortRows()
{
    const auto less = [this](const UsageTableRow& a, const UsageTableRow& b) {
        if (m_sortColumn == KeyColumn && m_by != UsageBy::Day)
            return a.text.localeAwareCompare(b.text) < 0;
        return valueOf(a, m_sortColumn) < valueOf(b, m_sortColumn);
    };
    std::stable_sort(m_rows.begin(), m_rows.end(),
                     [&](const UsageTableRow& a, const UsageTableRow& b) {
                         return m_sortOrder == Qt::AscendingOrder ? less(a, b) : less(b, a);
                     });
}

const UsageTableRow* UsageTableModel::rowAt(int row) const
{
    return row >= 0 && row < m_rows.size() ? &m_rows.at(row) : nullptr;
}

int UsageTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || isEmpty() ? 0 : static_cast<int>(m_rows.size()) + 1;
}

int UsageTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString UsageTableModel::text(const UsageTableRow& row, int column) const
{
    const UsedSums& sums = row.sums;
    switch (column) {
    case KeyColumn:
        return row.text;
    case RequestsColumn:
        return QLocale().toString(sums.requests);
    case InputColumn:
        return shortCount(sums.input + sums.cacheWrite);
    case CacheColumn:
        return shortCount(sums.cacheRead);
    case OutputColumn:
        return shortCount(sums.output);
    case FirstByteColumn:
        return UsageWords::latencyText(row.latency.medianMs);
    case ErrorsColumn:
        return QLocale().toString(sums.errors);
    case CostColumn:
        return UsageWords::costText(sums, row.isPlan);
    default:
        return {};
    }
}

QString UsageTableModel::tip(const UsageTableRow& row, int column) const
{
    const QLocale locale;
    const UsedSums& sums = row.sums;
    switch (column) {
    case InputColumn:
        return sums.cacheWrite > 0
                   ? tr("%1, and %2 written to caches")
                         .arg(locale.toString(sums.input), locale.toString(sums.cacheWrite))
                   : locale.toString(sums.input);
    case CacheColumn:
        return locale.toString(sums.cacheRead);
    case OutputColumn:
        return locale.toString(sums.output);
    case FirstByteColumn:
        return row.latency.attempts == 0 ? QString()
                                         : tr("Half of the answers began within %1, 95 % within %2")
                                               .arg(UsageWords::latencyText(row.latency.medianMs),
                                                    UsageWords::latencyText(row.latency.p95Ms));
    case CostColumn:
        if (row.isPlan)
            return tr("Covered by the plan; %1 by the price list")
                .arg(dollarText(sums.planMicroUsd, sums.estimated > 0));
        return UsageWords::costHint(sums);
    default:
        return {};
    }
}

QVariant UsageTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const UsageTableRow* const found = rowAt(index.row());
    const UsageTableRow& row = found ? *found : m_total;
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
        return tip(row, index.column());
    case Qt::TextAlignmentRole:
        return static_cast<int>(Qt::AlignVCenter |
                                (index.column() == KeyColumn ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::FontRole:
        if (!found) {
            QFont font;
            font.setWeight(QFont::DemiBold);
            return font;
        }
        return {};
    case Qt::DecorationRole:
        if (index.column() == KeyColumn && row.color.isValid())
            return dotIcon(row.color);
        return {};
    default:
        return {};
    }
}

QVariant UsageTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter |
                                (section == KeyColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    if (section != m_sortColumn)
        return columnName(section);
    return columnName(section) +
           (m_sortOrder == Qt::AscendingOrder ? QStringLiteral(" ↑") : QStringLiteral(" ↓"));
}

QString UsageTableModel::columnName(int column) const
{
    switch (column) {
    case KeyColumn:
        switch (m_by) {
        case UsageBy::Account:
            return tr("Account");
        case UsageBy::Model:
            return tr("Model");
        case UsageBy::Client:
            return tr("Client");
        case UsageBy::Day:
            return tr("Day");
        }
        Q_UNREACHABLE();
    case RequestsColumn:
        return tr("Requests");
    case InputColumn:
        return tr("Input");
    case CacheColumn:
        return tr("Cache read");
    case OutputColumn:
        return tr("Output");
    case FirstByteColumn:
        return tr("First byte");
    case ErrorsColumn:
        return tr("Errors");
    case CostColumn:
        return tr("Cost");
    default:
        return {};
    }
}

QString UsageTableModel::copyText(const QList<int>& rows) const
{
    QStringList lines;
    QStringList cells;
    for (int column = 0; column < ColumnCount; ++column)
        cells.append(columnName(column));
    lines.append(cells.join(QLatin1Char('\t')));
    for (const int row : rows) {
        cells.clear();
        for (int column = 0; column < ColumnCount; ++column)
            cells.append(index(row, column).data().toString());
        lines.append(cells.join(QLatin1Char('\t')));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace Patchbay
