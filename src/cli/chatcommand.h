// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command.h"
#include "cli/linereader.h"

#include <memory>

namespace Patchbay {

class Conversant;

struct ChatOptions
{
    QString model;
    QString system;
    QString account;
    qint64 maxTokens = 0;
    QStringList attachments;
    QString continueId;
    bool noSave = false;
    bool json = false;
    bool demo = false;
    std::optional<QString> prompt;
};

/// `chat`: one message, or a conversation on a terminal.
class ChatCommand final : public Command
{
    Q_OBJECT
public:
    ChatCommand(Core& core, ChatOptions options);
    ~ChatCommand() override;

    void start() override;
    void interrupt() override;
    void terminate() override;

private:
    Result<void> prepare();
    void resume();
    void begin();
    void converse();
    /// Ends before anything was sent.
    void refuse(const Error& error);
    void askForLine();
    void send(const QString& text);
    void onFinished(const Message& answer, const Outcome& outcome);

    Core& m_core;
    ChatOptions m_options;
    std::optional<AccountId> m_account;
    QList<ContentBlock> m_attached;
    std::unique_ptr<Conversant> m_conversant;
    std::unique_ptr<LineReader> m_lines; // of an interactive conversation
    bool m_endsLine = true;              // whether the answer so far ends with a line break
    bool m_busy = false;                 // an answer is on its way
    bool m_interrupted = false;
};

} // namespace Patchbay
