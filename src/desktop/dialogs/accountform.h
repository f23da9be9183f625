// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace Patchbay {

class AccountOptions;
class ProfileField;
struct Budget;

/// The fields of one account, to add or to edit. GUI thread.
class AccountForm final : public QWidget
{
    Q_OBJECT
public:
    explicit AccountForm(QWidget* parent = nullptr);

    void beginAdding(const QString& vaultName);
    void beginEditing(const Account& account, const QList<Budget>& budgets,
                      const QString& vaultName);
    [[nodiscard]] bool isAdding() const { return m_editing.id.isNull(); }

    /// The account as the fields say.
    [[nodiscard]] Account account() const;
    /// What it may cost, as the fields say, once it has this id.
    [[nodiscard]] QList<Budget> budgets(const AccountId& id) const;
    /// The key that was typed, empty when none was. The field keeps it until it is saved.
    [[nodiscard]] Secret key() const;
    void clearKey();
    /// Whether each field holds what it can hold; what is wrong is told beside it.
    [[nodiscard]] bool checkFields();

    void showError(const Error& error);
    /// While what was asked for is being done, nothing can be changed.
    void setBusy(bool busy);

Q_SIGNALS:
    void saveRequested();
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void buildFields();
    void fill(const Account& account, const QList<Budget>& budgets);
    void updateSave();
    void updateKind();
    [[nodiscard]] QString keyHint() const;
    bool checkKey();
    [[nodiscard]] AccountKind kind() const;

    Account m_editing;
    QLabel* m_title = nullptr;
    QString m_vaultName;
    QLabel* m_kindLabel = nullptr;
    QComboBox* m_kind = nullptr;
    QLineEdit* m_name = nullptr;
    QLabel* m_keyLabel = nullptr;
    QLineEdit* m_key = nullptr;
    QLabel* m_keyFault = nullptr;
    QLabel* m_keyHint = nullptr;
    QLabel* m_configDirLabel = nullptr;
    QLineEdit* m_configDir = nullptr;
    ProfileField* m_profile = nullptr;
    QToolButton* m_more = nullptr;
    AccountOptions* m_options = nullptr;
    QLabel* m_error = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace Patchbay
