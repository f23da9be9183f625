// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

class QWidget;

namespace Patchbay {

class BudgetsDialog;
class ClientsDialog;
class CompareDialog;
class Core;
class EndpointDialog;
class InspectorDialog;
class LogImportDialog;
class PricesDialog;
class RulesDialog;

/// The dialogs about use, money and the endpoint, each open at most once. GUI thread; a child of
/// the window.
class WindowDialogs final : public QObject
{
    Q_OBJECT
public:
    WindowDialogs(Core& core, QWidget& window);

    void openBudgets();
    void openPrices();
    void openLogImport();
    void openCompare();
    void openEndpoint();
    void openClients();
    void openInspector();
    void openRules();

private:
    Core& m_core;
    QWidget& m_window;
    QPointer<BudgetsDialog> m_budgets;
    QPointer<PricesDialog> m_prices;
    QPointer<LogImportDialog> m_logImport;
    QPointer<CompareDialog> m_compare;
    QPointer<EndpointDialog> m_endpoint;
    QPointer<ClientsDialog> m_clients;
    QPointer<InspectorDialog> m_inspector;
    QPointer<RulesDialog> m_rules;
};

} // namespace Patchbay
