// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/connection.h"

#include <QTimeZone>

#include <functional>
#include <vector>

namespace Patchbay {

/// One thing that the usage page, or a report, asks of the database.
struct ScaleQuery
{
    QString name;
    std::function<Result<void>(Connection&)> ask;
};

/// All of them in one time zone, at a ledger whose newest row is of `nowMs`. In the same order for
/// every zone.
[[nodiscard]] std::vector<ScaleQuery> scaleQueries(const QTimeZone& zone, qint64 nowMs);

} // namespace Patchbay
