// SPDX-License-Identifier: GPL-3.0-or-later
#include "choosingpolicy.h"
#include "simulatedday.h"

#include <QFile>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr quint32 kSeed = 20'261'120;
constexpr quint32 kDays = 5;

using Policy = std::unique_ptr<ChoosingPolicy> (*)();

SimulatedDay::Sums sumsOf(Policy policy)
{
    SimulatedDay::Sums sums;
    for (quint32 day = 0; day < kDays; ++day)
        sums += SimulatedDay::run(*policy(), kSeed + day);
    return sums;
}

} // namespace

class SimulatedDayTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theSameDayEndsTheSame();
    void servesAtLeastAsManyAsEachOther();
    void meetsFewerLimits();
    void keepsCachesWarm();
    void writesTheTable();

private:
    SimulatedDay::Sums m_ours;
    SimulatedDay::Sums m_roundRobin;
    SimulatedDay::Sums m_leastUsed;
    SimulatedDay::Sums m_stickyOnly;
};

void SimulatedDayTest::initTestCase()
{
    m_ours = sumsOf(&ChoosingPolicy::ours);
    m_roundRobin = sumsOf(&ChoosingPolicy::roundRobin);
    m_leastUsed = sumsOf(&ChoosingPolicy::leastUsed);
    m_stickyOnly = sumsOf(&ChoosingPolicy::stickyOnly);
    QVERIFY(m_ours.requests > 4'000 * int(kDays));
    for (const auto& result : {m_ours, m_roundRobin, m_leastUsed, m_stickyOnly}) {
        QCOMPARE(result.requests, m_ours.requests);
        QCOMPARE(result.served + result.refused + result.failed, result.requests);
    }
    // A day without limits and trouble would tell nothing.
    QVERIFY(m_roundRobin.rateLimited > 100);
    QVERIFY(m_roundRobin.overloaded > 20);
}

void SimulatedDayTest::theSameDayEndsTheSame()
{
    const auto first = SimulatedDay::run(*ChoosingPolicy::ours(), kSeed);
    QVERIFY(first == SimulatedDay::run(*ChoosingPolicy::ours(), kSeed));
    QVERIFY(first != SimulatedDay::run(*ChoosingPolicy::ours(), kSeed + 1));
}

void SimulatedDayTest::servesAtLeastAsManyAsEachOther()
{
    QVERIFY(m_ours.served >= m_roundRobin.served);
    QVERIFY(m_ours.served >= m_leastUsed.served);
    QVERIFY(m_ours.served >= m_stickyOnly.served);
}

void SimulatedDayTest::meetsFewerLimits()
{
    QVERIFY(m_ours.rateLimited < m_roundRobin.rateLimited);
    QVERIFY(m_ours.rateLimited < m_leastUsed.rateLimited);
}

void SimulatedDayTest::keepsCachesWarm()
{
    QVERIFY(m_ours.cachedShare() > m_stickyOnly.cachedShare() - 0.05);
    QVERIFY(m_ours.cachedShare() > m_roundRobin.cachedShare() + 0.03);
    QVERIFY(m_ours.listMicroUsd < m_roundRobin.listMicroUsd);
}

void SimulatedDayTest::writesTheTable()
{
    const QString table = SimulatedDay::table({{u"Patchbay"_s, m_ours},
                                               {u"round robin"_s, m_roundRobin},
                                               {u"least used"_s, m_leastUsed},
                                               {u"sticky only"_s, m_stickyOnly}});
    QFile file(qEnvironmentVariable("PATCHBAY_SIMULATED_DAY",
                                    QStringLiteral(PATCHBAY_SIMULATED_DAY_FILE)));
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(file.errorString()));
    file.write(table.toUtf8());
    fprintf(stdout, "%s", qPrintable(table));
}

QTEST_GUILESS_MAIN(SimulatedDayTest)
#include "tst_simulatedday.moc"
