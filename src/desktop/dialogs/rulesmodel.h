// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clients/endpointrule.h"

#include <QAbstractTableModel>

namespace Patchbay {

/// The user's rules for the endpoint, in their order. GUI thread.
class RulesModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        ClientColumn,
        ModelColumn,
        UseModelColumn,
        MaxTokensColumn,
        CacheColumn,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setRules(const QList<EndpointRule>& rules);
    /// Null for a row that is not there.
    [[nodiscard]] const EndpointRule* at(int row) const;
    /// -1 when it is not there.
    [[nodiscard]] int rowOf(qint64 id) const;

    /// "10 minutes", "never".
    [[nodiscard]] static QString cacheText(qint64 seconds);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] static QString text(const EndpointRule& rule, int column);
    QList<EndpointRule> m_rules;
};

} // namespace Patchbay
