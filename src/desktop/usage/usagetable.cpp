// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/usage/usagetable.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QScrollBar>

namespace Patchbay {

UsageTable::UsageTable(QWidget* parent)
    : QTreeView(parent)
{
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setAllColumnsShowFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header()->setStretchLastSection(false);
    header()->setSectionsMovable(false);
    header()->setMinimumSectionSize(40);
}

void UsageTable::setModel(QAbstractItemModel* model)
{
    QTreeView::setModel(model);
    connect(model, &QAbstractItemModel::modelReset, this, &UsageTable::updateGeometry);
    connect(model, &QAbstractItemModel::rowsInserted, this, &UsageTable::updateGeometry);
}

void UsageTable::setMostRows(int rows)
{
    m_mostRows = rows;
    setSizePolicy(QSizePolicy::Expanding, rows > 0 ? QSizePolicy::Fixed : QSizePolicy::Expanding);
}

QSize UsageTable::sizeHint() const
{
    const int rows = model() ? model()->rowCount() : 0;
    if (m_mostRows == 0)
        return {320, 200};
    const int row = rows > 0 ? sizeHintForRow(0) : 0;
    return {320, header()->sizeHint().height() + std::min(rows, m_mostRows) * row + 2};
}

void UsageTable::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        Q_EMIT copyRequested();
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
        currentIndex().isValid()) {
        Q_EMIT opened(currentIndex());
        return;
    }
    QTreeView::keyPressEvent(event);
}

void UsageTable::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (index.isValid())
        Q_EMIT opened(index);
}

// Without anything to scroll the wheel is meant for the page.
void UsageTable::wheelEvent(QWheelEvent* event)
{
    if (verticalScrollBar()->maximum() == 0)
        event->ignore();
    else
        QTreeView::wheelEvent(event);
}

} // namespace Patchbay
