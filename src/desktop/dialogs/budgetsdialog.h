// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/mailbox.h"
#include "desktop/dialogs/budgetsmodel.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeView;

namespace Patchbay {

class Core;

/// All budgets and how they stand, live; sets and removes them. Does not block the window. GUI
/// thread.
class BudgetsDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit BudgetsDialog(Core& core, QWidget* parent = nullptr);

private:
    struct Facts
    {
        QList<BudgetStatus> statuses;
        QStringList clients; // that the ledger knows of late
    };
    QWidget* buildForm();
    void read();
    void take(const Facts& facts);
    void fillSubjects(const QStringList& clients);
    void edit(const Budget& budget);
    /// What the form says but for the amount.
    [[nodiscard]] Budget named() const;
    void updateButtons();
    void save();
    void remove();
    void tell(const QString& text, bool isError);
    [[nodiscard]] QString scopeText(BudgetScope scope, const QString& subject) const;

    Core& m_core;
    BudgetsModel m_model;
    QTreeView* m_table = nullptr;
    QLabel* m_empty = nullptr;
    QComboBox* m_subject = nullptr;
    QComboBox* m_period = nullptr;
    QLineEdit* m_amount = nullptr;
    QCheckBox* m_isHard = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_remove = nullptr;
    QLabel* m_notice = nullptr;
    bool m_isReading = false;
    bool m_isStale = false; // something changed while it was read
    bool m_isFilling = false;
    Mailbox m_mailbox;
};

} // namespace Patchbay
