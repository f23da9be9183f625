// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class JsonTest final : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsOneObject()
    {
        const auto object = parseJsonObject(" {\"a\": 9007199254740993} \n");
        QVERIFY(object.has_value());
        QCOMPARE(object->value("a"_L1).toInteger(), 9'007'199'254'740'993);
        QCOMPARE(compactJson(*object), QByteArray("{\"a\":9007199254740993}"));
    }

    void refusesTheRest_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("array") << QByteArray("[]");
        QTest::newRow("number") << QByteArray("7");
        QTest::newRow("two objects") << QByteArray("{}{}");
        QTest::newRow("cut") << QByteArray("{\"a\":");
        QTest::newRow("not utf-8") << QByteArray("{\"a\":\"\xff\xfe\"}");
        QTest::newRow("a million deep") << QByteArray(1'000'000, '[');
        QTest::newRow("objects a million deep") << QByteArray("{\"a\":").repeated(1'000'000);
    }
    void refusesTheRest()
    {
        QFETCH(QByteArray, bytes);
        const auto object = parseJsonObject(bytes);
        QVERIFY(!object.has_value());
        QCOMPARE(object.error().kind, ErrorKind::InvalidInput);
    }

    void times()
    {
        QCOMPARE(jsonTime(1'795'168'800'999), QJsonValue(u"2026-11-20T10:00:00Z"_s));
        QVERIFY(jsonTime(0).isNull());
    }
};

QTEST_GUILESS_MAIN(JsonTest)
#include "tst_json.moc"
