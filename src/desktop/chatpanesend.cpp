// SPDX-License-Identifier: GPL-3.0-or-later
// How a chat pane sends: the part of ChatPane that talks to ChatService.
#include "desktop/chatheader.h"
#include "desktop/chatpane.h"
#include "desktop/composer.h"
#include "desktop/draftkeeper.h"
#include "desktop/guarded.h"
#include "desktop/noticebar.h"
#include "desktop/promptmeter.h"
#include "desktop/transcript/transcriptview.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>

namespace Patchbay {

TurnRequest ChatPane::request() const
{
    TurnRequest request;
    request.conversation = m_shown.id;
    request.model = m_header->model();
    request.maxTokens = m_core.defaultMaxTokens();
    if (const QString account = m_header->account(); !account.isEmpty())
        request.account = AccountId{account};
    return request;
}

bool ChatPane::isReadyToSend()
{
    if (m_core.chats().running(m_shown.id)) {
        tell(tr("An answer is on its way. Stop it first, or wait until it is complete."));
        return false;
    }
    if (m_core.accounts().accounts().isEmpty()) {
        m_notice->tell(tr("There is no account yet to send this with. Your message stays here."),
                       {{tr("Add account…"), QStringLiteral("noticeAddAccount"),
                         [this] { Q_EMIT addAccountRequested(); }},
                        {tr("Try the demo"), QStringLiteral("noticeDemo"),
                         [this] { Q_EMIT demoRequested(); }}});
        return false;
    }
    return true;
}

void ChatPane::send()
{
    if (m_composer->isEmpty() || !isReadyToSend())
        return;
    if (!m_transcript.isLoaded()) {
        m_sendWhenLoaded = true; // what to answer after is known in a moment
        return;
    }
    TurnRequest turn = request();
    turn.content = m_composer->content();
    turn.parent = m_drafts->isEditing() ? m_transcript.parentOf(m_edited) : m_transcript.leaf();
    const ConversationId from = m_shown.id;
    m_notice->clear();
    m_drafts->takeToSend();
    m_meter->setDraft({}); // what goes now needs no counting
    m_edited = 0;
    m_toEdit = 0;
    if (from.isNull() && !m_shown.systemPrompt.isEmpty())
        startNew(std::move(turn));
    else
        start(turn, from);
}

// With a system prompt the conversation is made first: a turn makes one without.
void ChatPane::startNew(TurnRequest turn)
{
    Conversation conversation;
    conversation.systemPrompt = m_shown.systemPrompt;
    conversation.model = turn.model;
    conversation.account = turn.account ? turn.account->value : QString();
    m_core.conversations().create(
        conversation,
        guarded(this, [this, turn = std::move(turn)](const Result<ConversationId>& made) mutable {
            if (!made) {
                m_drafts->giveBack({});
                tell(made.error().sentence());
                return;
            }
            turn.conversation = *made;
            start(turn, {});
        }));
}

void ChatPane::start(const TurnRequest& request, const ConversationId& from)
{
    ChatTurn* turn = m_core.chats().start(request);
    const ConversationId id = turn->conversation();
    connect(turn, &ChatTurn::stored, this, [this, from, sends = !request.content.isEmpty()] {
        if (sends)
            m_drafts->sent(from);
        refresh();
    });
    connect(turn, &ChatTurn::finished, this,
            [this, id, from](const Message& answer, const Outcome& outcome) {
                if (answer.head.id == 0) {
                    if (from.isNull() && m_shown.id == id)
                        open({});
                    m_drafts->giveBack(from);
                    if (outcome.error)
                        tell(outcome.error->sentence());
                }
                if (id == m_shown.id) {
                    updateAnswering();
                    updateMeter();
                    m_meter->refresh();
                }
            });
    if (from.isNull() && m_shown.id.isNull())
        open(id);
    updateAnswering();
    m_view->scrollToEnd();
}

void ChatPane::regenerate(MessageId id)
{
    const MessageId parent = m_transcript.parentOf(id);
    if (parent == 0 || !isReadyToSend())
        return;
    TurnRequest turn = request();
    turn.parent = parent;
    start(turn, m_shown.id);
}

void ChatPane::continueAnswer(MessageId id)
{
    if (!isReadyToSend())
        return;
    TurnRequest turn = request();
    turn.parent = id;
    // In words of the person's, because models take no beginning of an answer any more.
    turn.content = {ContentBlock::text(tr("Continue exactly where you stopped."))};
    start(turn, m_shown.id);
}

void ChatPane::edit(MessageId id)
{
    m_toEdit = id;
    m_core.conversations().messages(
        {id}, guarded(this, [this, id](const Result<QList<Message>>& found) {
            // A second click, or what was sent since, makes it too late.
            if (m_toEdit != id || !found || found->isEmpty() || m_transcript.rowOf(id) < 0)
                return;
            m_toEdit = 0;
            Draft draft;
            draft.text = plainText(found->first().content);
            for (const ContentBlock& block : found->first().content) {
                if (block.type() != QLatin1String("text"))
                    draft.attachments.append(block);
            }
            m_edited = id;
            m_drafts->beginEdit(draft);
            updateMeter();
            focusMessage();
        }));
}

void ChatPane::editLast()
{
    for (int row = m_transcript.count() - 1; row >= 0; --row) {
        const TranscriptMessage* message = m_transcript.message(row);
        if (!message)
            return;
        if (message->role == TranscriptMessage::Role::User)
            return edit(message->id);
    }
}

void ChatPane::stepBranch(MessageId id, int step)
{
    if (m_core.chats().running(m_shown.id)) {
        tell(tr("An answer is on its way. Stop it first, or wait until it is complete."));
        return;
    }
    m_core.conversations().stepBranch(
        id, step, guarded(this, [this, conversation = m_shown.id](const Result<MessageId>& leaf) {
            if (!leaf)
                tell(leaf.error().sentence());
            else if (conversation == m_shown.id)
                m_transcript.reload();
        }));
}

void ChatPane::askToOpen(const QUrl& url)
{
    const QString address = url.toDisplayString();
    const QString shown = address.size() > 120 ? address.left(119) + u'…' : address;
    const NoticeBar::Action copy{tr("Copy the address"), QStringLiteral("copyLink"),
                                 [address] { QGuiApplication::clipboard()->setText(address); }};
    // A model must not be able to start programs here: only what a browser or mail program opens.
    static const QStringList safe = {QStringLiteral("http"), QStringLiteral("https"),
                                     QStringLiteral("mailto")};
    if (!safe.contains(url.scheme())) {
        m_notice->tell(tr("Patchbay opens only web and mail links. This one is %1").arg(shown),
                       {copy});
        return;
    }
    m_notice->tell(
        tr("Open %1 outside of Patchbay?").arg(shown),
        {{tr("Open"), QStringLiteral("openLink"), [url] { QDesktopServices::openUrl(url); }},
         copy});
}

} // namespace Patchbay
