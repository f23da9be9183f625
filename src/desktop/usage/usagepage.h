// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"
#include "desktop/usage/topconversationsmodel.h"
#include "desktop/usage/usagefacts.h"
#include "desktop/usage/usagetablemodel.h"
#include "usage/requestlist.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QBoxLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace Patchbay {

class ChartLegend;
class LimitGauges;
class RequestsView;
class StackedColumns;
class UsageBar;
class UsageCards;
class UsageHeader;
class UsageSaver;
class UsageTable;

/// What was used, and what it cost: figures, a chart over time and a table. Follows the ledger
/// while it is shown. GUI thread.
class UsagePage final : public QWidget
{
    Q_OBJECT
public:
    explicit UsagePage(Core& core, QWidget* parent = nullptr);
    ~UsagePage() override;

    [[nodiscard]] UsageHeader& header() const { return *m_header; }

Q_SIGNALS:
    void addAccountRequested();
    void newChatRequested();
    void conversationRequested(const Patchbay::ConversationId& id);

protected:
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] UsageHeader* buildHeader();
    QWidget* buildChart();
    void buildTable(QVBoxLayout* to);
    QWidget* buildSections();
    void connectParts();
    void read();
    void take(const UsageFacts& facts);
    void takeDetails(const UsageDetails& details);
    void showChart();
    void showTable();
    void showColumns();
    void showEmpty(const UsageFacts& facts);
    void openRow(int row);
    void openColumn(qsizetype column);
    void openRequests(RequestQuery query, const QString& what);
    void closeRequests();
    void copyTable();

    Core& m_core;
    UsageTableModel m_model;
    TopConversationsModel m_conversations;
    std::optional<UsageFacts> m_facts;
    std::optional<UsageDetails> m_details; // of the same period
    UsageHeader* m_header = nullptr;
    UsageBar* m_bar = nullptr;
    UsageCards* m_cards = nullptr;
    ChartLegend* m_legend = nullptr;
    StackedColumns* m_chart = nullptr;
    UsageTable* m_table = nullptr;
    UsageTable* m_top = nullptr;
    LimitGauges* m_limits = nullptr;
    RequestsView* m_requests = nullptr;
    UsageSaver* m_saver = nullptr;
    QBoxLayout* m_sections = nullptr;
    QWidget* m_sectionsWidget = nullptr;
    QPointer<QWidget> m_openedFrom; // has the focus again after the requests
    QStackedWidget* m_pages = nullptr;
    QScrollArea* m_scroll = nullptr;
    QStackedWidget* m_fullOrEmpty = nullptr;
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
