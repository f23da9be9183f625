// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/tokenusage.h"

#include <QByteArray>

namespace Patchbay {

/// "usage" of a chat completion. The prompt counts what caches gave and took (PROTOCOL 7.4).
[[nodiscard]] QByteArray chatUsage(const TokenUsage& usage);
/// "usage" of a response.
[[nodiscard]] QByteArray responsesUsage(const TokenUsage& usage);

/// "finish_reason" for a stop_reason; `calledTools` decides where none was told.
[[nodiscard]] QByteArray finishReason(const QByteArray& stopReason, bool calledTools);

/// The escaped id of an answer without its "msg_", for ids of OpenAI's forms; "0" for none.
[[nodiscard]] QByteArray idStem(QByteArrayView id);

} // namespace Patchbay
