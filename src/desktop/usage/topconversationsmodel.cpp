// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/topconversationsmodel.h"

#include "desktop/dollartext.h"
#include "desktop/statusline.h"

#include <QLocale>

namespace Patchbay {

void TopConversationsModel::setConversations(const QList<ConversationUse>& conversations)
{
    if (conversations == m_conversations)
        return;
    beginResetModel();
    m_conversations = conversations;
    endResetModel();
}

int TopConversationsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_conversations.size());
}

int TopConversationsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

Qt::ItemFlags TopConversationsModel::flags(const QModelIndex& index) const
{
    if (index.isValid() && at(index.row()).isDeleted)
        return Qt::NoItemFlags;
    return QAbstractTableModel::flags(index);
}

QVariant TopConversationsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ConversationUse& use = at(index.row());
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter |
                                (index.column() == TitleColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role == Qt::ToolTipRole) {
        if (use.isDeleted)
            return tr("This conversation was deleted");
        if (index.column() == CostColumn && use.isPlan)
            return tr("Covered by the plan; %1 by the price list")
                .arg(dollarText(use.costMicroUsd));
        return index.column() == TokensColumn ? QLocale().toString(use.tokens) : use.title;
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case TitleColumn:
        return use.isDeleted ? tr("Deleted") : use.title.isEmpty() ? tr("Untitled") : use.title;
    case RequestsColumn:
        return QLocale().toString(use.requests);
    case TokensColumn:
        return shortCount(use.tokens);
    case CostColumn:
        return use.isPlan ? tr("plan", "cost that a subscription covers")
                          : dollarText(use.costMicroUsd);
    default:
        return {};
    }
}

QVariant TopConversationsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(Qt::AlignVCenter |
                                (section == TitleColumn ? Qt::AlignLeft : Qt::AlignRight));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case TitleColumn:
        return tr("Conversation");
    case RequestsColumn:
        return tr("Requests");
    case TokensColumn:
        return tr("Tokens");
    case CostColumn:
        return tr("Cost");
    default:
        return {};
    }
}

} // namespace Patchbay
