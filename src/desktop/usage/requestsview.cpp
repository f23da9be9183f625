// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/requestsview.h"

#include "desktop/usage/usagetable.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

namespace Patchbay {

namespace {

constexpr int kWidestColumn = 190; // pixels: names of accounts may be long

bool goesBack(const QKeyEvent& event)
{
    return event.key() == Qt::Key_Escape || event.key() == Qt::Key_Back ||
           (event.key() == Qt::Key_Left && event.modifiers() == Qt::AltModifier);
}

} // namespace

RequestsView::RequestsView(Database& database, QWidget* parent)
    : QWidget(parent)
    , m_model(database)
    , m_back(new QToolButton)
    , m_title(new QLabel)
    , m_state(new QLabel)
    , m_table(new UsageTable)
{
    setObjectName(QStringLiteral("usageRequests"));
    m_back->setObjectName(QStringLiteral("usageBack"));
    m_back->setText(tr("‹ Back"));
    m_back->setAccessibleName(tr("Back"));
    m_back->setToolTip(tr("Back to the sums (Esc)"));
    m_back->setFocusPolicy(Qt::StrongFocus);
    m_title->setObjectName(QStringLiteral("usageRequestsTitle"));
    m_title->setProperty("heading", true);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_state->setObjectName(QStringLiteral("usageRequestsState"));
    m_state->setProperty("hint", true);
    m_state->setProperty("small", true);
    m_table->setModel(&m_model);
    m_table->setObjectName(QStringLiteral("usageRequestsTable"));
    m_table->setAccessibleName(tr("Requests"));
    m_table->setMostRows(0);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->header()->setMaximumSectionSize(kWidestColumn);
    m_table->header()->setStretchLastSection(true);

    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_back);
    head->addWidget(m_title, 1);
    head->addWidget(m_state);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(28, 12, 28, 12);
    layout->setSpacing(8);
    layout->addLayout(head);
    layout->addWidget(m_table, 1);

    connect(m_back, &QToolButton::clicked, this, &RequestsView::backRequested);
    connect(&m_model, &RequestsModel::loaded, this, &RequestsView::showState);
    connect(m_table, &UsageTable::copyRequested, this, [this] {
        if (m_table->currentIndex().isValid())
            QGuiApplication::clipboard()->setText(m_model.copyText(m_table->currentIndex().row()));
    });
    connect(m_table, &QWidget::customContextMenuRequested, this, &RequestsView::showMenu);
}

void RequestsView::open(const RequestQuery& query, const QString& title)
{
    m_title->setText(title);
    m_state->setText(tr("Reading…"));
    m_table->setColumnHidden(RequestsModel::AccountColumn, query.account.has_value());
    m_table->setColumnHidden(RequestsModel::ModelColumn, query.model.has_value());
    m_table->setColumnHidden(RequestsModel::ClientColumn, query.client.has_value());
    m_model.setQuery(query);
    m_table->setFocus();
}

void RequestsView::showState()
{
    const auto count = static_cast<int>(m_model.rows().size());
    if (!m_model.problem().isEmpty())
        m_state->setText(m_model.problem());
    else if (m_model.isComplete())
        m_state->setText(count == 0 ? tr("No request is kept of this time")
                                    : tr("%n attempt(s)", nullptr, count));
    else
        m_state->setText(tr("The newest %n attempt(s); more follow below", nullptr, count));
    if (count > 0 && !m_table->currentIndex().isValid())
        m_table->setCurrentIndex(m_model.index(0, 0));
}

void RequestsView::showMenu(const QPoint& at)
{
    const QModelIndex index = m_table->indexAt(at);
    if (!index.isValid())
        return;
    const int row = index.row();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString id = m_model.rows().at(row).requestId;
    QAction* copyId = menu->addAction(tr("Copy the request id"));
    copyId->setEnabled(!id.isEmpty());
    connect(copyId, &QAction::triggered, this, [id] { QGuiApplication::clipboard()->setText(id); });
    connect(menu->addAction(tr("Copy the row")), &QAction::triggered, this,
            [text = m_model.copyText(row)] { QGuiApplication::clipboard()->setText(text); });
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

bool RequestsView::event(QEvent* event)
{
    // Before the window's own shortcut takes Esc.
    if (event->type() == QEvent::ShortcutOverride && goesBack(static_cast<QKeyEvent&>(*event))) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void RequestsView::keyPressEvent(QKeyEvent* event)
{
    if (goesBack(*event))
        Q_EMIT backRequested();
    else
        QWidget::keyPressEvent(event);
}

} // namespace Patchbay
