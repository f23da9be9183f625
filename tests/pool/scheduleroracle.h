// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/scheduler.h"

namespace Patchbay {

/// What DESIGN 2.3 says of who may serve a request, written a second time. A value.
struct Opinion
{
    enum class Can { Now, OnceFree, Later, Never };
    Can can = Can::Never;
    qint64 backAtMs = 0;
    bool isProbe = false;
};

[[nodiscard]] Opinion opinionOn(const Candidate& candidate, std::span<const Candidate> all,
                                const Request& request, qint64 nowMs);
/// Whether the request has tried it in vain, stays with another, or wants none that failed lately.
[[nodiscard]] bool isOutOf(const Candidate& candidate, const Scheduler::Question& question);
[[nodiscard]] const Candidate& candidateOf(const AccountId& id, std::span<const Candidate> all);

} // namespace Patchbay
