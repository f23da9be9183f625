// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "endpoint/openai/jsontext.h"
#include "requestcase.h"

#include <QByteArray>
#include <QList>

namespace Patchbay {

/// The event stream of these events, each named by its type.
inline QByteArray upstream(const QList<QByteArray>& events)
{
    QByteArray bytes;
    for (const QByteArray& event : events) {
        bytes += "event: " + jsonObject(event).value(QLatin1String("type")).toString().toUtf8() +
                 "\ndata: " + QByteArray(event).replace('\n', ' ') + "\n\n";
    }
    return bytes;
}

inline const QByteArray kMessageStart =
    R"({"type":"message_start","message":{"id":"msg_01","type":"message","role":"assistant","model":"claude-m",
        "content":[],"stop_reason":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":200,
        "cache_read_input_tokens":3000,"output_tokens":1}}})";

inline QByteArray blockStart(int index, const QByteArray& block)
{
    return R"({"type":"content_block_start","index":)" + QByteArray::number(index) +
           R"(,"content_block":)" + block + '}';
}

inline QByteArray blockDelta(int index, const QByteArray& delta)
{
    return R"({"type":"content_block_delta","index":)" + QByteArray::number(index) +
           R"(,"delta":)" + delta + '}';
}

inline QByteArray blockStop(int index)
{
    return R"({"type":"content_block_stop","index":)" + QByteArray::number(index) + '}';
}

inline QByteArray messageDelta(const QByteArray& reason)
{
    return R"({"type":"message_delta","delta":{"stop_reason":)" + reason +
           R"(},"usage":{"output_tokens":42,"output_tokens_details":{"thinking_tokens":7}}})";
}

inline const QByteArray kMessageStop = R"({"type":"message_stop"})";
inline const QByteArray kPing = R"({"type":"ping"})";

inline QList<QByteArray> textBlockEvents(int index, const QByteArray& text)
{
    return {blockStart(index, R"({"type":"text","text":""})"),
            blockDelta(index, R"({"type":"text_delta","text":)" + text + '}'), blockStop(index)};
}

/// What a client reads of an event stream: the data of its events.
inline QList<QByteArray> dataOf(const QByteArray& stream)
{
    QList<QByteArray> found;
    for (const QByteArray& line : stream.split('\n')) {
        if (line.startsWith("data: "))
            found.append(line.sliced(6));
    }
    return found;
}

/// All that a translator makes of `bytes` when they come `size` at a time, to the end of the
/// stream.
template <class Stream>
QByteArray fed(Stream& stream, const QByteArray& bytes, qsizetype size)
{
    QByteArray made;
    for (qsizetype at = 0; at < bytes.size(); at += size)
        made += stream.feed(QByteArrayView(bytes).sliced(at, std::min(size, bytes.size() - at)));
    return made + stream.finish();
}

} // namespace Patchbay
