// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/pooltablemodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

PoolRow row(const QString& key, const QString& text = {})
{
    return {key, {text.isEmpty() ? key : text}};
}

QStringList texts(const PoolTableModel& model)
{
    QStringList all;
    for (int i = 0; i < model.rowCount(); ++i)
        all.append(model.index(i, 0).data().toString());
    return all;
}

} // namespace

class PoolTableModelTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsThatStayKeepTheirPlace();
    void anotherOrderIsTakenWhole();
};

void PoolTableModelTest::rowsThatStayKeepTheirPlace()
{
    PoolTableModel model({u"Column"_s});
    const QAbstractItemModelTester tester(&model);
    const QSignalSpy resets(&model, &PoolTableModel::modelReset);
    model.setRows({row(u"b"_s), row(u"c"_s)});
    const QPersistentModelIndex c = model.index(1, 0);
    model.setRows({row(u"a"_s), row(u"b"_s), row(u"c"_s, u"changed"_s)});
    QCOMPARE(texts(model), (QStringList{u"a"_s, u"b"_s, u"changed"_s}));
    QCOMPARE(c.row(), 2);
    model.setRows({row(u"new"_s), row(u"a"_s), row(u"c"_s)});
    QCOMPARE(c.row(), 2);
    QCOMPARE(c.data().toString(), u"c"_s);
    model.setRows({});
    QVERIFY(!c.isValid());
    QCOMPARE(resets.size(), 0);
}

void PoolTableModelTest::anotherOrderIsTakenWhole()
{
    PoolTableModel model({u"Column"_s});
    const QAbstractItemModelTester tester(&model);
    model.setRows({row(u"a"_s), row(u"b"_s), row(u"c"_s)});
    model.setRows({row(u"c"_s), row(u"x"_s), row(u"a"_s)});
    QCOMPARE(texts(model), (QStringList{u"c"_s, u"x"_s, u"a"_s}));
}

QTEST_MAIN(PoolTableModelTest)
#include "tst_pooltablemodel.moc"
