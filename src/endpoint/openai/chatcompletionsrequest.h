// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/openaierror.h"
#include "endpoint/openai/translatedrequest.h"

#include <QByteArrayView>

namespace Patchbay {

/// The body of POST /v1/chat/completions as one of POST /v1/messages (PROTOCOL 7.4). Strict about
/// types, never about fields it does not know: those of OpenAI's that have no counterpart
/// (logprobs, logit_bias, seed, penalties, store, prediction, …) are ignored. `n` above 1 is
/// refused. Keys keep their order and numbers their spelling. Pure; any thread.
[[nodiscard]] Translated<TranslatedRequest>
translateChatCompletionsRequest(QByteArrayView body, const TranslationRules& rules);

} // namespace Patchbay
