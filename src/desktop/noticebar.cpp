// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/noticebar.h"

#include "desktop/icons.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace Patchbay {

NoticeBar::NoticeBar(QWidget* parent)
    : QFrame(parent)
    , m_text(new QLabel)
    , m_body(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_actions(new QHBoxLayout)
{
    setProperty("notice", true);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_actions->setSpacing(6);
    auto* close = new QToolButton;
    close->setIcon(themedIcon(QStringLiteral("close")));
    close->setAccessibleName(tr("Close notice"));
    close->setToolTip(tr("Close"));
    close->setProperty("quiet", true);
    connect(close, &QToolButton::clicked, this, &NoticeBar::clear);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 6, 6, 6);
    layout->setSpacing(8);
    m_body->setSpacing(8);
    m_body->addWidget(m_text, 1);
    m_body->addLayout(m_actions);
    layout->addLayout(m_body, 1);
    layout->addWidget(close, 0, Qt::AlignTop);
    m_hide.setSingleShot(true);
    connect(&m_hide, &QTimer::timeout, this, &NoticeBar::clear);
    hide();
}

void NoticeBar::tell(const QString& text, const QList<Action>& actions, int hideAfterMs)
{
    while (QLayoutItem* item = m_actions->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const Action& action : actions) {
        auto* button = new QPushButton(action.text);
        button->setAccessibleName(action.text);
        button->setObjectName(action.objectName);
        button->setProperty("small", true);
        connect(button, &QPushButton::clicked, this, [this, run = action.run] {
            clear();
            run();
        });
        m_actions->addWidget(button);
    }
    m_text->setText(text);
    setAccessibleName(text);
    arrange();
    show();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
    m_hide.stop();
    if (hideAfterMs > 0)
        m_hide.start(hideAfterMs);
}

// Beside the text while that keeps room for some words a line.
void NoticeBar::arrange()
{
    const int wide = m_actions->sizeHint().width() + 280;
    const bool isBelow = m_actions->count() > 1 && width() < wide;
    m_body->setDirection(isBelow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_body->setAlignment(m_actions, isBelow ? Qt::AlignLeft : Qt::Alignment());
}

void NoticeBar::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    arrange();
}

void NoticeBar::clear()
{
    m_hide.stop();
    if (!isVisibleTo(parentWidget()))
        return;
    hide();
    Q_EMIT closed();
}

QString NoticeBar::text() const
{
    return m_text->text();
}

} // namespace Patchbay
