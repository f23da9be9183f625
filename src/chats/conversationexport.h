// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "chats/conversation.h"
#include "storage/connection.h"

#include <optional>

namespace Patchbay {

enum class ExportFormat { Markdown, Json, Html };

/// "md", "json", "html".
[[nodiscard]] std::optional<ExportFormat> exportFormatFromName(const QString& name);

/// A conversation as a file: the shown path as Markdown or as one HTML page, the whole tree as
/// JSON. On the thread of `connection`.
[[nodiscard]] Result<QByteArray>
exportedConversation(Connection& connection, const ConversationId& id, ExportFormat format);

} // namespace Patchbay
