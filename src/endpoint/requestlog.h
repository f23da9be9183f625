// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/metrics.h"
#include "endpoint/requestrecord.h"

#include <functional>

namespace Patchbay {

/// Where each request is told when it has ended. On the endpoint's thread.
struct RequestLog
{
    Metrics metrics = {};
    /// The access log; may be unset.
    std::function<void(const RequestRecord&)> write = {};

    void add(const RequestRecord& record)
    {
        metrics.add(record);
        if (write)
            write(record);
    }
};

} // namespace Patchbay
