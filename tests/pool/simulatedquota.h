// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"
#include "claude/tokenusage.h"

#include <QHash>

#include <deque>
#include <optional>

namespace Patchbay {

/// An organisation at the provider: its limits and its prompt cache. Times are UTC.
class SimulatedQuota final
{
public:
    /// A bucket by the minute, filled continuously; or a subscription's windows, each with its size
    /// in millionths of a US dollar of the list price.
    struct Limits
    {
        qint64 requestsPerMinute = 0; // 0: a subscription
        qint64 inputPerMinute = 0;    // what the cache served does not count
        qint64 outputPerMinute = 0;
        qint64 fiveHourMicroUsd = 0;
        qint64 sevenDayMicroUsd = 0;
        double sevenDaySpent = 0; // of it, as the day begins
        int burst = 0;            // requests within a second
    };
    struct Ask
    {
        QString conversation; // empty: nothing of it is cached
        qint64 prompt = 0;
        qint64 output = 0;
    };
    enum class Refusal { Burst, Limit };
    /// Of the last one that was refused or let in.
    struct Answer
    {
        std::optional<Refusal> refusal;
        TokenUsage usage;
        qint64 retryAfterMs = -1;
    };

    SimulatedQuota(QString organization, const Limits& limits, qint64 nowMs);

    [[nodiscard]] Answer ask(const Ask& ask, qint64 nowMs);
    /// What a subscription is charged.
    void charge(qint64 microUsd, qint64 nowMs);
    /// What an answer tells.
    [[nodiscard]] AnswerHeaders headers(qint64 nowMs) const;
    [[nodiscard]] bool isSubscription() const { return m_limits.requestsPerMinute == 0; }

private:
    struct Bucket
    {
        double perMinute = 0;
        double left = 0;
        qint64 asOfMs = 0;

        [[nodiscard]] double at(qint64 nowMs) const;
        void take(double amount, qint64 nowMs);
        [[nodiscard]] qint64 msUntil(double amount, qint64 nowMs) const;
    };
    struct Window
    {
        qint64 lengthMs = 0;
        qint64 size = 0;
        qint64 spent = 0;
        qint64 resetsAtMs = 0;

        void renew(qint64 nowMs);
    };
    struct Prefix
    {
        qint64 tokens = 0;
        qint64 usedAtMs = 0;
    };

    [[nodiscard]] LimitWindow told(const QString& name, const Bucket& bucket, bool isRounded,
                                   qint64 nowMs) const;
    [[nodiscard]] static LimitWindow told(const QString& name, const Window& window, qint64 nowMs);

    QString m_organization;
    Limits m_limits;
    Bucket m_requests;
    Bucket m_input;
    Bucket m_output;
    Window m_fiveHours;
    Window m_sevenDays;
    QHash<QString, Prefix> m_cache;
    std::deque<qint64> m_lastSecond;
};

} // namespace Patchbay
