// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/limits.h"

#include <QJsonObject>
#include <QMap>

namespace Patchbay {

/// What the `claude` program told of a subscription's limits, kept as the headers that the API
/// would have told them with (PROTOCOL 3.4, 5.8). A value.
class ClaudeLimits final
{
public:
    /// The `rate_limit_info` of a `rate_limit_event`.
    void takeEvent(const QJsonObject& info);
    /// The answer to `get_usage`.
    void takeUsage(const QJsonObject& usage);

    /// As last told; none where nothing was.
    [[nodiscard]] HeaderList headers() const;

private:
    void takeWindow(const QString& name, const QJsonObject& window, double whole);
    void set(const QByteArray& name, const QByteArray& value);

    QMap<QByteArray, QByteArray> m_values; // by what follows "anthropic-ratelimit-unified-"
};

} // namespace Patchbay
