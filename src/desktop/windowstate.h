// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversation.h"

#include <QByteArray>
#include <QSettings>

namespace Patchbay {

/// How the window was left: state.ini, apart from the settings since nobody edits it. GUI thread.
class WindowState final
{
public:
    explicit WindowState(const QString& file);

    [[nodiscard]] QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);
    [[nodiscard]] QByteArray splitter() const;
    void setSplitter(const QByteArray& splitter);
    [[nodiscard]] ConversationId conversation() const;
    void setConversation(const ConversationId& id);
    /// Whether the demo was being tried: it is there again at the next start.
    [[nodiscard]] bool usesDemo() const;
    void setUsesDemo(bool on);

private:
    QSettings m_file;
};

} // namespace Patchbay
