// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/conversation.h"

namespace Patchbay {

QString messageStatusName(MessageStatus status)
{
    switch (status) {
    case MessageStatus::Complete:
        return QStringLiteral("complete");
    case MessageStatus::Streaming:
        return QStringLiteral("streaming");
    case MessageStatus::Stopped:
        return QStringLiteral("stopped");
    case MessageStatus::Interrupted:
        return QStringLiteral("interrupted");
    case MessageStatus::Failed:
        return QStringLiteral("failed");
    }
    Q_UNREACHABLE();
}

QList<ContentBlock> withoutEmptyTexts(QList<ContentBlock> blocks)
{
    // A thinking block without words still has its signature.
    blocks.removeIf([](const ContentBlock& block) {
        return block.text().isEmpty() && (block.type() == QLatin1String("text") ||
                                          (block.type() == QLatin1String("thinking") &&
                                           !block.json().contains(QLatin1String("signature"))));
    });
    return blocks;
}

} // namespace Patchbay
