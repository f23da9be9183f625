// SPDX-License-Identifier: GPL-3.0-or-later
#include "chats/exporttext.h"

#include "chats/attachment.h"

#include <QCoreApplication>

namespace Patchbay::ExportText {

namespace {

struct ExportWords
{
    Q_DECLARE_TR_FUNCTIONS(ExportWords)
};

} // namespace

QString speaker(const Message& message)
{
    if (message.head.role == Role::User)
        return ExportWords::tr("You");
    if (message.accountName.isEmpty())
        return ExportWords::tr("Claude");
    return ExportWords::tr("Claude · %1", "who answered, with the name of the account")
        .arg(message.accountName);
}

QString notice(const Message& message)
{
    switch (message.head.status) {
    case MessageStatus::Stopped:
        return ExportWords::tr("Stopped");
    case MessageStatus::Interrupted:
        return message.error.isEmpty() ? ExportWords::tr("Interrupted") : message.error;
    case MessageStatus::Failed:
        return message.error;
    case MessageStatus::Complete:
    case MessageStatus::Streaming:
        return {};
    }
    Q_UNREACHABLE();
}

QString placeholder(const ContentBlock& block)
{
    const QString type = block.type();
    if (block.isThinking() || type == QLatin1String("text"))
        return {};
    if (type == QLatin1String("image") || type == QLatin1String("document"))
        return attachmentText(block);
    return ExportWords::tr("(%1)", "a content block that is not shown, by its type").arg(type);
}

} // namespace Patchbay::ExportText
