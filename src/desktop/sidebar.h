// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"
#include "chats/conversationstore.h"
#include "desktop/conversationlistmodel.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QLineEdit;
class QToolButton;

namespace Patchbay {

class ConversationList;
class NoticeBar;

enum class Page { Chats, Usage, Pool, Accounts, Settings };

/// Left in the window: new chat, search, the conversations, the ways to the other pages. GUI
/// thread.
class Sidebar final : public QFrame
{
    Q_OBJECT
public:
    Sidebar(ConversationStore& store, const Clock& clock, QWidget* parent = nullptr);

    /// Begins to read the list: once the window is there.
    void start();
    void setShown(const ConversationId& id);
    /// Which of Chats and Usage is shown.
    void setPage(Page page);
    void focusSearch();
    /// Esc in the search: clears it. False when it was empty or is elsewhere.
    bool escape();
    void step(int by);
    void renameCurrent();
    [[nodiscard]] QString searchText() const;

Q_SIGNALS:
    void newChatRequested();
    /// `text` is what was searched for when `message` is what was found.
    void chosen(const Patchbay::ConversationId& id, Patchbay::MessageId message,
                const QString& text);
    void removed(const Patchbay::ConversationId& id);
    void pageRequested(Patchbay::Page page);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* buildNavigation();
    QToolButton* addPage(const QString& name, const QString& objectName, Page page);
    void updateEmpty();
    void remove(const ConversationId& id, const QString& title);

    ConversationStore& m_store;
    ConversationListModel m_model;
    QLineEdit* m_search = nullptr;
    QTimer m_searchTimer;
    ConversationList* m_list = nullptr;
    QLabel* m_empty = nullptr;
    NoticeBar* m_notice = nullptr;
    QList<std::pair<Page, QToolButton*>> m_pages;
};

} // namespace Patchbay
