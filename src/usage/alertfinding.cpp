// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/alertfinding.h"

namespace Patchbay {

Result<AlertFinding> findAlerts(Connection& connection, const AlertFactsQuery& query,
                                const AlertThresholds& thresholds)
{
    const auto facts = alertFacts(connection, query);
    if (!facts)
        return Failure(facts.error());
    auto book = AlertBook::read(connection, query.nowMs);
    if (!book)
        return Failure(book.error());
    return AlertFinding{judgeAlerts(*facts, thresholds, book->held()), facts->unknownSubjects,
                        std::move(*book)};
}

} // namespace Patchbay
