// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/budgetsmodel.h"

#include "desktop/dialogs/timeleft.h"
#include "desktop/dollartext.h"

namespace Patchbay {

namespace {

bool isNumber(int column)
{
    return column == BudgetsModel::SpentColumn || column == BudgetsModel::LeftColumn;
}

} // namespace

QString budgetPeriodText(BudgetPeriod period)
{
    return period == BudgetPeriod::Day ? BudgetsModel::tr("Each day")
                                       : BudgetsModel::tr("Each month");
}

void BudgetsModel::setRows(QList<Row> rows, qint64 nowMs)
{
    m_nowMs = nowMs;
    const bool isSameShape = std::equal(
        rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
        [](const Row& a, const Row& b) { return a.status.budget.isFor(b.status.budget); });
    if (isSameShape) {
        m_rows = std::move(rows);
        if (!m_rows.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int BudgetsModel::rowOf(const Budget& budget) const
{
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const Row& row) {
        return row.status.budget.isFor(budget);
    });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int BudgetsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int BudgetsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString BudgetsModel::text(const Row& row, int column) const
{
    const BudgetStatus& status = row.status;
    switch (column) {
    case ScopeColumn:
        return row.scope;
    case PeriodColumn:
        return budgetPeriodText(status.budget.period);
    case UsedColumn:
        return tr("%1 %").arg(status.usedPercent());
    case SpentColumn:
        return tr("%1 of %2")
            .arg(dollarText(status.spent.spentMicroUsd), dollarText(status.budget.limitMicroUsd));
    case LeftColumn:
        return dollarText(status.leftMicroUsd());
    case KindColumn:
        return status.budget.isHard ? tr("never passed") : tr("warns");
    case ResetColumn:
        return momentText(status.resetsAtMs, m_nowMs);
    default:
        return {};
    }
}

QVariant BudgetsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return text(row, index.column());
    case Qt::TextAlignmentRole:
        return static_cast<int>(Qt::AlignVCenter |
                                (isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ToolTipRole:
        if (row.status.spent.reservedMicroUsd > 0)
            return tr("%1 is set aside for requests under way")
                .arg(dollarText(row.status.spent.reservedMicroUsd));
        return index.column() == ScopeColumn ? row.scope : QVariant();
    case UsedPercentRole:
        return row.status.usedPercent();
    default:
        return {};
    }
}

QVariant BudgetsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter |
                                (isNumber(section) ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ScopeColumn:
        return tr("Budget of");
    case PeriodColumn:
        return tr("Period");
    case UsedColumn:
        return tr("Used");
    case SpentColumn:
        return tr("Spent");
    case LeftColumn:
        return tr("Left");
    case KindColumn:
        return tr("Kind");
    case ResetColumn:
        return tr("Begins anew");
    default:
        return {};
    }
}

} // namespace Patchbay
