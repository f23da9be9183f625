// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "usage/logimport.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace Patchbay {

class Core;

/// Brings what Claude Code's session logs say was used into the ledger. Closing it on the way keeps
/// what came in; doing it again adds the rest. Does not block the window. GUI thread.
class LogImportDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit LogImportDialog(Core& core, QWidget* parent = nullptr);

Q_SIGNALS:
    /// Something came into the ledger.
    void imported();

private:
    void chooseFolder();
    void start();
    void take(const LogImportSummary& summary);
    void setRunning(bool runs);
    void tell(const QString& text, bool isError);

    Core& m_core;
    std::unique_ptr<LogImport> m_import;
    QLineEdit* m_folder = nullptr;
    QPushButton* m_choose = nullptr;
    QComboBox* m_account = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_close = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_notice = nullptr;
};

} // namespace Patchbay
