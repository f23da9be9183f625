// SPDX-License-Identifier: GPL-3.0-or-later
#include "signinnode.h"
#include "support/testupstream.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <csignal>

using namespace Patchbay;

namespace {

constexpr qint64 kHourMs = 3'600'000;
constexpr int kDeadlineMs = 60'000;
const QByteArray kTokens = QByteArrayLiteral(
    R"("tokens":[{"access_token":"sk-ant-test-oat-0","refresh_token":"sk-ant-test-ort-0","lives_ms":86400000}])");

/// Another run of the program, in a process of its own.
class Child final
{
public:
    Child(const QString& folder, const QUrl& upstream, qint64 nowMs)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(SIGN_IN_PROCESS),
                        {folder, upstream.toString(), QString::number(nowMs)});
    }
    ~Child()
    {
        m_process.closeWriteChannel();
        if (!m_process.waitForFinished(kDeadlineMs))
            m_process.kill();
    }
    void tell(const QByteArray& line) { m_process.write(line + '\n'); }
    /// Waits for a line that begins so, leaving those before it out; the rest of that line.
    [[nodiscard]] std::optional<QByteArray> hear(const QByteArray& start)
    {
        std::optional<QByteArray> heard;
        const bool came = QTest::qWaitFor(
            [&] {
                while (!heard && m_process.canReadLine()) {
                    const QByteArray line = m_process.readLine().chopped(1);
                    if (line.startsWith(start))
                        heard = line.sliced(start.size());
                }
                return heard.has_value();
            },
            kDeadlineMs);
        return came ? heard : std::nullopt;
    }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished(kDeadlineMs);
    }

private:
    QProcess m_process;
};

void pauseUpTo(int milliseconds)
{
    QTest::qSleep(static_cast<int>(QRandomGenerator::global()->bounded(milliseconds + 1)));
}

} // namespace

/// Renewing sign-ins as the whole program does it: through the pool, in several processes, and
/// killed in the midst of it.
class TestSignInPool final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void crowdOnAnEndedTokenRenewsOnce();
    void crowdOnARejectedTokenRenewsOnce();
    void otherAccountsGoOn_data();
    void otherAccountsGoOn();
    void headersOfTheProfileReachTheUpstream();
    void settingTheClockChangesNothing();
    void twoProcessesRenewOnceAHundredTimes();
    void killedAfterTheVaultConfirmed();
    void killedBefore_data();
    void killedBefore();

private:
    [[nodiscard]] SignInNode& node();
    [[nodiscard]] qint64 tokenRequests() const { return m_upstream->oauthCounts().tokenRequests; }
    void endAllAccessTokens() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<TestUpstream> m_upstream;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<SignInNode> m_node;
};

void TestSignInPool::init()
{
    m_node.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_upstream = std::make_unique<TestUpstream>();
    m_upstream->script(R"({"default":[{"reply":"Hello","output_tokens":1}],"oauth":{)" + kTokens +
                       "}}");
    m_clock = std::make_unique<ManualClock>();
}

SignInNode& TestSignInPool::node()
{
    if (!m_node) {
        m_node = std::make_unique<SignInNode>(m_folder->path(), m_upstream->baseUrl(), *m_clock);
        if (m_node->store->accounts().isEmpty())
            m_node->add(QStringLiteral("work"), "sk-ant-test-oat-0", "sk-ant-test-ort-0");
    }
    return *m_node;
}

void TestSignInPool::endAllAccessTokens() const
{
    QNetworkAccessManager manager;
    QNetworkRequest request(
        m_upstream->baseUrl().resolved(QUrl(QStringLiteral("/simulator/oauth"))));
    request.setRawHeader("content-type", "application/json");
    const std::unique_ptr<QNetworkReply> reply(manager.post(request, R"({"expire":true})"));
    QVERIFY(QTest::qWaitFor([&] { return reply->isFinished(); }, kDeadlineMs));
    QCOMPARE(reply->error(), QNetworkReply::NoError);
}

void TestSignInPool::crowdOnAnEndedTokenRenewsOnce()
{
    QCOMPARE(node().ask(1), QStringList());
    QCOMPARE(tokenRequests(), 0);
    m_clock->advance(kHourMs);
    QCOMPARE(node().ask(50), QStringList());
    QCOMPARE(m_upstream->oauthCounts().refreshes, 1);
    QCOMPARE(tokenRequests(), 1);
    QCOMPARE(m_upstream->messages().size(), 51); // each went out once
    QCOMPARE(node().account().state, AccountState::Ready);
}

// It ended earlier than was told: the clock says that it is good.
void TestSignInPool::crowdOnARejectedTokenRenewsOnce()
{
    QCOMPARE(node().ask(1), QStringList());
    endAllAccessTokens();
    QCOMPARE(node().ask(50), QStringList());
    QCOMPARE(m_upstream->oauthCounts().refreshes, 1);
    QCOMPARE(tokenRequests(), 1);
    QVERIFY(!node().states.contains(AccountState::NeedsSignIn));
}

void TestSignInPool::otherAccountsGoOn_data()
{
    QTest::addColumn<QByteArray>("steps");
    QTest::addColumn<AccountState>("state");
    QTest::newRow("the sign-in has ended") << QByteArray("[]") << AccountState::NeedsSignIn;
    QTest::newRow("the provider is in trouble")
        << QByteArray(R"([{"status":500,"times":100}])") << AccountState::CoolingDown;
    QTest::newRow("the provider is silent")
        << QByteArray(R"([{"fault":"lost","times":100}])") << AccountState::CoolingDown;
}

void TestSignInPool::otherAccountsGoOn()
{
    QFETCH(QByteArray, steps);
    QFETCH(AccountState, state);
    m_upstream->oauth(R"({"tokens":[{"access_token":"sk-ant-test-oat-gone"}],"steps":)" + steps +
                      '}');
    // A token that has ended and cannot be renewed, and an account beside it that is well.
    m_node = std::make_unique<SignInNode>(m_folder->path(), m_upstream->baseUrl(), *m_clock);
    m_node->add(QStringLiteral("gone"), "sk-ant-test-oat-gone", "sk-ant-test-ort-gone");
    m_node->add(QStringLiteral("well"), "sk-ant-test-oat-0", "sk-ant-test-ort-0");
    // Requests that are repeated after a pause wait for this clock.
    QTimer ticking;
    QObject::connect(&ticking, &QTimer::timeout, &ticking, [this] { m_clock->advance(20); });
    ticking.start(20);
    QCOMPARE(node().ask(20), QStringList());
    QCOMPARE(node().ask(20), QStringList());
    QCOMPARE_GE(tokenRequests(), 1);
    QCOMPARE(node().account().name, QStringLiteral("gone"));
    QVERIFY(node().states.contains(state));
    QCOMPARE(node().store->findByName(QStringLiteral("well"))->state, AccountState::Ready);
}

void TestSignInPool::headersOfTheProfileReachTheUpstream()
{
    QCOMPARE(node().ask(1), QStringList());
    const ReceivedRequest request = m_upstream->messages().last();
    QCOMPARE(headerValue(request.headers, "anthropic-beta"), QByteArray("oauth-2025-04-20"));
    QCOMPARE(request.credentialKind, QByteArray("bearer"));
    QCOMPARE(headerValue(request.headers, "user-agent"), QByteArray("patchbay/test"));
    // Beside those of the one who asks.
    QCOMPARE(node().ask(1, {{"Anthropic-Beta", "one"}, {"anthropic-beta", "two, three"}}),
             QStringList());
    QCOMPARE(headerValue(m_upstream->messages().last().headers, "anthropic-beta"),
             QByteArray("one,two, three,oauth-2025-04-20"));
    QCOMPARE(node().ask(1, {{"anthropic-beta", "a, oauth-2025-04-20"}}), QStringList());
    QCOMPARE(headerValue(m_upstream->messages().last().headers, "anthropic-beta"),
             QByteArray("a, oauth-2025-04-20"));
}

void TestSignInPool::settingTheClockChangesNothing()
{
    for (const qint64 by : {kHourMs, -2 * kHourMs, kHourMs}) {
        QCOMPARE(node().ask(5), QStringList());
        m_clock->setNow(m_clock->nowMs() + by);
        QCOMPARE(node().ask(5), QStringList());
        QCOMPARE(tokenRequests(), 0);
    }
    // Its end comes while the clock says that there is an hour left: one request finds it out.
    m_clock->setNow(m_clock->nowMs() - kHourMs);
    m_clock->advance(kHourMs);
    endAllAccessTokens();
    QCOMPARE(node().ask(1), QStringList());
    QCOMPARE(node().ask(20), QStringList());
    QCOMPARE(tokenRequests(), 1);
    QCOMPARE(m_upstream->oauthCounts().rejectedBearers, 1);
    QVERIFY(!node().states.contains(AccountState::NeedsSignIn));
}

void TestSignInPool::twoProcessesRenewOnceAHundredTimes()
{
    QCOMPARE(node().ask(1), QStringList());
    m_node.reset();
    std::array<std::unique_ptr<Child>, 2> children;
    for (auto& child : children)
        child = std::make_unique<Child>(m_folder->path(), m_upstream->baseUrl(), m_clock->nowMs());
    for (const auto& child : children)
        QVERIFY(child->hear("ready"));
    for (int round = 1; round <= 100; ++round) {
        for (const auto& child : children) {
            child->tell("advance " + QByteArray::number(kHourMs));
            child->tell("ask 25");
        }
        for (const auto& child : children)
            QCOMPARE(child->hear("asked "), QByteArray());
        QCOMPARE(tokenRequests(), round);
    }
    QCOMPARE(m_upstream->oauthCounts().refreshes, 100);
    QCOMPARE(m_upstream->oauthCounts().reuses, 0);
    QCOMPARE(m_upstream->oauthCounts().rejectedBearers, 0);
}

void TestSignInPool::killedAfterTheVaultConfirmed()
{
    QCOMPARE(node().ask(1), QStringList());
    for (int round = 1; round <= 30; ++round) {
        m_node.reset();
        Child child(m_folder->path(), m_upstream->baseUrl(), m_clock->nowMs());
        child.tell("advance " + QByteArray::number(kHourMs));
        child.tell("ask 10");
        QVERIFY(child.hear("renewed"));
        pauseUpTo(10);
        child.kill();
        m_clock->advance(kHourMs);
        QCOMPARE(node().ask(2), QStringList());
        QCOMPARE(tokenRequests(), round); // by the one that was killed
        QCOMPARE(node().account().state, AccountState::Ready);
    }
}

void TestSignInPool::killedBefore_data()
{
    QTest::addColumn<qint64>("graceMs");
    QTest::addColumn<int>("rounds");
    QTest::newRow("the server honours the old token for a while") << qint64(600'000) << 10;
    QTest::newRow("it does not") << qint64(0) << 1;
}

void TestSignInPool::killedBefore()
{
    QFETCH(qint64, graceMs);
    QFETCH(int, rounds);
    QCOMPARE(node().ask(1), QStringList());
    for (int round = 1; round <= rounds; ++round) {
        const QByteArray before = node().entry();
        QVERIFY(!before.isEmpty());
        m_node.reset();
        // Renewed at the server at once, and told later.
        m_upstream->oauth(R"({"steps":[{"delay_ms":30000}],"grace_ms":)" +
                          QByteArray::number(graceMs) + '}');
        const qint64 requestsBefore = tokenRequests();
        {
            Child child(m_folder->path(), m_upstream->baseUrl(), m_clock->nowMs());
            child.tell("advance " + QByteArray::number(kHourMs));
            child.tell("ask 5");
            QTRY_COMPARE_WITH_TIMEOUT(tokenRequests(), requestsBefore + 1, kDeadlineMs);
            pauseUpTo(20);
            child.kill();
        }
        m_clock->advance(kHourMs);
        QCOMPARE(node().entry(), before);
        if (graceMs > 0) {
            QCOMPARE(node().ask(5), QStringList());
            QCOMPARE(tokenRequests(), requestsBefore + 2);
            QCOMPARE(node().account().state, AccountState::Ready);
            continue;
        }
        for (int i = 0; i < 5; ++i) {
            const QStringList failures = node().ask(3);
            QCOMPARE(failures.size(), 3);
        }
        QCOMPARE(tokenRequests(), requestsBefore + 2);
        QCOMPARE(node().account().state, AccountState::NeedsSignIn);
        QVERIFY2(node().account().stateReason.contains(QLatin1String("has ended")),
                 qPrintable(node().account().stateReason));
        QCOMPARE(node().states.count(AccountState::NeedsSignIn), 1); // told once
        QCOMPARE(node().entry(), before);
        // And it stays so in the next run, without a word to the server.
        m_node.reset();
        QCOMPARE(node().ask(3).size(), 3);
        QCOMPARE(node().account().state, AccountState::NeedsSignIn);
        QCOMPARE(tokenRequests(), requestsBefore + 2);
    }
}

QTEST_GUILESS_MAIN(TestSignInPool)
#include "tst_signinpool.moc"
