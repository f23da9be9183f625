// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/core.h"
#include "desktop/conversationtranscript.h"

#include <QTimer>
#include <QWidget>

class QStackedWidget;

namespace Patchbay {

class ChatHeader;
class Composer;
class DraftKeeper;
class EmptyChat;
class FindBar;
class NoticeBar;
class PromptGauge;
class PromptMeter;
class Theme;
class TranscriptView;

/// One conversation: header, transcript, composer, and what goes on between them. GUI thread.
class ChatPane final : public QWidget
{
    Q_OBJECT
public:
    ChatPane(Core& core, Theme& theme, QWidget* parent = nullptr);
    ~ChatPane() override;

    /// The null id is the new chat.
    void open(const ConversationId& id);
    /// Opens it at a message, with what was searched for marked.
    void openAt(const ConversationId& id, MessageId message, const QString& text);
    [[nodiscard]] const ConversationId& conversation() const { return m_shown.id; }

    void focusMessage();
    void find();
    void editTitle();
    void zoom(int steps); // 0: back to 100 %
    /// Esc: closes what is open, else stops the answer. False when there was neither.
    bool escape();
    void stop();
    void tellError(const Error& error);
    /// Something to do under Accounts.
    void tellOfAccounts(const QString& sentence);
    /// What is written goes to the disk now.
    void saveDraft();

Q_SIGNALS:
    /// Another conversation is shown, or the new chat became one.
    void conversationOpened(const Patchbay::ConversationId& id);
    void addAccountRequested();
    void accountsRequested();
    /// What was told was read, or something else is told since.
    void noticeClosed();
    void demoRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void connectView();
    void applyTheme();
    void applySettings();
    void refresh();
    void show(const Conversation& conversation);
    void updateEmpty();
    void updateAnswering();
    void updateMeter();

    void send();
    void startNew(TurnRequest request);
    void start(const TurnRequest& request, const ConversationId& from);
    void regenerate(MessageId id);
    /// Asks for the rest of an answer that ended early.
    void continueAnswer(MessageId id);
    void edit(MessageId id);
    void editLast();
    void stepBranch(MessageId id, int step);
    void askToOpen(const QUrl& url);
    void change(std::function<void(Conversation&)> change);
    void tell(const QString& sentence);
    [[nodiscard]] bool isReadyToSend();
    [[nodiscard]] TurnRequest request() const;

    Core& m_core;
    Theme& m_theme;
    Conversation m_shown; // of the new chat: what is set before it is stored
    ConversationTranscript m_transcript;
    ChatHeader* m_header = nullptr;
    QStackedWidget* m_stack = nullptr;
    TranscriptView* m_view = nullptr;
    EmptyChat* m_empty = nullptr;
    FindBar* m_findBar = nullptr;
    NoticeBar* m_notice = nullptr;
    Composer* m_composer = nullptr;
    DraftKeeper* m_drafts = nullptr;
    PromptMeter* m_meter = nullptr;
    PromptGauge* m_gauge = nullptr;
    QTimer m_draftTimer;
    MessageId m_edited = 0;
    MessageId m_toEdit = 0; // asked for, its text is still being read
    bool m_sendWhenLoaded = false;
};

} // namespace Patchbay
