// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/conversationtranscript.h"

#include "accounts/accountstore.h"
#include "desktop/accountcolors.h"
#include "desktop/guarded.h"
#include "desktop/messagedetails.h"

#include <QGuiApplication>

#include <chrono>
#include <utility>

namespace Patchbay {

namespace {

constexpr int kFirstHeads = 60;
constexpr int kPage = 48;
constexpr int kKeptKiloCharacters = 8 * 1024;

} // namespace

ConversationTranscript::ConversationTranscript(ConversationStore& store, ChatService& chats,
                                               AccountStore& accounts, const Clock& clock,
                                               QObject* parent)
    : TranscriptModel(parent)
    , m_store(store)
    , m_chats(chats)
    , m_accounts(accounts)
    , m_clock(clock)
    , m_messages(kKeptKiloCharacters)
{
    connect(&chats, &ChatService::started, this, [this](ChatTurn* turn) {
        if (turn->conversation() == m_conversation)
            follow(turn);
    });
    connect(&accounts, &AccountStore::changed, this, &ConversationTranscript::renameAccounts);
    m_second.setInterval(std::chrono::seconds(1));
    connect(&m_second, &QTimer::timeout, this, &ConversationTranscript::updateCountdown);
}

void ConversationTranscript::open(const ConversationId& id)
{
    m_conversation = id;
    if (m_turn)
        m_turn->disconnect(this);
    m_turn = nullptr;
    m_answer = {};
    m_second.stop();
    m_messages.clear();
    m_heads.clear();
    m_rows.clear();
    m_loaded = false;
    Q_EMIT reset();
    reload();
    if (ChatTurn* turn = id.isNull() ? nullptr : m_chats.running(id))
        follow(turn);
}

void ConversationTranscript::reload()
{
    const int generation = ++m_generation;
    m_fetching.clear();
    if (m_conversation.isNull()) {
        m_loaded = true;
        Q_EMIT loaded();
        return;
    }
    const auto first = [this, generation](Result<QList<MessageHead>> heads) {
        if (generation != m_generation)
            return;
        if (!heads) {
            // A new conversation is opened the moment before it is stored.
            if (heads.error().kind != ErrorKind::NotFound ||
                m_chats.running(m_conversation) == nullptr)
                Q_EMIT failed(heads.error().sentence());
            return;
        }
        const bool more = heads->size() == kFirstHeads;
        takeFirst(std::move(*heads));
        if (!more)
            return;
        m_store.path(m_conversation, 0, 0,
                     guarded(this, [this, generation](const Result<QList<MessageHead>>& all) {
                         if (generation == m_generation && all)
                             takeOlder(*all);
                     }));
    };
    m_store.path(m_conversation, 0, kFirstHeads, guarded(this, first));
}

void ConversationTranscript::takeFirst(QList<MessageHead> heads)
{
    m_heads = std::move(heads);
    rebuildRows();
    // A branch that was left has a sibling more by now: it is read again when it is shown again.
    for (const MessageId id : m_messages.keys()) {
        if (rowOf(id) < 0)
            m_messages.remove(id);
    }
    m_loaded = true;
    Q_EMIT reset();
    Q_EMIT loaded();
}

// Only what lies before the first head is taken over: what is after it may be newer here.
void ConversationTranscript::takeOlder(const QList<MessageHead>& heads)
{
    if (m_heads.isEmpty())
        return;
    qsizetype older = 0;
    while (older < heads.size() && heads.at(older).id != m_heads.first().id)
        ++older;
    if (older == 0 || older == heads.size())
        return;
    m_heads = heads.first(older) + m_heads;
    rebuildRows();
    Q_EMIT inserted(0, static_cast<int>(older));
}

void ConversationTranscript::rebuildRows()
{
    m_rows.clear();
    m_rows.reserve(m_heads.size());
    for (int row = 0; row < m_heads.size(); ++row)
        m_rows.insert(m_heads.at(row).id, row);
}

MessageId ConversationTranscript::leaf() const
{
    return m_heads.isEmpty() ? 0 : m_heads.last().id;
}

MessageId ConversationTranscript::parentOf(MessageId id) const
{
    const int row = rowOf(id);
    return row < 0 ? 0 : m_heads.at(row).parent;
}

qsizetype ConversationTranscript::textLength(int row) const
{
    return static_cast<qsizetype>(m_heads.at(row).textLength);
}

int ConversationTranscript::rowOf(qint64 id) const
{
    return m_rows.value(id, -1);
}

const TranscriptMessage* ConversationTranscript::message(int row)
{
    if (row < 0 || row >= m_heads.size())
        return nullptr;
    const MessageId id = m_heads.at(row).id;
    if (isAnswering(id))
        return &m_answer.message;
    if (const Entry* kept = m_messages.object(id))
        return &kept->message;
    fetchAround(row);
    return nullptr;
}

void ConversationTranscript::fetchAround(int row)
{
    if (m_fetching.contains(m_heads.at(row).id))
        return;
    QList<MessageId> ids;
    const int from = std::max(0, row - kPage / 2);
    const int to = std::min(count(), row + kPage / 2 + 1);
    for (int i = from; i < to; ++i) {
        const MessageId id = m_heads.at(i).id;
        if (isAnswering(id) || m_fetching.contains(id) || m_messages.contains(id))
            continue;
        ids.append(id);
        m_fetching.insert(id);
    }
    const auto take = [this, ids,
                       generation = m_generation](const Result<QList<Message>>& messages) {
        if (generation != m_generation)
            return;
        if (!messages) {
            Q_EMIT failed(messages.error().sentence());
            return;
        }
        for (const MessageId id : ids)
            m_fetching.remove(id);
        for (const Message& message : *messages)
            keep(message);
    };
    m_store.messages(ids, guarded(this, take));
}

ConversationTranscript::Entry ConversationTranscript::entryOf(const Message& message) const
{
    Entry entry{transcriptMessageOf(message), message.account, -1};
    nameAccount(entry);
    return entry;
}

bool ConversationTranscript::nameAccount(Entry& entry) const
{
    const Account* account = m_accounts.find({entry.account});
    TranscriptMessage& message = entry.message;
    if (!account) {
        // It keeps the name that history knows, without a colour, which another may have by now.
        const bool wasThere = std::exchange(entry.color, -1) >= 0;
        message.accountColor = QColor();
        message.accountRemoved = message.accountRemoved || wasThere;
        return wasThere;
    }
    if (entry.color == account->color && message.accountName == account->name &&
        !message.accountRemoved)
        return false;
    entry.color = account->color;
    message.accountName = account->name;
    message.accountColor = accountColor(account->color, QGuiApplication::palette());
    message.accountRemoved = false;
    return true;
}

void ConversationTranscript::renameAccounts()
{
    for (const MessageId id : m_messages.keys()) {
        const int row = nameAccount(*m_messages.object(id)) ? rowOf(id) : -1;
        if (row >= 0)
            Q_EMIT changed(row);
    }
}

void ConversationTranscript::keep(const Message& message)
{
    const MessageId id = message.head.id;
    if (isAnswering(id))
        return;
    const qint64 cost = 1 + message.head.textLength / 1024;
    m_messages.insert(id, new Entry(entryOf(message)),
                      std::min<qint64>(cost, kKeptKiloCharacters / 2));
    if (const int row = rowOf(id); row >= 0) {
        m_heads[row].textLength = message.head.textLength;
        m_heads[row].status = message.head.status;
        Q_EMIT changed(row);
    }
}

void ConversationTranscript::recolour()
{
    const QPalette palette = QGuiApplication::palette();
    const auto paint = [&palette](Entry& entry) {
        if (entry.color >= 0)
            entry.message.accountColor = accountColor(entry.color, palette);
    };
    paint(m_answer);
    for (const MessageId id : m_messages.keys()) {
        paint(*m_messages.object(id));
        if (const int row = rowOf(id); row >= 0)
            Q_EMIT changed(row);
    }
}

void ConversationTranscript::follow(ChatTurn* turn)
{
    m_turn = turn;
    connect(turn, &ChatTurn::stored, this, [this, turn] { onStored(*turn); });
    connect(turn, &ChatTurn::waiting, this, &ConversationTranscript::showWaiting);
    connect(turn, &ChatTurn::leased, this, [this](const Lease& lease) {
        m_answer.account = lease.account.value;
        m_answer.message.accountName = lease.accountName;
        if (const Account* account = m_accounts.find(lease.account)) {
            m_answer.color = account->color;
            m_answer.message.accountColor =
                accountColor(account->color, QGuiApplication::palette());
        }
        showWaiting({}, 0);
    });
    connect(turn, &ChatTurn::textAppended, this,
            [this, turn](const QString& text) { append(turn->answer(), Part::Answer, text); });
    connect(turn, &ChatTurn::thinkingAppended, this,
            [this, turn](const QString& text) { append(turn->answer(), Part::Thinking, text); });
    connect(turn, &ChatTurn::finished, this, [this](const Message& answer) { onFinished(answer); });
    if (turn->answer() == 0)
        return;
    // Begun before it was shown here.
    Message begun;
    begun.head.id = turn->answer();
    begun.head.role = Role::Assistant;
    begun.head.status = MessageStatus::Streaming;
    begun.content = turn->content();
    m_answer = entryOf(begun);
    if (begun.content.isEmpty())
        m_answer.message.state = TranscriptMessage::State::Waiting;
}

void ConversationTranscript::onStored(const ChatTurn& turn)
{
    m_answer = {};
    m_answer.message.id = turn.answer();
    m_answer.message.role = TranscriptMessage::Role::Assistant;
    m_answer.message.state = TranscriptMessage::State::Waiting;
    m_messages.remove(turn.answer());
    // At the end of what is shown two rows more are enough; elsewhere the path is another one.
    if (turn.userMessage() == 0 || turn.request().parent != leaf()) {
        reload();
        return;
    }
    if (!m_loaded) {
        m_loaded = true;
        Q_EMIT loaded();
    }
    if (rowOf(turn.answer()) >= 0)
        return;
    const int first = count();
    const MessageId user = turn.userMessage();
    const MessageId before = leaf();
    m_heads.append({user, before, Role::User, MessageStatus::Complete,
                    plainText(turn.request().content).size()});
    m_heads.append({turn.answer(), user, Role::Assistant, MessageStatus::Streaming, 0});
    m_rows.insert(user, first);
    m_rows.insert(turn.answer(), first + 1);
    // What was sent is known here: it shows without a look into the database.
    Message sent;
    sent.head = m_heads.at(first);
    sent.content = turn.request().content;
    m_messages.insert(user, new Entry(entryOf(sent)));
    Q_EMIT inserted(first, 2);
}

void ConversationTranscript::append(MessageId id, Part part, const QString& text)
{
    if (!isAnswering(id))
        return;
    TranscriptMessage& answer = m_answer.message;
    const int row = rowOf(id);
    if (answer.state != TranscriptMessage::State::Streaming) {
        answer.state = TranscriptMessage::State::Streaming;
        answer.notice.clear();
        m_second.stop();
        if (row >= 0)
            Q_EMIT changed(row);
    }
    (part == Part::Answer ? answer.markdown : answer.thinking) += text;
    if (row < 0)
        return;
    m_heads[row].textLength += text.size();
    Q_EMIT appended(row, part, text);
}

void ConversationTranscript::showWaiting(const QString& reason, qint64 untilMs)
{
    m_waitingFor = reason;
    m_waitingUntilMs = reason.isEmpty() ? 0 : untilMs;
    if (m_waitingUntilMs > 0)
        m_second.start();
    else
        m_second.stop();
    m_answer.message.state = TranscriptMessage::State::Waiting;
    updateCountdown();
}

void ConversationTranscript::updateCountdown()
{
    m_answer.message.notice = m_waitingFor;
    if (m_waitingUntilMs > 0) {
        const qint64 seconds = std::max<qint64>(0, m_waitingUntilMs - m_clock.nowMs()) / 1000;
        m_answer.message.notice = tr("%1 · %2:%3", "reason, minutes and seconds left")
                                      .arg(m_waitingFor)
                                      .arg(seconds / 60)
                                      .arg(seconds % 60, 2, 10, QLatin1Char('0'));
    }
    if (const int row = rowOf(m_answer.message.id); row >= 0)
        Q_EMIT changed(row);
}

// Read again rather than taken over: its place among its siblings is known to the database alone.
void ConversationTranscript::onFinished(const Message& answer)
{
    m_turn = nullptr;
    m_second.stop();
    m_answer = {};
    if (answer.head.id == 0)
        return;
    keep(answer);
    m_store.messages(
        {answer.head.id, answer.head.parent},
        guarded(this, [this, generation = m_generation](const Result<QList<Message>>& found) {
            if (generation != m_generation || !found)
                return;
            for (const Message& message : *found)
                keep(message);
        }));
}

} // namespace Patchbay
