// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clients/ruletable.h"
#include "endpoint/bodyscan.h"

namespace Patchbay {

/// Does with the body of a Messages request what the user's rules say. Only the values that change
/// are replaced, the rest stays byte for byte; what is not there is not put there. `scan` is of
/// `body`; afterwards it tells of the new one, but for its places. Pure.
///
/// `max_tokens` is only ever lowered. A thinking budget (`thinking.budget_tokens`) that fitted
/// before and does not fit the new one becomes half of that, at least the 1024 that the API takes.
/// Where not even those fit, it stays: the cap holds, and the API's own words say what is wrong.
void applyRules(const RuleDecision& decision, QByteArray& body, BodyScan& scan);

} // namespace Patchbay
