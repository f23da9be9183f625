// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/transcriptview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>

namespace Patchbay {

using Kind = TranscriptAction::Kind;
using Part = TranscriptModel::Part;

std::vector<std::pair<int, TranscriptAction>> TranscriptView::visibleActions()
{
    std::vector<std::pair<int, TranscriptAction>> found;
    const qint64 bottom = m_top + viewport()->height();
    int row = std::max(m_contents.messageAt(m_top), 0);
    for (; row < m_contents.count() && m_contents.topOf(row) < bottom; ++row) {
        MessageLayout* layout = m_contents.layoutOf(row);
        if (!layout)
            continue;
        const qint64 top = m_contents.topOf(row);
        const QPointF origin = toViewport(QPointF(0, static_cast<qreal>(top)));
        for (TranscriptAction& action : layout->actions(m_top - top, bottom - top)) {
            action.rect.translate(origin);
            found.emplace_back(row, std::move(action));
        }
    }
    return found;
}

std::optional<TranscriptView::ActionAt> TranscriptView::actionAt(QPointF point)
{
    for (auto& [row, action] : visibleActions()) {
        const qreal grow = action.kind == Kind::Link ? 0 : 4;
        if (action.rect.adjusted(-grow, 0, grow, 0).contains(point))
            return ActionAt{row, std::move(action)};
    }
    return std::nullopt;
}

void TranscriptView::activate(const ActionAt& at)
{
    MessageLayout* layout = m_contents.layoutOf(at.message);
    if (!layout || !at.action.enabled)
        return;
    const qint64 id = layout->message().id;
    switch (at.action.kind) {
    case Kind::ToggleThinking: {
        // What the reader clicked on stays where it is.
        m_anchor = m_contents.anchorAt(m_top);
        m_follow = false;
        m_contents.setThinkingOpen(at.message, !layout->isThinkingOpen());
        reflow();
        m_follow = m_top + viewport()->height() >= m_contents.height();
        return;
    }
    case Kind::Link:
        Q_EMIT linkActivated(QUrl(at.action.href, QUrl::TolerantMode));
        return;
    case Kind::CopyCode:
        copyText(layout->flow(at.action.part).codeText(at.action.row));
        showDone(at);
        return;
    case Kind::CopyMessage:
        copyMessage(id);
        showDone(at);
        return;
    case Kind::Edit:
        Q_EMIT editRequested(id);
        return;
    case Kind::Continue:
        Q_EMIT continueRequested(id);
        return;
    case Kind::Retry:
        Q_EMIT regenerateRequested(id);
        return;
    case Kind::BranchBack:
        Q_EMIT branchStepRequested(id, -1);
        return;
    case Kind::BranchForward:
        Q_EMIT branchStepRequested(id, 1);
        return;
    }
}

void TranscriptView::showDone(const ActionAt& at)
{
    m_done = at;
    m_doneTimer.start(1500, this);
    viewport()->update();
}

void TranscriptView::copyText(const QString& text)
{
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT copied();
}

void TranscriptView::copySelection()
{
    if (!m_selection.isEmpty())
        copyText(m_selection.text());
}

void TranscriptView::copyMessage(qint64 id)
{
    TranscriptModel* model = m_contents.model();
    const int row = model ? model->rowOf(id) : -1;
    if (const TranscriptMessage* message = row >= 0 ? model->message(row) : nullptr)
        copyText(message->markdown);
}

void TranscriptView::selectAll()
{
    m_selection.selectAll();
    publishSelection();
}

void TranscriptView::clearSelection()
{
    m_selection.clear();
    Q_EMIT selectionChanged();
    viewport()->update();
}

void TranscriptView::select(const TextPlace& from, const TextPlace& to)
{
    m_selection.select(std::min(from, to), std::max(from, to));
    publishSelection();
}

void TranscriptView::publishSelection()
{
    QClipboard* clipboard = QGuiApplication::clipboard();
    if (clipboard->supportsSelection() && !m_selection.isEmpty())
        clipboard->setText(m_selection.text(), QClipboard::Selection);
    Q_EMIT selectionChanged();
    viewport()->update();
}

int TranscriptView::findInView(const QString& text, FindFlags flags)
{
    m_findText = text;
    m_findFlags = flags;
    m_matches.clear();
    m_match.reset(); // it was one of the text before
    m_matchPending = false;
    viewport()->update();
    int found = 0;
    for (const int row : m_contents.laidOutMessages())
        found += static_cast<int>(matchesOf(row, *m_contents.laidOut(row)).size());
    return found;
}

const QList<qsizetype>& TranscriptView::matchesOf(int row, const MessageLayout& layout)
{
    MatchesOf& matches = m_matches[row];
    const qsizetype length = layout.flow(Part::Answer).textLength();
    if (matches.revision != layout.revision() || matches.length != length) {
        matches.revision = layout.revision();
        matches.length = length;
        matches.offsets =
            findMatches(plainText(layout.flow(Part::Answer).rows()), m_findText, m_findFlags);
    }
    return matches.offsets;
}

void TranscriptView::showMatch(qint64 id, qsizetype offset, qsizetype length)
{
    m_match = Match{id, offset, length};
    m_matchPending = true;
    showCurrentMatch();
    reflow();
}

void TranscriptView::showCurrentMatch()
{
    const int row = m_match && m_contents.model() ? m_contents.model()->rowOf(m_match->id) : -1;
    if (row < 0) {
        m_matchPending = false;
        return;
    }
    const qint64 height = viewport()->height();
    MessageLayout* layout = m_contents.layoutOf(row);
    // Rows above the match in its message must have their height before its place is known.
    for (int round = 0; layout && round < 8; ++round) {
        const auto y =
            static_cast<qint64>(m_contents.cursorRect({row, Part::Answer, m_match->offset}).top());
        if (!m_contents.layOut(y - height, y + height))
            break;
    }
    m_matchPending = layout == nullptr;
    const QRectF rect = m_contents.cursorRect({row, Part::Answer, m_match->offset});
    const auto top = static_cast<qint64>(rect.top());
    const bool inView = top >= m_top && static_cast<qint64>(rect.bottom()) <= m_top + height;
    if (!inView)
        setTop(std::clamp<qint64>(top - height / 3, 0,
                                  std::max<qint64>(m_contents.height() - height, 0)));
    m_follow = false;
    viewport()->update();
}

void TranscriptView::scrollToMessage(qint64 id)
{
    const int row = m_contents.model() ? m_contents.model()->rowOf(id) : -1;
    if (row < 0)
        return;
    m_follow = false;
    m_anchor = {};
    m_anchor.message = row;
    m_anchor.inside.below = -m_style->px(8);
    reflow();
}

void TranscriptView::scrollBy(int pixels)
{
    QScrollBar* bar = verticalScrollBar();
    bar->setValue(static_cast<int>(std::clamp<qint64>(m_top + pixels, 0, bar->maximum())));
}

void TranscriptView::showFocused()
{
    if (!m_focused)
        return;
    const QRectF rect = m_focused->action.rect;
    if (rect.top() < 0)
        scrollBy(static_cast<int>(rect.top()) - m_style->px(16));
    else if (rect.bottom() > viewport()->height())
        scrollBy(static_cast<int>(rect.bottom()) - viewport()->height() + m_style->px(16));
    viewport()->update();
}

bool TranscriptView::focusNextPrevChild(bool next)
{
    // Tab goes through what is in view, then on to the next widget; arrows bring more into view.
    std::vector<std::pair<int, TranscriptAction>> actions = visibleActions();
    std::erase_if(actions, [](const auto& item) { return !item.second.enabled; });
    int current = next ? -1 : static_cast<int>(actions.size());
    for (int i = 0; m_focused && i < std::ssize(actions); ++i) {
        const auto& [row, action] = actions[static_cast<size_t>(i)];
        if (row == m_focused->message && action.sameAs(m_focused->action)) {
            current = i;
            if (!next)
                break;
        }
    }
    const int wanted = current + (next ? 1 : -1);
    if (wanted < 0 || wanted >= std::ssize(actions)) {
        m_focused.reset();
        viewport()->update();
        return QAbstractScrollArea::focusNextPrevChild(next);
    }
    auto& [row, action] = actions[static_cast<size_t>(wanted)];
    m_focused = ActionAt{row, std::move(action)};
    showFocused();
    return true;
}

} // namespace Patchbay
