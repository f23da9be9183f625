// SPDX-License-Identifier: GPL-3.0-or-later
#include "accounts/growingwait.h"
#include "accounts/heldtoken.h"
#include "support/manualclock.h"

#include <QSet>
#include <QTest>

using namespace Patchbay;

/// A token and the waits after failures, by a clock that is moved.
class HeldTokenTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void servesUntilItEnds();
    void isRenewedAheadOfItsEnd();
    void isHeldByTheMonotonicClock();
    void withoutALifetimeServesForEver();
    void leavesOutWhatIsAboutToEnd();
    void waitsTwiceAsLongEachTime();

private:
    static constexpr qint64 kHourMs = 3'600'000;

    [[nodiscard]] OAuthToken token(qint64 lifetimeMs) const
    {
        OAuthToken made;
        made.access = Secret::take("sk-ant-test-access");
        made.receivedAtMs = m_clock.nowMs();
        made.lifetimeMs = lifetimeMs;
        return made;
    }

    ManualClock m_clock;
};

void HeldTokenTest::servesUntilItEnds()
{
    const HeldToken held(token(kHourMs), kHourMs, m_clock);
    QVERIFY(held.serves());
    m_clock.advance(kHourMs - 6'000);
    QVERIFY(held.serves());
    m_clock.advance(2'000); // less than it takes to be sure that a request still gets there
    QVERIFY(!held.serves());
    QCOMPARE(held.ageMs(), kHourMs - 4'000);
    // One that was read late has only what is left of it.
    QVERIFY(HeldToken(token(kHourMs), 60'000, m_clock).serves());
    QVERIFY(HeldToken(token(kHourMs), 0, m_clock).serves()); // for the instant it takes to see
}

void HeldTokenTest::isRenewedAheadOfItsEnd()
{
    QSet<qint64> seen;
    for (int i = 0; i < 50; ++i) {
        const HeldToken held(token(kHourMs), kHourMs, m_clock);
        const qint64 wait = held.renewsInMs().value_or(0);
        // Between five minutes and two and a half before it stops serving.
        QVERIFY2(wait >= kHourMs - 305'001 && wait <= kHourMs - 155'000,
                 qPrintable(QString::number(wait)));
        seen.insert(wait);
        QVERIFY(!held.isDue());
        m_clock.advance(wait);
        QVERIFY(held.isDue());
        QVERIFY(held.serves());
    }
    QVERIFY(seen.size() > 1);
}

void HeldTokenTest::isHeldByTheMonotonicClock()
{
    const HeldToken held(token(kHourMs), kHourMs, m_clock);
    m_clock.setNow(m_clock.nowMs() + 100 * kHourMs);
    QVERIFY(held.serves());
    QVERIFY(!held.isDue());
    // What is left is never more than there ever was, nor less than nothing.
    OAuthToken read = token(kHourMs);
    m_clock.setNow(m_clock.nowMs() - 5 * kHourMs);
    QCOMPARE(HeldToken::remainingMs(read, m_clock), kHourMs);
    m_clock.setNow(m_clock.nowMs() + 50 * kHourMs);
    QCOMPARE(HeldToken::remainingMs(read, m_clock), 0);
}

void HeldTokenTest::withoutALifetimeServesForEver()
{
    const HeldToken held(token(0), 0, m_clock);
    m_clock.advance(1000 * kHourMs);
    QVERIFY(held.serves());
    QVERIFY(!held.isDue());
    QVERIFY(!held.renewsInMs());
    QVERIFY(HeldToken::isFresh(held.token(), m_clock));
}

void HeldTokenTest::leavesOutWhatIsAboutToEnd()
{
    const OAuthToken read = token(kHourMs);
    m_clock.advance(kHourMs - 5'001);
    QVERIFY(HeldToken::isFresh(read, m_clock));
    m_clock.advance(1);
    QVERIFY(!HeldToken::isFresh(read, m_clock));
}

void HeldTokenTest::waitsTwiceAsLongEachTime()
{
    GrowingWait wait;
    qint64 whole = 1'000;
    for (int failure = 0; failure < 70; ++failure) {
        const qint64 next = wait.next(1'000, 300'000);
        QVERIFY2(next >= whole / 2 && next <= whole, qPrintable(QString::number(next)));
        whole = std::min<qint64>(2 * whole, 300'000);
    }
    wait.reset();
    QVERIFY(wait.next(1'000, 300'000) <= 1'000);
}

QTEST_GUILESS_MAIN(HeldTokenTest)
#include "tst_heldtoken.moc"
