// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/usagepage.h"

#include "desktop/guarded.h"
#include "desktop/messagedetails.h"
#include "desktop/usage/chartlegend.h"
#include "desktop/usage/limitgauges.h"
#include "desktop/usage/requestsview.h"
#include "desktop/usage/stackedcolumns.h"
#include "desktop/usage/usagebar.h"
#include "desktop/usage/usagecards.h"
#include "desktop/usage/usagechart.h"
#include "desktop/usage/usageheader.h"
#include "desktop/usage/usagesaver.h"
#include "desktop/usage/usagetable.h"
#include "desktop/usage/usagewords.h"
#include "usage/budgetstore.h"

#include <QDateTime>
#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>

#include <chrono>

namespace Patchbay {

namespace {

constexpr int kWide = 1160;  // from here on conversations and limits are side by side
constexpr int kNarrow = 760; // below this the table has fewer columns

} // namespace

UsagePage::UsagePage(Core& core, QWidget* parent)
    : QWidget(parent)
    , m_core(core)
    , m_bar(new UsageBar(core.clock()))
    , m_cards(new UsageCards)
{
    setObjectName(QStringLiteral("usagePage"));
    auto* contents = new QWidget;
    auto* body = new QVBoxLayout(contents);
    body->setContentsMargins(28, 20, 28, 20);
    body->setSpacing(16);
    body->addWidget(m_bar);
    body->addWidget(m_cards);
    body->addWidget(buildChart());
    buildTable(body);
    body->addWidget(buildSections());
    body->addStretch(1);
    m_scroll = new QScrollArea;
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(contents);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_header = buildHeader();
    layout->addWidget(m_header);
    m_requests = new RequestsView(core.database());
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_scroll);
    m_pages->addWidget(m_requests);
    layout->addWidget(m_pages, 1);
    connectParts();
}

UsagePage::~UsagePage() = default;

void UsagePage::connectParts()
{
    connect(m_bar, &UsageBar::queryChanged, this, &UsagePage::read);
    connect(m_bar, &UsageBar::measureChanged, this, &UsagePage::showChart);
    connect(m_legend, &ChartLegend::toggled, this, &UsagePage::showChart);
    connect(m_chart, &StackedColumns::columnActivated, this, &UsagePage::openColumn);
    connect(m_table, &UsageTable::opened, this,
            [this](const QModelIndex& index) { openRow(index.row()); });
    connect(m_table, &UsageTable::copyRequested, this, &UsagePage::copyTable);
    connect(m_saver, &UsageSaver::copyRequested, this, &UsagePage::copyTable);
    connect(m_saver, &UsageSaver::told, m_header, &UsageHeader::tell);
    connect(m_requests, &RequestsView::backRequested, this, &UsagePage::closeRequests);
    const auto openConversation = [this](const QModelIndex& index) {
        const ConversationUse& use = m_conversations.at(index.row());
        if (!use.isDeleted)
            Q_EMIT conversationRequested(ConversationId{use.id});
    };
    connect(m_top, &UsageTable::opened, this, openConversation);
    connect(m_top, &QTreeView::clicked, this, openConversation);
    m_soon.setSingleShot(true);
    m_soon.setInterval(std::chrono::milliseconds(300));
    connect(&m_soon, &QTimer::timeout, this, &UsagePage::read);
    const auto changed = [this] {
        if (isVisible() && !m_soon.isActive())
            m_soon.start();
    };
    connect(&m_core, &Core::usageChanged, this, changed);
    connect(&m_core.accounts(), &AccountStore::changed, this, changed);
    connect(&m_core.budgets(), &BudgetStore::changed, this, changed);
}

UsageHeader* UsagePage::buildHeader()
{
    m_saver =
        new UsageSaver(*this, {[this] {
                                   return UsageExport::Picture{
                                       tr("Usage, %1").arg(m_facts->query.period.text()),
                                       tr("%1 · %2 tokens")
                                           .arg(UsageWords::costText(m_facts->series.total),
                                                QLocale().toString(m_facts->series.total.tokens())),
                                       m_chart->chart(), palette(), font()};
                               },
                               [this] { return m_facts ? &*m_facts : nullptr; }});
    return new UsageHeader(m_saver->button());
}

QWidget* UsagePage::buildChart()
{
    m_legend = new ChartLegend;
    m_chart = new StackedColumns;
    auto* frame = new QFrame;
    frame->setProperty("card", true);
    auto* inFrame = new QVBoxLayout(frame);
    inFrame->setContentsMargins(8, 10, 8, 8);
    inFrame->setSpacing(8);
    auto* aroundLegend = new QHBoxLayout;
    aroundLegend->setContentsMargins(0, 0, 6, 0);
    aroundLegend->addWidget(m_legend);
    inFrame->addLayout(aroundLegend);
    inFrame->addWidget(m_chart);
    m_empty = new QLabel;
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setProperty("hint", true);
    m_emptyAction = new QPushButton;
    m_emptyAction->setObjectName(QStringLiteral("usageEmptyAction"));
    m_emptyAction->setAccessibleName(tr("Send a message"));
    m_emptyAction->setProperty("primary", true);
    connect(m_emptyAction, &QPushButton::clicked, this, [this] {
        if (m_isAddingAccount)
            Q_EMIT addAccountRequested();
        else
            Q_EMIT newChatRequested();
    });
    auto* empty = new QWidget;
    auto* inEmpty = new QVBoxLayout(empty);
    inEmpty->setSpacing(16);
    inEmpty->addStretch();
    inEmpty->addWidget(m_empty);
    inEmpty->addWidget(m_emptyAction, 0, Qt::AlignHCenter);
    inEmpty->addStretch();
    m_fullOrEmpty = new QStackedWidget;
    m_fullOrEmpty->addWidget(frame);
    m_fullOrEmpty->addWidget(empty);
    return m_fullOrEmpty;
}

void UsagePage::buildTable(QVBoxLayout* to)
{
    m_table = new UsageTable;
    m_table->setModel(&m_model);
    m_table->setObjectName(QStringLiteral("usageTable"));
    m_table->setAccessibleName(tr("Table of usage"));
    m_table->setMostRows(15);
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(UsageTableModel::KeyColumn, QHeaderView::Stretch);
    m_table->header()->setSortIndicator(UsageTableModel::CostColumn, Qt::DescendingOrder);
    m_table->setSortingEnabled(true);
    to->addWidget(m_table);
}

QWidget* UsagePage::buildSections()
{
    const auto section = [](const QString& name, QWidget* contents) {
        auto* holder = new QWidget;
        auto* inHolder = new QVBoxLayout(holder);
        inHolder->setContentsMargins(0, 0, 0, 0);
        inHolder->setSpacing(8);
        auto* title = new QLabel(name);
        title->setProperty("heading", true);
        inHolder->addWidget(title);
        inHolder->addWidget(contents);
        inHolder->addStretch(1);
        return holder;
    };
    m_top = new UsageTable;
    m_top->setModel(&m_conversations);
    m_top->setObjectName(QStringLiteral("usageConversations"));
    m_top->setAccessibleName(tr("Top conversations"));
    m_top->setMostRows(8);
    m_top->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_top->header()->setSectionResizeMode(TopConversationsModel::TitleColumn, QHeaderView::Stretch);
    m_limits = new LimitGauges(m_core);
    m_sectionsWidget = new QWidget;
    m_sections = new QBoxLayout(QBoxLayout::TopToBottom, m_sectionsWidget);
    m_sections->setContentsMargins(0, 8, 0, 0);
    m_sections->setSpacing(24);
    m_sections->addWidget(section(tr("Top conversations"), m_top), 1);
    m_sections->addWidget(section(tr("Limits"), m_limits), 1);
    return m_sectionsWidget;
}

void UsagePage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_sections->setDirection(width() >= kWide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void UsagePage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!focusWidget())
        m_chart->setFocus(Qt::OtherFocusReason); // the arrow keys are of use at once
    read();
}

void UsagePage::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    // Colours are those of the theme.
    if (event->type() == QEvent::PaletteChange && m_facts) {
        showChart();
        showTable();
    }
}

void UsagePage::read()
{
    ++m_generation;
    // One at a time: what is asked for meanwhile is asked once, after it.
    if (std::exchange(m_isReading, true)) {
        m_again = true;
        return;
    }
    UsageFactsQuery query;
    query.period = m_bar->period();
    query.by = m_bar->by();
    query.firstDayOfWeek = QLocale().firstDayOfWeek();
    query.nowMs = m_core.clock().nowMs();
    if (const Budget* all = m_core.budgets().find(BudgetScope::All, {}, BudgetPeriod::Month))
        query.monthLimitMicroUsd = all->limitMicroUsd;
    m_core.database().read<UsageFacts>(
        [query](Connection& connection) { return readUsageFacts(connection, query); },
        m_mailbox.address(),
        guarded(this, [this, generation = m_generation](const Result<UsageFacts>& facts) {
            if (generation != m_generation)
                return;
            if (facts)
                return take(*facts);
            m_empty->setText(facts.error().sentence());
            m_emptyAction->hide();
            m_fullOrEmpty->setCurrentIndex(1);
        }));
    m_core.database().read<UsageDetails>(
        [query](Connection& connection) { return readUsageDetails(connection, query); },
        m_mailbox.address(),
        guarded(this, [this, generation = m_generation](const Result<UsageDetails>& details) {
            m_isReading = false;
            if (std::exchange(m_again, false))
                read();
            if (details && generation == m_generation && m_facts)
                takeDetails(*details);
        }));
}

void UsagePage::take(const UsageFacts& facts)
{
    m_facts = facts;
    if (m_details && m_details->period != facts.query.period)
        m_details.reset();
    m_cards->setFacts(facts);
    m_cards->setDetails(facts, m_details ? &*m_details : nullptr);
    showChart();
    showTable();
    showEmpty(facts);
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(facts.query.nowMs);
    m_header->tell(
        tr("as of %1, live").arg(QLocale().toString(now.time(), QStringLiteral("HH:mm"))));
}

void UsagePage::takeDetails(const UsageDetails& details)
{
    m_details = details;
    m_cards->setDetails(*m_facts, &*m_details);
    showTable();
    m_conversations.setConversations(details.conversations);
    m_top->parentWidget()->setVisible(!details.conversations.isEmpty());
}

void UsagePage::showEmpty(const UsageFacts& facts)
{
    const bool isEmpty = facts.series.lines.isEmpty();
    m_fullOrEmpty->setCurrentIndex(isEmpty ? 1 : 0);
    m_table->setVisible(!isEmpty);
    m_saver->button()->setEnabled(!isEmpty);
    m_cards->setVisible(!isEmpty);
    m_sectionsWidget->setVisible(!isEmpty || !m_core.accountLimits().isEmpty());
    if (!isEmpty)
        return;
    m_isAddingAccount = m_core.accounts().accounts().isEmpty();
    m_empty->setText(m_isAddingAccount
                         ? tr("There is no account yet.\nAdd one, and each answer is counted here, "
                              "with its tokens and what it cost.")
                         : tr("Nothing was used in this time.\nEach answer is counted here, with "
                              "its tokens and what it cost. The demo is left out."));
    m_emptyAction->setText(m_isAddingAccount ? tr("Add account…") : tr("Send a message"));
    m_emptyAction->setAccessibleName(m_emptyAction->text());
    m_emptyAction->show();
}

void UsagePage::showChart()
{
    if (!m_facts)
        return;
    ColumnChart chart = usageChart(*m_facts, m_bar->measure(), palette());
    m_legend->apply(chart);
    m_chart->setMessage(chart.series.isEmpty() && m_bar->measure() == UsageMeasure::Cost
                            ? tr("Nothing of this cost money. Tokens shows what was used.")
                            : QString());
    m_chart->setChart(chart);
}

void UsagePage::showTable()
{
    const UsageFacts& facts = *m_facts;
    const UsageBy by = facts.query.by;
    QList<UsageTableRow> rows;
    if (by == UsageBy::Day) {
        for (qsizetype i = 0; i < facts.days.startsMs.size(); ++i) {
            UsageTableRow row;
            row.number = facts.days.startsMs.at(i);
            row.endMs = facts.days.endMs(i);
            row.text =
                UsageWords::stepTitle(SeriesStep::Day, row.number, row.endMs, facts.query.timeZone);
            for (const UsageLine& line : facts.days.lines)
                row.sums += line.sums.at(i);
            if (row.sums.attempts > 0)
                rows.append(std::move(row));
        }
    } else {
        for (const UsageLine& line : facts.series.lines) {
            UsageTableRow row;
            row.number = line.number;
            row.text = UsageWords::lineText(usageDimensionOf(by), line);
            row.color = usageLineColor(line, palette());
            row.isPlan = line.isPlan;
            row.sums = line.total;
            if (by == UsageBy::Account && m_details)
                row.latency = m_details->latency.byAccount.value(line.number);
            rows.append(std::move(row));
        }
    }
    const bool isOther = by != m_model.by();
    m_model.setRows(by, std::move(rows), facts.series.total,
                    m_details ? m_details->latency.all : Latency());
    showColumns();
    if (isOther)
        m_table->header()->setSortIndicator(by == UsageBy::Day ? UsageTableModel::KeyColumn
                                                               : UsageTableModel::CostColumn,
                                            Qt::DescendingOrder);
    m_table->updateGeometry();
}

// What a narrow window has no room for goes, the least asked for first.
void UsagePage::showColumns()
{
    const bool isNarrow = width() < kNarrow;
    m_table->setColumnHidden(UsageTableModel::FirstByteColumn,
                             isNarrow || m_model.by() != UsageBy::Account);
    m_table->setColumnHidden(UsageTableModel::CacheColumn, isNarrow);
}

} // namespace Patchbay
