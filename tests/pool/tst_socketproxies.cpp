// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/sockettransport.h"
#include "recordinglistener.h"
#include "socksproxy.h"
#include "support/testcertificate.h"
#include "tunnel.h"
#include "upstream.h"

#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kAnswer = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";

TransportRequest requestTo(const QUrl& baseUrl)
{
    TransportRequest request;
    request.method = "POST";
    request.url = baseUrl;
    request.url.setPath(u"/v1/messages"_s);
    request.body = "{}";
    return request;
}

} // namespace

class SocketProxiesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void logsInToProxies_data();
    void logsInToProxies();
    void tellsFaultsOfProxies_data();
    void tellsFaultsOfProxies();
    void verifiesWhoAnswersBehindAProxy();

private:
    // Waits for the end.
    [[nodiscard]] std::unique_ptr<RecordingListener> asked(TransportRequest request,
                                                           const Account& account)
    {
        auto listener = std::make_unique<RecordingListener>();
        listener->start(m_transports->make(account, std::move(request)));
        if (!QTest::qWaitFor([&] { return listener->isEnded; }, 20'000))
            qFatal("no end");
        return listener;
    }

    QTemporaryDir m_folder;
    std::optional<TestCertificate> m_tls;      // of 127.0.0.1
    std::optional<TestCertificate> m_tlsOfFar; // of elsewhere.test
    QString m_why;
    std::unique_ptr<SocketTransports> m_transports;
};

void SocketProxiesTest::initTestCase()
{
    m_tls = TestCertificate::make(TestCertificate::Kind::Good, &m_why);
    m_tlsOfFar = TestCertificate::make(TestCertificate::Kind::WrongHost, &m_why);
    QString caFile;
    if (m_tls && m_tlsOfFar) {
        caFile = m_folder.filePath(u"ca.pem"_s);
        QFile file(caFile);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(m_tls->authority.toPem() + m_tlsOfFar->authority.toPem());
    }
    m_transports = std::make_unique<SocketTransports>(caFile);
}

void SocketProxiesTest::logsInToProxies_data()
{
    QTest::addColumn<bool>("isSocks");
    QTest::newRow("HTTP") << false;
    QTest::newRow("SOCKS5") << true;
}

void SocketProxiesTest::logsInToProxies()
{
    QFETCH(bool, isSocks);
    if (!m_tlsOfFar)
        QSKIP(qPrintable(m_why));
    Upstream upstream(Upstream::always(kAnswer), m_tlsOfFar->server);
    Tunnel tunnel(upstream.port(), "user:p@ss word");
    SocksProxy socks(upstream.port(), "user", "p@ss word");
    Account account;
    account.proxy = isSocks ? socks.url() : tunnel.url();
    account.proxy.setUserName(u"user"_s);
    account.proxy.setPassword(u"p@ss word"_s, QUrl::DecodedMode);
    const QUrl url(u"https://elsewhere.test"_s);
    for (int i = 0; i < 3; ++i) {
        const auto listener = asked(requestTo(url), account);
        QVERIFY2(!listener->error, listener->error ? qPrintable(listener->error->detail) : "");
        QCOMPARE(listener->bytes, "hello");
    }
    // The proxy looks the name up, and is asked once.
    QCOMPARE(isSocks ? socks.targets() : tunnel.targets(), QList<QByteArray>{"elsewhere.test:443"});
    QCOMPARE(upstream.requests().value(0).headers.value("host"), "elsewhere.test");
}

void SocketProxiesTest::tellsFaultsOfProxies_data()
{
    QTest::addColumn<bool>("isSocks");
    QTest::addColumn<QString>("fault");
    for (const char* fault : {"absent", "wrong password", "no words", "not a proxy"}) {
        QTest::addRow("HTTP, %s", fault) << false << QString::fromLatin1(fault);
        QTest::addRow("SOCKS5, %s", fault) << true << QString::fromLatin1(fault);
    }
}

void SocketProxiesTest::tellsFaultsOfProxies()
{
    QFETCH(bool, isSocks);
    QFETCH(QString, fault);
    Upstream upstream(Upstream::always(kAnswer));
    Tunnel tunnel(upstream.port(), "user:right");
    SocksProxy socks(upstream.port(), "user", "right");
    QTcpServer silent; // closes what is opened
    silent.listen(QHostAddress::LocalHost);
    connect(&silent, &QTcpServer::newConnection, this, [&] {
        QTcpSocket* const socket = silent.nextPendingConnection();
        if (fault == u"no words"_s)
            socket->disconnectFromHost();
        else
            socket->write("220 mail.test ESMTP\r\n220 mail.test ESMTP\r\n\r\n");
    });
    QUrl proxy = isSocks ? socks.url() : tunnel.url();
    proxy.setUserName(u"user"_s);
    proxy.setPassword(u"planted"_s);
    if (fault == u"absent"_s) {
        silent.close();
        tunnel.close();
        socks.close();
    } else if (fault != u"wrong password"_s) {
        proxy.setPort(silent.serverPort());
    }
    Account account;
    account.proxy = proxy;
    const auto listener = asked(requestTo(QUrl(u"http://elsewhere.test"_s)), account);
    QVERIFY(listener->error);
    QCOMPARE(listener->error->kind, ErrorKind::ProxyFailed);
    QVERIFY(!listener->error->sentence().contains(u"planted"_s));
    QVERIFY(!listener->error->detail.contains(u"planted"_s));
    if (fault == u"wrong password"_s)
        QVERIFY2(listener->error->cause.contains(u"name and password"_s),
                 qPrintable(listener->error->detail));
    QVERIFY(upstream.requests().isEmpty());
}

void SocketProxiesTest::verifiesWhoAnswersBehindAProxy()
{
    if (!m_tls)
        QSKIP(qPrintable(m_why));
    Upstream upstream(Upstream::always(kAnswer), m_tls->server);
    Tunnel tunnel(upstream.port());
    Account account;
    account.proxy = tunnel.url();
    const auto listener = asked(requestTo(QUrl(u"https://elsewhere.test"_s)), account);
    QVERIFY(listener->error);
    QCOMPARE(listener->error->kind, ErrorKind::TlsFailed);
    QVERIFY2(listener->error->cause.contains(u"is for another host"_s),
             qPrintable(listener->error->detail));
    QVERIFY(upstream.requests().isEmpty());
}

QTEST_GUILESS_MAIN(SocketProxiesTest)
#include "tst_socketproxies.moc"
