// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/messagedetails.h"

#include "chats/attachment.h"
#include "desktop/dollartext.h"

#include <QCoreApplication>
#include <QLocale>

namespace Patchbay {

namespace {

struct MessageDetails
{
    Q_DECLARE_TR_FUNCTIONS(MessageDetails)
};

TranscriptMessage::State stateOf(MessageStatus status)
{
    switch (status) {
    case MessageStatus::Complete:
        return TranscriptMessage::State::Complete;
    case MessageStatus::Streaming:
        return TranscriptMessage::State::Streaming;
    case MessageStatus::Stopped:
        return TranscriptMessage::State::Stopped;
    case MessageStatus::Interrupted:
        return TranscriptMessage::State::Interrupted;
    case MessageStatus::Failed:
        return TranscriptMessage::State::Failed;
    }
    Q_UNREACHABLE();
}

} // namespace

QString messageDetails(const Message& message)
{
    if (message.head.role != Role::Assistant || message.head.status == MessageStatus::Streaming)
        return {};
    const QLocale locale;
    QStringList parts;
    if (!message.model.isEmpty())
        parts.append(modelDisplayName(message.model));
    const TokenUsage& usage = message.usage;
    if (usage.total() > 0) {
        const QString in = locale.toString(usage.prompt());
        parts.append(
            usage.cacheRead > 0
                ? MessageDetails::tr("%1 in (%2 cached)").arg(in, locale.toString(usage.cacheRead))
                : MessageDetails::tr("%1 in").arg(in));
        parts.append(MessageDetails::tr("%1 out").arg(locale.toString(usage.output)));
        parts.append(message.cost ? dollarText(message.cost->microUsd, message.cost->estimated)
                                  : MessageDetails::tr("price unknown"));
    }
    if (message.durationMs > 0) {
        parts.append(MessageDetails::tr("%1 s").arg(
            locale.toString(static_cast<double>(message.durationMs) / 1000.0, 'f', 1)));
    }
    return parts.join(QStringLiteral(" · "));
}

TranscriptMessage transcriptMessageOf(const Message& message)
{
    TranscriptMessage shown;
    shown.id = message.head.id;
    shown.role = message.head.role == Role::User ? TranscriptMessage::Role::User
                                                 : TranscriptMessage::Role::Assistant;
    shown.state = stateOf(message.head.status);
    QStringList texts;
    QStringList thoughts;
    for (const ContentBlock& block : message.content) {
        if (block.type() == QLatin1String("text"))
            texts.append(block.text());
        else if (block.type() == QLatin1String("thinking"))
            thoughts.append(block.text());
        else if (block.type() == QLatin1String("image") ||
                 block.type() == QLatin1String("document"))
            shown.attachments.append(attachmentText(block));
    }
    shown.markdown = texts.join(QStringLiteral("\n\n"));
    shown.thinking = thoughts.join(QStringLiteral("\n\n"));
    shown.notice = message.error;
    shown.accountName = message.accountName;
    shown.accountRemoved = message.accountRemoved;
    shown.details = messageDetails(message);
    const bool isCutShort = message.head.status != MessageStatus::Complete ||
                            message.stopReason == QLatin1String("max_tokens");
    shown.canContinue = message.head.role == Role::Assistant &&
                        message.head.status != MessageStatus::Streaming && isCutShort &&
                        !shown.markdown.trimmed().isEmpty();
    shown.branch = message.branch;
    shown.branchCount = message.branchCount;
    return shown;
}

} // namespace Patchbay
