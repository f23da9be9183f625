// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/accessline.h"

#include "base/logging.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <string>

namespace Patchbay {

namespace {

constexpr qsizetype kLongestWord = 200;
constexpr std::size_t kUsualLine = 512;

/// One object of JSON on a line, written at once: a tree of values took as long as the rest of what
/// the endpoint does for a request. A std::string, for Qt's appends of short pieces are slow.
class Line final
{
public:
    Line()
    {
        m_bytes.reserve(kUsualLine);
        m_bytes += '{';
    }

    // What a client made up may be anything.
    void word(QByteArrayView key, const QString& text)
    {
        begin(key);
        if (text.isEmpty())
            m_bytes += "null";
        else
            quote(redact(text.left(kLongestWord)).toUtf8());
    }
    void word(QByteArrayView key, const QByteArray& text) { word(key, QString::fromLatin1(text)); }
    void plain(QByteArrayView key, QByteArrayView text)
    {
        begin(key);
        quote(text);
    }
    void number(QByteArrayView key, qint64 number)
    {
        begin(key);
        add(QByteArray::number(number));
    }
    void microUsd(QByteArrayView key, qint64 cost)
    {
        begin(key);
        std::array<char, 32> text{};
        const int size = std::snprintf(text.data(), text.size(), "%lld.%06lld",
                                       static_cast<long long>(cost / 1'000'000),
                                       static_cast<long long>(cost % 1'000'000));
        add({text.data(), size});
    }
    void yes(QByteArrayView key)
    {
        begin(key);
        m_bytes += "true";
    }
    QByteArray end()
    {
        m_bytes += "}\n";
        return {m_bytes.data(), static_cast<qsizetype>(m_bytes.size())};
    }

private:
    void add(QByteArrayView piece)
    {
        m_bytes.append(piece.data(), static_cast<std::size_t>(piece.size()));
    }

    void begin(QByteArrayView key)
    {
        m_bytes += m_bytes.size() > 1 ? ",\"" : "\"";
        add(key);
        m_bytes += "\":";
    }

    void quote(QByteArrayView text)
    {
        m_bytes += '"';
        qsizetype done = 0;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const auto byte = static_cast<unsigned char>(text[i]);
            if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7f)
                continue;
            add(text.sliced(done, i - done));
            done = i + 1;
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\u%04x", byte);
            m_bytes += escape.data();
        }
        add(text.sliced(done));
        m_bytes += '"';
    }

    std::string m_bytes;
};

// "2026-11-23T17:00:00.123Z"
QByteArray timeOf(qint64 utcMs)
{
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds(utcMs)};
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    std::array<char, 40> text{};
    const int size = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
        static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
        static_cast<int>(clock.subseconds().count()));
    return {text.data(), size};
}

} // namespace

QByteArray accessLine(const RequestRecord& record)
{
    Line line;
    line.plain("time", timeOf(record.cameAtMs));
    line.word("client", record.client);
    line.word("method", record.method);
    line.plain("route", routeName(record.route));
    line.number("status", record.status);
    line.number("duration_ms", record.durationMs);
    line.number("bytes_in", record.bytesIn);
    line.number("bytes_out", record.bytesOut);
    line.word("request_id", record.requestId);
    if (record.firstByteMs >= 0)
        line.number("first_byte_ms", record.firstByteMs);
    if (!record.model.isEmpty())
        line.word("model", record.model);
    if (!record.account.isEmpty())
        line.word("account", record.account);
    if (record.usage.total() > 0) {
        line.number("input_tokens", record.usage.input);
        line.number("output_tokens", record.usage.output);
        line.number("cache_read_input_tokens", record.usage.cacheRead);
        line.number("cache_creation_input_tokens", record.usage.cacheWrite());
    }
    if (record.costMicroUsd >= 0)
        line.microUsd("cost_usd", record.costMicroUsd);
    if (!record.errorKind.isEmpty())
        line.plain("error", record.errorKind.toUtf8());
    if (record.isCached)
        line.yes("cached");
    if (record.wasCut)
        line.yes("cut");
    return line.end();
}

} // namespace Patchbay
