// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/chatpane.h"

#include "desktop/chatheader.h"
#include "desktop/composer.h"
#include "desktop/conversationedit.h"
#include "desktop/draftkeeper.h"
#include "desktop/emptychat.h"
#include "desktop/findbar.h"
#include "desktop/guarded.h"
#include "desktop/noticebar.h"
#include "desktop/promptgauge.h"
#include "desktop/promptmeter.h"
#include "desktop/theme.h"
#include "desktop/transcript/transcriptview.h"

#include <QHBoxLayout>
#include <QStackedWidget>

#include <chrono>

namespace Patchbay {

namespace {

constexpr int kMargin = 24;
constexpr double kComposerShare = 0.4;

} // namespace

ChatPane::ChatPane(Core& core, Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_core(core)
    , m_theme(theme)
    , m_transcript(core.conversations(), core.chats(), core.accounts(), core.clock())
{
    build();
    connectView();
    connect(&core.chats(), &ChatService::started, this, &ChatPane::updateAnswering);
    connect(&core.conversations(), &ConversationStore::conversationChanged, this,
            [this](const ConversationId& id) {
                if (id == m_shown.id)
                    refresh();
            });
    // Another program may have gone on with this conversation.
    connect(&core.conversations(), &ConversationStore::listChanged, this, &ChatPane::refresh);
    connect(&core.accounts(), &AccountStore::changed, this, &ChatPane::updateEmpty);
    connect(&core.settings(), &Settings::changed, this, &ChatPane::applySettings);
    connect(&theme, &Theme::changed, this, &ChatPane::applyTheme);
    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(std::chrono::milliseconds(200));
    connect(&m_draftTimer, &QTimer::timeout, this, [this] {
        updateMeter();
        m_meter->setDraft(m_composer->draft());
    });
    applyTheme();
    applySettings();
}

ChatPane::~ChatPane() = default;

void ChatPane::build()
{
    m_header = new ChatHeader(m_core.accounts(), m_core.prices());
    m_view = new TranscriptView;
    m_view->setObjectName(QStringLiteral("transcript"));
    m_view->setAccessibleName(tr("Transcript"));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setModel(&m_transcript);
    m_empty = new EmptyChat;
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_empty);
    m_findBar = new FindBar(m_core.conversations(), m_transcript, *m_view);
    m_notice = new NoticeBar;
    connect(m_notice, &NoticeBar::closed, this, &ChatPane::noticeClosed);
    m_notice->setObjectName(QStringLiteral("chatNotice"));
    m_composer = new Composer;
    m_drafts = new DraftKeeper(m_core.conversations(), *m_composer, this);
    m_meter = new PromptMeter(m_core, this);
    m_gauge = new PromptGauge;

    auto* column = new QWidget;
    column->setMaximumWidth(TranscriptTheme().columnWidth);
    auto* inColumn = new QVBoxLayout(column);
    inColumn->setContentsMargins(0, 4, 0, 4);
    inColumn->setSpacing(0);
    inColumn->addWidget(m_notice);
    inColumn->addSpacing(8);
    inColumn->addWidget(m_composer);
    inColumn->addSpacing(4);
    inColumn->addWidget(m_gauge);
    auto* below = new QHBoxLayout;
    // The transcript's column is centred beside its scroll bar: so is the composer.
    below->setContentsMargins(kMargin, 0, kMargin + TranscriptView::kScrollBarWidth, 0);
    below->addStretch(1);
    below->addWidget(column, 1000);
    below->addStretch(1);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_findBar);
    layout->addWidget(m_stack, 1);
    layout->addLayout(below);
}

void ChatPane::connectView()
{
    connect(m_view, &TranscriptView::regenerateRequested, this, &ChatPane::regenerate);
    connect(m_view, &TranscriptView::continueRequested, this, &ChatPane::continueAnswer);
    connect(m_view, &TranscriptView::editRequested, this, &ChatPane::edit);
    connect(m_view, &TranscriptView::branchStepRequested, this, &ChatPane::stepBranch);
    connect(m_view, &TranscriptView::linkActivated, this, &ChatPane::askToOpen);
    connect(m_view, &TranscriptView::zoomRequested, this, &ChatPane::zoom);
    connect(m_empty, &EmptyChat::addAccountRequested, this, &ChatPane::addAccountRequested);
    connect(m_empty, &EmptyChat::demoRequested, this, &ChatPane::demoRequested);
    connect(&m_transcript, &ConversationTranscript::failed, this, &ChatPane::tell);
    connect(&m_transcript, &ConversationTranscript::loaded, this, [this] {
        updateEmpty();
        updateMeter();
        m_findBar->refresh();
        if (std::exchange(m_sendWhenLoaded, false))
            send();
    });
    connect(&m_transcript, &TranscriptModel::inserted, this, &ChatPane::updateEmpty);
    connect(m_findBar, &FindBar::failed, this, &ChatPane::tell);
    connect(m_findBar, &FindBar::closed, this, &ChatPane::focusMessage);
    connect(m_composer, &Composer::sendRequested, this, &ChatPane::send);
    connect(m_composer, &Composer::stopRequested, this, &ChatPane::stop);
    connect(m_composer, &Composer::refused, this, &ChatPane::tell);
    connect(m_composer, &Composer::editCancelled, m_drafts, &DraftKeeper::endEdit);
    connect(m_composer, &Composer::lastMessageRequested, this, &ChatPane::editLast);
    connect(m_composer, &Composer::changed, this, [this] { m_draftTimer.start(); });
    connect(m_meter, &PromptMeter::changed, this, [this] { m_gauge->show(m_meter->estimate()); });
    connect(m_gauge, &PromptGauge::countsToggled, this, [this](bool on) {
        if (const auto stored = m_core.settings().setValue(SettingKey::CountTokens, on); !stored)
            tellError(stored.error());
    });
    connect(m_composer, &Composer::systemPromptEdited, this, [this](const QString& prompt) {
        change([prompt](Conversation& conversation) { conversation.systemPrompt = prompt; });
    });
    connect(m_header, &ChatHeader::modelPicked, this, [this](const QString& model) {
        change([model](Conversation& conversation) { conversation.model = model; });
    });
    connect(m_header, &ChatHeader::accountPicked, this, [this](const QString& account) {
        change([account](Conversation& conversation) { conversation.account = account; });
    });
    connect(m_header, &ChatHeader::titleEdited, this, [this](const QString& title) {
        change([title](Conversation& conversation) {
            conversation.title = title;
            conversation.titleIsSet = true;
        });
        focusMessage();
    });
}

void ChatPane::applyTheme()
{
    m_view->setTheme(m_theme.isDark() ? TranscriptTheme::dark() : TranscriptTheme::light());
    m_transcript.recolour();
}

void ChatPane::applySettings()
{
    m_view->setZoomPercent(m_core.settings().number(SettingKey::TextZoomPercent));
    m_gauge->setCounts(m_core.settings().isOn(SettingKey::CountTokens));
    m_composer->setSendWithEnter(m_core.settings().isOn(SettingKey::SendWithEnter));
    if (m_shown.id.isNull() && m_shown.model.isEmpty())
        m_header->setModel(m_core.defaultModel());
    updateMeter();
}

void ChatPane::open(const ConversationId& id)
{
    if (id == m_shown.id && (m_transcript.isLoaded() || !id.isNull())) {
        focusMessage();
        return;
    }
    m_findBar->close();
    m_notice->clear();
    m_edited = 0;
    m_toEdit = 0;
    m_sendWhenLoaded = false;
    Conversation shown;
    shown.id = id;
    m_shown = shown;
    m_drafts->open(id);
    m_transcript.open(id);
    show(shown);
    refresh();
    updateAnswering();
    updateEmpty();
    Q_EMIT conversationOpened(id);
}

void ChatPane::openAt(const ConversationId& id, MessageId message, const QString& text)
{
    open(id);
    if (message != 0)
        m_findBar->openAt(text, message);
}

void ChatPane::refresh()
{
    if (m_shown.id.isNull())
        return;
    m_core.conversations().conversation(
        m_shown.id, guarded(this, [this, id = m_shown.id](const Result<Conversation>& found) {
            if (!found || id != m_shown.id)
                return; // one that is not stored yet keeps what is shown
            show(*found);
            const bool isElsewhere = m_transcript.isLoaded() &&
                                     m_transcript.leaf() != found->leaf &&
                                     !m_core.chats().running(id);
            if (isElsewhere)
                m_transcript.reload();
        }));
}

void ChatPane::show(const Conversation& conversation)
{
    m_shown = conversation;
    const bool isNew = conversation.id.isNull();
    m_header->setTitle(isNew ? tr("New chat") : conversation.title, !isNew);
    const Account* account = m_core.accounts().find({conversation.account});
    m_header->setModel(!conversation.model.isEmpty()          ? conversation.model
                       : account && !account->model.isEmpty() ? account->model
                                                              : m_core.defaultModel());
    m_header->setAccount(conversation.account);
    if (conversation.systemPrompt != m_composer->systemPrompt())
        m_composer->setSystemPrompt(conversation.systemPrompt);
    updateMeter();
}

void ChatPane::updateMeter()
{
    PromptPlace place;
    place.conversation = m_shown.id;
    place.parent = m_drafts->isEditing() ? m_transcript.parentOf(m_edited) : m_transcript.leaf();
    place.systemPrompt = m_shown.systemPrompt;
    place.model = m_header->model();
    place.account = m_header->account();
    m_meter->setPlace(place);
}

void ChatPane::updateEmpty()
{
    const bool empty = m_transcript.isLoaded() && m_transcript.count() == 0;
    m_empty->setHasAccounts(!m_core.accounts().accounts().isEmpty());
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_view);
}

void ChatPane::updateAnswering()
{
    m_composer->setAnswering(!m_shown.id.isNull() && m_core.chats().running(m_shown.id));
}

void ChatPane::change(std::function<void(Conversation&)> change)
{
    change(m_shown);
    show(m_shown);
    if (m_shown.id.isNull())
        return;
    editConversation(m_core.conversations(), m_shown.id, std::move(change),
                     guarded(this, [this](const Result<void>& stored) {
                         if (!stored)
                             tell(stored.error().sentence());
                     }));
}

void ChatPane::tell(const QString& sentence)
{
    m_notice->tell(sentence);
}

void ChatPane::tellError(const Error& error)
{
    tell(error.sentence());
}

void ChatPane::tellOfAccounts(const QString& sentence)
{
    m_notice->tell(sentence, {{tr("Show accounts"), QStringLiteral("noticeShowAccounts"),
                               [this] { Q_EMIT accountsRequested(); }}});
}

void ChatPane::focusMessage()
{
    m_composer->focusMessage();
}

void ChatPane::find()
{
    m_findBar->open(m_view->selectedText().section(QLatin1Char('\n'), 0, 0));
}

void ChatPane::editTitle()
{
    if (!m_shown.id.isNull())
        m_header->editTitle();
}

void ChatPane::zoom(int steps)
{
    const int now = m_core.settings().number(SettingKey::TextZoomPercent);
    const int wanted = steps == 0 ? 100 : std::clamp(now + 10 * steps, 50, 300);
    m_core.settings().setValue(SettingKey::TextZoomPercent, wanted);
}

bool ChatPane::escape()
{
    if (m_findBar->isVisible())
        m_findBar->close();
    else if (m_notice->isVisible())
        m_notice->clear();
    else if (m_composer->closePrompt())
        return true;
    else if (m_composer->isEditing())
        m_drafts->endEdit();
    else if (m_core.chats().running(m_shown.id))
        stop();
    else
        return false;
    return true;
}

void ChatPane::stop()
{
    if (ChatTurn* turn = m_core.chats().running(m_shown.id))
        turn->stop();
    focusMessage();
}

void ChatPane::saveDraft()
{
    m_drafts->saveNow();
}

void ChatPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_composer->setMaximumTextHeight(static_cast<int>(height() * kComposerShare));
}

} // namespace Patchbay
