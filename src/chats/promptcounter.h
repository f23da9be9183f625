// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversation.h"
#include "pool/dispatcher.h"
#include "storage/database.h"

#include <memory>

namespace Patchbay {

/// What would be sent if it were sent now.
struct PromptToCount
{
    ConversationId conversation; // null: one that is not stored yet
    MessageId parent = 0;        // what is written follows it; 0: nothing
    QList<ContentBlock> content;
    QString systemPrompt;
    QString model;
    std::optional<AccountId> account; // nothing: automatic
    Client client;
};

/// Asks the provider how many tokens a prompt is (POST /v1/messages/count_tokens): exact, free of
/// charge, and not in the ledger. The text goes to the account that would serve it, at once or not
/// at all: it waits for nothing and is not tried again. Main thread; one at a time.
class PromptCounter final
{
public:
    PromptCounter(Database& database, Dispatcher& pool, const PriceTable& prices);
    ~PromptCounter();
    PromptCounter(const PromptCounter&) = delete;
    PromptCounter& operator=(const PromptCounter&) = delete;

    /// A count that is under way is cancelled, and its `done` never called.
    void count(const PromptToCount& prompt, Completion<qint64> done);
    void cancel();
    [[nodiscard]] bool isCounting() const { return m_running != nullptr; }

private:
    struct Running;
    void send(const MessagesRequest& request, const PromptToCount& prompt,
              const AccountId& lastAccount);
    void finish(Result<qint64> tokens);

    Database& m_database;
    Dispatcher& m_pool;
    const PriceTable& m_prices;
    std::unique_ptr<Running> m_running;
};

} // namespace Patchbay
