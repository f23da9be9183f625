// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/waitingline.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class WaitingLineTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clientsTakeTurns();
    void theServedClientGoesToTheEnd();
    void removesFromAnywhere();
};

void WaitingLineTest::clientsTakeTurns()
{
    WaitingLine line;
    for (const quint64 id : {1, 2, 3})
        line.append(id, u"greedy"_s);
    line.append(4, u"modest"_s);
    line.append(5, u"third"_s);
    QCOMPARE(line.inTurn(), (QList<quint64>{1, 2, 3, 4, 5}));
    QCOMPARE(line.size(), 5);
    // Whichever of the first client's could be served: then it is the next one's turn.
    line.remove(2, true);
    QCOMPARE(line.inTurn(), (QList<quint64>{4, 5, 1, 3}));
}

void WaitingLineTest::theServedClientGoesToTheEnd()
{
    WaitingLine line;
    for (const quint64 id : {1, 2})
        line.append(id, u"a"_s);
    for (const quint64 id : {3, 4})
        line.append(id, u"b"_s);
    QList<quint64> served;
    while (line.size() > 0) {
        served.append(line.inTurn().first());
        line.remove(served.last(), true);
    }
    QCOMPARE(served, (QList<quint64>{1, 3, 2, 4}));
}

void WaitingLineTest::removesFromAnywhere()
{
    WaitingLine line;
    for (const quint64 id : {1, 2, 3})
        line.append(id, u"a"_s);
    line.remove(2, false);
    line.remove(7, false);
    QCOMPARE(line.inTurn(), (QList<quint64>{1, 3}));
    QVERIFY(!line.contains(2));
    line.remove(1, false);
    line.remove(3, false);
    QVERIFY(line.inTurn().isEmpty());
    line.append(4, u"a"_s);
    QCOMPARE(line.inTurn(), QList<quint64>{4});
}

QTEST_GUILESS_MAIN(WaitingLineTest)
#include "tst_waitingline.moc"
