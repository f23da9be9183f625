// SPDX-License-Identifier: GPL-3.0-or-later
#include "servefixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatience = 60'000;

} // namespace

/// Rules and the response cache of a running `serve`, and what the ledger says of them.
class ServeRulesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aRunningServeSeesTheRules();
    void whatTheCacheAnswersCostsNothing();

private:
    struct Answer
    {
        int status = 0;
        QByteArray cache; // x-patchbay-cache
        QByteArray body;
    };
    [[nodiscard]] Answer ask(const QString& model, const QByteArray& text,
                             const QByteArray& cache = {});
    [[nodiscard]] QString modelAskedLast() const
    {
        const auto messages = m_serve->upstream.messages();
        return messages.isEmpty()
                   ? QString()
                   : CliFixture::json(messages.last().body).value("model"_L1).toString();
    }
    [[nodiscard]] QJsonObject total()
    {
        return CliFixture::json(m_serve->cli.run(u"usage --json --since 2d"_s).output())
            .value("total"_L1)
            .toObject();
    }

    std::unique_ptr<ServeFixture> m_serve;
    std::unique_ptr<QNetworkAccessManager> m_network;
};

void ServeRulesTest::init()
{
    m_serve = std::make_unique<ServeFixture>();
    m_serve->upstream.stepsForAll(R"([{"reply":"Hello","input_tokens":30,"output_tokens":20}])");
    m_network = std::make_unique<QNetworkAccessManager>();
    QVERIFY(m_serve->start(u"ci"_s));
}

void ServeRulesTest::cleanup()
{
    m_network.reset();
    m_serve.reset();
}

ServeRulesTest::Answer ServeRulesTest::ask(const QString& model, const QByteArray& text,
                                           const QByteArray& cache)
{
    QNetworkRequest request(QUrl(m_serve->address() + u"/v1/messages"_s));
    request.setRawHeader("x-api-key", m_serve->token().toLatin1());
    request.setRawHeader("content-type", "application/json");
    if (!cache.isEmpty())
        request.setRawHeader("x-patchbay-cache", cache);
    const std::unique_ptr<QNetworkReply> reply(m_network->post(
        request, "{\"model\":\"" + model.toUtf8() +
                     "\",\"max_tokens\":5000,\"messages\":[{\"role\":\"user\",\"content\":\"" +
                     text + "\"}]}"));
    if (!QTest::qWaitFor([&] { return reply->isFinished(); }, kPatience))
        return {};
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
            reply->rawHeader("x-patchbay-cache"), reply->readAll()};
}

void ServeRulesTest::aRunningServeSeesTheRules()
{
    const QString asked = u"claude-opus-5-5"_s;
    QTRY_COMPARE_WITH_TIMEOUT(ask(asked, "Hi").status, 200, kPatience);
    QCOMPARE(modelAskedLast(), asked);
    QCOMPARE(m_serve->cli
                 .run(u"rules add --client ci --model claude-opus-* --use-model "
                      "claude-haiku-4-5 --max-tokens 100"_s)
                 .exitCode(),
             0);
    QTRY_COMPARE_WITH_TIMEOUT((ask(asked, "Hi").status == 200 ? modelAskedLast() : QString()),
                              u"claude-haiku-4-5"_s, kPatience);
    QCOMPARE(
        CliFixture::json(m_serve->upstream.messages().last().body).value("max_tokens"_L1).toInt(),
        100);
    QCOMPARE(m_serve->cli.run(u"rules remove 1"_s).exitCode(), 0);
    QTRY_COMPARE_WITH_TIMEOUT((ask(asked, "Hi").status == 200 ? modelAskedLast() : QString()),
                              asked, kPatience);
}

void ServeRulesTest::whatTheCacheAnswersCostsNothing()
{
    const QString model = u"claude-sonnet-5-5"_s;
    QTRY_COMPARE_WITH_TIMEOUT(ask(model, "before").status, 200, kPatience);
    QCOMPARE(m_serve->cli.run(u"rules add --cache 600"_s).exitCode(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(ask(model, "Hi").cache, QByteArray("hit"), kPatience);
    const Answer first = ask(model, "Hi");
    QCOMPARE(first.cache, QByteArray("hit"));
    for (int i = 0; i < 10; ++i)
        QCOMPARE(ask(model, "Hi").body, first.body);
    QCOMPARE(ask(model, "Hi", "no-store").cache, QByteArray());

    // Every answer is a request; only those of the upstream used anything.
    const auto rows = [this] {
        return CliFixture::json(
                   m_serve->cli.run(u"usage --json --by account --since 2d"_s).output())
            .value("rows"_L1)
            .toArray();
    };
    const qint64 billed = m_serve->upstream.billedTo("sk-ant-test-1").inputTokens;
    QTRY_COMPARE_WITH_TIMEOUT(total().value("input_tokens"_L1).toInteger(), billed, kPatience);
    QCOMPARE(total().value("output_tokens"_L1).toInteger(),
             m_serve->upstream.billedTo("sk-ant-test-1").outputTokens);
    QCOMPARE(total().value("errors"_L1).toInt(), 0);
    const qint64 upstreams = m_serve->upstream.messages().size();
    QTRY_VERIFY_WITH_TIMEOUT(total().value("requests"_L1).toInteger() >= upstreams + 12, kPatience);
    QCOMPARE(rows().size(), 2);
    bool isThere = false;
    for (const QJsonValue& value : rows()) {
        const QJsonObject row = value.toObject();
        if (row.value("input_tokens"_L1).toInt() > 0) {
            QCOMPARE(row.value("requests"_L1).toInteger(), upstreams);
            continue;
        }
        isThere = true;
        QCOMPARE(row.value("cost_usd"_L1).toDouble(-1), 0.0);
        QCOMPARE(row.value("estimated"_L1), QJsonValue(false));
    }
    QVERIFY(isThere);
    const QJsonArray before = rows();
    QCOMPARE(m_serve->cli.run(u"usage rebuild"_s).exitCode(), 0);
    QCOMPARE(rows(), before);
}

QTEST_GUILESS_MAIN(ServeRulesTest)
#include "tst_serverules.moc"
