// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"

#include <QAbstractTableModel>
#include <QTimer>

namespace Patchbay {

/// What a person calls a state: "Ready", "Cooling down".
[[nodiscard]] QString accountStateText(AccountState state);
/// "API key", "OAuth", "claude program", and "built in" for the demo.
[[nodiscard]] QString accountKindText(const Account& account);

/// The accounts with state and load, a row each. GUI thread.
class AccountsModel final : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { NameColumn, StateColumn, PriorityColumn, InFlightColumn, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole,
        SecondLineRole, // below the name, or the state's reason
        ColorRole,      // index of the account's colour
        StateRole,      // AccountState as int
    };

    explicit AccountsModel(Core& core, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

    [[nodiscard]] AccountId idAt(int row) const;
    [[nodiscard]] int rowOf(const AccountId& id) const;

    /// "Testing…" in place of the state's reason while an account is tested.
    void setTesting(const AccountId& id, bool testing);

private:
    void refresh();
    void countDown();
    [[nodiscard]] QString reasonOf(const Account& account) const;

    Core& m_core;
    QList<Account> m_accounts;
    QSet<AccountId> m_testing;
    QTimer m_second; // runs while an account is cooling down
};

} // namespace Patchbay
