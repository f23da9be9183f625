// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpointfixture.h"

#include "clients/clienttoken.h"

#include <QTest>

namespace Patchbay {

using namespace Qt::StringLiterals;

EndpointFixture::EndpointFixture()
    : facts([](Route route, const QByteArray& query, std::function<void(EndpointAnswer)> reply) {
        EndpointAnswer answer;
        answer.body =
            QByteArray("{\"route\":\"") + routeName(route) + "\",\"query\":\"" + query + "\"}";
        if (route == Route::Metrics)
            answer.body = "patchbay_test_gauge 1\n";
        reply(answer);
    })
{
}

EndpointFixture::~EndpointFixture() = default;

EndpointOptions EndpointFixture::quick()
{
    EndpointOptions options;
    options.port = 0;
    options.userAgent = u"patchbay/test"_s;
    options.queueDeadlineMs = 20'000;
    return options;
}

QByteArray EndpointFixture::token()
{
    return "pb-test-token-of-the-endpoints-first-client";
}

EndpointClient EndpointFixture::client()
{
    EndpointClient client;
    client.id = u"client-1"_s;
    client.name = u"tool"_s;
    client.tokenHash = clientTokenHash(token());
    return client;
}

Result<void> EndpointFixture::tryToStart(EndpointOptions options)
{
    auto endpoint =
        Endpoint::start(std::move(options), pool.pool(), ClientTable({client()}), facts);
    if (!endpoint)
        return Failure(endpoint.error());
    m_endpoint = std::move(*endpoint);
    return {};
}

void EndpointFixture::start(EndpointOptions options)
{
    pool.startPool();
    if (const auto started = tryToStart(std::move(options)); !started)
        qFatal("%s", qPrintable(started.error().sentence() + started.error().detail));
}

QByteArray EndpointFixture::get(const QByteArray& target, const QByteArray& moreHeaders) const
{
    return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port()) +
           "\r\nx-api-key: " + token() + "\r\n" + moreHeaders + "\r\n";
}

QByteArray EndpointFixture::post(const QByteArray& target, const QByteArray& body,
                                 const QByteArray& moreHeaders) const
{
    return "POST " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port()) +
           "\r\nx-api-key: " + token() + "\r\nContent-Type: application/json\r\nContent-Length: " +
           QByteArray::number(body.size()) + "\r\n" + moreHeaders + "\r\n" + body;
}

QByteArray EndpointFixture::body(bool stream, const QByteArray& text)
{
    return QByteArray(R"({"model":"claude-sonnet-5-5","max_tokens":100,"stream":)") +
           (stream ? "true" : "false") + R"(,"messages":[{"role":"user","content":")" + text +
           R"("}]})";
}

RawAnswer EndpointFixture::ask(const QByteArray& request)
{
    RawClient client(port());
    client.send(request);
    return client.answer(request.startsWith("HEAD "));
}

qint64 EndpointFixture::metric(const QByteArray& name)
{
    const RawAnswer answer = ask(get("/metrics"));
    for (const QByteArray& line : answer.body.split('\n')) {
        if (line.startsWith(name + ' '))
            return line.mid(name.size() + 1).toLongLong();
    }
    return -1;
}

bool EndpointFixture::waitForNoConnections()
{
    return QTest::qWaitFor([this] { return metric("patchbay_connections") == 1; }, 30'000);
}

} // namespace Patchbay
