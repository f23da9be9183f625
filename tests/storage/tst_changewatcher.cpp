// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/changewatcher.h"
#include "storage/database.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class TestChangeWatcher final : public QObject
{
    Q_OBJECT

private:
    static Result<void> insert(Database& database, const QString& key)
    {
        return database.writeAtStart([key](Connection& connection) -> Result<void> {
            const auto added = connection.run(
                u"INSERT INTO drafts (conversation, text, updated_at) VALUES (?, '', 0)"_s, {key});
            return added ? Result<void>() : Failure(added.error());
        });
    }
    /// Waits until the watcher has had an answer to a look that began after this call.
    static void letItLook(Database& database, ChangeWatcher& watcher)
    {
        for (int i = 0; i < 2; ++i) {
            const Mailbox mailbox;
            bool answered = false;
            watcher.look();
            database.foreignVersion(mailbox.address(),
                                    [&](const Result<qint64>&) { answered = true; });
            QTRY_VERIFY(answered);
        }
    }

private Q_SLOTS:
    void tellsOfOtherProcessesAlone()
    {
        const QTemporaryDir dir;
        const QString file = dir.filePath(u"patchbay.db"_s);
        auto ours = Database::open(file, dir.path());
        auto theirs = Database::open(file, dir.path());
        QVERIFY(ours && theirs);
        ChangeWatcher watcher(**ours);
        const QSignalSpy changes(&watcher, &ChangeWatcher::changedElsewhere);
        letItLook(**ours, watcher);
        QCOMPARE(changes.size(), 0);

        QVERIFY(insert(**ours, u"ours"_s));
        letItLook(**ours, watcher);
        QCOMPARE(changes.size(), 0);

        QVERIFY(insert(**theirs, u"theirs"_s));
        QTRY_COMPARE(changes.size(), 1); // by its own timer
        letItLook(**ours, watcher);
        QCOMPARE(changes.size(), 1);
    }

    void tellsOfWhatCameBeforeItWatched()
    {
        const QTemporaryDir dir;
        const QString file = dir.filePath(u"patchbay.db"_s);
        auto ours = Database::open(file, dir.path());
        auto theirs = Database::open(file, dir.path());
        QVERIFY(ours && theirs);
        QVERIFY(insert(**theirs, u"theirs"_s));
        ChangeWatcher watcher(**ours);
        const QSignalSpy changes(&watcher, &ChangeWatcher::changedElsewhere);
        QTRY_COMPARE(changes.size(), 1);
    }

    void mayGoWhileItLooks()
    {
        const QTemporaryDir dir;
        auto database = Database::open(dir.filePath(u"patchbay.db"_s), dir.path());
        QVERIFY(database);
        std::make_unique<ChangeWatcher>(**database).reset();
        QVERIFY(insert(**database, u"x"_s));
    }
};

QTEST_GUILESS_MAIN(TestChangeWatcher)
#include "tst_changewatcher.moc"
