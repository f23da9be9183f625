// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/tokenusage.h"
#include "endpoint/router.h"

#include <QString>

namespace Patchbay {

/// One request as the access log and the metrics have it: no bodies, no secrets. A value.
struct RequestRecord
{
    qint64 cameAtMs = 0; // UTC
    QByteArray method;
    Route route = Route::Unknown;
    QString client; // empty: not known
    QByteArray peer;
    int status = 0; // 0: the connection ended before an answer
    QByteArray requestId;
    QString model;
    QString account;
    qint64 bytesIn = 0; // of the body
    qint64 bytesOut = 0;
    qint64 firstByteMs = -1; // until the first byte of the answer went out
    qint64 durationMs = 0;
    TokenUsage usage = {};
    qint64 costMicroUsd = -1;
    bool isCached = false; // answered from the cache
    bool wasCut = false;   // the answer did not end as it should
    QString errorKind;
};

} // namespace Patchbay
