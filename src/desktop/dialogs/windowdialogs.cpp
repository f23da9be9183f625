// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/windowdialogs.h"

#include "core/core.h"
#include "core/endpointservice.h"
#include "desktop/dialogs/budgetsdialog.h"
#include "desktop/dialogs/clientsdialog.h"
#include "desktop/dialogs/comparedialog.h"
#include "desktop/dialogs/endpointdialog.h"
#include "desktop/dialogs/inspectordialog.h"
#include "desktop/dialogs/logimportdialog.h"
#include "desktop/dialogs/pricesdialog.h"
#include "desktop/dialogs/rulesdialog.h"

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

WindowDialogs::WindowDialogs(Core& core, QWidget& window)
    : QObject(&window)
    , m_core(core)
    , m_window(window)
{
}

void WindowDialogs::openBudgets()
{
    if (!m_budgets)
        m_budgets = new BudgetsDialog(m_core, &m_window);
    present(*m_budgets);
}

void WindowDialogs::openLogImport()
{
    if (!m_logImport) {
        m_logImport = new LogImportDialog(m_core, &m_window);
        connect(m_logImport, &LogImportDialog::imported, &m_core, &Core::usageChanged);
    }
    present(*m_logImport);
}

void WindowDialogs::openCompare()
{
    if (!m_compare)
        m_compare = new CompareDialog(m_core, &m_window);
    present(*m_compare);
}

void WindowDialogs::openEndpoint()
{
    if (!m_endpoint) {
        m_endpoint = new EndpointDialog(m_core, &m_window);
        connect(m_endpoint, &EndpointDialog::clientsRequested, this, &WindowDialogs::openClients);
        connect(m_endpoint, &EndpointDialog::inspectorRequested, this,
                &WindowDialogs::openInspector);
        connect(m_endpoint, &EndpointDialog::rulesRequested, this, &WindowDialogs::openRules);
    }
    present(*m_endpoint);
}

void WindowDialogs::openClients()
{
    if (!m_clients)
        m_clients = new ClientsDialog(m_core, &m_window);
    if (m_core.endpoint().isRunning())
        m_clients->setOrigin(m_core.endpoint().address());
    present(*m_clients);
}

void WindowDialogs::openInspector()
{
    if (!m_inspector)
        m_inspector = new InspectorDialog(m_core, &m_window);
    present(*m_inspector);
}

void WindowDialogs::openRules()
{
    if (!m_rules)
        m_rules = new RulesDialog(m_core, &m_window);
    present(*m_rules);
}

void WindowDialogs::openPrices()
{
    if (!m_prices)
        m_prices = new PricesDialog(m_core.priceBook(), m_core.clock(), &m_window);
    present(*m_prices);
}

} // namespace Patchbay
