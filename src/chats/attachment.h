// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "claude/contentblock.h"

#include <QStringList>

namespace Patchbay {

/// The most that all attachments of a request may weigh: base64 makes 32 MB of 24 (PROTOCOL 1.2).
constexpr qint64 kMaxAttachmentBytes = 24LL * 1024 * 1024;

/// A content block of a file's bytes: an image (PNG, JPEG, GIF, WebP, by its first bytes), a PDF,
/// or a text in UTF-8. InvalidInput names the file and what is wrong with it.
[[nodiscard]] Result<ContentBlock> attachmentOf(const QString& name, const QByteArray& bytes);
[[nodiscard]] Result<ContentBlock> attachmentOfFile(const QString& path);
/// All of them, or the first fault; together they are at most kMaxAttachmentBytes.
[[nodiscard]] Result<QList<ContentBlock>> attachmentsOfFiles(const QStringList& paths);

/// Whether blocks may go into one message together: InvalidInput when they weigh too much.
[[nodiscard]] Result<void> checkAttachments(const QList<ContentBlock>& blocks);

/// The name of its file; empty when it has none. The API has no place for that of an image: what is
/// sent through ChatService may carry it by withAttachmentName(), which attachmentToSend() undoes.
[[nodiscard]] QString attachmentName(const ContentBlock& block);
[[nodiscard]] ContentBlock withAttachmentName(const ContentBlock& block, const QString& name);
[[nodiscard]] ContentBlock attachmentToSend(const ContentBlock& block);
/// The bytes that an attachment brings, before base64.
[[nodiscard]] qint64 attachmentBytes(const ContentBlock& block);
/// "photo.png · 340 kB", or what it is when it has no name.
[[nodiscard]] QString attachmentText(const ContentBlock& block);

} // namespace Patchbay
