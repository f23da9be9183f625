// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversationstore.h"

#include <QFrame>

class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace Patchbay {

class AttachmentBar;
class MessageEdit;

/// Where a message is written and sent: text, attachments, the conversation's system prompt, Send
/// or Stop. GUI thread.
class Composer final : public QFrame
{
    Q_OBJECT
public:
    explicit Composer(QWidget* parent = nullptr);

    /// What is written, as it is kept and restored.
    [[nodiscard]] Draft draft() const;
    void setDraft(const Draft& draft);
    [[nodiscard]] bool isEmpty() const;
    /// What is written as blocks to send: attachments first, as the API's guide has it.
    [[nodiscard]] QList<ContentBlock> content() const;

    [[nodiscard]] QString systemPrompt() const { return m_systemPrompt; }
    void setSystemPrompt(const QString& prompt);

    /// Stop in place of Send.
    void setAnswering(bool on);
    /// An earlier message is being edited: says so, with a way back.
    void setEditing(bool on);
    [[nodiscard]] bool isEditing() const { return m_isEditing; }
    void setSendWithEnter(bool on);
    /// How high the text may grow.
    void setMaximumTextHeight(int pixels);

    void attachFiles(const QStringList& paths);
    void focusMessage();
    /// Closes the system prompt and keeps what was typed there; false when it was not open.
    bool closePrompt();

Q_SIGNALS:
    void changed();
    void sendRequested();
    void stopRequested();
    void editCancelled();
    void systemPromptEdited(const QString& prompt);
    /// Up in the empty field: the last message is to be edited.
    void lastMessageRequested();
    /// Something was refused, in a sentence.
    void refused(const QString& sentence);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* buildPrompt();
    QWidget* buildRow();
    void attach(const Result<ContentBlock>& block, const QString& name);
    void chooseFiles();
    void updateButtons();
    void finishPrompt(bool keep);

    AttachmentBar* m_attachments = nullptr;
    MessageEdit* m_message = nullptr;
    QWidget* m_editing = nullptr;
    QWidget* m_promptBox = nullptr;
    QPlainTextEdit* m_prompt = nullptr;
    QToolButton* m_promptButton = nullptr;
    QPushButton* m_send = nullptr;
    QPushButton* m_stop = nullptr;
    QString m_systemPrompt;
    bool m_isAnswering = false;
    bool m_isEditing = false;
};

} // namespace Patchbay
