// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/transcriptcontents.h"

#include "desktop/transcript/transcriptstyle.h"

#include <algorithm>
#include <cmath>

namespace Patchbay {

namespace {

constexpr int keptMessages = 120;
constexpr int margin = 22;

} // namespace

TranscriptContents::TranscriptContents(QObject* parent)
    : QObject(parent)
{
}

void TranscriptContents::setModel(TranscriptModel* model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    if (model) {
        connect(model, &TranscriptModel::reset, this, &TranscriptContents::reset);
        connect(model, &TranscriptModel::inserted, this, &TranscriptContents::insert);
        connect(model, &TranscriptModel::removed, this, &TranscriptContents::remove);
        connect(model, &TranscriptModel::changed, this, &TranscriptContents::change);
        connect(model, &TranscriptModel::appended, this, &TranscriptContents::append);
    }
    reset();
}

void TranscriptContents::setFrame(const TranscriptStyle* style, int width)
{
    m_style = style;
    m_width = width;
    const bool first = m_heights.count() == 0;
    for (auto entry = m_entries.cbegin(); entry != m_entries.cend(); ++entry) {
        entry->layout->setFrame(*style, width);
        storeHeight(entry.key(), *entry->layout);
    }
    if (first)
        reset();
}

int TranscriptContents::estimate(int row) const
{
    const qreal perLine = std::max(m_width / (m_style->body().pixelSize() * 0.5), 10.0);
    const auto length = static_cast<qreal>(m_model->textLength(row));
    const qreal lines = std::min(std::ceil(length / perLine) * 1.2 + 1, 1e6);
    return static_cast<int>(lines) * m_style->px(21) + m_style->px(60);
}

int TranscriptContents::marginTop() const
{
    return m_style ? m_style->px(margin) : margin;
}

void TranscriptContents::reset()
{
    m_entries.clear();
    m_grown.clear();
    m_openThinking.clear();
    std::vector<int> heights;
    if (m_model && m_style) {
        heights.reserve(static_cast<size_t>(m_model->count()));
        for (int row = 0; row < m_model->count(); ++row)
            heights.push_back(estimate(row));
    }
    m_heights.assign(std::move(heights));
    Q_EMIT emptied();
    Q_EMIT changed();
}

void TranscriptContents::shiftEntries(int from, int by)
{
    QHash<int, Entry> entries;
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        if (entry.key() < from)
            entries.insert(entry.key(), *entry);
        else if (by > 0 || entry.key() >= from - by)
            entries.insert(entry.key() + by, *entry);
    }
    m_entries = std::move(entries);
    QSet<int> grown;
    for (const int row : std::as_const(m_grown))
        grown.insert(row < from ? row : row + by);
    m_grown = std::move(grown);
    Q_EMIT moved(from, by);
}

void TranscriptContents::insert(int first, int inserted)
{
    if (!m_style)
        return;
    std::vector<int> heights;
    for (int row = first; row < first + inserted; ++row)
        heights.push_back(estimate(row));
    if (first < count())
        shiftEntries(first, inserted);
    m_heights.insert(first, heights);
    Q_EMIT changed();
}

void TranscriptContents::remove(int first, int removed)
{
    if (!m_style)
        return;
    m_heights.remove(first, removed);
    shiftEntries(first, -removed);
    Q_EMIT changed();
}

void TranscriptContents::change(int row)
{
    if (MessageLayout* layout = laidOut(row)) {
        const TranscriptMessage* message = m_model->message(row);
        if (!message) {
            m_entries.remove(row);
        } else if ((message->role == TranscriptMessage::Role::User) != layout->isUser() ||
                   message->id != layout->message().id) {
            m_entries.remove(row);
            layoutOf(row);
        } else {
            layout->setMessage(*message);
            m_grown.remove(row);
            storeHeight(row, *layout);
        }
    }
    Q_EMIT changed();
}

void TranscriptContents::append(int row, TranscriptModel::Part part, const QString& text)
{
    if (MessageLayout* layout = laidOut(row)) {
        layout->append(part, text);
        m_grown.insert(row);
        const qint64 id = layout->message().id;
        if (part == Part::Thinking && !m_thinkingSince.contains(id)) {
            m_thinkingSince[id].start();
        } else if (part == Part::Answer && m_thinkingSince.contains(id)) {
            const qint64 elapsed = m_thinkingSince.take(id).elapsed();
            m_thinkingSeconds[id] = std::max(static_cast<int>((elapsed + 500) / 1000), 1);
            layout->setThinkingSeconds(m_thinkingSeconds[id]);
        }
    }
    if (part == Part::Answer)
        Q_EMIT textAppended(text);
    Q_EMIT changed();
}

qint64 TranscriptContents::height() const
{
    return m_heights.total() + 2 * marginTop();
}

qint64 TranscriptContents::topOf(int message) const
{
    return m_heights.top(message) + marginTop();
}

int TranscriptContents::messageAt(qint64 y) const
{
    return m_heights.indexAt(y - marginTop());
}

bool TranscriptContents::update()
{
    bool any = false;
    for (const int row : std::exchange(m_grown, {})) {
        MessageLayout* layout = laidOut(row);
        const TranscriptMessage* message = layout ? m_model->message(row) : nullptr;
        if (message && layout->update(*message)) {
            storeHeight(row, *layout);
            any = true;
        }
    }
    return any;
}

MessageLayout* TranscriptContents::laidOut(int message) const
{
    const auto entry = m_entries.constFind(message);
    return entry == m_entries.cend() ? nullptr : entry->layout.get();
}

QList<int> TranscriptContents::laidOutMessages() const
{
    QList<int> rows = m_entries.keys();
    std::ranges::sort(rows);
    return rows;
}

MessageLayout* TranscriptContents::layoutOf(int row)
{
    if (row < 0 || row >= count())
        return nullptr;
    if (const auto entry = m_entries.find(row); entry != m_entries.end()) {
        entry->used = ++m_clock;
        return entry->layout.get();
    }
    const TranscriptMessage* message = m_model ? m_model->message(row) : nullptr;
    if (!message)
        return nullptr;
    auto layout = std::make_shared<MessageLayout>(*message, m_highlighter, *m_style, m_width);
    layout->setThinkingOpen(m_openThinking.contains(message->id));
    layout->setThinkingSeconds(m_thinkingSeconds.value(message->id));
    storeHeight(row, *layout);
    return m_entries.insert(row, {std::move(layout), ++m_clock})->layout.get();
}

void TranscriptContents::storeHeight(int row, const MessageLayout& layout)
{
    const qint64 most = std::numeric_limits<int>::max() / 4;
    m_heights.set(row, static_cast<int>(std::min(layout.height(), most)));
}

bool TranscriptContents::layOut(qint64 from, qint64 to)
{
    bool anyChanged = false;
    int row = std::max(messageAt(from), 0);
    for (; row < count() && topOf(row) < to; ++row) {
        const int before = m_heights.height(row);
        MessageLayout* layout = layoutOf(row);
        if (!layout)
            continue;
        const qint64 top = topOf(row);
        layout->layOut(from - top, to - top);
        storeHeight(row, *layout);
        anyChanged = anyChanged || m_heights.height(row) != before;
    }
    return anyChanged;
}

void TranscriptContents::trim(qint64 from, qint64 to)
{
    const int first = messageAt(from);
    const int last = messageAt(to);
    for (int row = first; row >= 0 && row <= last; ++row) {
        if (MessageLayout* layout = laidOut(row))
            layout->trim(from - topOf(row), to - topOf(row));
    }
    if (m_entries.size() <= keptMessages)
        return;
    QList<std::pair<quint64, int>> oldest;
    for (auto entry = m_entries.cbegin(); entry != m_entries.cend(); ++entry) {
        const bool visible = entry.key() >= first && entry.key() <= last;
        if (!visible && !m_grown.contains(entry.key()))
            oldest.append({entry->used, entry.key()});
    }
    std::ranges::sort(oldest);
    const qsizetype surplus = std::min(m_entries.size() - keptMessages * 3 / 4, oldest.size());
    for (qsizetype i = 0; i < surplus; ++i)
        m_entries.remove(oldest.at(i).second);
}

TranscriptContents::Anchor TranscriptContents::anchorAt(qint64 y) const
{
    Anchor anchor;
    anchor.message = std::max(messageAt(y), 0);
    const qint64 below = y - topOf(anchor.message);
    const MessageLayout* layout = laidOut(anchor.message);
    anchor.inside = layout ? layout->anchorAt(below) : MessageLayout::Anchor{};
    if (!layout)
        anchor.inside.below = below;
    return anchor;
}

qint64 TranscriptContents::topOf(const Anchor& anchor) const
{
    const MessageLayout* layout = laidOut(anchor.message);
    return topOf(anchor.message) + (layout ? layout->topOf(anchor.inside) : anchor.inside.below);
}

void TranscriptContents::setThinkingOpen(int message, bool open)
{
    MessageLayout* layout = layoutOf(message);
    if (!layout)
        return;
    if (open)
        m_openThinking.insert(layout->message().id);
    else
        m_openThinking.remove(layout->message().id);
    layout->setThinkingOpen(open);
    storeHeight(message, *layout);
    Q_EMIT changed();
}

} // namespace Patchbay
