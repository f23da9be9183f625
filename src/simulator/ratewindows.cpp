// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/ratewindows.h"

#include <QDateTime>

#include <algorithm>

namespace Patchbay {

namespace {

constexpr qint64 kWindowMs = 60'000;
constexpr qint64 kRequests = 4'000;
constexpr qint64 kInputTokens = 2'000'000;
constexpr qint64 kOutputTokens = 400'000;

void append(HeaderList& headers, const char* window, qint64 limit, qint64 left,
            const QByteArray& reset)
{
    const QByteArray name = QByteArray("anthropic-ratelimit-") + window;
    headers.append({name + "-limit", QByteArray::number(limit)});
    headers.append({name + "-remaining", QByteArray::number(std::max<qint64>(0, left))});
    headers.append({name + "-reset", reset});
}

qint64 toThousands(qint64 tokens)
{
    return (tokens + 500) / 1000 * 1000;
}

} // namespace

void RateWindows::use(const QByteArray& organization, qint64 inputTokens, qint64 outputTokens,
                      qint64 nowMs, HeaderList& headers)
{
    Used& used = m_used[organization];
    if (nowMs - used.startMs >= kWindowMs || nowMs < used.startMs)
        used = {nowMs, 0, 0, 0};
    used.requests += 1;
    used.inputTokens += inputTokens;
    used.outputTokens += outputTokens;
    const QByteArray reset = QDateTime::fromMSecsSinceEpoch(used.startMs + kWindowMs, Qt::UTC)
                                 .toString(Qt::ISODate)
                                 .toLatin1();
    const qint64 input = toThousands(kInputTokens - used.inputTokens);
    const qint64 output = toThousands(kOutputTokens - used.outputTokens);
    append(headers, "requests", kRequests, kRequests - used.requests, reset);
    append(headers, "input-tokens", kInputTokens, input, reset);
    append(headers, "output-tokens", kOutputTokens, output, reset);
    append(headers, "tokens", kInputTokens + kOutputTokens, input + output, reset);
}

} // namespace Patchbay
