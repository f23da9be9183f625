// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/codebox.h"

#include <QClipboard>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QTimer>

namespace Patchbay {

namespace {

constexpr int copiedShownMs = 2'000;
constexpr int frame = 10; // of the style sheet: padding and border
constexpr int widestSeen = 560;

} // namespace

CodeBox::CodeBox(const QString& name, const QString& objectName, QWidget* parent)
    : QWidget(parent)
{
    m_text = new QPlainTextEdit;
    m_text->setObjectName(objectName);
    m_text->setAccessibleName(name);
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_copy = new QPushButton(tr("Copy"));
    m_copy->setObjectName(objectName + QStringLiteral("Copy"));
    m_copy->setAccessibleName(tr("Copy: %1").arg(name));
    m_copy->setProperty("small", true);
    m_copy->setAutoDefault(false);
    m_copy->setMinimumWidth(84); // as wide when it says Copied
    connect(m_copy, &QPushButton::clicked, this, &CodeBox::copy);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_copy, 0, Qt::AlignTop);
}

void CodeBox::setText(const QString& text)
{
    m_text->setPlainText(text);
    const QFontMetrics metrics(m_text->font());
    const int margin = static_cast<int>(m_text->document()->documentMargin());
    int widest = 0;
    for (QTextBlock block = m_text->document()->begin(); block.isValid(); block = block.next())
        widest = std::max(widest, metrics.horizontalAdvance(block.text()));
    // A line may be wider than the dialog: then the scroll bar wants room of its own.
    const bool mayScroll = widest > widestSeen;
    const int bar = mayScroll ? m_text->horizontalScrollBar()->sizeHint().height() : 0;
    m_text->setHorizontalScrollBarPolicy(mayScroll ? Qt::ScrollBarAsNeeded
                                                   : Qt::ScrollBarAlwaysOff);
    m_text->setFixedHeight(m_text->document()->blockCount() * metrics.lineSpacing() + 2 * margin +
                           frame + bar);
    m_text->setMinimumWidth(std::min(widest, widestSeen) + 2 * margin + 2 * frame);
}

QString CodeBox::text() const
{
    return m_text->toPlainText();
}

void CodeBox::copy()
{
    QGuiApplication::clipboard()->setText(text());
    m_copy->setText(tr("Copied"));
    QTimer::singleShot(copiedShownMs, m_copy, [copy = m_copy] { copy->setText(tr("Copy")); });
}

} // namespace Patchbay
