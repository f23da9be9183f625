// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/usagereport.h"

#include <QDateTime>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestUsageTime final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void times_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); // empty: refused
        QTest::newRow("days ago") << u"7d"_s << u"2026-11-13T12:00:00.000Z"_s;
        QTest::newRow("hours ago") << u"24h"_s << u"2026-11-19T12:00:00.000Z"_s;
        QTest::newRow("a local midnight") << u"2026-11-20"_s << u"2026-11-19T18:30:00.000Z"_s;
        QTest::newRow("UTC") << u"2026-11-20T01:02:03Z"_s << u"2026-11-20T01:02:03.000Z"_s;
        QTest::newRow("an offset")
            << u"2026-11-20T01:02:03+02:30"_s << u"2026-11-19T22:32:03.000Z"_s;
        QTest::newRow("a fraction")
            << u"2026-11-20T01:02:03.25Z"_s << u"2026-11-20T01:02:03.250Z"_s;
        QTest::newRow("small letters")
            << u"2026-11-20t01:02:03z"_s << u"2026-11-20T01:02:03.000Z"_s;
        QTest::newRow("no zone") << u"2026-11-20T01:02:03"_s << u""_s;
        QTest::newRow("no such day") << u"2026-02-30"_s << u""_s;
        QTest::newRow("no such hour") << u"2026-11-20T25:02:03Z"_s << u""_s;
        QTest::newRow("empty") << u""_s << u""_s;
        QTest::newRow("words") << u"yesterday"_s << u""_s;
        QTest::newRow("negative") << u"-7d"_s << u""_s;
        QTest::newRow("another unit") << u"7w"_s << u""_s;
        QTest::newRow("far too long ago") << u"99999999999999999999d"_s << u""_s;
        QTest::newRow("something after") << u"7d x"_s << u""_s;
    }

    void times()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, expected);
        const qint64 noon = QDateTime({2026, 11, 20}, {12, 0}, Qt::UTC).toMSecsSinceEpoch();
        const auto time = parseUsageTime(text, noon, QTimeZone("Asia/Kolkata"));
        QCOMPARE(time.has_value(), !expected.isEmpty());
        if (!time) {
            QCOMPARE(time.error().kind, ErrorKind::InvalidInput);
            QVERIFY(time.error().cause.contains(text));
            return;
        }
        QCOMPARE(QDateTime::fromMSecsSinceEpoch(*time, Qt::UTC).toString(Qt::ISODateWithMs),
                 expected);
    }
};

QTEST_GUILESS_MAIN(TestUsageTime)
#include "tst_usagetime.moc"
