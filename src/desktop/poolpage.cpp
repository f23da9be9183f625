// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/poolpage.h"

#include "desktop/poolrows.h"

#include <QHeaderView>
#include <QLabel>
#include <QTreeView>
#include <QVBoxLayout>

#include <chrono>

namespace Patchbay {

PoolPage::PoolPage(Core& core, QWidget* parent)
    : QWidget(parent)
    , m_core(core)
{
    setObjectName(QStringLiteral("poolPage"));
    auto* title = new QLabel(tr("Pool"));
    title->setProperty("heading", true);
    auto* header = new QFrame;
    header->setObjectName(QStringLiteral("pageHeader"));
    header->setFixedHeight(51);
    auto* inHeader = new QHBoxLayout(header);
    inHeader->setContentsMargins(20, 0, 20, 0);
    inHeader->addWidget(title, 1);

    auto* body = new QVBoxLayout;
    body->setContentsMargins(28, 16, 28, 16);
    body->setSpacing(6);
    m_lanes =
        addTable(body, QStringLiteral("poolLanes"), tr("Accounts in the pool"),
                 PoolRows::laneHeaders(), tr("There is no account yet. Add one under Accounts."));
    body->addSpacing(10);
    m_queue = addTable(body, QStringLiteral("poolQueue"), tr("Waiting"), PoolRows::queueHeaders(),
                       tr("Nothing waits for an account."));
    body->addSpacing(10);
    m_decisions = addTable(body, QStringLiteral("poolDecisions"), tr("Last decisions"),
                           PoolRows::decisionHeaders(),
                           tr("Which account each request was given, and why, shows here."));
    body->setStretchFactor(m_decisions.view, 1);
    body->addStretch();

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(header);
    layout->addLayout(body, 1);

    m_soon.setSingleShot(true);
    m_soon.setInterval(std::chrono::milliseconds(100));
    connect(&m_soon, &QTimer::timeout, this, &PoolPage::ask);
    m_clock.setInterval(std::chrono::seconds(1));
    connect(&m_clock, &QTimer::timeout, this, &PoolPage::ask);
    const auto changed = [this] {
        if (isVisible() && !m_soon.isActive())
            m_soon.start();
    };
    connect(&core, &Core::loadChanged, this, changed);
    connect(&core.accounts(), &AccountStore::changed, this, changed);
}

PoolPage::Table PoolPage::addTable(QBoxLayout* to, const QString& objectName, const QString& name,
                                   const QStringList& headers, const QString& empty)
{
    Table table;
    table.title = new QLabel(name);
    table.title->setProperty("heading", true);
    table.model = new PoolTableModel(headers, this);
    table.view = new QTreeView;
    table.view->setObjectName(objectName);
    table.view->setAccessibleName(name);
    table.view->setModel(table.model);
    table.view->setRootIsDecorated(false);
    table.view->setUniformRowHeights(true);
    table.view->setFrameShape(QFrame::NoFrame);
    table.view->setSelectionMode(QAbstractItemView::SingleSelection);
    table.view->setAllColumnsShowFocus(true);
    table.view->setTextElideMode(Qt::ElideRight);
    table.view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table.view->header()->setSectionsMovable(false);
    table.view->header()->setStretchLastSection(true);
    table.view->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table.empty = new QLabel(empty);
    table.empty->setProperty("hint", true);
    table.empty->setWordWrap(true);
    to->addWidget(table.title);
    to->addWidget(table.view);
    to->addWidget(table.empty);
    table.view->hide();
    return table;
}

void PoolPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_clock.start();
    ask();
}

void PoolPage::hideEvent(QHideEvent* event)
{
    QWidget::hideEvent(event);
    m_clock.stop();
    m_soon.stop();
}

void PoolPage::ask()
{
    if (std::exchange(m_isAsking, true))
        return;
    m_core.pool().snapshot(m_mailbox.address(), [this](const PoolSnapshot& snapshot) {
        m_isAsking = false;
        take(snapshot);
    });
}

void PoolPage::take(const PoolSnapshot& snapshot)
{
    const qint64 nowMs = m_core.clock().nowMs();
    const QList<Account>& accounts = m_core.accounts().accounts();
    fill(m_lanes, PoolRows::lanes(snapshot, accounts, nowMs), 8);
    fill(m_queue, PoolRows::queue(snapshot, nowMs), 5);
    fill(m_decisions, PoolRows::decisions(snapshot, accounts), 0);
    m_queue.title->setText(snapshot.waiting.isEmpty() ? tr("Waiting")
                                                      : tr("Waiting: %1 of at most %2")
                                                            .arg(snapshot.waiting.size())
                                                            .arg(snapshot.queueLimit));
}

// As high as its rows, up to `mostRows`; 0: whatever room there is.
void PoolPage::fill(const Table& table, const QList<PoolRow>& rows, int mostRows)
{
    table.model->setRows(rows);
    table.view->setVisible(!rows.isEmpty());
    table.empty->setVisible(rows.isEmpty());
    if (rows.isEmpty() || mostRows == 0)
        return;
    const int shown = std::min(static_cast<int>(rows.size()), mostRows);
    const int row = table.view->sizeHintForRow(0);
    table.view->setFixedHeight(table.view->header()->sizeHint().height() + shown * row + 2);
}

} // namespace Patchbay
