// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/accountsmodel.h"

#include <QCoreApplication>
#include <QLocale>

#include <chrono>

namespace Patchbay {

namespace {

struct AccountWords
{
    Q_DECLARE_TR_FUNCTIONS(AccountWords)
};

QString countdown(qint64 ms)
{
    const qint64 seconds = std::max<qint64>(0, (ms + 999) / 1000);
    if (seconds >= 3600) {
        return QStringLiteral("%1:%2:%3")
            .arg(seconds / 3600)
            .arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'))
            .arg(seconds % 60, 2, 10, QLatin1Char('0'));
    }
    return QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

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
    , m_accounts(core.accounts().accounts())
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
    if (account.state == AccountState::CoolingDown && account.stateUntilMs > 0) {
        const QString left = countdown(account.stateUntilMs - m_core.clock().nowMs());
        return account.stateReason.isEmpty() ? tr("back in %1").arg(left)
                                             : tr("%1, back in %2").arg(account.stateReason, left);
    }
    if (!account.stateReason.isEmpty())
        return account.stateReason;
    if (account.source == AccountSource::Demo)
        return tr("answers without an account");
    if (account.state != AccountState::Ready)
        return {};
    if (account.source == AccountSource::Environment)
        return tr("key from the environment");
    if (!account.keyCommand.isEmpty())
        return tr("key from a command");
    const QString vault = m_core.vault().displayName();
    if (account.secretChangedAtMs <= 0)
        return tr("key from %1").arg(vault);
    const qint64 days = (m_core.clock().nowMs() - account.secretChangedAtMs) / 86'400'000;
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
    const QList<Account>& now = m_core.accounts().accounts();
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

void AccountsModel::countDown()
{
    bool anyLeft = false;
    for (int row = 0; row < m_accounts.size(); ++row) {
        if (m_accounts.at(row).state != AccountState::CoolingDown)
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
