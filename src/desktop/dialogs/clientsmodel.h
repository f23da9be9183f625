// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "clients/endpointclient.h"
#include "usage/clientuse.h"

#include <QAbstractTableModel>
#include <QTimer>

namespace Patchbay {

class Core;

/// The endpoint's clients with what they used. GUI thread.
class ClientsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        NameColumn,
        TokenColumn,
        StateColumn,
        LastUsedColumn,
        RequestsColumn,
        TodayColumn,
        Days30Column,
        ColumnCount
    };

    explicit ClientsModel(Core& core, QObject* parent = nullptr);

    /// Whether those that were revoked are in it.
    void setRevokedShown(bool shown);
    [[nodiscard]] bool hasRevoked() const;

    /// Null for a row that is not there.
    [[nodiscard]] const EndpointClient* at(int row) const;
    /// -1 when it is not shown.
    [[nodiscard]] int rowOf(const QString& id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    void take();
    void readUse();
    [[nodiscard]] QString text(const EndpointClient& client, int column) const;
    [[nodiscard]] QString stateText(const EndpointClient& client) const;

    Core& m_core;
    QList<EndpointClient> m_clients;
    QHash<QString, ClientUse> m_use; // by name
    bool m_isRevokedShown = false;
    bool m_isReading = false;
    QTimer m_soon; // reads use again, however often that changes
    Mailbox m_mailbox;
};

} // namespace Patchbay
