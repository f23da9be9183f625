// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clients/endpointclient.h"
#include "endpoint/inspector/inspection.h"
#include "endpoint/requesthead.h"
#include "endpoint/requestrecord.h"

#include <memory>

namespace Patchbay {

/// One request of a connection, from its head to the end of its answer.
struct Turn
{
    RequestHead head;
    Route route = Route::Unknown;
    ErrorForm form = ErrorForm::Anthropic;
    std::shared_ptr<const EndpointClient> client; // once its token was right
    QByteArray requestId;                         // of answers that are ours
    QByteArray allowedOrigin;                     // of the web page that asks
    bool keepAlive = true;
    qint64 startedMs = 0; // monotonic
    QByteArray body;
    RequestRecord record;
    std::unique_ptr<Inspection> inspection; // null: it is not recorded

    [[nodiscard]] bool omitsBody() const { return head.method == "HEAD"; }
};

} // namespace Patchbay
