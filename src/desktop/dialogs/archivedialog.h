// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "accounts/accountarchive.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace Patchbay {

/// Asks for the passphrase of a file of accounts, twice for one that is made, and exports or
/// restores. GUI thread.
class ArchiveDialog final : public QDialog
{
    Q_OBJECT
public:
    enum class Way { Export, Restore };

    ArchiveDialog(AccountStore& accounts, Vault& vault, Way way, QString path, QWidget* parent,
                  SealedFile::Cost cost = SealedFile::Cost::moderate());
    ~ArchiveDialog() override;

Q_SIGNALS:
    /// What was done, in words.
    void succeeded(const QString& text);

private:
    void start();
    void exported(const Result<AccountArchive::Exported>& result);
    void restored(const Result<AccountArchive::Restored>& result);
    void fail(const QString& text);
    void setBusy(bool busy);

    AccountArchive m_archive;
    const QString m_vaultName;
    const Way m_way;
    const QString m_path;
    QLineEdit* m_first = nullptr;
    QLineEdit* m_second = nullptr;
    QLabel* m_fault = nullptr;
    QPushButton* m_go = nullptr;
};

} // namespace Patchbay
