// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/columns.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class ColumnsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsWideCharactersTwice();
    void shortens();
    void wraps_data();
    void wraps();
    void alignsTables();
};

void ColumnsTest::countsWideCharactersTwice()
{
    QCOMPARE(columnsOf(u"账户a"_s), 5);
    QCOMPARE(padded(u"账户"_s, 6), u"账户  "_s);
    QCOMPARE(padded(u"7"_s, 3, true), u"  7"_s);
    QCOMPARE(padded(u"longer"_s, 3), u"longer"_s);
}

void ColumnsTest::shortens()
{
    QCOMPARE(shortened(u"work"_s, 4), u"work"_s);
    QCOMPARE(shortened(u"office"_s, 4), u"off…"_s);
    QCOMPARE(shortened(u"账户账户"_s, 5), u"账户…"_s);
}

void ColumnsTest::wraps_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("lines");
    QTest::newRow("empty") << QString() << 1;
    QTest::newRow("short") << u"a b"_s << 1;
    QTest::newRow("words") << QString(u"word "_s).repeated(40) << 3;
    QTest::newRow("Chinese") << QString(u"账"_s).repeated(60) << 2;
    QTest::newRow("one long word") << QString(200, u'x') << 1; // an address stays whole
}

void ColumnsTest::wraps()
{
    QFETCH(QString, text);
    QFETCH(int, lines);
    const QStringList found = wrapped(text, u"  > "_s, 4);
    QCOMPARE(found.size(), lines);
    QVERIFY(found.first().startsWith(u"  >"_s));
    QString joined;
    for (qsizetype i = 0; i < found.size(); ++i) {
        QVERIFY(found[i].size() == 204 || columnsOf(found[i]) <= pageColumns);
        QVERIFY(!found[i].endsWith(u' '));
        joined += found[i].mid(4);
    }
    QCOMPARE(joined.remove(u' '), text.remove(u' '));
}

void ColumnsTest::alignsTables()
{
    QCOMPARE(tableLines({u"Name"_s, u"N"_s}, {{u"a"_s, u"10"_s}, {u"账户账户"_s, u"2"_s}}, {1}),
             (QStringList{u"Name       N"_s, u"a         10"_s, u"账户账户   2"_s}));
}

QTEST_GUILESS_MAIN(ColumnsTest)
#include "tst_columns.moc"
