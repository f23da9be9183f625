// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/usagedetails.h"

#include <QAbstractTableModel>

namespace Patchbay {

/// The conversations that cost most. GUI thread.
class TopConversationsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { TitleColumn, RequestsColumn, TokensColumn, CostColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setConversations(const QList<ConversationUse>& conversations);
    [[nodiscard]] const ConversationUse& at(int row) const { return m_conversations.at(row); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    QList<ConversationUse> m_conversations;
};

} // namespace Patchbay
