// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/sidebar.h"

#include "desktop/conversationlist.h"
#include "desktop/guarded.h"
#include "desktop/icons.h"
#include "desktop/noticebar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>

#include <chrono>

namespace Patchbay {

namespace {

constexpr int kUndoMs = 15'000;

} // namespace

Sidebar::Sidebar(ConversationStore& store, const Clock& clock, QWidget* parent)
    : QFrame(parent)
    , m_store(store)
    , m_model(store, clock)
    , m_search(new QLineEdit)
    , m_list(new ConversationList(m_model))
    , m_empty(new QLabel)
    , m_notice(new NoticeBar)
{
    setObjectName(QStringLiteral("sidebar"));
    auto* newChat = new QPushButton(tr("New chat"));
    newChat->setObjectName(QStringLiteral("newChat"));
    newChat->setAccessibleName(tr("New chat"));
    newChat->setToolTip(tr("New chat (Ctrl+N)"));
    newChat->setProperty("primary", true);
    m_search->setObjectName(QStringLiteral("searchConversations"));
    m_search->setAccessibleName(tr("Search conversations"));
    m_search->setPlaceholderText(tr("Search conversations"));
    m_search->setToolTip(tr("Words in titles and messages (Ctrl+K)"));
    m_search->setClearButtonEnabled(true);
    m_search->installEventFilter(this);
    m_empty->setWordWrap(true);
    m_empty->setProperty("hint", true);
    m_empty->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
    m_empty->setContentsMargins(8, 24, 8, 0);
    m_empty->hide();
    m_notice->setObjectName(QStringLiteral("undoBar"));

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(newChat);
    layout->addWidget(m_search);
    layout->addWidget(m_empty);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_notice);
    layout->addWidget(buildNavigation());

    m_searchTimer.setSingleShot(true);
    m_searchTimer.setInterval(std::chrono::milliseconds(120));
    connect(&m_searchTimer, &QTimer::timeout, this,
            [this] { m_model.setSearch(m_search->text()); });
    connect(m_search, &QLineEdit::textChanged, &m_searchTimer, qOverload<>(&QTimer::start));
    connect(newChat, &QPushButton::clicked, this, &Sidebar::newChatRequested);
    connect(m_list, &ConversationList::chosen, this,
            [this](const ConversationId& id, MessageId message) {
                Q_EMIT chosen(id, message, m_search->text().trimmed());
            });
    connect(m_list, &ConversationList::removeRequested, this, &Sidebar::remove);
    connect(&m_model, &ConversationListModel::refreshed, this, &Sidebar::updateEmpty);
    connect(&m_model, &ConversationListModel::failed, this,
            [this](const QString& sentence) { m_notice->tell(sentence); });
}

QWidget* Sidebar::buildNavigation()
{
    auto* box = new QFrame;
    box->setObjectName(QStringLiteral("navigation"));
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 8, 0, 0);
    row->setSpacing(2);
    row->addWidget(addPage(tr("Chats"), QStringLiteral("chats"), Page::Chats));
    row->addWidget(addPage(tr("Usage"), QStringLiteral("usage"), Page::Usage));
    row->addWidget(addPage(tr("Accounts"), QStringLiteral("accounts"), Page::Accounts));
    row->addWidget(addPage(tr("Settings"), QStringLiteral("settings"), Page::Settings));
    return box;
}

QToolButton* Sidebar::addPage(const QString& name, const QString& objectName, Page page)
{
    auto* button = new QToolButton;
    button->setText(name);
    button->setAccessibleName(name);
    button->setObjectName(objectName);
    button->setProperty("nav", true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(button, &QToolButton::clicked, this, [this, page] { Q_EMIT pageRequested(page); });
    if (page == Page::Chats || page == Page::Usage)
        button->setCheckable(true);
    m_pages.append({page, button});
    return button;
}

void Sidebar::start()
{
    m_model.start();
}

void Sidebar::setShown(const ConversationId& id)
{
    m_list->setShown(id);
}

void Sidebar::setPage(Page page)
{
    for (const auto& [which, button] : std::as_const(m_pages)) {
        if (button->isCheckable())
            button->setChecked(which == page);
    }
}

void Sidebar::focusSearch()
{
    m_search->setFocus();
    m_search->selectAll();
}

bool Sidebar::escape()
{
    if (!m_search->hasFocus() || m_search->text().isEmpty())
        return false;
    m_search->clear();
    return true;
}

void Sidebar::step(int by)
{
    m_list->step(by);
}

void Sidebar::renameCurrent()
{
    m_list->setFocus();
    m_list->renameCurrent();
}

QString Sidebar::searchText() const
{
    return m_search->text().trimmed();
}

void Sidebar::updateEmpty()
{
    const bool empty = m_model.isLoaded() && m_model.rowCount() == 0;
    m_empty->setText(
        m_model.isSearching()
            ? tr("Nothing found. Search looks for all the words, in titles and messages.")
            : tr("Your conversations will be here."));
    m_empty->setVisible(empty);
}

void Sidebar::remove(const ConversationId& id, const QString& title)
{
    m_store.remove(id, guarded(this, [this, id, title](const Result<void>& done) {
                       if (!done) {
                           m_notice->tell(done.error().sentence());
                           return;
                       }
                       Q_EMIT removed(id);
                       const QString shown = title.size() > 40 ? title.left(38) + u'…' : title;
                       const auto undo = [this, id] {
                           m_store.restore(id, guarded(this, [this](const Result<void>& restored) {
                                               if (!restored)
                                                   m_notice->tell(restored.error().sentence());
                                           }));
                       };
                       m_notice->tell(tr("Deleted “%1”").arg(shown),
                                      {{tr("Undo"), QStringLiteral("undo"), undo}}, kUndoMs);
                   }));
}

bool Sidebar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Return || key == Qt::Key_Enter) {
            m_list->setFocus();
            if (!m_list->currentIndex().isValid())
                m_list->step(0);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace Patchbay
