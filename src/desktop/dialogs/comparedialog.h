// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/usagecompare.h"

#include <QDialog>

class QDateEdit;
class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace Patchbay {

/// The ledger beside the provider's own report of use, for who has an admin key, which is asked for
/// each time and not kept. Does not block the window. GUI thread.
class CompareDialog final : public QDialog
{
    Q_OBJECT
public:
    explicit CompareDialog(Core& core, QWidget* parent = nullptr);

private:
    QWidget* buildForm();
    void start();
    void take(const UsageComparison& comparison);
    void tell(const QString& text, bool isError);

    Core& m_core;
    std::unique_ptr<UsageCompare> m_compare;
    QLineEdit* m_key = nullptr;
    QDateEdit* m_first = nullptr;
    QDateEdit* m_last = nullptr;
    QPushButton* m_start = nullptr;
    QTreeWidget* m_table = nullptr;
    QLabel* m_notice = nullptr;
};

} // namespace Patchbay
