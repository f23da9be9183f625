// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/draftkeeper.h"

#include "chats/attachment.h"
#include "desktop/composer.h"
#include "desktop/guarded.h"

#include <chrono>

namespace Patchbay {

namespace {

constexpr std::chrono::milliseconds kSoon(300);
constexpr std::chrono::milliseconds kSoonWithFiles(3000); // they are written again each time
constexpr qint64 kLargeBytes = 1024LL * 1024;

Draft joined(const Draft& first, const Draft& second)
{
    Draft both = first;
    if (!both.text.isEmpty() && !second.text.isEmpty())
        both.text += QStringLiteral("\n\n");
    both.text += second.text;
    both.attachments += second.attachments;
    return both;
}

bool isLarge(const Draft& draft)
{
    qint64 bytes = 0;
    for (const ContentBlock& block : draft.attachments)
        bytes += attachmentBytes(block);
    return bytes > kLargeBytes;
}

} // namespace

DraftKeeper::DraftKeeper(ConversationStore& store, Composer& composer, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_composer(composer)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &DraftKeeper::saveNow);
    connect(&composer, &Composer::changed, this, [this] {
        if (m_showing)
            return;
        m_dirty = true;
        if (!m_timer.isActive())
            m_timer.start(isLarge(m_composer.draft()) ? kSoonWithFiles : kSoon);
    });
}

void DraftKeeper::show(const Draft& draft)
{
    m_showing = true;
    m_composer.setDraft(draft);
    m_showing = false;
}

// What is on disk while a message is edited or sent holds all of it: a crash loses neither.
Draft DraftKeeper::whole() const
{
    Draft draft = m_composer.draft();
    if (m_aside)
        draft = joined(draft, *m_aside);
    if (const auto sending = m_sending.constFind(m_conversation); sending != m_sending.cend())
        draft = joined(sending->draft, draft);
    return draft;
}

void DraftKeeper::saveNow()
{
    m_timer.stop();
    if (m_loading || !std::exchange(m_dirty, false))
        return;
    m_store.saveDraft(m_conversation, whole());
}

void DraftKeeper::open(const ConversationId& id)
{
    if (m_loading && m_dirty) {
        // Written before the old draft came: it is read and joined once more, off screen.
        m_store.draft(m_conversation,
                      guarded(this, [this, from = m_conversation,
                                     written = m_composer.draft()](const Result<Draft>& old) {
                          m_store.saveDraft(from, old ? joined(*old, written) : written);
                      }));
        m_dirty = false;
    }
    saveNow();
    m_timer.stop();
    m_dirty = false;
    if (const auto sending = m_sending.find(m_conversation); sending != m_sending.end()) {
        const Draft here = m_composer.draft();
        sending->rest = m_aside ? joined(here, *m_aside) : here;
    }
    m_aside.reset();
    m_composer.setEditing(false);
    m_conversation = id;
    show({});
    const int generation = ++m_generation;
    if (const auto sending = m_sending.constFind(id); sending != m_sending.cend()) {
        m_loading = false;
        show(sending->rest);
        return;
    }
    m_loading = true;
    m_store.draft(id, guarded(this, [this, generation](const Result<Draft>& draft) {
                      if (generation != m_generation)
                          return;
                      m_loading = false;
                      if (draft && !(draft->text.isEmpty() && draft->attachments.isEmpty()))
                          show(joined(*draft, m_composer.draft()));
                      if (m_dirty)
                          saveNow();
                  }));
}

void DraftKeeper::beginEdit(const Draft& earlier)
{
    if (!m_aside)
        m_aside = m_composer.draft();
    show(earlier);
    m_composer.setEditing(true);
}

void DraftKeeper::endEdit()
{
    if (!m_aside)
        return;
    const Draft aside = *m_aside;
    m_aside.reset();
    m_composer.setEditing(false);
    show(aside);
    m_dirty = true;
    saveNow();
}

void DraftKeeper::takeToSend()
{
    m_timer.stop();
    m_sending.insert(m_conversation, {m_composer.draft(), {}});
    const Draft aside = m_aside.value_or(Draft{});
    m_aside.reset();
    m_composer.setEditing(false);
    show(aside);
    m_dirty = true;
    saveNow();
}

void DraftKeeper::sent(const ConversationId& from)
{
    const auto sending = m_sending.constFind(from);
    if (sending == m_sending.cend())
        return;
    const Draft rest = sending->rest;
    m_sending.erase(sending);
    if (from != m_conversation) {
        m_store.saveDraft(from, rest);
        return;
    }
    m_dirty = true;
    saveNow();
}

void DraftKeeper::giveBack(const ConversationId& from)
{
    const auto sending = m_sending.constFind(from);
    if (sending == m_sending.cend())
        return;
    const Sending back = *sending;
    m_sending.erase(sending);
    if (from != m_conversation) {
        m_store.saveDraft(from, joined(back.draft, back.rest));
        return;
    }
    show(joined(back.draft, m_composer.draft()));
    m_dirty = true;
    saveNow();
}

} // namespace Patchbay
