// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/openaierror.h"
#include "endpoint/openai/translatedrequest.h"

#include <QByteArrayView>

namespace Patchbay {

/// The body of POST /v1/responses as one of POST /v1/messages (PROTOCOL 7.3). Nothing is stored
/// here: previous_response_id, conversation, item references and background are refused with what
/// to do instead, `store` is ignored and answered with false. Reasoning items that hold thinking of
/// ours
/// (`include: ["reasoning.encrypted_content"]`) become its blocks again. Pure; any thread.
[[nodiscard]] Translated<TranslatedRequest>
translateResponsesRequest(QByteArrayView body, const TranslationRules& rules);

} // namespace Patchbay
