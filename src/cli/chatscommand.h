// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command.h"

namespace Patchbay {

struct ChatsOptions
{
    enum class Verb { List, Search, Show, Export };
    Verb verb = Verb::List;
    QString words;
    QString id;
    QString format = QStringLiteral("md");
    int limit = 50;
    bool json = false;
};

/// `chats …`.
class ChatsCommand final : public Command
{
    Q_OBJECT
public:
    ChatsCommand(Core& core, ChatsOptions options);

    void start() override;

private:
    void list();
    void search();
    void exportConversation(const QString& format);

    Core& m_core;
    ChatsOptions m_options;
};

} // namespace Patchbay
