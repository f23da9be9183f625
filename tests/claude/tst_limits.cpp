// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/limits.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kNow = 1'795'168'800'000; // 2026-11-20T10:00:00Z

const LimitWindow* window(const AnswerHeaders& answer, const QString& name)
{
    for (const LimitWindow& each : answer.windows) {
        if (each.window == name)
            return &each;
    }
    return nullptr;
}

} // namespace

class LimitsTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void ordinaryWindows()
    {
        const AnswerHeaders answer = readAnswerHeaders(
            {{"Anthropic-RateLimit-Requests-Limit", "50"},
             {"anthropic-ratelimit-requests-remaining", "0"},
             {"anthropic-ratelimit-requests-reset", "2026-11-20T10:00:30Z"},
             {"anthropic-ratelimit-input-tokens-limit", "2000000"},
             {"anthropic-ratelimit-input-tokens-remaining", "1999000"},
             {"anthropic-ratelimit-input-tokens-reset", "2026-11-20T12:00:01.250+02:00"},
             {"anthropic-ratelimit-output-tokens-remaining", "400000"},
             {"anthropic-ratelimit-tokens-limit", "2400000"},
             {"anthropic-priority-input-tokens-limit", "10000"},
             {"anthropic-priority-input-tokens-remaining", "9618"},
             {"anthropic-fast-output-tokens-limit", "7"},
             {"anthropic-fast-output-tokens-remaining", "6"},
             {"request-id", "req_1"},
             {"anthropic-organization-id", "org-1"}},
            kNow);
        QCOMPARE(answer.windows.size(), 5);
        QCOMPARE(*window(answer, u"requests"_s),
                 (LimitWindow{u"requests"_s, 50, 0, kNow + 30'000, {}, kNow}));
        QCOMPARE(*window(answer, u"input_tokens"_s),
                 (LimitWindow{u"input_tokens"_s, 2'000'000, 1'999'000, kNow + 1250, {}, kNow}));
        QCOMPARE(*window(answer, u"output_tokens"_s),
                 (LimitWindow{u"output_tokens"_s, 0, 400'000, 0, {}, kNow}));
        QVERIFY2(!window(answer, u"tokens"_s), "a window without its rest must not look exhausted");
        QCOMPARE(window(answer, u"priority_input_tokens"_s)->remaining, 9618);
        QCOMPARE(window(answer, u"fast_output_tokens"_s)->limit, 7);
        QCOMPARE(answer.requestId, u"req_1"_s);
        QCOMPARE(answer.organizationId, u"org-1"_s);
        QCOMPARE(answer.retryAfterMs, -1);
        QVERIFY(!answer.shouldRetry);
    }

    void unifiedWindows()
    {
        const AnswerHeaders answer = readAnswerHeaders(
            {{"anthropic-ratelimit-unified-status", "rejected"},
             {"anthropic-ratelimit-unified-reset", "1795172400"},
             {"anthropic-ratelimit-unified-representative-claim", "seven_day"},
             {"anthropic-ratelimit-unified-fallback", "available"},
             {"anthropic-ratelimit-unified-5h-utilization", "0.42"},
             {"anthropic-ratelimit-unified-5h-reset", "1795176000"},
             {"anthropic-ratelimit-unified-5h-status", "allowed"},
             {"anthropic-ratelimit-unified-7d-utilization", "0.998"},
             {"anthropic-ratelimit-unified-7d-status", "rejected"},
             {"anthropic-ratelimit-unified-7d_oi-utilization", "0.997"},
             {"anthropic-ratelimit-unified-7d_oi-surpassed-threshold", "0.9"},
             {"anthropic-ratelimit-unified-overage-status", "queueing_soft"},
             {"anthropic-ratelimit-unified-overage-disabled-reason", "out_of_credits"},
             {"anthropic-ratelimit-unified-overage-period-monthly-utilization", "0.5"},
             {"anthropic-ratelimit-unified-slow-tier", "x"},
             {"anthropic-ratelimit-unified-upgrade-paths", "a,b"}},
            kNow);
        QCOMPARE(answer.unifiedStatus, u"rejected"_s);
        QCOMPARE(answer.representativeClaim, u"seven_day"_s);
        QCOMPARE(answer.overageDisabledReason, u"out_of_credits"_s);
        QCOMPARE(answer.windows.size(), 4);
        QCOMPARE(*window(answer, u"five_hour"_s),
                 (LimitWindow{u"five_hour"_s, 100, 58, 1'795'176'000'000, u"allowed"_s, kNow}));
        // Its own reset is missing: what is said of the whole is said of the window that decided.
        QCOMPARE(*window(answer, u"seven_day"_s),
                 (LimitWindow{u"seven_day"_s, 100, 0, 1'795'172'400'000, u"rejected"_s, kNow}));
        QCOMPARE(window(answer, u"7d_oi"_s)->remaining, 1);
        QCOMPARE(*window(answer, u"overage"_s),
                 (LimitWindow{u"overage"_s, 100, 100, 0, u"queueing_soft"_s, kNow}));
    }

    void unifiedAsAWhole_data()
    {
        QTest::addColumn<QByteArray>("claim");
        QTest::addColumn<QByteArray>("status");
        QTest::addColumn<QString>("name");
        QTest::addColumn<qint64>("remaining");
        QTest::newRow("named") << QByteArray("five_hour") << QByteArray("rejected")
                               << u"five_hour"_s << qint64(0);
        QTest::newRow("short name")
            << QByteArray("7d") << QByteArray("allowed") << u"seven_day"_s << qint64(100);
        QTest::newRow("not named")
            << QByteArray() << QByteArray("rejected") << u"unified"_s << qint64(0);
        QTest::newRow("new word") << QByteArray() << QByteArray("blocked") << u"unified"_s
                                  << qint64(100);
    }
    void unifiedAsAWhole()
    {
        QFETCH(QByteArray, claim);
        QFETCH(QByteArray, status);
        QFETCH(QString, name);
        QFETCH(qint64, remaining);
        const AnswerHeaders answer =
            readAnswerHeaders({{"anthropic-ratelimit-unified-status", status},
                               {"anthropic-ratelimit-unified-reset", "1795172400"},
                               {"anthropic-ratelimit-unified-representative-claim", claim}},
                              kNow);
        QCOMPARE(answer.windows.size(), 1);
        QCOMPARE(answer.windows.first().window, name);
        QCOMPARE(answer.windows.first().remaining, remaining);
        QCOMPARE(answer.windows.first().status, QString::fromLatin1(status));
        QCOMPARE(answer.windows.first().resetsAtMs, 1'795'172'400'000);
    }

    void utilizationIsRoundedTowardsRoom_data()
    {
        QTest::addColumn<QByteArray>("utilization");
        QTest::addColumn<qint64>("remaining");
        QTest::newRow("0") << QByteArray("0") << qint64(100);
        QTest::newRow("0.29") << QByteArray("0.29") << qint64(71);
        QTest::newRow("0.57") << QByteArray("0.57") << qint64(43);
        QTest::newRow("0.9999") << QByteArray("0.9999") << qint64(1);
        QTest::newRow("1") << QByteArray("1") << qint64(0);
        QTest::newRow("1.7") << QByteArray("1.7") << qint64(0);
        QTest::newRow("1e300") << QByteArray("1e300") << qint64(0);
    }
    void utilizationIsRoundedTowardsRoom()
    {
        QFETCH(QByteArray, utilization);
        QFETCH(qint64, remaining);
        const AnswerHeaders answer =
            readAnswerHeaders({{"anthropic-ratelimit-unified-5h-utilization", utilization}}, kNow);
        QCOMPARE(answer.windows.size(), 1);
        QCOMPARE(answer.windows.first().remaining, remaining);
    }

    void garbageIsNotTold_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("value");
        for (const char* header :
             {"anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-limit",
              "anthropic-ratelimit-requests-reset", "anthropic-ratelimit-unified-5h-utilization",
              "anthropic-ratelimit-unified-5h-reset", "anthropic-ratelimit-",
              "anthropic-ratelimit-unified-", "anthropic-ratelimit--limit", "anthropic-fast-",
              "anthropic-ratelimit-unified--status"}) {
            for (const char* value :
                 {"", " ", "-5", "many", "nan", "inf", "\xff\xfe", "99999999999999999999999"})
                QTest::addRow("%s: %s", header, value) << QByteArray(header) << QByteArray(value);
        }
    }
    void garbageIsNotTold()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArray, value);
        const AnswerHeaders answer = readAnswerHeaders({{header, value}}, kNow);
        // One number is a fraction, if a large one: all is used.
        const bool isUsed = header.endsWith("utilization") && value.startsWith('9');
        QCOMPARE(answer.windows.size(), isUsed ? 1 : 0);
    }

    void resets_data()
    {
        QTest::addColumn<QByteArray>("reset");
        QTest::addColumn<qint64>("ms");
        QTest::newRow("rfc 3339") << QByteArray("2026-11-20T10:00:00Z") << kNow;
        QTest::newRow("leap day") << QByteArray("2028-02-29T23:59:59Z")
                                  << qint64(1'835'481'599'000);
        QTest::newRow("no such day") << QByteArray("2026-02-29T10:00:00Z") << qint64(0);
        QTest::newRow("no such hour") << QByteArray("2026-11-20T25:00:00Z") << qint64(0);
        QTest::newRow("offset") << QByteArray("2026-11-20T05:00:00-05:00") << kNow;
        QTest::newRow("no zone is utc") << QByteArray("2026-11-20T10:00:00") << kNow;
        QTest::newRow("unix seconds") << QByteArray("1795168800") << kNow;
        QTest::newRow("milliseconds are not seconds") << QByteArray("1795168800000") << qint64(0);
        QTest::newRow("words") << QByteArray("tomorrow") << qint64(0);
        QTest::newRow("before 1970") << QByteArray("1901-01-01T00:00:00Z") << qint64(0);
    }
    void resets()
    {
        QFETCH(QByteArray, reset);
        QFETCH(qint64, ms);
        for (const QByteArray prefix :
             {"anthropic-ratelimit-tokens", "anthropic-ratelimit-unified-7d"}) {
            const AnswerHeaders answer = readAnswerHeaders({{prefix + "-remaining", "1"},
                                                            {prefix + "-utilization", "0.5"},
                                                            {prefix + "-reset", reset}},
                                                           kNow);
            QCOMPARE(answer.windows.size(), 1);
            QCOMPARE(answer.windows.first().resetsAtMs, ms);
        }
    }

    void retryAfter_data()
    {
        QTest::addColumn<HeaderList>("headers");
        QTest::addColumn<qint64>("ms");
        const auto row = [](const char* name, HeaderList headers, qint64 ms) {
            QTest::newRow(name) << headers << ms;
        };
        row("seconds", {{"Retry-After", "30"}}, 30'000);
        row("zero", {{"retry-after", "0"}}, 0);
        row("fraction", {{"retry-after", "1.5"}}, 1500);
        row("milliseconds win", {{"retry-after", "30"}, {"retry-after-ms", "250"}}, 250);
        row("bad milliseconds", {{"retry-after", "30"}, {"retry-after-ms", "soon"}}, 30'000);
        row("http date", {{"retry-after", "Fri, 20 Nov 2026 10:01:00 GMT"}}, 60'000);
        row("past date", {{"retry-after", "Fri, 20 Nov 2026 09:00:00 GMT"}}, 0);
        row("rfc 850 date", {{"retry-after", "Friday, 20-Nov-26 10:01:00 GMT"}}, 60'000);
        row("asctime date", {{"retry-after", "Fri Nov 20 10:01:00 2026"}}, 60'000);
        row("huge", {{"retry-after", "1e300"}}, 366LL * 24 * 3600 * 1000);
        row("far date", {{"retry-after", "Fri, 20 Nov 2893 10:01:00 GMT"}},
            366LL * 24 * 3600 * 1000);
        row("negative", {{"retry-after", "-1"}}, -1);
        row("infinite", {{"retry-after", "inf"}}, -1);
        row("nan", {{"retry-after", "nan"}}, -1);
        row("empty", {{"retry-after", ""}}, -1);
        row("words", {{"retry-after", "in a minute"}}, -1);
        row("absent", {}, -1);
    }
    void retryAfter()
    {
        QFETCH(HeaderList, headers);
        QFETCH(qint64, ms);
        QCOMPARE(readAnswerHeaders(headers, kNow).retryAfterMs, ms);
    }

    void shouldRetry()
    {
        QCOMPARE(readAnswerHeaders({{"X-Should-Retry", "true"}}, kNow).shouldRetry,
                 std::optional(true));
        QCOMPARE(readAnswerHeaders({{"x-should-retry", "False"}}, kNow).shouldRetry,
                 std::optional(false));
        QVERIFY(!readAnswerHeaders({{"x-should-retry", "perhaps"}}, kNow).shouldRetry);
    }

    void headerNamesCompareWithoutCase()
    {
        const HeaderList headers{{"Content-Type", "a"}, {"content-type", "b"}};
        QCOMPARE(headerValue(headers, "CONTENT-TYPE"), QByteArray("a"));
        QVERIFY(headerValue(headers, "content").isNull());
    }
};

QTEST_GUILESS_MAIN(LimitsTest)
#include "tst_limits.moc"
