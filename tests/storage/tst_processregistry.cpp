// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/processlock.h"
#include "storage/database.h"
#include "storage/processregistry.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestProcessRegistry final : public QObject
{
    Q_OBJECT

private:
    static QStringList names(Database& database)
    {
        QStringList names;
        const auto reader = database.reader();
        auto rows = (*reader)->select(
            u"SELECT id || ' ' || program || ' ' || pid FROM processes ORDER BY started_at"_s);
        while (rows && rows->next())
            names.append(rows->text(0));
        return names;
    }

private Q_SLOTS:
    void takesOutTheDeadAndKeepsTheLiving()
    {
        const QTemporaryDir dir;
        auto database = Database::open(dir.filePath(u"patchbay.db"_s), dir.path());
        QVERIFY(database);
        const auto living = ProcessLock::take(dir.path());
        const auto ours = ProcessLock::take(dir.path());
        QVERIFY(living && ours);
        QString deadId;
        {
            const auto dead = ProcessLock::take(dir.path());
            QVERIFY(dead);
            deadId = dead->id();
            QVERIFY(registerProcess(**database, deadId, u"patchbay"_s, dir.path(), 1));
        }
        QVERIFY(registerProcess(**database, living->id(), u"patchbay"_s, dir.path(), 2));
        QVERIFY(registerProcess(**database, ours->id(), u"patchbay-cli"_s, dir.path(), 3));

        const QString pid = QString::number(QCoreApplication::applicationPid());
        QCOMPARE(names(**database), (QStringList{living->id() + u" patchbay "_s + pid,
                                                 ours->id() + u" patchbay-cli "_s + pid}));

        unregisterProcess(**database, ours->id());
        database->reset();
        auto again = Database::open(dir.filePath(u"patchbay.db"_s), dir.path());
        QCOMPARE(names(**again), (QStringList{living->id() + u" patchbay "_s + pid}));
    }
};

QTEST_GUILESS_MAIN(TestProcessRegistry)
#include "tst_processregistry.moc"
