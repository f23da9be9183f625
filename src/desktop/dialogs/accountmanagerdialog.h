// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QTreeView;

namespace Patchbay {

class AccountDetails;
class AccountForm;
class AccountSaving;
class AccountTransfers;
class AccountsModel;

/// Lists the accounts with their state; add, edit, remove, enable, test, import. Does not block the
/// window. GUI thread.
class AccountManagerDialog final : public QDialog
{
    Q_OBJECT
public:
    AccountManagerDialog(Core& core, QWidget* parent);
    ~AccountManagerDialog() override;

    /// Shows the form of a new account.
    void openAddForm();
    /// Asks for a file to import from.
    void openImport();

protected:
    void reject() override;

private:
    QWidget* buildList();
    void addStep(const QKeySequence& keys, int by);
    QWidget* buildActions();
    void openEditForm();
    void save();
    void saved(const AccountId& id, bool hasRotated);
    void showList(const AccountId& selected);
    void updateActions();
    void test(const AccountId& id);
    void toggleEnabled();
    void askToRemove();
    void removeSelected();
    void signInAgain();
    void signIn(const Account& account);
    void tell(const QString& text, bool isError = false);
    [[nodiscard]] const Account* selected() const;

    Core& m_core;
    AccountsModel* m_model = nullptr;
    AccountTransfers* m_transfers = nullptr;
    AccountSaving* m_saving = nullptr;
    QStackedWidget* m_pages = nullptr;
    QStackedWidget* m_listOrEmpty = nullptr;
    AccountDetails* m_details = nullptr;
    AccountId m_current; // the chosen one, while rows change their places
    QTreeView* m_view = nullptr;
    QScrollArea* m_formPage = nullptr;
    AccountForm* m_form = nullptr;
    QPushButton* m_add = nullptr;
    QPushButton* m_edit = nullptr;
    QPushButton* m_test = nullptr;
    QPushButton* m_signIn = nullptr;
    QPushButton* m_enable = nullptr;
    QPushButton* m_remove = nullptr;
    QWidget* m_confirm = nullptr;
    QLabel* m_confirmText = nullptr;
    QLabel* m_notice = nullptr;
};

} // namespace Patchbay
