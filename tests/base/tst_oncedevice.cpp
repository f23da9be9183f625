// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/oncedevice.h"

#include <QTest>

using namespace Patchbay;

class OnceDeviceTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesAllItsBytes();
    void rewindsOnlyWhileNothingWasRead();
};

void OnceDeviceTest::givesAllItsBytes()
{
    OnceDevice device("a body");
    QCOMPARE(device.size(), 6);
    QCOMPARE(device.read(4), QByteArray("a bo"));
    QCOMPARE(device.readAll(), QByteArray("dy"));
    QVERIFY(device.atEnd());
}

void OnceDeviceTest::rewindsOnlyWhileNothingWasRead()
{
    OnceDevice device("a body");
    QVERIFY(device.reset());
    QCOMPARE(device.read(1), QByteArray("a"));
    QVERIFY(!device.reset());
    QCOMPARE(device.readAll(), QByteArray(" body"));
}

QTEST_APPLESS_MAIN(OnceDeviceTest)
#include "tst_oncedevice.moc"
