// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/rulesmodel.h"

#include <QLocale>

namespace Patchbay {

void RulesModel::setRules(const QList<EndpointRule>& rules)
{
    if (rules == m_rules)
        return;
    beginResetModel();
    m_rules = rules;
    endResetModel();
}

const EndpointRule* RulesModel::at(int row) const
{
    return row >= 0 && row < m_rules.size() ? &m_rules[row] : nullptr;
}

int RulesModel::rowOf(qint64 id) const
{
    for (int row = 0; row < m_rules.size(); ++row) {
        if (m_rules[row].id == id)
            return row;
    }
    return -1;
}

QString RulesModel::cacheText(qint64 seconds)
{
    constexpr qint64 minute = 60;
    constexpr qint64 hour = 60 * minute;
    constexpr qint64 day = 24 * hour;
    if (seconds == 0)
        return tr("never");
    if (seconds % day == 0)
        return tr("%n day(s)", nullptr, static_cast<int>(seconds / day));
    if (seconds % hour == 0)
        return tr("%n hour(s)", nullptr, static_cast<int>(seconds / hour));
    if (seconds % minute == 0)
        return tr("%n minute(s)", nullptr, static_cast<int>(seconds / minute));
    return tr("%n second(s)", nullptr, static_cast<int>(seconds));
}

int RulesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rules.size());
}

int RulesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString RulesModel::text(const EndpointRule& rule, int column)
{
    static const QString nothing = QStringLiteral("–");
    switch (column) {
    case ClientColumn:
        return rule.client.isEmpty() ? tr("All clients") : rule.client;
    case ModelColumn:
        return rule.model == QLatin1String("*") ? tr("Every model") : rule.model;
    case UseModelColumn:
        return rule.useModel.isEmpty() ? nothing : rule.useModel;
    case MaxTokensColumn:
        return rule.maxTokens > 0 ? QLocale().toString(rule.maxTokens) : nothing;
    case CacheColumn:
        return rule.cacheSeconds ? cacheText(*rule.cacheSeconds) : nothing;
    default:
        return {};
    }
}

QVariant RulesModel::data(const QModelIndex& index, int role) const
{
    const EndpointRule* const rule = at(index.row());
    if (!rule)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(*rule, index.column());
    case Qt::ToolTipRole:
        return index.column() <= UseModelColumn ? text(*rule, index.column()) : QVariant();
    case Qt::TextAlignmentRole:
        return static_cast<int>(
            Qt::AlignVCenter | (index.column() < MaxTokensColumn ? Qt::AlignLeft : Qt::AlignRight));
    default:
        return {};
    }
}

QVariant RulesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter |
                                (section < MaxTokensColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case ClientColumn:
        return tr("Client");
    case ModelColumn:
        return tr("Asks for");
    case UseModelColumn:
        return tr("Gets");
    case MaxTokensColumn:
        return tr("Most tokens");
    case CacheColumn:
        return tr("From the cache");
    default:
        return {};
    }
}

} // namespace Patchbay
