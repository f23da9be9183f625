// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/accountsmodel.h"

#include "desktop/dialogs/priorityorder.h"
#include "desktop/dialogs/timeleft.h"
#include "desktop/guarded.h"

#include <QCoreApplication>
#include <QLocale>
#include <QMimeData>

#include <chrono>

namespace Patchbay {

namespace {

struct AccountWords
{
    Q_DECLARE_TR_FUNCTIONS(AccountWords)
};

constexpr auto kMimeType = "application/x-patchbay-account";

} // namespace

QString accountStateText(AccountState state)
{
    switch (state) {
    case AccountState::Ready:
        return AccountWords::tr("Ready");
    case AccountState::CoolingDown:
        return AccountWords::tr("Cooling down");
    case AccountState::NeedsSignIn:
        return AccountWords::tr("Needs sign-in");
    case AccountState::Blocked:
        return AccountWords::tr("Blocked");
    case AccountState::Locked:
        return AccountWords::tr("Locked");
    case AccountState::OverBudget:
        return AccountWords::tr("Over budget");
    case AccountState::Disabled:
        return AccountWords::tr("Disabled");
    }
    Q_UNREACHABLE();
}

QString accountKindText(const Account& account)
{
    if (account.source == AccountSource::Demo)
        return AccountWords::tr("built in");
    const QString kind = account.kind == AccountKind::ApiKey  ? AccountWords::tr("API key")
                         : account.kind == AccountKind::OAuth ? AccountWords::tr("OAuth")
                                                              : AccountWords::tr("claude program");
    return account.source == AccountSource::Environment
               ? AccountWords::tr("%1 from the environment").arg(kind)
               : kind;
}

AccountsModel::AccountsModel(Core& core, QObject* parent)
    : QAbstractTableModel(parent)
    , m_core(core)
    , m_accounts(PriorityOrder::ordered(core.accounts().accounts()))
{
    connect(&core.accounts(), &AccountStore::changed, this, &AccountsModel::refresh);
    connect(&core, &Core::loadChanged, this, [this] {
        if (!m_accounts.isEmpty())
            Q_EMIT dataChanged(index(0, InFlightColumn),
                               index(static_cast<int>(m_accounts.size()) - 1, InFlightColumn));
    });
    m_second.setInterval(std::chrono::seconds(1));
    connect(&m_second, &QTimer::timeout, this, &AccountsModel::countDown);
    countDown();
}

int AccountsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_accounts.size());
}

int AccountsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString AccountsModel::reasonOf(const Account& account) const
{
    if (m_testing.contains(account.id))
        return tr("Testing…");
    const qint64 now = m_core.clock().nowMs();
    if (account.enabled && account.stateUntilMs > now) {
        const QString until = momentText(account.stateUntilMs, now);
        const QString left = timeLeftText(account.stateUntilMs - now);
        return account.stateReason.isEmpty()
                   ? tr("rests until %1, %2").arg(until, left)
                   : tr("%1; rests until %2, %3").arg(account.stateReason, until, left);
    }
    if (!account.stateReason.isEmpty())
        return account.stateReason;
    for (const ModelRest& rest : account.modelRests) {
        if (rest.untilMs > now)
            return tr("%1 models rest until %2, %3")
                .arg(rest.family, momentText(rest.untilMs, now), timeLeftText(rest.untilMs - now));
        if (rest.untilMs == 0)
            return tr("%1 models rest: %2").arg(rest.family, rest.reason);
    }
    if (account.source == AccountSource::Demo)
        return tr("answers without an account");
    if (account.state != AccountState::Ready)
        return {};
    if (account.source == AccountSource::Environment)
        return tr("key from the environment");
    if (!account.keyCommand.isEmpty())
        return tr("key from a command");
    if (account.kind == AccountKind::ClaudeCommand && account.secretChangedAtMs <= 0)
        return tr("signs in with the claude program");
    if (account.pendingSecretAtMs > 0)
        return tr("a new key waits for its first answer");
    const QString vault = m_core.vault().displayName();
    if (account.secretChangedAtMs <= 0)
        return tr("key from %1").arg(vault);
    const qint64 days = (now - account.secretChangedAtMs) / 86'400'000;
    return days > 0 ? tr("key from %1, %n day(s) old", nullptr, static_cast<int>(days)).arg(vault)
                    : tr("key from %1, new today").arg(vault);
}

QVariant AccountsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Account& account = m_accounts.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case NameColumn:
            return account.name;
        case StateColumn:
            return accountStateText(account.state);
        case PriorityColumn:
            return QLocale().toString(account.priority);
        case InFlightColumn:
            return tr("%1 / %2")
                .arg(m_core.load().inFlightByAccount.value(account.id))
                .arg(account.maxConcurrent);
        default:
            return {};
        }
    case Qt::TextAlignmentRole:
        return index.column() >= PriorityColumn ? int(Qt::AlignRight | Qt::AlignVCenter)
                                                : int(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::AccessibleTextRole:
        if (index.column() == StateColumn) {
            return QStringList{accountStateText(account.state), reasonOf(account)}.join(
                QStringLiteral(", "));
        }
        return data(index, Qt::DisplayRole);
    case Qt::ToolTipRole:
        return index.column() == StateColumn ? QVariant(reasonOf(account)) : QVariant();
    case IdRole:
        return account.id.value;
    case SecondLineRole:
        if (index.column() == NameColumn)
            return accountKindText(account);
        return index.column() == StateColumn ? QVariant(reasonOf(account)) : QVariant();
    case ColorRole:
        return account.color;
    case StateRole:
        return static_cast<int>(account.state);
    default:
        return {};
    }
}

QVariant AccountsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section >= PriorityColumn ? int(Qt::AlignRight | Qt::AlignVCenter)
                                         : int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Account");
    case StateColumn:
        return tr("State");
    case PriorityColumn:
        return tr("Priority");
    case InFlightColumn:
        return tr("In flight");
    default:
        return {};
    }
}

AccountId AccountsModel::idAt(int row) const
{
    return row >= 0 && row < m_accounts.size() ? m_accounts.at(row).id : AccountId{};
}

int AccountsModel::rowOf(const AccountId& id) const
{
    const auto found = std::find_if(m_accounts.begin(), m_accounts.end(),
                                    [&](const Account& account) { return account.id == id; });
    return found == m_accounts.end() ? -1 : static_cast<int>(found - m_accounts.begin());
}

void AccountsModel::setTesting(const AccountId& id, bool testing)
{
    if (testing)
        m_testing.insert(id);
    else
        m_testing.remove(id);
    if (const int row = rowOf(id); row >= 0)
        Q_EMIT dataChanged(index(row, StateColumn), index(row, StateColumn));
}

// Rows keep their place, so that a selection survives a change of state.
void AccountsModel::refresh()
{
    const QList<Account> now = PriorityOrder::ordered(m_core.accounts().accounts());
    const auto sameRows = [&] {
        return std::equal(now.begin(), now.end(), m_accounts.begin(), m_accounts.end(),
                          [](const Account& a, const Account& b) { return a.id == b.id; });
    };
    if (sameRows()) {
        m_accounts = now;
        if (!m_accounts.isEmpty())
            Q_EMIT dataChanged(index(0, 0),
                               index(static_cast<int>(m_accounts.size()) - 1, ColumnCount - 1));
    } else if (now.size() == m_accounts.size() + 1 &&
               std::equal(m_accounts.begin(), m_accounts.end(), now.begin(),
                          [](const Account& a, const Account& b) { return a.id == b.id; })) {
        beginInsertRows({}, static_cast<int>(m_accounts.size()),
                        static_cast<int>(m_accounts.size()));
        m_accounts = now;
        endInsertRows();
    } else {
        beginResetModel();
        m_accounts = now;
        endResetModel();
    }
    countDown();
}

Qt::ItemFlags AccountsModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index) | Qt::ItemIsDropEnabled;
    if (index.isValid() && m_accounts.at(index.row()).source == AccountSource::Stored)
        flags |= Qt::ItemIsDragEnabled;
    return flags;
}

Qt::DropActions AccountsModel::supportedDropActions() const
{
    return Qt::MoveAction;
}

QStringList AccountsModel::mimeTypes() const
{
    return {QLatin1String(kMimeType)};
}

QMimeData* AccountsModel::mimeData(const QModelIndexList& indexes) const
{
    auto* data = new QMimeData;
    if (!indexes.isEmpty())
        data->setData(QLatin1String(kMimeType), idAt(indexes.first().row()).value.toUtf8());
    return data;
}

// False, for the rows are the store's: a view must not remove what was dragged.
bool AccountsModel::dropMimeData(const QMimeData* data, Qt::DropAction /*action*/, int row,
                                 int /*column*/, const QModelIndex& parent)
{
    const int from = rowOf({QString::fromUtf8(data->data(QLatin1String(kMimeType)))});
    if (parent.isValid())
        change(PriorityOrder::joined(m_accounts, from, parent.row()));
    else
        change(PriorityOrder::dropped(m_accounts, from, row < 0 ? rowCount() : row));
    return false;
}

void AccountsModel::step(int row, int by)
{
    change(PriorityOrder::stepped(m_accounts, row, by));
}

void AccountsModel::change(QList<Account> accounts)
{
    if (accounts.isEmpty())
        return;
    const Account next = accounts.takeFirst();
    m_core.accounts().edit(next,
                           Patchbay::guarded(this, [this, accounts](const Result<void>& done) {
                               if (done)
                                   change(accounts);
                               else
                                   Q_EMIT moveFailed(done.error());
                           }));
}

void AccountsModel::countDown()
{
    bool anyLeft = false;
    for (int row = 0; row < m_accounts.size(); ++row) {
        const Account& account = m_accounts.at(row);
        if (account.stateUntilMs <= 0 && account.modelRests.isEmpty())
            continue;
        anyLeft = true;
        Q_EMIT dataChanged(index(row, StateColumn), index(row, StateColumn));
    }
    if (anyLeft && !m_second.isActive())
        m_second.start();
    else if (!anyLeft)
        m_second.stop();
}

} // namespace Patchbay
