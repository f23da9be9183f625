// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/core.h"
#include "simulator/simulatorthread.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

// As one answers whose minute is spent, for some requests; then well.
constexpr auto kLimited = R"([{"status":429,"times":5,"headers":{
    "anthropic-ratelimit-requests-limit":"50","anthropic-ratelimit-requests-remaining":"0",
    "anthropic-ratelimit-requests-reset":"{now+3}","retry-after":"3"}},{"reply":"Well again"}])";

SimulatorOptions scripted(const QByteArray& script)
{
    const auto read = Script::fromJson(script);
    if (!read)
        qFatal("%s", qPrintable(read.error().sentence()));
    SimulatorOptions options;
    options.script = *read;
    return options;
}

// Requests through a core, a given number at once.
class Crowd final
{
public:
    explicit Crowd(Core& core)
        : m_core(core)
    {
    }

    void send(int count, int atOnce, const QString& conversation = {})
    {
        m_left = count;
        m_conversation = conversation;
        for (int i = 0; i < atOnce; ++i)
            next();
        [&] {
            QTRY_VERIFY_WITH_TIMEOUT(m_left == 0 && std::ssize(m_handles) == outcomes.size(),
                                     60'000);
        }();
    }

    [[nodiscard]] QStringList failures() const
    {
        QStringList failures;
        for (const Outcome& outcome : outcomes) {
            if (outcome.error)
                failures.append(outcome.error->sentence());
        }
        return failures;
    }

    QList<Outcome> outcomes;

private:
    void next()
    {
        if (m_left == 0)
            return;
        --m_left;
        Request request;
        request.body =
            R"({"model":"claude-sonnet-5-5","max_tokens":64,"stream":true,"messages":[{"role":"user","content":"Hi"}]})";
        request.model = u"claude-sonnet-5-5"_s;
        request.client.kind = Client::Kind::CommandLine;
        request.conversation = m_conversation;
        RequestObserver observer;
        observer.finished = [this](const Outcome& ended) {
            outcomes.append(ended);
            next();
        };
        m_handles.push_back(
            m_core.pool().send(std::move(request), m_mailbox.address(), std::move(observer)));
    }

    Core& m_core;
    Mailbox m_mailbox;
    std::vector<RequestHandle> m_handles;
    QString m_conversation;
    int m_left = 0;
};

} // namespace

/// Many accounts as one, over real sockets, with real files.
class TestAccountPool final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void servesAllThatOneAccountCouldServe();
    void aRestSurvivesARestart();
    void aConversationStaysWhileThereIsRoom();
    void aConversationStaysOverARestart();
    void aStormStaysSmall();

private:
    [[nodiscard]] std::unique_ptr<Core> make(const QUrl& upstream, const QStringList& names) const;
    static QList<ReceivedRequest> requestsOf(const SimulatorThread& upstream, const QString& name);
    static AccountState stateOf(Core& core, const QString& name)
    {
        return core.accounts().findByName(name)->state;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

std::unique_ptr<Core> TestAccountPool::make(const QUrl& upstream, const QStringList& names) const
{
    QJsonArray accounts;
    for (const QString& name : names)
        accounts.append(QJsonObject{{u"name"_s, name}, {u"apiKey"_s, u"sk-ant-test-"_s + name}});
    CoreOptions options;
    options.environment =
        Environment({{u"PATCHBAY_DATA_DIR"_s, m_folder->filePath(u"data"_s)},
                     {u"PATCHBAY_CONFIG_DIR"_s, m_folder->filePath(u"config"_s)},
                     {u"PATCHBAY_VAULT"_s, u"memory"_s},
                     {u"ANTHROPIC_BASE_URL"_s, upstream.toString()},
                     {u"CLAUDE_ACCOUNTS"_s, QString::fromUtf8(QJsonDocument(accounts).toJson())}});
    options.program = u"tst_accountpool"_s;
    options.environmentAccountsReplace = true;
    auto core = Core::create(options);
    if (!core)
        qFatal("%s", qPrintable(core.error().sentence()));
    return std::move(*core);
}

QList<ReceivedRequest> TestAccountPool::requestsOf(const SimulatorThread& upstream,
                                                   const QString& name)
{
    QList<ReceivedRequest> requests = upstream.requests();
    const QByteArray key = "sk-ant-test-" + name.toUtf8();
    requests.removeIf([&key](const ReceivedRequest& request) { return request.key != key; });
    return requests;
}

void TestAccountPool::servesAllThatOneAccountCouldServe()
{
    SimulatorThread upstream(scripted(QByteArray(R"({"keys":{
        "sk-ant-test-limited":)") + kLimited +
                                      R"(,
        "sk-ant-test-overloaded":[{"status":529}],
        "sk-ant-test-wrong":[{"status":401}],
        "sk-ant-test-well":[{"reply":"Hello"}]}})"));
    QVERIFY(upstream.start());
    const auto core =
        make(upstream.baseUrl(), {u"limited"_s, u"overloaded"_s, u"wrong"_s, u"well"_s});
    Crowd crowd(*core);
    crowd.send(200, 20);
    QCOMPARE(crowd.failures(), QStringList());
    QCOMPARE(crowd.outcomes.size(), 200);
    QTRY_COMPARE(stateOf(*core, u"wrong"_s), AccountState::NeedsSignIn);

    // Nothing went to the limited one from its answer to its reset; then it took part again.
    Crowd later(*core);
    const auto hasServed = [&] {
        later.send(4, 4);
        const auto requests = requestsOf(upstream, u"limited"_s);
        return std::any_of(requests.begin(), requests.end(),
                           [](const ReceivedRequest& request) { return request.status == 200; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(hasServed(), 30'000);
    QCOMPARE(later.failures(), QStringList());
    QTRY_COMPARE(stateOf(*core, u"limited"_s), AccountState::Ready);
    qint64 rejectedAtMs = 0;
    for (const ReceivedRequest& request : requestsOf(upstream, u"limited"_s)) {
        if (request.status == 429) {
            // Those that were on their way with the first; or, had fewer been, the single probe.
            rejectedAtMs = request.receivedAtMs;
        } else {
            QVERIFY2(request.receivedAtMs >= rejectedAtMs + 2000,
                     qPrintable(QString::number(request.receivedAtMs - rejectedAtMs)));
        }
    }
    // Asked no more than those on their way when it was found out.
    QVERIFY(requestsOf(upstream, u"wrong"_s).size() <= 5);
}

void TestAccountPool::aRestSurvivesARestart()
{
    SimulatorThread upstream(scripted(QByteArray(R"({"keys":{
        "sk-ant-test-limited":)") + kLimited +
                                      R"(,
        "sk-ant-test-well":[{"reply":"Hello"}]}})"));
    QVERIFY(upstream.start());
    {
        const auto core = make(upstream.baseUrl(), {u"limited"_s, u"well"_s});
        Crowd crowd(*core);
        crowd.send(20, 10);
        QCOMPARE(crowd.failures(), QStringList());
        QTRY_COMPARE(stateOf(*core, u"limited"_s), AccountState::CoolingDown);
    }
    const auto core = make(upstream.baseUrl(), {u"limited"_s, u"well"_s});
    const auto before = requestsOf(upstream, u"limited"_s);
    QVERIFY(!before.isEmpty());
    Crowd crowd(*core);
    const auto isAskedAgain = [&] {
        crowd.send(2, 1);
        return requestsOf(upstream, u"limited"_s).size() > before.size();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isAskedAgain(), 30'000);
    QCOMPARE(crowd.failures(), QStringList());
    const auto after = requestsOf(upstream, u"limited"_s);
    QVERIFY(after.size() > before.size());
    QVERIFY2(after[before.size()].receivedAtMs >= before.last().receivedAtMs + 2000,
             qPrintable(
                 QString::number(after[before.size()].receivedAtMs - before.last().receivedAtMs)));
    QTRY_COMPARE(stateOf(*core, u"limited"_s), AccountState::Ready);
}

void TestAccountPool::aConversationStaysWhileThereIsRoom()
{
    SimulatorThread upstream(scripted(R"({"keys":{
        "sk-ant-test-a":[{"reply":"A","times":30},{"status":429,"headers":{
            "anthropic-ratelimit-unified-status":"rejected",
            "anthropic-ratelimit-unified-representative-claim":"five_hour",
            "anthropic-ratelimit-unified-5h-status":"rejected",
            "anthropic-ratelimit-unified-5h-utilization":"1.0",
            "anthropic-ratelimit-unified-5h-reset":"{unix+3600}"}}],
        "sk-ant-test-b":[{"reply":"B"}]}})"));
    QVERIFY(upstream.start());
    const auto core = make(upstream.baseUrl(), {u"a"_s, u"b"_s});
    Crowd talk(*core);
    talk.send(30, 1, u"talk"_s);
    QCOMPARE(talk.failures(), QStringList());
    for (const Outcome& outcome : talk.outcomes)
        QCOMPARE(outcome.lease->accountName, u"a"_s);
    // The turn that finds it spent is answered by the other, and the conversation stays there.
    talk.send(5, 1, u"talk"_s);
    QCOMPARE(talk.failures(), QStringList());
    for (const Outcome& outcome : talk.outcomes.mid(30))
        QCOMPARE(outcome.lease->accountName, u"b"_s);
    QCOMPARE(requestsOf(upstream, u"a"_s).size(), 31);
}

void TestAccountPool::aConversationStaysOverARestart()
{
    SimulatorThread upstream(scripted(R"({"default":[{"reply":"Hello"}]})"));
    QVERIFY(upstream.start());
    // Where it was answered; a new conversation without an id.
    const auto turn = [](Core& core, const ConversationId& id, MessageId parent) {
        TurnRequest request;
        request.conversation = id;
        request.parent = parent;
        request.content = {ContentBlock::text(u"Hi"_s)};
        request.model = u"claude-sonnet-5-5"_s;
        std::optional<Message> answer;
        ChatTurn* const started = core.chats().start(request);
        QObject::connect(started, &ChatTurn::finished, &core,
                         [&](const Message& message) { answer = message; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answer, 20'000); }();
        return answer.value_or(Message());
    };
    Message first;
    {
        const auto core = make(upstream.baseUrl(), {u"a"_s, u"b"_s});
        Crowd other(*core);
        other.send(1, 1);
        QCOMPARE(other.outcomes[0].lease->accountName, u"a"_s);
        first = turn(*core, {}, 0);
        QCOMPARE(core->accounts().find({first.account})->name, u"b"_s);
    }
    const auto core = make(upstream.baseUrl(), {u"a"_s, u"b"_s});
    QCOMPARE(turn(*core, first.conversation, first.head.id).account, first.account);
}

// All accounts overloaded: the upstream gets little more than what was asked.
void TestAccountPool::aStormStaysSmall()
{
    SimulatorThread upstream(scripted(R"({"default":[{"status":529}]})"));
    QVERIFY(upstream.start());
    const auto core = make(upstream.baseUrl(), {u"a"_s, u"b"_s, u"c"_s});
    Crowd crowd(*core);
    crowd.send(300, 10);
    QCOMPARE(crowd.failures().size(), 300);
    QCOMPARE(crowd.outcomes.last().error->kind, ErrorKind::Overloaded);
    const qsizetype sent = upstream.requests().size();
    QVERIFY2(sent <= 300 * 1.2 + 20, qPrintable(QString::number(sent)));
}

QTEST_GUILESS_MAIN(TestAccountPool)
#include "tst_accountpool.moc"
