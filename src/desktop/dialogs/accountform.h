// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountstore.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace Patchbay {

/// The fields of one account, to add or to edit. GUI thread.
class AccountForm final : public QWidget
{
    Q_OBJECT
public:
    explicit AccountForm(QWidget* parent = nullptr);

    void beginAdding(const QString& vaultName);
    void beginEditing(const Account& account, const QString& vaultName);
    [[nodiscard]] bool isAdding() const { return m_editing.id.isNull(); }

    /// The account as the fields say.
    [[nodiscard]] Account account() const;
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
    QWidget* buildAdvanced();
    void fill(const Account& account);
    void updateSave();
    void updateKind();
    bool checkKey();
    bool checkBaseUrl();
    bool checkProxy();
    [[nodiscard]] AccountKind kind() const;
    [[nodiscard]] bool asksTerms() const;

    Account m_editing;
    QLabel* m_title = nullptr;
    QString m_vaultName;
    QLabel* m_kindLabel = nullptr;
    QComboBox* m_kind = nullptr;
    QLabel* m_keyLabel = nullptr;
    QLabel* m_keyFault = nullptr;
    QLabel* m_configDirLabel = nullptr;
    QLineEdit* m_configDir = nullptr;
    QLabel* m_keyCommandLabel = nullptr;
    QLineEdit* m_keyCommand = nullptr;
    QLabel* m_baseUrlFault = nullptr;
    QLabel* m_proxyFault = nullptr;
    QSpinBox* m_remind = nullptr;
    QLabel* m_terms = nullptr;
    QCheckBox* m_knowsTerms = nullptr;
    QLineEdit* m_name = nullptr;
    QLineEdit* m_key = nullptr;
    QLabel* m_keyHint = nullptr;
    QToolButton* m_more = nullptr;
    QWidget* m_advanced = nullptr;
    QLineEdit* m_baseUrl = nullptr;
    QLineEdit* m_proxy = nullptr;
    QLineEdit* m_models = nullptr;
    QSpinBox* m_priority = nullptr;
    QSpinBox* m_weight = nullptr;
    QSpinBox* m_maxConcurrent = nullptr;
    QCheckBox* m_allowWindow = nullptr;
    QCheckBox* m_allowCommandLine = nullptr;
    QCheckBox* m_allowEndpoint = nullptr;
    QLabel* m_error = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_cancel = nullptr;
};

} // namespace Patchbay
