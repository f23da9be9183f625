// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/clientlimits.h"

#include <QRandomGenerator>
#include <QTest>

#include <vector>

using namespace Patchbay;
using namespace Qt::StringLiterals;
using Verdict = ClientLimits::Verdict;

namespace {

EndpointClient clientWith(int perMinute, int atOnce)
{
    EndpointClient client;
    client.id = u"c1"_s;
    client.requestsPerMinute = perMinute;
    client.maxConcurrent = atOnce;
    return client;
}

} // namespace

class TestClientLimits final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutLimitsAllIsAllowed()
    {
        ClientLimits limits;
        std::vector<ClientLimits::Place> places;
        for (int i = 0; i < 1'000; ++i) {
            auto admission = limits.admit(clientWith(0, 0), 0);
            QCOMPARE(admission.verdict, Verdict::Allowed);
            places.push_back(std::move(admission.place));
        }
        QCOMPARE(limits.inFlight(u"c1"_s), 1'000);
        places.clear();
        QCOMPARE(limits.inFlight(u"c1"_s), 0);
    }

    void aMinuteSlides()
    {
        ClientLimits limits;
        const EndpointClient client = clientWith(3, 0);
        QCOMPARE(limits.admit(client, 0).verdict, Verdict::Allowed);
        QCOMPARE(limits.admit(client, 30'000).verdict, Verdict::Allowed);
        QCOMPARE(limits.admit(client, 30'000).verdict, Verdict::Allowed);
        const auto refused = limits.admit(client, 59'000);
        QCOMPARE(refused.verdict, Verdict::TooManyPerMinute);
        QCOMPARE(refused.waitMs, 1'000);
        QCOMPARE(limits.admit(client, 59'999).waitMs, 1);
        // What was refused did not count, and just when it was said there is room for one.
        QCOMPARE(limits.admit(client, 60'000).verdict, Verdict::Allowed);
        QCOMPARE(limits.admit(client, 60'000).waitMs, 30'000);
    }

    // Whatever comes, no sixty seconds see more than the limit, and the wait that is told is
    // enough.
    void noSixtySecondsSeeMoreThanTheLimit()
    {
        QRandomGenerator random(20261123);
        ClientLimits limits;
        const EndpointClient client = clientWith(20, 0);
        std::vector<qint64> begun;
        qint64 nowMs = 0;
        int refused = 0;
        for (int i = 0; i < 20'000; ++i) {
            nowMs += random.bounded(3'000);
            const auto admission = limits.admit(client, nowMs);
            if (admission.verdict == Verdict::Allowed) {
                begun.push_back(nowMs);
                if (begun.size() > 20)
                    QVERIFY(nowMs - begun[begun.size() - 21] >= 60'000);
                continue;
            }
            ++refused;
            QVERIFY(admission.waitMs > 0 && admission.waitMs <= 60'000);
            nowMs += admission.waitMs;
            QCOMPARE(limits.admit(client, nowMs).verdict, Verdict::Allowed);
            begun.push_back(nowMs);
            QVERIFY(nowMs - begun[begun.size() - 21] >= 60'000);
        }
        QVERIFY(refused > 100);
    }

    void placesAtOnceAreGivenBack()
    {
        ClientLimits limits;
        const EndpointClient client = clientWith(0, 2);
        auto first = limits.admit(client, 0);
        auto second = limits.admit(client, 0);
        const auto third = limits.admit(client, 0);
        QCOMPARE(third.verdict, Verdict::TooManyAtOnce);
        QVERIFY(third.waitMs > 0);
        first.place.giveBack();
        first.place.giveBack(); // once is enough
        QCOMPARE(limits.inFlight(u"c1"_s), 1);
        auto again = limits.admit(client, 0);
        QCOMPARE(again.verdict, Verdict::Allowed);
        second.place = std::move(again.place); // frees the one it held
        QCOMPARE(limits.inFlight(u"c1"_s), 1);
    }

    // One that is refused for being too many at once is not counted for the minute.
    void refusalsCountForNothing()
    {
        ClientLimits limits;
        const EndpointClient client = clientWith(2, 1);
        {
            const auto running = limits.admit(client, 0);
            for (int i = 0; i < 10; ++i)
                QCOMPARE(limits.admit(client, 10).verdict, Verdict::TooManyAtOnce);
        }
        QCOMPARE(limits.admit(client, 20).verdict, Verdict::Allowed);
        QCOMPARE(limits.admit(client, 30).verdict, Verdict::TooManyPerMinute);
    }

    void limitsMayChangeMeanwhile()
    {
        ClientLimits limits;
        for (int i = 0; i < 5; ++i)
            QCOMPARE(limits.admit(clientWith(5, 0), i * 1'000).verdict, Verdict::Allowed);
        // Now two a minute: the fourth of the five has to grow old.
        QCOMPARE(limits.admit(clientWith(2, 0), 10'000).waitMs, 53'000);
        QCOMPARE(limits.admit(clientWith(6, 0), 10'000).verdict, Verdict::Allowed);
    }

    void clientsDoNotShare()
    {
        ClientLimits limits;
        EndpointClient other = clientWith(1, 1);
        other.id = u"c2"_s;
        const auto first = limits.admit(clientWith(1, 1), 0);
        QCOMPARE(limits.admit(other, 0).verdict, Verdict::Allowed);
        QCOMPARE(limits.admit(clientWith(1, 1), 0).verdict, Verdict::TooManyAtOnce);
    }

    // A place outlives what is forgotten of idle clients, and the limits themselves.
    void placesOutliveTheLimits()
    {
        ClientLimits::Place place;
        {
            ClientLimits limits;
            place = limits.admit(clientWith(0, 1), 0).place;
            QCOMPARE(limits.admit(clientWith(0, 1), 100 * 60'000).verdict, Verdict::TooManyAtOnce);
        }
        place.giveBack();
    }

    void useIsToldOnceAMinute()
    {
        ClientLimits limits;
        int told = 0;
        for (qint64 nowMs = 0; nowMs < 10 * 60'000; nowMs += 100)
            told += limits.isUseDue(u"c1"_s, nowMs) ? 1 : 0;
        QCOMPARE(told, 10);
        QVERIFY(limits.isUseDue(u"c2"_s, 1));
    }
};

QTEST_GUILESS_MAIN(TestClientLimits)
#include "tst_clientlimits.moc"
