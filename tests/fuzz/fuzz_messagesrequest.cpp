// SPDX-License-Identifier: GPL-3.0-or-later
// Any body is refused with a cause, or survives being written and read again.
#include "claude/messagesrequest.h"

#include <cstddef>
#include <cstdint>

using namespace Patchbay;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto request =
        MessagesRequest::fromJson(QByteArrayView(data, static_cast<qsizetype>(size)));
    if (!request) {
        if (request.error().cause.isEmpty())
            qFatal("a refusal that says nothing");
        return 0;
    }
    const QByteArray written = request->toJson();
    const auto again = MessagesRequest::fromJson(written);
    if (!again || again->toJson() != written)
        qFatal("a request does not survive being written");
    return 0;
}
