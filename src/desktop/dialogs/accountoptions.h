// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/account.h"
#include "base/result.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace Patchbay {

class BudgetFields;
struct Budget;

/// What an account can have beside its name and key: where it is, what it may serve, how much and
/// for whom. GUI thread.
class AccountOptions final : public QWidget
{
    Q_OBJECT
public:
    explicit AccountOptions(QWidget* parent = nullptr);

    void fill(const Account& account, const QList<Budget>& budgets);
    /// What does not go with the kind is not shown. `servedEndpoint`: the person agreed before.
    void setKind(AccountKind kind, bool servedEndpoint);
    void allowEndpoint(bool allow);

    /// Writes the fields into the account.
    void apply(Account& account) const;
    [[nodiscard]] QString keyCommand() const;
    [[nodiscard]] QList<Budget> budgets(const AccountId& id) const;
    /// Whether what a person has to agree to was agreed to.
    [[nodiscard]] bool isAgreed() const;
    /// Whether each field holds what it can hold; what is wrong is told beside it.
    [[nodiscard]] bool check();
    /// Puts the focus into the first field that check() found wrong.
    void focusFault();

Q_SIGNALS:
    void changed();
    void returnPressed();

private:
    void buildFields();
    [[nodiscard]] QWidget* buildNumbers();
    [[nodiscard]] QWidget* buildSwitches();
    void updateTerms();
    bool checkBaseUrl();
    bool checkProxy();

    AccountKind m_kind = AccountKind::ApiKey;
    bool m_servedEndpoint = false;
    QWidget* m_faulty = nullptr;
    QLabel* m_keyCommandLabel = nullptr;
    QLineEdit* m_keyCommand = nullptr;
    QLineEdit* m_baseUrl = nullptr;
    QLabel* m_baseUrlFault = nullptr;
    QLineEdit* m_proxy = nullptr;
    QLabel* m_proxyFault = nullptr;
    QLineEdit* m_models = nullptr;
    QSpinBox* m_priority = nullptr;
    QSpinBox* m_weight = nullptr;
    QSpinBox* m_maxConcurrent = nullptr;
    QSpinBox* m_remind = nullptr;
    BudgetFields* m_budgets = nullptr;
    QCheckBox* m_allowWindow = nullptr;
    QCheckBox* m_allowCommandLine = nullptr;
    QCheckBox* m_allowEndpoint = nullptr;
    QLabel* m_terms = nullptr;
    QCheckBox* m_knowsTerms = nullptr;
};

} // namespace Patchbay
