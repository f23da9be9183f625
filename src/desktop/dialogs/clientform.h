// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "clients/endpointclient.h"
#include "usage/budget.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace Patchbay {

class AccountChoice;
class BudgetFields;
class ExpiryField;

/// The fields of a client, new or not. GUI thread.
class ClientForm final : public QWidget
{
    Q_OBJECT
public:
    explicit ClientForm(QWidget* parent = nullptr);

    void beginAdding(const QList<Account>& accounts, const QList<Budget>& budgets, qint64 nowMs);
    /// The name stays: ledger and budgets know the client by it.
    void beginEditing(const EndpointClient& client, const QList<Account>& accounts,
                      const QList<Budget>& budgets, qint64 nowMs);

    /// What the fields say; those of `beginEditing` in the rest.
    [[nodiscard]] EndpointClient client(qint64 nowMs) const;
    [[nodiscard]] QList<Budget> budgets() const;
    [[nodiscard]] bool isAdding() const { return m_editing.id.isEmpty(); }
    /// Whether each field holds what it can hold; what is wrong is told.
    [[nodiscard]] bool check(qint64 nowMs);

    void showError(const Error& error);
    void setBusy(bool busy);

Q_SIGNALS:
    void saveRequested();
    void cancelled();

private:
    void buildFields();
    [[nodiscard]] QWidget* buildNumbers();
    void begin(const QList<Account>& accounts, const QList<Budget>& budgets, qint64 nowMs);
    void updateSave();

    EndpointClient m_editing;
    QLabel* m_title = nullptr;
    QLineEdit* m_name = nullptr;
    QLabel* m_nameHint = nullptr;
    QLineEdit* m_models = nullptr;
    AccountChoice* m_accounts = nullptr;
    QSpinBox* m_perMinute = nullptr;
    QSpinBox* m_atOnce = nullptr;
    ExpiryField* m_expiry = nullptr;
    BudgetFields* m_budgets = nullptr;
    QLabel* m_error = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace Patchbay
