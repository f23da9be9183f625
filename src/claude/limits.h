// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>
#include <utility>

namespace Patchbay {

/// Header names and values as they came; names compare without case.
using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

/// The first value of a header, empty when absent.
[[nodiscard]] QByteArray headerValue(const HeaderList& headers, QByteArrayView name);

/// One limit window as the headers of an answer told it (PROTOCOL 3.3, 3.4). A value.
struct LimitWindow
{
    /// "requests", "tokens", "input_tokens", "output_tokens", "five_hour", "seven_day", or the
    /// provider's own name ("7d_oi", "overage").
    QString window;
    qint64 limit = 0;      // 0 when not told
    qint64 remaining = 0;  // the unified ones: percent of 100
    qint64 resetsAtMs = 0; // UTC; 0 when not told
    QString status;        // the unified ones: allowed, allowed_warning, rejected, or new words
    qint64 asOfMs = 0;

    bool operator==(const LimitWindow&) const = default;
};

/// What an answer's headers say about limits and identity.
struct AnswerHeaders
{
    QList<LimitWindow> windows;
    /// Milliseconds from now, from retry-after-ms, or retry-after in seconds or as an HTTP date;
    /// -1 when absent.
    qint64 retryAfterMs = -1;
    std::optional<bool> shouldRetry; // x-should-retry
    QString unifiedStatus;
    QString representativeClaim;
    QString overageDisabledReason;
    QString requestId;
    QString organizationId;
};

/// Never fails: what cannot be read counts as not told. Windows whose rest is not told are left
/// out; of the unified ones a rejected window has nothing left, whatever its number says.
[[nodiscard]] AnswerHeaders readAnswerHeaders(const HeaderList& headers, qint64 nowMs);

} // namespace Patchbay
