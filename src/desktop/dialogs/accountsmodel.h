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

/// The accounts with state and load, a row each, by priority; a row can be dragged to
/// another. GUI thread.
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

    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                      const QModelIndex& parent) override;

    /// Changes the priority of a row by one step up (-1) or down (1).
    void step(int row, int by);

    [[nodiscard]] AccountId idAt(int row) const;
    [[nodiscard]] int rowOf(const AccountId& id) const;

    /// "Testing…" in place of the state's reason while an account is tested.
    void setTesting(const AccountId& id, bool testing);

Q_SIGNALS:
    /// A priority could not be written.
    void moveFailed(const Patchbay::Error& error);

private:
    void refresh();
    void change(QList<Account> accounts);
    void countDown();
    [[nodiscard]] QString reasonOf(const Account& account) const;

    Core& m_core;
    QList<Account> m_accounts;
    QSet<AccountId> m_testing;
    QTimer m_second; // runs while an account is cooling down
};

} // namespace Patchbay
