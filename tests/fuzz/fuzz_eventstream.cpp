// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes, cut anywhere, give the same events; any events build a message that can be written.
#include "claude/eventstream.h"
#include "claude/limits.h"
#include "claude/messageaccumulator.h"
#include "claude/pricetable.h"

#include <QtGlobal>

#include <cstddef>
#include <cstdint>

using namespace Patchbay;

namespace {

constexpr qsizetype kLimit = 4096;

struct Parsed
{
    QList<ServerSentEvent> events;
    bool failed = false;
    bool operator==(const Parsed&) const = default;
};

// Cuts after 1 … 2^k bytes, as `cuts` has it; whole when it is 0.
Parsed parse(QByteArrayView bytes, std::uint8_t cuts)
{
    EventStreamParser parser(kLimit);
    Parsed parsed;
    std::uint32_t state = cuts;
    while (!bytes.isEmpty()) {
        state = state * 1103515245 + 12345;
        const qsizetype size =
            cuts == 0 ? bytes.size() : std::min<qsizetype>(bytes.size(), 1 + (state >> 16) % cuts);
        if (const auto events = parser.feed(bytes.first(size)))
            parsed.events += *events;
        bytes = bytes.sliced(size);
    }
    parsed.failed = parser.hasFailed();
    parsed.events += parser.finish();
    return parsed;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const QByteArrayView bytes(data + 1, static_cast<qsizetype>(size - 1));
    const Parsed whole = parse(bytes, 0);
    if (!(parse(bytes, data[0]) == whole) || !(parse(bytes, 1) == whole))
        qFatal("the events depend on how the bytes are cut");

    static const PriceTable prices = PriceTable::builtIn();
    MessageAccumulator message;
    for (const ServerSentEvent& event : whole.events) {
        const auto update = message.add(event);
        if (!update && update.error().cause.isEmpty())
            qFatal("an error without a cause");
    }
    const QList<ContentBlock> blocks = message.blocks();
    (void)plainText(blocks);
    (void)contentFromJson(toJson(blocks));
    if (TokenUsage::fromJson(message.usage().toJson()) != message.usage())
        qFatal("usage does not survive being written");
    (void)prices.cost(message.model(), message.usage(), 0);
    if (message.apiError())
        (void)message.apiError()->toJson();

    MessageAccumulator other;
    (void)other.addWhole(bytes);
    (void)ApiError::fromAnswer(400 + data[0], bytes, {}).toError();
    return 0;
}
