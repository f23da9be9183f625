// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/openaierror.h"
#include "endpoint/openai/translatedrequest.h"

#include <QByteArray>

namespace Patchbay {

/// The body of a 200 answer of the Messages API as a response, for the request it answers, with the
/// same items that its stream would have. `createdS`: seconds since 1970. A body that is no answer
/// is an error (502). Pure; any thread.
[[nodiscard]] Translated<QByteArray>
translateResponsesAnswer(QByteArrayView body, const TranslatedRequest& request, qint64 createdS);

} // namespace Patchbay
