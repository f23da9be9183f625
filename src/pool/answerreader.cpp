// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/answerreader.h"

#include <algorithm>
#include <cstring>

namespace Patchbay {

namespace {

constexpr qint64 kCharactersPerToken = 4;
// What surrounds the piece of a tool's input in its event.
constexpr qint64 kInputDeltaFrame = 90;

// Characters (of UTF-16, as ours are) of a delta of text or thinking in the very form in which the
// API writes it, without escapes; -1 for any other. Most events are such, and nothing else of them
// counts here: parsing each as JSON would take most of the time of a stream.
qint64 plainDeltaCharacters(QByteArrayView data)
{
    static constexpr QByteArrayView kStart = R"({"type":"content_block_delta","index":)";
    static constexpr QByteArrayView kText = R"(,"delta":{"type":"text_delta","text":")";
    static constexpr QByteArrayView kThinking = R"(,"delta":{"type":"thinking_delta","thinking":")";
    static constexpr QByteArrayView kEnd = R"("}})";
    if (!data.startsWith(kStart))
        return -1;
    data = data.sliced(kStart.size());
    qsizetype digits = 0;
    while (digits < data.size() && data[digits] >= '0' && data[digits] <= '9')
        ++digits;
    data = data.sliced(digits);
    if (digits == 0 || digits > 6)
        return -1;
    if (data.startsWith(kText))
        data = data.sliced(kText.size());
    else if (data.startsWith(kThinking))
        data = data.sliced(kThinking.size());
    else
        return -1;
    qint64 characters = 0;
    for (qsizetype i = 0; i < data.size(); ++i) {
        const auto byte = static_cast<unsigned char>(data[i]);
        if (byte == '"')
            return data.sliced(i) == kEnd ? characters : -1;
        if (byte == '\\' || byte < 0x20)
            return -1;
        // Of a character of several bytes the first counts, of four bytes twice.
        characters += (byte & 0xc0) == 0x80 ? 0 : byte >= 0xf0 ? 2 : 1;
    }
    return -1;
}

const char* endOfString(const char* at, const char* end)
{
    while (at != end) {
        const auto* const quote =
            static_cast<const char*>(std::memchr(at, '"', static_cast<size_t>(end - at)));
        if (!quote)
            return end;
        const char* escape = quote;
        while (escape != at && escape[-1] == '\\')
            --escape;
        if ((quote - escape) % 2 == 0)
            return quote;
        at = quote + 1;
    }
    return end;
}

// The message with an empty list in place of its content, of which nothing counts here and which is
// nearly all of it; the whole where its structure is not plain.
QByteArray withoutContent(const QByteArray& message)
{
    const char* const begin = message.constData();
    const char* const end = begin + message.size();
    const char* first = nullptr;
    QByteArrayView string; // the last one of the outermost object
    QByteArrayView key;
    int depth = 0;
    for (const char* at = begin; at != end; ++at) {
        const bool isOuter = depth == 1;
        if (*at == '"') {
            const char* const last = endOfString(at + 1, end);
            if (last == end)
                return message;
            if (isOuter)
                string = QByteArrayView(at + 1, last);
            at = last;
        } else if (*at == ':' && isOuter) {
            key = string;
        } else if (*at == ',' && isOuter) {
            key = {};
        } else if (*at == '{' || *at == '[') {
            if (isOuter && *at == '[' && key == QByteArrayView("content"))
                first = at;
            ++depth;
        } else if (*at == '}' || *at == ']') {
            if (--depth == 1 && first)
                return message.first(first - begin) + "[]" + message.sliced(at + 1 - begin);
        }
    }
    return message;
}

} // namespace

Result<void> AnswerReader::feed(const QByteArray& bytes)
{
    if (m_form == Form::Other)
        return {};
    if (m_form == Form::Whole) {
        m_whole += bytes;
        return {};
    }
    const auto events = m_parser.feed(bytes);
    if (!events)
        return Failure(events.error());
    return take(*events);
}

Result<void> AnswerReader::finish()
{
    if (m_form == Form::Stream) {
        // Where the connection was cut the last event is half: not a fault of its own.
        const auto taken = take(m_parser.finish());
        Q_UNUSED(taken)
        return {};
    }
    if (m_form == Form::Whole) {
        m_outputTold = true;
        return m_message.addWhole(withoutContent(m_whole));
    }
    return {};
}

Result<void> AnswerReader::take(const QList<ServerSentEvent>& events)
{
    for (const ServerSentEvent& event : events) {
        if (event.name == "content_block_delta" && m_message.hasContent() && !isComplete()) {
            if (const qint64 characters = plainDeltaCharacters(event.data); characters >= 0) {
                m_characters += characters;
                continue;
            }
        }
        const auto update = m_message.add(event);
        if (!update)
            return Failure(update.error());
        if (update->kind == MessageUpdate::Kind::None && event.name == "content_block_delta" &&
            event.data.contains("\"input_json_delta\""))
            m_characters += std::max<qint64>(0, event.data.size() - kInputDeltaFrame);
        else
            m_characters += update->text.size();
        if (event.name == "message_delta")
            m_outputTold = true;
        if (m_message.apiError())
            break;
    }
    return {};
}

bool AnswerReader::isEstimated() const
{
    return !m_outputTold && m_characters > 0;
}

TokenUsage AnswerReader::usage() const
{
    TokenUsage usage = m_message.usage();
    if (isEstimated()) {
        const qint64 tokens = (m_characters + kCharactersPerToken - 1) / kCharactersPerToken;
        usage.output = std::max(usage.output, tokens);
    }
    return usage;
}

} // namespace Patchbay
