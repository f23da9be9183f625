// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/openaierror.h"
#include "endpoint/openai/translatedrequest.h"

#include <QByteArray>

namespace Patchbay {

/// The body of a 200 answer of the Messages API as a chat.completion, for the request it answers.
/// Thinking that is shown stands in `reasoning_content`, and its blocks, to send back, in
/// `thinking_blocks`, as other gateways have it. `createdS`: seconds since 1970. A body that is no
/// answer is an error (502). Other statuses: OpenAiError::fromAnswer. Pure; any thread.
[[nodiscard]] Translated<QByteArray>
translateChatCompletionsAnswer(QByteArrayView body, const TranslatedRequest& request,
                               qint64 createdS);

} // namespace Patchbay
