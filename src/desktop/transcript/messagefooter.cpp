// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/messagefooter.h"

#include "desktop/transcript/transcriptstyle.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <cmath>

namespace Patchbay {

using Kind = TranscriptAction::Kind;
using namespace Qt::StringLiterals;

namespace {

bool isRunning(const TranscriptMessage& message)
{
    return message.state == TranscriptMessage::State::Waiting ||
           message.state == TranscriptMessage::State::Streaming;
}

} // namespace

MessageFooter::MessageFooter(const TranscriptMessage& message, const TranscriptStyle& style,
                             int width)
{
    const bool user = message.role == TranscriptMessage::Role::User;
    const QFontMetricsF metrics(style.small());
    const int line = style.px(22);
    const int gap = style.px(14);
    if (!user) {
        QStringList parts{message.accountName, message.details};
        parts.removeAll(QString());
        m_text = parts.join(u" · "_s);
    }

    std::vector<std::pair<Kind, QString>> wanted;
    if (user)
        wanted.emplace_back(Kind::Edit, QCoreApplication::translate("Transcript", "Edit"));
    if (!isRunning(message)) {
        if (message.canContinue)
            wanted.emplace_back(Kind::Continue,
                                QCoreApplication::translate("Transcript", "Continue"));
        wanted.emplace_back(Kind::CopyMessage, QCoreApplication::translate("Transcript", "Copy"));
        if (!user)
            wanted.emplace_back(Kind::Retry, QCoreApplication::translate("Transcript", "Retry"));
    }
    qreal actionsWidth = 0;
    for (const auto& [kind, label] : wanted)
        actionsWidth += std::ceil(metrics.horizontalAdvance(label)) + gap;
    const qreal arrow = style.px(20);
    if (message.branchCount > 1) {
        m_branchText = QCoreApplication::translate("Transcript", "%1 / %2")
                           .arg(message.branch + 1)
                           .arg(message.branchCount);
        actionsWidth += std::ceil(metrics.horizontalAdvance(m_branchText)) + 2 * arrow + gap;
    }

    const qreal dotSpace = m_text.isEmpty() ? 0 : style.px(13);
    const qreal textRoom = width - dotSpace;
    const qreal natural = m_text.isEmpty() ? 0 : std::ceil(metrics.horizontalAdvance(m_text)) + 1;
    qreal x = 0;
    qreal y = 0;
    if (!m_text.isEmpty()) {
        const QRectF bounds =
            metrics.boundingRect(QRectF(0, 0, textRoom, 10000), Qt::TextWordWrap, m_text);
        const bool oneLine = natural <= textRoom;
        const qreal height = oneLine ? line : std::ceil(bounds.height()) + style.px(4);
        m_textRect = QRectF(dotSpace, 0, oneLine ? natural : textRoom, height);
        m_dot = QPointF(style.px(4), oneLine ? line / 2.0 : style.px(2) + metrics.height() / 2);
        x = m_textRect.right() + gap;
        if (!oneLine || x + actionsWidth - gap > width) {
            x = dotSpace;
            y = height;
        }
    }
    if (user)
        x = width - actionsWidth + gap;
    const bool anyActions = !wanted.empty() || !m_branchText.isEmpty();
    m_height = static_cast<int>(anyActions ? y + line : m_textRect.height());
    if (m_text.isEmpty() && !anyActions)
        m_height = 0;

    const auto add = [&](Kind kind, const QString& label, qreal itemWidth, bool enabled) {
        TranscriptAction action;
        action.kind = kind;
        action.label = label;
        action.enabled = enabled;
        action.rect = QRectF(x, y, itemWidth, line);
        m_actions.push_back(std::move(action));
        x += itemWidth;
    };
    for (const auto& [kind, label] : wanted) {
        add(kind, label, std::ceil(metrics.horizontalAdvance(label)), true);
        x += gap;
    }
    if (!m_branchText.isEmpty()) {
        add(Kind::BranchBack, u"‹"_s, arrow, message.branch > 0);
        m_branchRect = QRectF(x, y, std::ceil(metrics.horizontalAdvance(m_branchText)), line);
        x = m_branchRect.right();
        add(Kind::BranchForward, u"›"_s, arrow, message.branch + 1 < message.branchCount);
    }
}

} // namespace Patchbay
