// SPDX-License-Identifier: GPL-3.0-or-later
#include "poolfixture.h"
#include "support/testupstream.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 20'000;

Request messageRequest()
{
    Request request = PoolFixture::request();
    request.body = "{\"model\":\"claude-sonnet-5-5\",\"max_tokens\":100,\"stream\":true,"
                   "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    return request;
}

Request countRequest()
{
    Request request = PoolFixture::request();
    request.path = "/v1/messages/count_tokens";
    request.body = "{\"model\":\"claude-sonnet-5-5\","
                   "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    request.stream = false;
    return request;
}

} // namespace

/// Counting tokens stands in nobody's way and changes nothing.
class TestTokenCount final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void onlyAnAccountThatIsWellCounts_data();
    void onlyAnAccountThatIsWellCounts();
    void aBusyAccountIsLeftAlone();
    void aFailureIsNotRepeatedAndNobodyRests();

private:
    [[nodiscard]] qint64 requests() const { return m_upstream->requestCount(); }

    std::unique_ptr<TestUpstream> m_upstream;
    std::unique_ptr<PoolFixture> m_fixture;
};

void TestTokenCount::init()
{
    m_fixture = std::make_unique<PoolFixture>();
    m_upstream = std::make_unique<TestUpstream>();
}

void TestTokenCount::onlyAnAccountThatIsWellCounts_data()
{
    QTest::addColumn<AccountState>("state");
    QTest::addColumn<bool>("isNamed");
    QTest::newRow("resting") << AccountState::CoolingDown << false;
    QTest::newRow("blocked, named") << AccountState::Blocked << true;
    QTest::newRow("to sign in, named") << AccountState::NeedsSignIn << true;
}

void TestTokenCount::onlyAnAccountThatIsWellCounts()
{
    QFETCH(const AccountState, state);
    QFETCH(const bool, isNamed);
    const AccountId id =
        m_fixture->addAccount(u"1"_s, m_upstream->baseUrl(), [&](Account& account) {
            account.state = state;
            // Over since long ago: a message would try it.
            account.stateSinceMs = 1;
            account.stateUntilMs = state == AccountState::CoolingDown ? 2 : 0;
        });
    m_fixture->startPool();
    Request request = countRequest();
    if (isNamed)
        request.account = id;
    const auto asked = m_fixture->ask(request);
    QTRY_VERIFY_WITH_TIMEOUT(asked->isFinished(), kPatience);
    QVERIFY(asked->outcome().error);
    QCOMPARE(requests(), 0);
    QVERIFY(m_fixture->attempts().isEmpty());
}

void TestTokenCount::aBusyAccountIsLeftAlone()
{
    m_fixture->addAccount(u"1"_s, m_upstream->baseUrl(),
                          [](Account& account) { account.maxConcurrent = 1; });
    m_fixture->startPool();
    m_upstream->stepsForAll("[{\"fault\":\"hang\"}]");
    const auto message = m_fixture->ask(messageRequest());
    QTRY_COMPARE_WITH_TIMEOUT(requests(), 1, kPatience);
    // It does not wait, whatever its deadline.
    const auto count = m_fixture->ask(countRequest());
    QTRY_VERIFY_WITH_TIMEOUT(count->isFinished(), kPatience);
    QVERIFY(count->outcome().error);
    QCOMPARE(requests(), 1);
    QVERIFY(!message->isFinished());
    message->handle.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(message->isFinished(), kPatience);
}

void TestTokenCount::aFailureIsNotRepeatedAndNobodyRests()
{
    m_fixture->addAccount(u"1"_s, m_upstream->baseUrl());
    m_fixture->addAccount(u"2"_s, m_upstream->baseUrl());
    m_fixture->startPool();
    m_upstream->stepsForAll("[{\"route\":\"count_tokens\",\"status\":529},{\"reply\":\"fine\"}]");
    const auto count = m_fixture->ask(countRequest());
    QTRY_VERIFY_WITH_TIMEOUT(count->isFinished(), kPatience);
    QCOMPARE(count->errorKind(), ErrorKind::Overloaded);
    QCOMPARE(requests(), 1);
    QVERIFY(m_fixture->findings.isEmpty());
    const auto message = m_fixture->ask(messageRequest());
    QTRY_VERIFY_WITH_TIMEOUT(message->isFinished(), kPatience);
    QVERIFY(!message->outcome().error);
    QCOMPARE(m_fixture->attempts().size(), 1);
}

QTEST_GUILESS_MAIN(TestTokenCount)

#include "tst_tokencount.moc"
