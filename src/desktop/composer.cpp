// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/composer.h"

#include "chats/attachment.h"
#include "desktop/attachmentbar.h"
#include "desktop/icons.h"
#include "desktop/messageedit.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace Patchbay {

namespace {

QToolButton* quietButton(const QString& text, const QString& icon, const QString& objectName)
{
    auto* button = new QToolButton;
    button->setText(text);
    button->setIcon(themedIcon(icon));
    button->setIconSize({14, 14});
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAccessibleName(text);
    button->setObjectName(objectName);
    button->setProperty("quiet", true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

} // namespace

Composer::Composer(QWidget* parent)
    : QFrame(parent)
    , m_attachments(new AttachmentBar)
    , m_message(new MessageEdit)
{
    setObjectName(QStringLiteral("composer"));
    setAcceptDrops(true);
    m_message->viewport()->setAutoFillBackground(false);

    m_editing = new QWidget;
    auto* editingText = new QLabel(tr("Editing an earlier message: sending makes a new branch"));
    editingText->setProperty("small", true);
    editingText->setProperty("hint", true);
    auto* cancel =
        quietButton(tr("Cancel editing"), QStringLiteral("close"), QStringLiteral("cancelEditing"));
    auto* editing = new QHBoxLayout(m_editing);
    editing->setContentsMargins(0, 0, 0, 0);
    editing->addWidget(editingText, 1);
    editing->addWidget(cancel);
    m_editing->hide();
    connect(cancel, &QToolButton::clicked, this, &Composer::editCancelled);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 10, 10, 8);
    layout->setSpacing(8);
    layout->addWidget(buildPrompt());
    layout->addWidget(m_editing);
    layout->addWidget(m_attachments);
    layout->addWidget(m_message);
    layout->addWidget(buildRow());

    connect(m_message, &QTextEdit::textChanged, this, [this] {
        updateButtons();
        Q_EMIT changed();
    });
    connect(m_attachments, &AttachmentBar::changed, this, [this] {
        updateButtons();
        Q_EMIT changed();
    });
    connect(m_message, &MessageEdit::sendRequested, this, [this] {
        if (!m_isAnswering && !isEmpty())
            Q_EMIT sendRequested();
    });
    connect(m_message, &MessageEdit::filesGiven, this, &Composer::attachFiles);
    connect(m_message, &MessageEdit::pictureGiven, this, [this](const QByteArray& png) {
        attach(attachmentOf(tr("Pasted picture"), png), tr("Pasted picture"));
    });
    connect(m_message, &MessageEdit::lastMessageRequested, this, &Composer::lastMessageRequested);
    connect(m_message, &MessageEdit::focusChanged, this, [this](bool focused) {
        setProperty("focused", focused);
        style()->unpolish(this);
        style()->polish(this);
    });
    setFocusProxy(m_message);
    updateButtons();
}

QWidget* Composer::buildPrompt()
{
    m_promptBox = new QWidget;
    m_prompt = new QPlainTextEdit;
    m_prompt->setObjectName(QStringLiteral("systemPromptText"));
    m_prompt->setAccessibleName(tr("System prompt of this conversation"));
    m_prompt->setPlaceholderText(tr("What the model should know or be in this whole conversation"));
    m_prompt->setTabChangesFocus(true);
    m_prompt->setFixedHeight(108);
    auto* done = new QPushButton(tr("Use it"));
    done->setObjectName(QStringLiteral("useSystemPrompt"));
    done->setProperty("small", true);
    done->setAccessibleName(tr("Use this system prompt"));
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setProperty("small", true);
    cancel->setAccessibleName(tr("Leave the system prompt as it is"));
    auto* title = new QLabel(tr("System prompt of this conversation"));
    title->setProperty("hint", true);
    title->setProperty("small", true);
    auto* row = new QHBoxLayout;
    row->addWidget(title, 1);
    row->addWidget(cancel);
    row->addWidget(done);
    auto* layout = new QVBoxLayout(m_promptBox);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(6);
    layout->addLayout(row);
    layout->addWidget(m_prompt);
    m_promptBox->hide();
    connect(done, &QPushButton::clicked, this, [this] { finishPrompt(true); });
    connect(cancel, &QPushButton::clicked, this, [this] { finishPrompt(false); });
    return m_promptBox;
}

QWidget* Composer::buildRow()
{
    auto* attach = quietButton(tr("Attach"), QStringLiteral("plus"), QStringLiteral("attach"));
    attach->setToolTip(tr("Attach pictures, PDFs or texts (Ctrl+O); or drop or paste them"));
    attach->setShortcut(QKeySequence::Open);
    connect(attach, &QToolButton::clicked, this, &Composer::chooseFiles);
    m_promptButton =
        quietButton(tr("System prompt"), QStringLiteral("prompt"), QStringLiteral("systemPrompt"));
    m_promptButton->setCheckable(true);
    connect(m_promptButton, &QToolButton::clicked, this, [this](bool open) {
        if (!open)
            return finishPrompt(true);
        m_prompt->setPlainText(m_systemPrompt);
        m_promptBox->show();
        m_prompt->setFocus();
    });
    m_send = new QPushButton(tr("Send"));
    m_send->setObjectName(QStringLiteral("send"));
    m_send->setAccessibleName(tr("Send"));
    m_send->setProperty("primary", true);
    m_send->setProperty("small", true);
    m_send->setAutoDefault(false);
    connect(m_send, &QPushButton::clicked, this, &Composer::sendRequested);
    m_stop = new QPushButton(tr("Stop"));
    m_stop->setObjectName(QStringLiteral("stop"));
    m_stop->setAccessibleName(tr("Stop"));
    m_stop->setToolTip(tr("Stop the answer (Esc)"));
    m_stop->setProperty("small", true);
    m_stop->setAutoDefault(false);
    connect(m_stop, &QPushButton::clicked, this, &Composer::stopRequested);
    // One place for both: what is beside them must not move.
    const int width = std::max(m_send->sizeHint().width(), m_stop->sizeHint().width());
    m_send->setMinimumWidth(width);
    m_stop->setMinimumWidth(width);

    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(attach);
    row->addWidget(m_promptButton);
    row->addStretch();
    row->addWidget(m_send);
    row->addWidget(m_stop);
    return box;
}

Draft Composer::draft() const
{
    return {m_message->toPlainText(), m_attachments->attachments()};
}

void Composer::setDraft(const Draft& draft)
{
    if (draft == this->draft())
        return;
    m_message->setPlainText(draft.text);
    m_message->moveCursor(QTextCursor::End);
    m_attachments->setAttachments(draft.attachments);
}

bool Composer::isEmpty() const
{
    return m_attachments->attachments().isEmpty() && m_message->toPlainText().trimmed().isEmpty();
}

QList<ContentBlock> Composer::content() const
{
    QList<ContentBlock> blocks = m_attachments->attachments();
    const QString text = m_message->toPlainText();
    if (!text.trimmed().isEmpty())
        blocks.append(ContentBlock::text(text.trimmed()));
    return blocks;
}

void Composer::setSystemPrompt(const QString& prompt)
{
    m_systemPrompt = prompt;
    m_promptBox->hide();
    m_promptButton->setChecked(false);
    m_promptButton->setProperty("set", !prompt.isEmpty());
    m_promptButton->setText(prompt.isEmpty() ? tr("System prompt") : tr("System prompt ✓"));
    m_promptButton->setToolTip(
        prompt.isEmpty() ? tr("Tell the model what to be in this conversation") : prompt.left(400));
}

void Composer::finishPrompt(bool keep)
{
    const QString prompt = m_prompt->toPlainText().trimmed();
    const bool changes = keep && prompt != m_systemPrompt;
    setSystemPrompt(keep ? prompt : m_systemPrompt);
    m_message->setFocus();
    if (changes)
        Q_EMIT systemPromptEdited(prompt);
}

bool Composer::closePrompt()
{
    if (!m_promptBox->isVisible())
        return false;
    finishPrompt(true);
    return true;
}

void Composer::setAnswering(bool on)
{
    m_isAnswering = on;
    updateButtons();
}

void Composer::setEditing(bool on)
{
    m_isEditing = on;
    m_editing->setVisible(on);
}

void Composer::setSendWithEnter(bool on)
{
    m_message->setSendWithEnter(on);
    m_send->setToolTip(on ? tr("Send (Enter); Shift+Enter begins a new line")
                          : tr("Send (Ctrl+Enter)"));
}

void Composer::setMaximumTextHeight(int pixels)
{
    m_message->setMaximumTextHeight(pixels);
}

void Composer::updateButtons()
{
    const bool hadFocus = m_send->hasFocus() || m_stop->hasFocus();
    m_send->setEnabled(!isEmpty());
    m_send->setVisible(!m_isAnswering);
    m_stop->setVisible(m_isAnswering);
    if (hadFocus)
        m_message->setFocus();
}

void Composer::focusMessage()
{
    m_message->setFocus(Qt::OtherFocusReason);
}

void Composer::attach(const Result<ContentBlock>& block, const QString& name)
{
    if (!block) {
        Q_EMIT refused(block.error().sentence());
        return;
    }
    QList<ContentBlock> all = m_attachments->attachments();
    all.append(withAttachmentName(*block, name));
    if (const auto fits = checkAttachments(all); !fits) {
        Q_EMIT refused(fits.error().sentence());
        return;
    }
    m_attachments->setAttachments(all);
}

void Composer::attachFiles(const QStringList& paths)
{
    for (const QString& path : paths)
        attach(attachmentOfFile(path), QFileInfo(path).fileName());
}

void Composer::chooseFiles()
{
    auto* dialog = new QFileDialog(this, tr("Attach files"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Pictures, PDFs and texts (*)"),
                            tr("Pictures (*.png *.jpg *.jpeg *.gif *.webp)"), tr("PDF (*.pdf)")});
    connect(dialog, &QFileDialog::filesSelected, this, &Composer::attachFiles);
    dialog->open();
}

void Composer::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void Composer::dropEvent(QDropEvent* event)
{
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    attachFiles(paths);
    event->acceptProposedAction();
}

} // namespace Patchbay
