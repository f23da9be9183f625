// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/chatservice.h"

#include "chats/chatturnprivate.h"

namespace Patchbay {

ChatService::ChatService(ConversationStore& store, Database& database, Dispatcher& dispatcher,
                         const PriceTable& prices, const Clock& clock, QString processId,
                         QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_database(database)
    , m_dispatcher(dispatcher)
    , m_prices(prices)
    , m_clock(clock)
    , m_processId(std::move(processId))
{
}

ChatService::~ChatService()
{
    const QList<ChatTurn*> turns = std::exchange(m_turns, {});
    qDeleteAll(turns);
}

ChatTurn* ChatService::start(const TurnRequest& request)
{
    auto d = std::make_unique<ChatTurn::Private>(
        ChatTurn::Context{m_store, m_database, m_dispatcher, m_prices, m_clock, m_processId},
        request);
    auto* turn = new ChatTurn(std::move(d), this);
    m_turns.append(turn);
    connect(turn, &ChatTurn::finished, this, [this, turn] {
        m_turns.removeOne(turn);
        turn->deleteLater();
    });
    turn->d->begin();
    Q_EMIT started(turn);
    return turn;
}

ChatTurn* ChatService::running(const ConversationId& id) const
{
    for (ChatTurn* turn : m_turns) {
        if (turn->conversation() == id)
            return turn;
    }
    return nullptr;
}

QList<ChatTurn*> ChatService::running() const
{
    return m_turns;
}

} // namespace Patchbay
