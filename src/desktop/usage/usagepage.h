// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"
#include "desktop/usage/usagefacts.h"
#include "desktop/usage/usagetablemodel.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace Patchbay {

class ChartLegend;
class StackedColumns;
class UsageBar;
class UsageCards;
class UsageTable;

/// What was used, and what it cost: figures, a chart over time and a table. Follows the ledger
/// while it is shown. GUI thread.
class UsagePage final : public QWidget
{
    Q_OBJECT
public:
    explicit UsagePage(Core& core, QWidget* parent = nullptr);
    ~UsagePage() override;

Q_SIGNALS:
    void addAccountRequested();
    void newChatRequested();

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* buildHeader();
    QWidget* buildChart();
    void buildTable(QVBoxLayout* to);
    void buildEmpty();
    void read();
    void take(const UsageFacts& facts);
    void showChart();
    void showTable();
    void showEmpty(const UsageFacts& facts);

    Core& m_core;
    UsageTableModel m_model;
    std::optional<UsageFacts> m_facts;
    UsageBar* m_bar = nullptr;
    UsageCards* m_cards = nullptr;
    ChartLegend* m_legend = nullptr;
    StackedColumns* m_chart = nullptr;
    UsageTable* m_table = nullptr;
    QScrollArea* m_scroll = nullptr;
    QStackedWidget* m_fullOrEmpty = nullptr;
    QLabel* m_asOf = nullptr;
    QLabel* m_empty = nullptr;
    QPushButton* m_emptyAction = nullptr;
    QTimer m_soon;
    bool m_isReading = false;
    bool m_again = false;
    bool m_isAddingAccount = false;
    int m_generation = 0;
    Mailbox m_mailbox;
};

} // namespace Patchbay
