// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversationstore.h"

#include <QTimer>

#include <optional>

namespace Patchbay {

class Composer;

/// Keeps what is written in the composer with its conversation, on disk moments after it was typed:
/// it survives a change of conversation, a send that fails and the end of the program, however it
/// ends. GUI thread.
class DraftKeeper final : public QObject
{
    Q_OBJECT
public:
    DraftKeeper(ConversationStore& store, Composer& composer, QObject* parent = nullptr);

    /// Another conversation: what was written is kept, its own comes into the composer.
    void open(const ConversationId& id);
    void saveNow();

    /// An earlier message takes the place of what was written, which comes back at the end.
    void beginEdit(const Draft& earlier);
    void endEdit();
    [[nodiscard]] bool isEditing() const { return m_aside.has_value(); }

    /// Empties the composer; what was in it stays on disk until the message is known to be stored.
    void takeToSend();
    void sent(const ConversationId& from);
    /// The message could not be stored: what was written comes back.
    void giveBack(const ConversationId& from);

    [[nodiscard]] const ConversationId& conversation() const { return m_conversation; }

private:
    struct Sending
    {
        Draft draft;
        Draft rest; // what was written since
    };
    [[nodiscard]] Draft whole() const;
    void show(const Draft& draft);

    ConversationStore& m_store;
    Composer& m_composer;
    ConversationId m_conversation;
    std::optional<Draft> m_aside;
    QHash<ConversationId, Sending> m_sending;
    QTimer m_timer;
    int m_generation = 0;
    bool m_loading = false;
    bool m_showing = false;
    bool m_dirty = false;
};

} // namespace Patchbay
