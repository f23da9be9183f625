// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversation.h"

#include <QListView>

namespace Patchbay {

class ConversationListModel;

/// The list of conversations: choose, rename in place, delete, by mouse, keyboard and menu. GUI
/// thread.
class ConversationList final : public QListView
{
    Q_OBJECT
public:
    explicit ConversationList(ConversationListModel& model, QWidget* parent = nullptr);

    /// Marks the conversation that is shown, once it is among the rows.
    void setShown(const ConversationId& id);
    /// Chooses the next conversation above (-1) or below (1).
    void step(int by);
    void renameCurrent();

Q_SIGNALS:
    /// `message` is what a search found, 0 otherwise.
    void chosen(const Patchbay::ConversationId& id, Patchbay::MessageId message);
    void removeRequested(const Patchbay::ConversationId& id, const QString& title);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    void markShown();
    void choose(const QModelIndex& index);
    void requestRemove(const QModelIndex& index);

    ConversationListModel& m_model;
    ConversationId m_shown;
    bool m_marking = false;
    bool m_isPressing = false;
    bool m_pressChose = false; // so that the click that follows it does not choose again
};

} // namespace Patchbay
