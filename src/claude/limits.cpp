// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/limits.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView kOrdinary = "anthropic-ratelimit-";
constexpr QByteArrayView kPriority = "anthropic-priority-";
constexpr QByteArrayView kFast = "anthropic-fast-";
constexpr QByteArrayView kUnified = "anthropic-ratelimit-unified-";
constexpr qint64 kLongestWaitMs = 366LL * 24 * 3600 * 1000;

std::optional<qint64> wholeNumber(const QByteArray& text)
{
    bool isNumber = false;
    const qint64 number = text.trimmed().toLongLong(&isNumber);
    if (!isNumber || number < 0)
        return std::nullopt;
    return number;
}

std::optional<double> fraction(const QByteArray& text)
{
    bool isNumber = false;
    const double number = text.trimmed().toDouble(&isNumber);
    if (!isNumber || !std::isfinite(number) || number < 0)
        return std::nullopt;
    return number;
}

// "2026-11-23T17:00:00Z", as it is almost always written; 0 for anything else. Qt's reader of dates
// takes as long as the rest of an answer's headers.
qint64 plainTime(const QByteArray& text)
{
    static constexpr QByteArrayView kForm = "dddd-dd-ddTdd:dd:ddZ";
    if (text.size() != kForm.size())
        return 0;
    std::array<int, 6> numbers{};
    size_t number = 0;
    for (qsizetype i = 0; i < kForm.size(); ++i) {
        if (kForm[i] != 'd') {
            if (text[i] != kForm[i])
                return 0;
            ++number;
        } else if (text[i] < '0' || text[i] > '9') {
            return 0;
        } else {
            numbers.at(number) = numbers.at(number) * 10 + (text[i] - '0');
        }
    }
    const auto [year, month, day, hour, minute, second] = numbers;
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || hour > 23 || minute > 59 || second > 59)
        return 0;
    const auto time = std::chrono::sys_days(date) + std::chrono::hours(hour) +
                      std::chrono::minutes(minute) + std::chrono::seconds(second);
    return std::chrono::milliseconds(time.time_since_epoch()).count();
}

// RFC 3339 (keys) or Unix seconds (subscriptions); 0 for anything else.
qint64 resetTime(const QByteArray& text)
{
    if (const qint64 time = plainTime(text); time > 0)
        return time;
    if (const auto seconds = wholeNumber(text))
        return *seconds > 100'000'000'000 ? 0 : *seconds * 1000;
    QDateTime time = QDateTime::fromString(QString::fromLatin1(text.trimmed()), Qt::ISODateWithMs);
    if (!time.isValid())
        return 0;
    if (time.timeSpec() == Qt::LocalTime)
        time.setTimeSpec(Qt::UTC);
    return std::max<qint64>(0, time.toMSecsSinceEpoch());
}

qint64 waitOf(double milliseconds)
{
    return milliseconds > static_cast<double>(kLongestWaitMs) ? kLongestWaitMs
                                                              : std::llround(milliseconds);
}

qint64 readRetryAfter(const HeaderList& headers, qint64 nowMs)
{
    if (const auto ms = fraction(headerValue(headers, "retry-after-ms")))
        return waitOf(*ms);
    const QByteArray value = headerValue(headers, "retry-after");
    if (value.isEmpty())
        return -1; // as almost always, and trying forms of dates takes long
    if (const auto seconds = fraction(value))
        return waitOf(*seconds * 1000);
    // The name of the day is left out: with two digits of a year it cannot be checked.
    const QString text = QString::fromLatin1(value.mid(value.indexOf(',') + 1)).simplified();
    for (const QString& format : {u"dd MMM yyyy HH:mm:ss 'GMT'"_s, u"dd-MMM-yy HH:mm:ss 'GMT'"_s,
                                  u"ddd MMM d HH:mm:ss yyyy"_s}) {
        QDateTime time = QLocale::c().toDateTime(text, format);
        if (!time.isValid())
            continue;
        time.setTimeSpec(Qt::UTC);
        if (time.date().year() < 1970) // two digits of a year are of this century
            time = time.addYears(100);
        return std::clamp<qint64>(time.toMSecsSinceEpoch() - nowMs, 0, kLongestWaitMs);
    }
    return -1;
}

LimitWindow& windowNamed(QList<LimitWindow>& windows, const QString& name, qint64 nowMs)
{
    for (LimitWindow& window : windows) {
        if (window.window == name)
            return window;
    }
    LimitWindow window;
    window.window = name;
    window.remaining = -1; // not told yet
    window.asOfMs = nowMs;
    windows.append(window);
    return windows.last();
}

// "<prefix><window>-limit", "-remaining", "-reset"
void readOrdinary(QList<LimitWindow>& windows, QByteArrayView rest, const QString& prefix,
                  const QByteArray& value, qint64 nowMs)
{
    const qsizetype dash = rest.lastIndexOf('-');
    if (dash <= 0)
        return;
    const QByteArrayView what = rest.sliced(dash + 1);
    QString name = prefix + QString::fromLatin1(rest.first(dash));
    name.replace(u'-', u'_');
    if (what == QByteArrayView("limit")) {
        if (const auto number = wholeNumber(value))
            windowNamed(windows, name, nowMs).limit = *number;
    } else if (what == QByteArrayView("remaining")) {
        if (const auto number = wholeNumber(value))
            windowNamed(windows, name, nowMs).remaining = *number;
    } else if (what == QByteArrayView("reset")) {
        if (const qint64 time = resetTime(value))
            windowNamed(windows, name, nowMs).resetsAtMs = time;
    }
}

QString unifiedName(const QString& name)
{
    if (name == "5h"_L1)
        return u"five_hour"_s;
    if (name == "7d"_L1)
        return u"seven_day"_s;
    return name;
}

// "…-unified-<window>-utilization", "-status", "-reset"; names with a dash in them ("slow-tier",
// "overage-period") are notes to the provider's own program.
void readUnified(QList<LimitWindow>& windows, QByteArrayView rest, const QByteArray& value,
                 qint64 nowMs)
{
    const qsizetype dash = rest.indexOf('-');
    if (dash <= 0)
        return;
    const QByteArrayView what = rest.sliced(dash + 1);
    const QString name = unifiedName(QString::fromLatin1(rest.first(dash)));
    if (what == QByteArrayView("utilization")) {
        if (const auto used = fraction(value)) {
            // Rounded up: nothing remains only when all is used.
            const qint64 basisPoints = std::llround(std::min(*used, 1.0) * 10'000);
            windowNamed(windows, name, nowMs).remaining = (10'000 - basisPoints + 99) / 100;
        }
    } else if (what == QByteArrayView("status")) {
        windowNamed(windows, name, nowMs).status = QString::fromLatin1(value.trimmed());
    } else if (what == QByteArrayView("reset")) {
        if (const qint64 time = resetTime(value))
            windowNamed(windows, name, nowMs).resetsAtMs = time;
    }
}

// What is said of the subscription as a whole belongs to the window that decided.
void completeUnified(QList<LimitWindow>& windows, const AnswerHeaders& answer, qint64 resetsAtMs,
                     qint64 nowMs)
{
    if (!answer.unifiedStatus.isEmpty() &&
        (windows.isEmpty() || !answer.representativeClaim.isEmpty())) {
        const QString name = answer.representativeClaim.isEmpty()
                                 ? u"unified"_s
                                 : unifiedName(answer.representativeClaim);
        LimitWindow& decided = windowNamed(windows, name, nowMs);
        if (decided.status.isEmpty())
            decided.status = answer.unifiedStatus;
        if (decided.resetsAtMs == 0)
            decided.resetsAtMs = resetsAtMs;
    }
    windows.removeIf(
        [](const LimitWindow& window) { return window.remaining < 0 && window.status.isEmpty(); });
    for (LimitWindow& window : windows) {
        window.limit = 100;
        if (window.status == "rejected"_L1)
            window.remaining = 0;
        else if (window.remaining < 0)
            window.remaining = 100;
    }
}

} // namespace

QByteArray headerValue(const HeaderList& headers, QByteArrayView name)
{
    for (const auto& [header, value] : headers) {
        if (header.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

AnswerHeaders readAnswerHeaders(const HeaderList& headers, qint64 nowMs)
{
    AnswerHeaders answer;
    QList<LimitWindow> unified;
    qint64 unifiedReset = 0;
    for (const auto& [header, value] : headers) {
        const QByteArray name = header.toLower();
        if (!name.startsWith("anthropic-"))
            continue;
        const auto text = [&bytes = value] { return QString::fromLatin1(bytes.trimmed()); };
        if (name == "anthropic-organization-id") {
            answer.organizationId = text();
        } else if (name.startsWith(kUnified)) {
            const QByteArrayView rest = QByteArrayView(name).sliced(kUnified.size());
            if (rest == QByteArrayView("status"))
                answer.unifiedStatus = text();
            else if (rest == QByteArrayView("reset"))
                unifiedReset = resetTime(value);
            else if (rest == QByteArrayView("representative-claim"))
                answer.representativeClaim = text();
            else if (rest == QByteArrayView("overage-disabled-reason"))
                answer.overageDisabledReason = text();
            else
                readUnified(unified, rest, value, nowMs);
        } else if (name.startsWith(kOrdinary)) {
            readOrdinary(answer.windows, QByteArrayView(name).sliced(kOrdinary.size()), {}, value,
                         nowMs);
        } else if (name.startsWith(kPriority)) {
            readOrdinary(answer.windows, QByteArrayView(name).sliced(kPriority.size()),
                         u"priority_"_s, value, nowMs);
        } else if (name.startsWith(kFast)) {
            readOrdinary(answer.windows, QByteArrayView(name).sliced(kFast.size()), u"fast_"_s,
                         value, nowMs);
        }
    }
    // A window whose rest is unknown says nothing, and must not look exhausted.
    answer.windows.removeIf([](const LimitWindow& window) { return window.remaining < 0; });
    completeUnified(unified, answer, unifiedReset, nowMs);
    answer.windows += unified;

    answer.retryAfterMs = readRetryAfter(headers, nowMs);
    const QByteArray shouldRetry = headerValue(headers, "x-should-retry").trimmed().toLower();
    if (shouldRetry == "true" || shouldRetry == "false")
        answer.shouldRetry = shouldRetry == "true";
    answer.requestId = QString::fromLatin1(headerValue(headers, "request-id").trimmed());
    return answer;
}

} // namespace Patchbay
