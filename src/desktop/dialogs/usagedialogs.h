// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

class QWidget;

namespace Patchbay {

class BudgetsDialog;
class CompareDialog;
class Core;
class LogImportDialog;
class PricesDialog;

/// The dialogs about use and money, each open at most once. GUI thread; a child of the window.
class UsageDialogs final : public QObject
{
    Q_OBJECT
public:
    UsageDialogs(Core& core, QWidget& window);

    void openBudgets();
    void openPrices();
    void openLogImport();
    void openCompare();

private:
    Core& m_core;
    QWidget& m_window;
    QPointer<BudgetsDialog> m_budgets;
    QPointer<PricesDialog> m_prices;
    QPointer<LogImportDialog> m_logImport;
    QPointer<CompareDialog> m_compare;
};

} // namespace Patchbay
