// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/clientsmodel.h"

#include "base/logging.h"
#include "clients/clientstore.h"
#include "core/core.h"
#include "desktop/dollartext.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

namespace Patchbay {

namespace {

constexpr int readAgainMs = 1'000;

QString moment(qint64 utcMs)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(utcMs), QLocale::ShortFormat);
}

QString costText(const UsageRow& row)
{
    if (row.unpriced > 0 && row.costMicroUsd == 0)
        return ClientsModel::tr("price unknown");
    return dollarText(row.costMicroUsd, row.estimated);
}

} // namespace

ClientsModel::ClientsModel(Core& core, QObject* parent)
    : QAbstractTableModel(parent)
    , m_core(core)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(readAgainMs);
    connect(&m_soon, &QTimer::timeout, this, &ClientsModel::readUse);
    connect(&core.clients(), &ClientStore::changed, this, &ClientsModel::take);
    connect(&core, &Core::usageChanged, this, [this] {
        if (!m_soon.isActive())
            m_soon.start();
    });
    take();
    readUse();
}

void ClientsModel::setRevokedShown(bool shown)
{
    m_isRevokedShown = shown;
    take();
}

bool ClientsModel::hasRevoked() const
{
    const QList<EndpointClient>& all = m_core.clients().clients();
    return std::any_of(all.begin(), all.end(),
                       [](const EndpointClient& client) { return client.revokedAtMs > 0; });
}

void ClientsModel::take()
{
    QList<EndpointClient> clients = m_core.clients().clients();
    if (!m_isRevokedShown)
        clients.removeIf([](const EndpointClient& client) { return client.revokedAtMs > 0; });
    const auto isSame = [](const EndpointClient& a, const EndpointClient& b) {
        return a.id == b.id;
    };
    if (std::equal(clients.begin(), clients.end(), m_clients.begin(), m_clients.end(), isSame)) {
        m_clients = std::move(clients);
        if (!m_clients.isEmpty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_clients = std::move(clients);
    endResetModel();
}

void ClientsModel::readUse()
{
    if (m_isReading) {
        m_soon.start();
        return;
    }
    m_isReading = true;
    m_core.database().read<QHash<QString, ClientUse>>(
        [nowMs = m_core.clock().nowMs()](Connection& connection) {
            return clientUse(connection, nowMs, QTimeZone::systemTimeZone());
        },
        m_mailbox.address(),
        [this](Result<QHash<QString, ClientUse>> use) {
            m_isReading = false;
            if (!use) {
                qCWarning(lcDesktop) << "what clients used cannot be read:" << use.error();
                return;
            }
            m_use = std::move(*use);
            if (!m_clients.isEmpty())
                Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        });
}

const EndpointClient* ClientsModel::at(int row) const
{
    return row >= 0 && row < m_clients.size() ? &m_clients[row] : nullptr;
}

int ClientsModel::rowOf(const QString& id) const
{
    for (int row = 0; row < m_clients.size(); ++row) {
        if (m_clients[row].id == id)
            return row;
    }
    return -1;
}

int ClientsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_clients.size());
}

int ClientsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ClientsModel::stateText(const EndpointClient& client) const
{
    switch (client.stateAt(m_core.clock().nowMs())) {
    case ClientState::Active:
        break;
    case ClientState::Expired:
        return tr("Expired");
    case ClientState::Revoked:
        return tr("Revoked");
    }
    if (client.expiresAtMs == 0)
        return tr("Active");
    const QDate day = QDateTime::fromMSecsSinceEpoch(client.expiresAtMs).date();
    return tr("Active until %1").arg(QLocale().toString(day, QLocale::ShortFormat));
}

QString ClientsModel::text(const EndpointClient& client, int column) const
{
    const ClientUse use = m_use.value(client.name);
    switch (column) {
    case NameColumn:
        return client.name;
    case TokenColumn:
        return client.tokenHint();
    case StateColumn:
        return stateText(client);
    case LastUsedColumn:
        return client.lastUsedAtMs > 0 ? moment(client.lastUsedAtMs) : tr("never");
    case RequestsColumn:
        return QLocale().toString(use.today.requests);
    case TodayColumn:
        return costText(use.today);
    case Days30Column:
        return costText(use.days30);
    default:
        return {};
    }
}

QVariant ClientsModel::data(const QModelIndex& index, int role) const
{
    const EndpointClient* client = at(index.row());
    if (!client)
        return {};
    const bool isNumber = index.column() >= RequestsColumn;
    switch (role) {
    case Qt::DisplayRole:
        return text(*client, index.column());
    case Qt::TextAlignmentRole:
        return QVariant(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ToolTipRole:
        return index.column() == NameColumn ? client->name : QVariant();
    default:
        return {};
    }
}

QVariant ClientsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignVCenter |
                        (section >= RequestsColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Client");
    case TokenColumn:
        return tr("Token");
    case StateColumn:
        return tr("State");
    case LastUsedColumn:
        return tr("Last used");
    case RequestsColumn:
        return tr("Requests today");
    case TodayColumn:
        return tr("Cost today");
    case Days30Column:
        return tr("In 30 days");
    default:
        return {};
    }
}

} // namespace Patchbay
