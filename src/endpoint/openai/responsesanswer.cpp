// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/openai/responsesanswer.h"

#include "endpoint/openai/responsesstream.h"

namespace Patchbay {

Translated<QByteArray> translateResponsesAnswer(QByteArrayView body,
                                                const TranslatedRequest& request, qint64 createdS)
{
    return ResponsesStream(request, createdS).whole(body);
}

} // namespace Patchbay
