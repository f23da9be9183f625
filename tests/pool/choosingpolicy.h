// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pool/scheduler.h"

#include <memory>

namespace Patchbay {

/// One way to choose accounts, with what it remembers.
class ChoosingPolicy
{
public:
    virtual ~ChoosingPolicy() = default;
    [[nodiscard]] virtual Scheduler::Choice choose(const Scheduler::Question& question) = 0;

    /// Patchbay's own; each account in turn; the one with fewest requests running, then given; the
    /// account that the conversation used last, else each in turn.
    [[nodiscard]] static std::unique_ptr<ChoosingPolicy> ours();
    [[nodiscard]] static std::unique_ptr<ChoosingPolicy> roundRobin();
    [[nodiscard]] static std::unique_ptr<ChoosingPolicy> leastUsed();
    [[nodiscard]] static std::unique_ptr<ChoosingPolicy> stickyOnly();
};

} // namespace Patchbay
