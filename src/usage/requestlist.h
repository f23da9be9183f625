// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

#include <QList>

#include <optional>

namespace Patchbay {

/// Attempts of a period, newest first, a page at a time. Times in UTC milliseconds. Keys by number;
/// those that are not set filter nothing.
struct RequestQuery
{
    qint64 sinceMs = 0;
    qint64 untilMs = 0;
    std::optional<qint64> account; // 0: without an account
    std::optional<qint64> model;
    std::optional<qint64> client;
    /// Where the page before ended: only what is older, or as old with a lower id.
    qint64 beforeMs = 0; // 0: from the newest on
    qint64 beforeId = 0;
    int limit = 100;
};

/// One attempt as the ledger holds it.
struct RequestRow
{
    qint64 id = 0;
    qint64 openedAtMs = 0;
    int attempt = 1;
    QString account; // its name; empty: none
    bool isPlan = false;
    QString model;  // the one that answered, or that was asked for
    QString client; // "window", "command_line" or an endpoint client's name
    QString outcome;
    int status = 0;
    QString errorKind;
    qint64 input = 0, output = 0, cacheRead = 0, cacheWrite = 0;
    std::optional<qint64> costMicroUsd; // nothing: price unknown
    bool estimated = false;
    std::optional<qint64> firstByteMs;
    std::optional<qint64> durationMs;
    QString requestId;

    [[nodiscard]] qint64 tokens() const { return input + output + cacheRead + cacheWrite; }
};

struct RequestPage
{
    QList<RequestRow> rows;
    bool isLast = false; // nothing older matches
};

/// Completed attempts, without the demo account. The hourly sums say where to look, so that the
/// ledger is read only in hours that hold some. On the thread of `connection`.
[[nodiscard]] Result<RequestPage> requestPage(Connection& connection, const RequestQuery& query);

} // namespace Patchbay
