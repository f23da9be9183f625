// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usagemodel.h"

#include "claude/pricetable.h"
#include "desktop/accountcolors.h"
#include "desktop/icons.h"
#include "desktop/messagedetails.h"

#include <QDate>
#include <QFont>
#include <QGuiApplication>
#include <QLocale>

namespace Patchbay {

void UsageModel::setReport(const UsageReport& report, UsageKey by,
                           const QHash<QString, int>& colors)
{
    beginResetModel();
    m_report = report;
    if (by == UsageKey::Day)
        std::reverse(m_report.rows.begin(), m_report.rows.end()); // newest first
    m_by = by;
    m_colors = colors;
    endResetModel();
}

int UsageModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || isEmpty() ? 0 : static_cast<int>(m_report.rows.size()) + 1;
}

int UsageModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const UsageRow& UsageModel::rowAt(int row) const
{
    return row < m_report.rows.size() ? m_report.rows.at(row) : m_report.total;
}

QString UsageModel::keyText(const UsageRow& row) const
{
    const QString key = row.keys.value(0);
    if (m_by == UsageKey::Model)
        return key.isEmpty() ? tr("unknown model") : modelDisplayName(key);
    if (m_by == UsageKey::Day) {
        const QDate day = QDate::fromString(key, Qt::ISODate);
        return QLocale().toString(day, QLocale::LongFormat);
    }
    return key.isEmpty() ? tr("no account") : key;
}

QString UsageModel::text(const UsageRow& row, int column, bool isTotal) const
{
    const QLocale locale;
    switch (column) {
    case KeyColumn:
        return isTotal ? tr("Total") : keyText(row);
    case RequestsColumn:
        return locale.toString(row.requests);
    case InputColumn:
        return locale.toString(row.input + row.cacheWrite);
    case CacheColumn:
        return locale.toString(row.cacheRead);
    case OutputColumn:
        return locale.toString(row.output);
    case ErrorsColumn:
        return locale.toString(row.errors);
    case CostColumn:
        return row.unpriced > 0 && row.costMicroUsd == 0
                   ? tr("price unknown")
                   : dollarText(row.costMicroUsd, row.estimated || row.unpriced > 0);
    default:
        return {};
    }
}

QVariant UsageModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const bool isTotal = index.row() == m_report.rows.size();
    const UsageRow& row = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column(), isTotal);
    case Qt::TextAlignmentRole:
        return static_cast<int>(Qt::AlignVCenter |
                                (index.column() == KeyColumn ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::FontRole:
        if (isTotal) {
            QFont font;
            font.setWeight(QFont::DemiBold);
            return font;
        }
        return {};
    case Qt::DecorationRole:
        if (!isTotal && index.column() == KeyColumn && m_colors.contains(row.keys.value(0))) {
            return dotIcon(
                accountColor(m_colors.value(row.keys.value(0)), QGuiApplication::palette()));
        }
        return {};
    default:
        return {};
    }
}

QVariant UsageModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter |
                                (section == KeyColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case KeyColumn:
        return m_by == UsageKey::Model ? tr("Model")
               : m_by == UsageKey::Day ? tr("Day")
                                       : tr("Account");
    case RequestsColumn:
        return tr("Requests");
    case InputColumn:
        return tr("Input");
    case CacheColumn:
        return tr("Cache read");
    case OutputColumn:
        return tr("Output");
    case ErrorsColumn:
        return tr("Errors");
    case CostColumn:
        return tr("Cost");
    default:
        return {};
    }
}

} // namespace Patchbay
