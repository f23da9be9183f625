// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/usagedialogs.h"

#include "core/core.h"
#include "desktop/dialogs/budgetsdialog.h"
#include "desktop/dialogs/comparedialog.h"
#include "desktop/dialogs/logimportdialog.h"
#include "desktop/dialogs/pricesdialog.h"

namespace Patchbay {

namespace {

void present(QDialog& dialog)
{
    dialog.setAttribute(Qt::WA_DeleteOnClose);
    dialog.show();
    dialog.raise();
    dialog.activateWindow();
}

} // namespace

UsageDialogs::UsageDialogs(Core& core, QWidget& window)
    : QObject(&window)
    , m_core(core)
    , m_window(window)
{
}

void UsageDialogs::openBudgets()
{
    if (!m_budgets)
        m_budgets = new BudgetsDialog(m_core, &m_window);
    present(*m_budgets);
}

void UsageDialogs::openLogImport()
{
    if (!m_logImport) {
        m_logImport = new LogImportDialog(m_core, &m_window);
        connect(m_logImport, &LogImportDialog::imported, &m_core, &Core::usageChanged);
    }
    present(*m_logImport);
}

void UsageDialogs::openCompare()
{
    if (!m_compare)
        m_compare = new CompareDialog(m_core, &m_window);
    present(*m_compare);
}

void UsageDialogs::openPrices()
{
    if (!m_prices)
        m_prices = new PricesDialog(m_core.priceBook(), m_core.clock(), &m_window);
    present(*m_prices);
}

} // namespace Patchbay
