// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/promptmeter.h"

#include "claude/tokenestimator.h"
#include "desktop/guarded.h"

#include <algorithm>
#include <chrono>

namespace Patchbay {

namespace {

constexpr std::chrono::milliseconds kIdle(1500);
constexpr qint64 kCacheLifeMs = 5 * 60'000;
// Of a path whose end was not counted: failed answers, imported messages.
constexpr int kLookBack = 12;
constexpr qint64 kLettersPerToken = 3;

} // namespace

PromptMeter::PromptMeter(Core& core, QObject* parent)
    : QObject(parent)
    , m_core(core)
    , m_counter(core.database(), core.pool(), core.prices())
{
    m_idle.setSingleShot(true);
    m_idle.setInterval(kIdle);
    connect(&m_idle, &QTimer::timeout, this, &PromptMeter::count);
    connect(&core.settings(), &Settings::changed, this, [this](SettingKey key) {
        if (key == SettingKey::CountTokens)
            changeDraft();
    });
    connect(&core.accounts(), &AccountStore::changed, this, &PromptMeter::update);
}

PromptMeter::~PromptMeter() = default;

void PromptMeter::setPlace(const PromptPlace& place)
{
    if (place == m_place)
        return;
    const bool isElsewhere =
        place.conversation != m_place.conversation || place.parent != m_place.parent;
    m_place = place;
    if (isElsewhere)
        refresh();
    else
        changeDraft();
}

void PromptMeter::refresh()
{
    m_history = {};
    ++m_generation;
    if (m_place.parent != 0)
        learnHistory();
    changeDraft();
}

void PromptMeter::setDraft(const Draft& draft)
{
    m_draft = draft;
    changeDraft();
}

void PromptMeter::learnHistory()
{
    const auto isNow = [this, generation = m_generation] { return generation == m_generation; };
    m_core.conversations().path(
        m_place.conversation, m_place.parent, kLookBack,
        guarded(this, [this, isNow](const Result<QList<MessageHead>>& heads) {
            if (!heads || !isNow())
                return;
            QList<MessageId> ids;
            for (const MessageHead& head : *heads)
                ids.append(head.id);
            m_core.conversations().messages(
                ids, guarded(this, [this, isNow](const Result<QList<Message>>& end) {
                    if (!end || !isNow())
                        return;
                    m_history = historyOf(*end);
                    update();
                    if (m_history.tokens == 0)
                        guessHistory();
                }));
        }));
}

void PromptMeter::guessHistory()
{
    m_core.conversations().path(
        m_place.conversation, m_place.parent, 0,
        guarded(this, [this, generation = m_generation](const Result<QList<MessageHead>>& heads) {
            if (!heads || generation != m_generation)
                return;
            m_history = {};
            for (const MessageHead& head : *heads)
                m_history.letters += head.textLength;
            update();
        }));
}

PromptMeter::History PromptMeter::historyOf(const QList<Message>& end)
{
    History history;
    for (auto message = end.crbegin(); message != end.crend(); ++message) {
        const TokenUsage& usage = message->usage;
        if (usage.prompt() > 0) {
            // Thinking does not go along.
            history.tokens = usage.prompt() + std::max<qint64>(0, usage.output - usage.thinking);
            history.countedBy = message->model;
            if (usage.cacheRead + usage.cacheWrite() > 0)
                history.cached = usage.prompt();
            history.cachedAtMs = message->createdAtMs;
            return history;
        }
        history.since += message->content;
    }
    return history;
}

bool PromptMeter::isPlan() const
{
    const QList<Account>& accounts = m_core.accounts().accounts();
    const auto isOut = [this](const Account& account) {
        return m_place.account.isEmpty() ? !account.enabled || !account.allowWindow
                                         : account.id.value != m_place.account;
    };
    bool isServed = false;
    for (const Account& account : accounts) {
        if (isOut(account))
            continue;
        if (account.kind != AccountKind::ClaudeCommand)
            return false;
        isServed = true;
    }
    return isServed;
}

void PromptMeter::update()
{
    const TokenEstimator estimator(m_place.model);
    if (m_draft.attachments.constData() != m_measured.constData() ||
        m_draft.attachments.size() != m_measured.size() || m_measuredFor != m_place.model) {
        m_measured = m_draft.attachments;
        m_measuredFor = m_place.model;
        m_attachmentTokens = estimator.blocks(m_measured);
    }
    const qint64 nowMs = m_core.clock().nowMs();
    PromptEstimate now;
    now.model = m_place.model;
    now.isWritten = !m_draft.attachments.isEmpty() || !m_draft.text.trimmed().isEmpty();
    now.isPlan = isPlan();
    if (m_history.tokens > 0) {
        now.history = estimator.converted(m_history.tokens, TokenEstimator(m_history.countedBy)) +
                      estimator.blocks(m_history.since);
        const bool isWarm =
            m_history.countedBy == m_place.model && nowMs - m_history.cachedAtMs < kCacheLifeMs;
        now.cached = isWarm ? m_history.cached : 0;
    } else {
        now.history = m_history.letters / kLettersPerToken;
    }
    if (m_history.tokens == 0)
        now.systemPrompt = estimator.text(m_place.systemPrompt);
    if (now.isWritten)
        now.message = estimator.text(m_draft.text) + TokenEstimator::kPerMessage;
    now.attachments = m_attachmentTokens;
    now.counted = m_counted;
    const PriceTable::Model* model = m_core.prices().find(m_place.model);
    now.contextTokens = model ? model->contextTokens : 0;
    now.maxTokens = m_core.defaultMaxTokens();
    if (model && model->maxOutputTokens > 0)
        now.maxTokens = std::min(now.maxTokens, model->maxOutputTokens);
    now.price(m_core.prices(), nowMs);
    if (now == m_estimate)
        return;
    m_estimate = now;
    Q_EMIT changed();
}

QList<ContentBlock> PromptMeter::content() const
{
    QList<ContentBlock> blocks = m_draft.attachments;
    if (const QString text = m_draft.text.trimmed(); !text.isEmpty())
        blocks.append(ContentBlock::text(text));
    return blocks;
}

void PromptMeter::changeDraft()
{
    m_counted.reset();
    m_counter.cancel();
    update();
    if (m_estimate.isWritten && m_core.settings().isOn(SettingKey::CountTokens))
        m_idle.start();
    else
        m_idle.stop();
}

void PromptMeter::count()
{
    if (m_core.chats().running(m_place.conversation))
        return; // its answer will be part of the prompt
    PromptToCount prompt;
    prompt.conversation = m_place.conversation;
    prompt.parent = m_place.parent;
    prompt.content = content();
    prompt.systemPrompt = m_place.systemPrompt;
    prompt.model = m_place.model;
    if (!m_place.account.isEmpty())
        prompt.account = AccountId{m_place.account};
    m_counter.count(prompt, guarded(this, [this](const Result<qint64>& tokens) {
                        if (!tokens)
                            return; // the estimate stays
                        m_counted = *tokens;
                        update();
                    }));
}

} // namespace Patchbay
