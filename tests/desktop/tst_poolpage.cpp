// SPDX-License-Identifier: GPL-3.0-or-later
#include "corefixture.h"
#include "desktop/mainwindow.h"
#include "desktop/poolrows.h"

#include <QToolButton>
#include <QTreeView>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 20'000;
constexpr qint64 kNow = 1'795'348'800'000;

Account account(const QString& name)
{
    Account made;
    made.id = {name};
    made.name = name;
    return made;
}

QStringList column(const QTreeView& view, int column)
{
    QStringList texts;
    for (int i = 0; i < view.model()->rowCount(); ++i)
        texts.append(view.model()->index(i, column).data().toString());
    return texts;
}

} // namespace

/// The page that shows what the pool is doing.
class TestPoolPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lanesTellWhatEachAccountServes();
    void theQueueTellsWhy();
    void decisionsTellWhyEvenOfRemovedAccounts();
    void showsAStreamWhileItRuns();
};

void TestPoolPage::lanesTellWhatEachAccountServes()
{
    Account resting = account(u"resting"_s);
    resting.state = AccountState::CoolingDown;
    resting.stateUntilMs = kNow + 65'000;
    PoolSnapshot snapshot;
    snapshot.running = {{1, u"window"_s, u"claude-sonnet-5-5"_s, {u"busy"_s}, 1, kNow - 7000},
                        {2, u"script"_s, u"claude-haiku-5-5"_s, {u"busy"_s}, 2, kNow - 3'723'000}};
    const auto rows = PoolRows::lanes(snapshot, {account(u"busy"_s), resting}, kNow);
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0].texts,
             (QStringList{u"busy"_s, u"Ready"_s, u"2 of 5"_s,
                          u"Window: Sonnet 5.5, 0:07 · script: Haiku 5.5, 1:02:03"_s}));
    QCOMPARE(rows[1].texts[1], u"Rests, 1:05 left"_s);
}

void TestPoolPage::theQueueTellsWhy()
{
    PoolSnapshot snapshot;
    snapshot.waiting = {{3, u"command_line"_s, u"claude-opus-5-5"_s, u"work rests until 14:05"_s,
                         kNow - 12'000, kNow + 48'000}};
    QCOMPARE(PoolRows::queue(snapshot, kNow).value(0).texts,
             (QStringList{u"0:12"_s, u"Command line"_s, u"Opus 5.5"_s, u"0:48"_s,
                          u"work rests until 14:05"_s}));
}

void TestPoolPage::decisionsTellWhyEvenOfRemovedAccounts()
{
    PoolSnapshot snapshot;
    snapshot.decisions = {{2, kNow, u"window"_s, u"claude-sonnet-5-5"_s, {u"gone"_s}, u"why"_s},
                          {1, kNow, u"window"_s, u"claude-sonnet-5-5"_s, {}, u"no account"_s},
                          {1, kNow, u"window"_s, u"claude-sonnet-5-5"_s, {u"a"_s}, u"left"_s}};
    const auto rows = PoolRows::decisions(snapshot, {account(u"a"_s)});
    QCOMPARE(rows.size(), 3);
    QCOMPARE(rows[0].texts[3], u"A removed account"_s);
    QCOMPARE(rows[1].texts[3], u"None"_s);
    QCOMPARE(rows[2].texts[3], u"a"_s);
    QVERIFY(rows[1].key != rows[2].key);
}

void TestPoolPage::showsAStreamWhileItRuns()
{
    TestUpstream upstream;
    upstream.stepsForAll(
        R"([{"reply":"word ","reply_bytes":100000,"events_per_second":50},{"reply":"fine"}])");
    CoreFixture fixture(upstream);
    fixture.open();
    MainWindow window(fixture.core());
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    auto* const open = window.findChild<QToolButton*>(u"pool"_s);
    QVERIFY(open);
    QCOMPARE(open->accessibleName(), u"Pool"_s);
    QTest::mouseClick(open, Qt::LeftButton);
    auto* const lanes = window.findChild<QTreeView*>(u"poolLanes"_s);
    QVERIFY(lanes);
    QTRY_VERIFY_WITH_TIMEOUT(lanes->isVisible(), kPatience);
    QCOMPARE(column(*lanes, 0), QStringList{u"env"_s});
    QCOMPARE(column(*lanes, 2), QStringList{u"0 of 5"_s});

    Request request;
    request.body = R"({"model":"claude-sonnet-5-5","max_tokens":64,"stream":true,)"
                   R"("messages":[{"role":"user","content":"Hi"}]})";
    request.model = u"claude-sonnet-5-5"_s;
    const Mailbox mailbox;
    RequestHandle handle = fixture.core().pool().send(request, mailbox.address(), {});
    QTRY_COMPARE_WITH_TIMEOUT(column(*lanes, 2), QStringList{u"1 of 5"_s}, kPatience);
    QVERIFY(column(*lanes, 3).value(0).startsWith(u"Window: Sonnet 5.5"_s));
    auto* const decisions = window.findChild<QTreeView*>(u"poolDecisions"_s);
    QTRY_COMPARE_WITH_TIMEOUT(column(*decisions, 3), QStringList{u"env"_s}, kPatience);
    QVERIFY(column(*decisions, 4).value(0).contains(u"only one"_s));
    handle.cancel();
    QTRY_COMPARE_WITH_TIMEOUT(column(*lanes, 2), QStringList{u"0 of 5"_s}, kPatience);
}

QTEST_MAIN(TestPoolPage)
#include "tst_poolpage.moc"
