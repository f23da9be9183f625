// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulatedquota.h"

#include <algorithm>
#include <cmath>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kMinuteMs = 60'000;
constexpr qint64 kHourMs = 60 * kMinuteMs;
constexpr qint64 kCachedForMs = 5 * kMinuteMs;
constexpr qint64 kLeastCached = 1024;
constexpr qint64 kNeverCached = 10;

} // namespace

double SimulatedQuota::Bucket::at(qint64 nowMs) const
{
    return std::min(perMinute, left + perMinute * double(nowMs - asOfMs) / kMinuteMs);
}

void SimulatedQuota::Bucket::take(double amount, qint64 nowMs)
{
    left = at(nowMs) - amount;
    asOfMs = nowMs;
}

qint64 SimulatedQuota::Bucket::msUntil(double amount, qint64 nowMs) const
{
    return qint64(std::ceil(std::max(0.0, amount - at(nowMs)) / perMinute * kMinuteMs));
}

void SimulatedQuota::Window::renew(qint64 nowMs)
{
    // It begins with the first request after the last one's end.
    if (nowMs >= resetsAtMs) {
        spent = 0;
        resetsAtMs = nowMs + lengthMs;
    }
}

SimulatedQuota::SimulatedQuota(QString organization, const Limits& limits, qint64 nowMs)
    : m_organization(std::move(organization))
    , m_limits(limits)
    , m_requests{double(limits.requestsPerMinute), double(limits.requestsPerMinute), nowMs}
    , m_input{double(limits.inputPerMinute), double(limits.inputPerMinute), nowMs}
    , m_output{double(limits.outputPerMinute), double(limits.outputPerMinute), nowMs}
    , m_fiveHours{5 * kHourMs, limits.fiveHourMicroUsd}
    , m_sevenDays{168 * kHourMs, limits.sevenDayMicroUsd,
                  qint64(double(limits.sevenDayMicroUsd) * limits.sevenDaySpent),
                  nowMs + 60 * kHourMs}
{
}

SimulatedQuota::Answer SimulatedQuota::ask(const Ask& ask, qint64 nowMs)
{
    while (!m_lastSecond.empty() && m_lastSecond.front() <= nowMs - 1000)
        m_lastSecond.pop_front();
    m_lastSecond.push_back(nowMs);
    if (int(m_lastSecond.size()) > m_limits.burst)
        return {Refusal::Burst, {}, -1};

    const auto prefix = m_cache.constFind(ask.conversation);
    const bool isWarm = prefix != m_cache.cend() && nowMs - prefix->usedAtMs <= kCachedForMs;
    Answer answer;
    TokenUsage& usage = answer.usage;
    usage.cacheRead = isWarm ? std::min(prefix->tokens, ask.prompt - kNeverCached) : 0;
    const qint64 rest = ask.prompt - usage.cacheRead;
    usage.cacheWrite5m =
        ask.conversation.isEmpty() || ask.prompt < kLeastCached ? 0 : rest - kNeverCached;
    usage.input = rest - usage.cacheWrite5m;
    usage.output = ask.output;

    if (isSubscription()) {
        m_fiveHours.renew(nowMs);
        m_sevenDays.renew(nowMs);
        for (const Window& window : {m_fiveHours, m_sevenDays}) {
            if (window.spent >= window.size) {
                answer.refusal = Refusal::Limit;
                answer.retryAfterMs = std::max(answer.retryAfterMs, window.resetsAtMs - nowMs);
            }
        }
    } else {
        // More than a bucket holds is let in when it is full.
        const double input = std::min(double(rest), m_input.perMinute);
        const qint64 waitMs = std::max({m_requests.msUntil(1, nowMs), m_input.msUntil(input, nowMs),
                                        m_output.msUntil(1, nowMs)});
        if (waitMs > 0) {
            answer.refusal = Refusal::Limit;
            answer.retryAfterMs = (waitMs + 999) / 1000 * 1000;
        } else {
            m_requests.take(1, nowMs);
            m_input.take(double(rest), nowMs);
            m_output.take(double(ask.output), nowMs);
        }
    }
    if (!answer.refusal && usage.cacheRead + usage.cacheWrite5m > 0)
        m_cache.insert(ask.conversation, {ask.prompt - kNeverCached, nowMs});
    return answer;
}

void SimulatedQuota::charge(qint64 microUsd, qint64 nowMs)
{
    for (Window* window : {&m_fiveHours, &m_sevenDays}) {
        window->renew(nowMs);
        window->spent += microUsd;
    }
}

AnswerHeaders SimulatedQuota::headers(qint64 nowMs) const
{
    AnswerHeaders headers;
    headers.organizationId = m_organization;
    if (isSubscription()) {
        headers.windows = {told(u"five_hour"_s, m_fiveHours, nowMs),
                           told(u"seven_day"_s, m_sevenDays, nowMs)};
    } else {
        headers.windows = {told(u"requests"_s, m_requests, false, nowMs),
                           told(u"input_tokens"_s, m_input, true, nowMs),
                           told(u"output_tokens"_s, m_output, true, nowMs)};
    }
    return headers;
}

LimitWindow SimulatedQuota::told(const QString& name, const Bucket& bucket, bool isRounded,
                                 qint64 nowMs) const
{
    const double left = std::max(0.0, bucket.at(nowMs));
    LimitWindow window;
    window.window = name;
    window.limit = qint64(bucket.perMinute);
    window.remaining = isRounded ? qint64(std::round(left / 1000)) * 1000 : qint64(left);
    // As RFC 3339 tells it: in whole seconds.
    window.resetsAtMs = (nowMs + bucket.msUntil(bucket.perMinute, nowMs) + 999) / 1000 * 1000;
    window.asOfMs = nowMs;
    return window;
}

LimitWindow SimulatedQuota::told(const QString& name, const Window& window, qint64 nowMs)
{
    const double spent = std::min(1.0, double(window.spent) / double(window.size));
    LimitWindow told;
    told.window = name;
    told.limit = 100;
    told.remaining = qint64(std::floor(100 * (1 - spent)));
    told.status = spent >= 1 ? u"rejected"_s : spent >= 0.8 ? u"allowed_warning"_s : u"allowed"_s;
    told.resetsAtMs = window.resetsAtMs;
    told.asOfMs = nowMs;
    return told;
}

} // namespace Patchbay
