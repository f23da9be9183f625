// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/messageedit.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QImage>
#include <QKeyEvent>
#include <QMimeData>
#include <QScrollBar>

#include <cmath>

namespace Patchbay {

namespace {

QStringList localFiles(const QMimeData* source)
{
    QStringList paths;
    for (const QUrl& url : source->urls()) {
        if (url.isLocalFile())
            paths.append(url.toLocalFile());
    }
    return paths;
}

} // namespace

MessageEdit::MessageEdit(QWidget* parent)
    : QTextEdit(parent)
{
    setAcceptRichText(false);
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(2);
    setAccessibleName(tr("Message"));
    setObjectName(QStringLiteral("message"));
    setPlaceholderText(tr("Message"));
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this,
            &MessageEdit::updateHeight);
    updateHeight();
}

void MessageEdit::setMaximumTextHeight(int pixels)
{
    if (pixels == m_maximumTextHeight)
        return;
    m_maximumTextHeight = pixels;
    updateHeight();
}

void MessageEdit::updateHeight()
{
    const int line = fontMetrics().lineSpacing() + 4;
    const int wanted = static_cast<int>(std::ceil(document()->size().height()));
    const int height = std::clamp(wanted, line, std::max(line, m_maximumTextHeight));
    // A scroll bar only once it scrolls: one that comes and goes changes the wrapping.
    setVerticalScrollBarPolicy(wanted > height ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    if (height == m_height)
        return;
    m_height = height;
    setFixedHeight(height);
    updateGeometry();
}

QSize MessageEdit::sizeHint() const
{
    return {QTextEdit::sizeHint().width(), m_height};
}

void MessageEdit::resizeEvent(QResizeEvent* event)
{
    QTextEdit::resizeEvent(event);
    updateHeight();
    ensureCursorVisible();
}

void MessageEdit::keyPressEvent(QKeyEvent* event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const Qt::KeyboardModifiers held = event->modifiers() & ~Qt::KeypadModifier;
    if (enter && (held == Qt::ControlModifier || (held == Qt::NoModifier && m_sendWithEnter))) {
        Q_EMIT sendRequested();
        return;
    }
    if (enter && (held == Qt::ShiftModifier || held == Qt::NoModifier)) {
        textCursor().insertBlock(); // rather than the line separator that Shift+Enter makes
        ensureCursorVisible();
        return;
    }
    if (event->key() == Qt::Key_Up && held == Qt::NoModifier && document()->isEmpty()) {
        Q_EMIT lastMessageRequested();
        return;
    }
    QTextEdit::keyPressEvent(event);
}

void MessageEdit::focusInEvent(QFocusEvent* event)
{
    QTextEdit::focusInEvent(event);
    Q_EMIT focusChanged(true);
}

void MessageEdit::focusOutEvent(QFocusEvent* event)
{
    QTextEdit::focusOutEvent(event);
    Q_EMIT focusChanged(false);
}

bool MessageEdit::canInsertFromMimeData(const QMimeData* source) const
{
    return source->hasImage() || !localFiles(source).isEmpty() ||
           QTextEdit::canInsertFromMimeData(source);
}

void MessageEdit::insertFromMimeData(const QMimeData* source)
{
    if (const QStringList paths = localFiles(source); !paths.isEmpty()) {
        Q_EMIT filesGiven(paths);
        return;
    }
    // Office programs offer a picture of every text that is copied: the text is meant.
    if (source->hasImage() && !source->hasText()) {
        const QImage image = qvariant_cast<QImage>(source->imageData());
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "PNG");
        Q_EMIT pictureGiven(png);
        return;
    }
    if (source->hasText())
        textCursor().insertText(source->text());
    ensureCursorVisible();
}

} // namespace Patchbay
