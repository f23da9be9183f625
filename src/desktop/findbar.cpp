// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/findbar.h"

#include "desktop/guarded.h"
#include "desktop/icons.h"
#include "desktop/transcript/transcripttext.h"
#include "desktop/transcript/transcriptview.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace Patchbay {

namespace {

QToolButton* iconButton(const QString& icon, const QString& name)
{
    auto* button = new QToolButton;
    button->setIcon(themedIcon(icon));
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setProperty("quiet", true);
    return button;
}

} // namespace

FindBar::FindBar(ConversationStore& store, ConversationTranscript& transcript, TranscriptView& view,
                 QWidget* parent)
    : QFrame(parent)
    , m_store(store)
    , m_transcript(transcript)
    , m_view(view)
    , m_text(new QLineEdit)
    , m_count(new QLabel)
{
    setObjectName(QStringLiteral("findBar"));
    m_text->setObjectName(QStringLiteral("findText"));
    m_text->setAccessibleName(tr("Find in this conversation"));
    m_text->setPlaceholderText(tr("Find in this conversation"));
    m_text->setClearButtonEnabled(true);
    m_text->installEventFilter(this);
    m_count->setObjectName(QStringLiteral("findCount"));
    m_count->setProperty("hint", true);
    m_count->setProperty("small", true);
    m_count->setMinimumWidth(120);
    auto* previous = iconButton(QStringLiteral("up"), tr("Previous match"));
    auto* next = iconButton(QStringLiteral("down"), tr("Next match"));
    auto* close = iconButton(QStringLiteral("close"), tr("Close the search"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 8, 20, 8);
    layout->setSpacing(6);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_count);
    layout->addWidget(previous);
    layout->addWidget(next);
    layout->addWidget(close);
    connect(m_text, &QLineEdit::textChanged, this, &FindBar::search);
    connect(previous, &QToolButton::clicked, this, [this] { step(-1); });
    connect(next, &QToolButton::clicked, this, [this] { step(1); });
    connect(close, &QToolButton::clicked, this, &FindBar::close);
    connect(&transcript, &TranscriptModel::inserted, this, &FindBar::goOnceFetched);
    connect(&transcript, &TranscriptModel::changed, this, &FindBar::goOnceFetched);
    hide();
}

void FindBar::open(const QString& text)
{
    show();
    if (!text.isEmpty() && text != m_text->text())
        m_text->setText(text);
    else
        search();
    m_text->setFocus();
    m_text->selectAll();
}

void FindBar::openAt(const QString& text, MessageId message)
{
    m_wanted = message;
    show();
    if (text != m_text->text())
        m_text->setText(text);
    else
        search();
}

void FindBar::close()
{
    if (isHidden())
        return;
    hide();
    ++m_generation;
    m_messages.clear();
    m_pending.reset();
    m_wanted = 0;
    m_view.findInView({});
    Q_EMIT closed();
}

void FindBar::refresh()
{
    if (!isHidden())
        search();
}

void FindBar::search()
{
    const int generation = ++m_generation;
    const QString text = m_text->text();
    m_view.findInView(text);
    if (text.isEmpty()) {
        take({});
        return;
    }
    m_store.findInConversation(
        m_transcript.conversation(), text,
        guarded(this, [this, generation](const Result<QList<MessageId>>& found) {
            if (generation != m_generation)
                return;
            if (!found) {
                take({});
                Q_EMIT failed(found.error().sentence());
                return;
            }
            take(*found);
        }));
}

void FindBar::take(const QList<MessageId>& messages)
{
    m_messages = messages;
    m_message = -1;
    m_pending.reset();
    if (!messages.isEmpty()) {
        // The newest is nearest to what is being read, unless one was asked for.
        const qsizetype wanted = messages.indexOf(std::exchange(m_wanted, 0));
        go(static_cast<int>(wanted >= 0 ? wanted : messages.size() - 1), 0);
    }
    showCount();
}

// The database finds in what was written, marks of Markdown and all; here counts what is read.
QList<qsizetype> FindBar::matchesIn(MessageId id)
{
    const TranscriptMessage* message = m_transcript.message(m_transcript.rowOf(id));
    return message ? findMatches(plainTextOf(*message), m_text->text(), {}) : QList<qsizetype>();
}

void FindBar::step(int by)
{
    if (m_messages.isEmpty() || m_message < 0)
        return;
    const int count = static_cast<int>(m_messages.size());
    const int here = static_cast<int>(matchesIn(m_messages.at(m_message)).size());
    const int match = m_match + by;
    if (match >= 0 && match < here)
        go(m_message, match);
    else
        go((m_message + by + count) % count, by > 0 ? 0 : -1);
    showCount();
}

void FindBar::go(int message, int match)
{
    m_message = message;
    const MessageId id = m_messages.at(message);
    const QList<qsizetype> matches = matchesIn(id);
    m_match = match < 0 ? std::max(0, static_cast<int>(matches.size()) - 1) : match;
    if (m_match < matches.size())
        m_view.showMatch(id, matches.at(m_match), m_text->text().size());
    else
        m_view.scrollToMessage(id);
    m_pending.reset();
    if (!m_transcript.message(m_transcript.rowOf(id)))
        m_pending = match; // still being fetched, or not even known to be on the path
}

void FindBar::goOnceFetched()
{
    if (m_pending && m_transcript.message(m_transcript.rowOf(m_messages.at(m_message))))
        go(m_message, *m_pending);
}

void FindBar::showCount()
{
    if (m_text->text().isEmpty())
        m_count->clear();
    else if (m_messages.isEmpty())
        m_count->setText(tr("Not found"));
    else
        m_count->setText(tr("%1 of %n message(s)", nullptr, static_cast<int>(m_messages.size()))
                             .arg(m_message + 1));
}

bool FindBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            step(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace Patchbay
