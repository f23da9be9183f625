// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/conversationlist.h"

#include "desktop/conversationdelegate.h"
#include "desktop/conversationlistmodel.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>

#include <utility>

namespace Patchbay {

ConversationList::ConversationList(ConversationListModel& model, QWidget* parent)
    : QListView(parent)
    , m_model(model)
{
    // Before the selection hears of it: the mark goes to a neighbour then, which nobody chose.
    connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this] { m_marking = true; });
    connect(&model, &QAbstractItemModel::rowsRemoved, this, [this] { m_marking = false; });
    setModel(&model);
    setItemDelegate(new ConversationDelegate(this));
    setObjectName(QStringLiteral("conversations"));
    setAccessibleName(tr("Conversations"));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setEditTriggers(QAbstractItemView::EditKeyPressed);
    setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_Hover);
    connect(this, &QListView::clicked, this, [this](const QModelIndex& index) {
        if (!std::exchange(m_pressChose, false))
            choose(index);
    });
    connect(&model, &ConversationListModel::refreshed, this, &ConversationList::markShown);
}

void ConversationList::setShown(const ConversationId& id)
{
    m_shown = id;
    markShown();
}

void ConversationList::markShown()
{
    if (state() == QAbstractItemView::EditingState)
        return;
    const QModelIndex index = m_model.index(m_model.rowOf(m_shown));
    if (index == currentIndex())
        return;
    m_marking = true;
    if (index.isValid())
        setCurrentIndex(index);
    else {
        selectionModel()->clear();
        setCurrentIndex({});
    }
    m_marking = false;
}

void ConversationList::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QListView::currentChanged(current, previous);
    // Moving with the keys shows at once; a refresh that moves the mark shows nothing anew.
    if (m_marking || !hasFocus() || !current.isValid())
        return;
    m_pressChose = m_isPressing;
    choose(current);
}

void ConversationList::mousePressEvent(QMouseEvent* event)
{
    m_pressChose = false;
    m_isPressing = true;
    QListView::mousePressEvent(event);
    m_isPressing = false;
}

void ConversationList::choose(const QModelIndex& index)
{
    const ConversationId id{index.data(ConversationListModel::IdRole).toString()};
    if (id.isNull())
        return;
    m_shown = id;
    Q_EMIT chosen(id, index.data(ConversationListModel::MessageRole).toLongLong());
}

void ConversationList::step(int by)
{
    int row = currentIndex().isValid() ? currentIndex().row() + by : 0;
    while (row >= 0 && row < m_model.rowCount() &&
           m_model.index(row).data(ConversationListModel::IsHeadingRole).toBool())
        row += by == 0 ? 1 : by;
    const QModelIndex index = m_model.index(row);
    if (!index.isValid())
        return;
    m_marking = true;
    setCurrentIndex(index);
    m_marking = false;
    choose(index);
}

void ConversationList::renameCurrent()
{
    if (currentIndex().isValid())
        edit(currentIndex());
}

void ConversationList::requestRemove(const QModelIndex& index)
{
    const ConversationId id{index.data(ConversationListModel::IdRole).toString()};
    if (!id.isNull())
        Q_EMIT removeRequested(id, index.data().toString());
}

void ConversationList::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Delete:
        requestRemove(currentIndex());
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(currentIndex());
        return;
    default:
        QListView::keyPressEvent(event);
    }
}

void ConversationList::contextMenuEvent(QContextMenuEvent* event)
{
    const QModelIndex index =
        event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
    if (!index.isValid() || index.data(ConversationListModel::IsHeadingRole).toBool())
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QPersistentModelIndex kept(index);
    menu->addAction(tr("Open"), this, [this, kept] { choose(kept); });
    menu->addAction(tr("Rename"), QKeySequence(Qt::Key_F2), this, [this, kept] { edit(kept); });
    menu->addSeparator();
    menu->addAction(tr("Delete"), QKeySequence::Delete, this,
                    [this, kept] { requestRemove(kept); });
    menu->popup(event->reason() == QContextMenuEvent::Keyboard
                    ? viewport()->mapToGlobal(visualRect(index).center())
                    : event->globalPos());
}

} // namespace Patchbay
