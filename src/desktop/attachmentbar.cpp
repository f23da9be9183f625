// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/attachmentbar.h"

#include "chats/attachment.h"
#include "desktop/flowlayout.h"
#include "desktop/icons.h"

#include <QKeyEvent>
#include <QToolButton>

namespace Patchbay {

namespace {

constexpr int kWidest = 240;

} // namespace

AttachmentBar::AttachmentBar(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("attachments"));
    new FlowLayout(this);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    hide();
}

void AttachmentBar::setAttachments(const QList<ContentBlock>& attachments)
{
    if (attachments == m_attachments)
        return;
    m_attachments = attachments;
    rebuild();
    Q_EMIT changed();
}

void AttachmentBar::rebuild()
{
    while (QLayoutItem* item = layout()->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (int i = 0; i < m_attachments.size(); ++i) {
        const ContentBlock& block = m_attachments.at(i);
        const QString text = attachmentText(block);
        auto* chip = new QToolButton(this);
        chip->setProperty("chip", true);
        chip->setObjectName(QStringLiteral("attachment"));
        chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        chip->setIcon(themedIcon(block.type() == QLatin1String("image") ? QStringLiteral("picture")
                                                                        : QStringLiteral("file")));
        chip->setText(fontMetrics().elidedText(text, Qt::ElideMiddle, kWidest) +
                      QStringLiteral("  ✕"));
        chip->setAccessibleName(tr("Remove attachment %1").arg(text));
        chip->setToolTip(tr("%1\nClick or press Delete to remove it").arg(text));
        chip->setFocusPolicy(Qt::StrongFocus);
        chip->installEventFilter(this);
        connect(chip, &QToolButton::clicked, this, [this, i] { remove(i); });
        layout()->addWidget(chip);
        chip->show();
    }
    setVisible(!m_attachments.isEmpty());
    updateGeometry();
}

void AttachmentBar::remove(int index)
{
    QList<ContentBlock> rest = m_attachments;
    rest.removeAt(index);
    const bool hadFocus = isAncestorOf(focusWidget());
    setAttachments(rest);
    if (hadFocus && !rest.isEmpty())
        layout()->itemAt(std::min(index, static_cast<int>(rest.size()) - 1))->widget()->setFocus();
}

bool AttachmentBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Delete || key == Qt::Key_Backspace) {
            static_cast<QToolButton*>(watched)->click();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace Patchbay
