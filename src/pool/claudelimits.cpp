// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/claudelimits.h"

#include <QDateTime>
#include <QJsonArray>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// Header names part their words with dashes, so a window's name has none.
QByteArray headerNameOf(const QString& window)
{
    if (window == "five_hour"_L1)
        return "5h";
    if (window == "seven_day"_L1)
        return "7d";
    QByteArray name;
    for (const QChar c : window.toLower()) {
        const bool isPlain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
        name += isPlain ? static_cast<char>(c.unicode()) : '_';
    }
    return name;
}

// Unix seconds, or RFC 3339; 0 when it is neither.
qint64 secondsOf(const QJsonValue& time)
{
    if (time.isDouble())
        return static_cast<qint64>(time.toDouble());
    const QDateTime read = QDateTime::fromString(time.toString(), Qt::ISODateWithMs);
    return read.isValid() ? read.toSecsSinceEpoch() : 0;
}

} // namespace

void ClaudeLimits::set(const QByteArray& name, const QByteArray& value)
{
    if (!value.isEmpty())
        m_values.insert(name, value);
}

void ClaudeLimits::takeWindow(const QString& name, const QJsonObject& window, double whole)
{
    const QByteArray prefix = headerNameOf(name) + '-';
    if (prefix == "-")
        return;
    if (const QJsonValue used = window.value("utilization"_L1); used.isDouble())
        set(prefix + "utilization", QByteArray::number(used.toDouble() / whole, 'f', 4));
    const QJsonValue reset =
        window.contains("resetsAt"_L1) ? window.value("resetsAt"_L1) : window.value("resets_at"_L1);
    if (const qint64 seconds = secondsOf(reset); seconds > 0)
        set(prefix + "reset", QByteArray::number(seconds));
    set(prefix + "status", window.value("status"_L1).toString().toLatin1());
}

void ClaudeLimits::takeEvent(const QJsonObject& info)
{
    const QJsonObject windows = info.value("unifiedWindows"_L1).toObject();
    const QString claim = info.value("rateLimitType"_L1).toString();
    for (const auto& name : {"status", "reset", "representative-claim"})
        m_values.remove(name);
    // Rejected without a window: a burst limit, which says nothing of the subscription's.
    if (claim.isEmpty() && windows.isEmpty())
        return;
    for (auto window = windows.begin(); window != windows.end(); ++window)
        takeWindow(window.key(), window.value().toObject(), 1);
    set("status", info.value("status"_L1).toString().toLatin1());
    set("representative-claim", claim.toLatin1());
    if (const qint64 seconds = secondsOf(info.value("resetsAt"_L1)); seconds > 0)
        set("reset", QByteArray::number(seconds));
    set("overage-disabled-reason", info.value("overageDisabledReason"_L1).toString().toLatin1());
}

void ClaudeLimits::takeUsage(const QJsonObject& usage)
{
    const QJsonObject limits = usage.value("rate_limits"_L1).toObject();
    for (auto limit = limits.begin(); limit != limits.end(); ++limit) {
        const QJsonObject window = limit.value().toObject();
        if (window.contains("resets_at"_L1))
            takeWindow(limit.key(), window, 100);
    }
    for (const QJsonValue& scoped : limits.value("model_scoped"_L1).toArray()) {
        const QJsonObject window = scoped.toObject();
        takeWindow("seven_day_"_L1 + window.value("display_name"_L1).toString(), window, 100);
    }
}

HeaderList ClaudeLimits::headers() const
{
    HeaderList headers;
    for (auto value = m_values.begin(); value != m_values.end(); ++value)
        headers.emplaceBack("anthropic-ratelimit-unified-" + value.key(), value.value());
    return headers;
}

} // namespace Patchbay
