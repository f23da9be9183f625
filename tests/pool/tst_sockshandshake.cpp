// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/sockshandshake.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;
using Error = QAbstractSocket::SocketError;

namespace {

// Gives it what the proxy sends, as much at a time as it wants; what it sent after the greeting.
QByteArray talk(SocksHandshake& socks, QByteArray proxy)
{
    QByteArray sent;
    while (socks.wanted() > 0 && proxy.size() >= socks.wanted()) {
        const qsizetype wanted = socks.wanted();
        sent += socks.take(proxy.first(wanted));
        proxy.remove(0, wanted);
    }
    return sent;
}

const QByteArray kTaken = QByteArray::fromHex("0500");
const QByteArray kConnected = QByteArray::fromHex("05000001 7f000001 1234");

} // namespace

class SocksHandshakeTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForTheHost_data();
    void asksForTheHost();
    void logsIn();
    void readsNoMoreThanItsOwn_data();
    void readsNoMoreThanItsOwn();
    void tellsWhyNot_data();
    void tellsWhyNot();
    void takesNothingTooLong();
};

void SocksHandshakeTest::asksForTheHost_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("name") << u"api.test"_s
                          << QByteArray::fromHex("05010003 08 6170692e74657374 01bb");
    QTest::newRow("IPv4") << u"192.0.2.255"_s << QByteArray::fromHex("05010001 c00002ff 01bb");
    QTest::newRow("IPv6") << u"2001:db8::1"_s
                          << QByteArray::fromHex("05010004 20010db8000000000000000000000001 01bb");
}

void SocksHandshakeTest::asksForTheHost()
{
    QFETCH(QString, host);
    QFETCH(QByteArray, request);
    SocksHandshake socks(host, 443, {}, {});
    QCOMPARE(socks.begin(), QByteArray::fromHex("050100"));
    QCOMPARE(talk(socks, kTaken + kConnected), request);
    QCOMPARE(socks.wanted(), 0);
    QVERIFY(!socks.error());
}

void SocksHandshakeTest::logsIn()
{
    SocksHandshake socks(u"api.test"_s, 443, u"me"_s, u"pä"_s);
    QCOMPARE(socks.begin(), QByteArray::fromHex("05020002"));
    const QByteArray sent = talk(socks, QByteArray::fromHex("0502 0100") + kConnected);
    QVERIFY(sent.startsWith(QByteArray::fromHex("01 02 6d65 03 70c3a4 05010003")));
    QCOMPARE(socks.wanted(), 0);
    QVERIFY(!socks.error());
    // It may do without.
    SocksHandshake trusted(u"api.test"_s, 443, u"me"_s, u"pä"_s);
    QCOMPARE(trusted.begin().size(), 4);
    QVERIFY(talk(trusted, kTaken + kConnected).startsWith(QByteArray::fromHex("05010003")));
    QVERIFY(!trusted.error());
}

void SocksHandshakeTest::readsNoMoreThanItsOwn_data()
{
    QTest::addColumn<QByteArray>("reply");
    QTest::newRow("IPv4") << kConnected;
    QTest::newRow("IPv6") << QByteArray::fromHex("05000004") + QByteArray(18, 'a');
    QTest::newRow("name") << QByteArray::fromHex("05000003 05") + QByteArray(7, 'a');
    QTest::newRow("no name") << QByteArray::fromHex("05000003 00 1234");
}

void SocksHandshakeTest::readsNoMoreThanItsOwn()
{
    QFETCH(QByteArray, reply);
    SocksHandshake socks(u"api.test"_s, 443, {}, {});
    QCOMPARE(socks.begin().size(), 3);
    QByteArray proxy = kTaken + reply + "the host's";
    while (socks.wanted() > 0) {
        const qsizetype wanted = socks.wanted();
        QVERIFY(proxy.size() > wanted);
        const QByteArray sent = socks.take(proxy.first(wanted));
        Q_UNUSED(sent)
        proxy.remove(0, wanted);
    }
    QCOMPARE(proxy, "the host's");
    QVERIFY(!socks.error());
}

void SocksHandshakeTest::tellsWhyNot_data()
{
    QTest::addColumn<QByteArray>("proxy");
    QTest::addColumn<Error>("error");
    const QByteArray rest = QByteArray::fromHex("0001 00000000 0000");
    QTest::newRow("another protocol") << QByteArray("HTTP/1.1 400") << Error::ProxyProtocolError;
    QTest::newRow("wants a name") << QByteArray::fromHex("0502")
                                  << Error::ProxyAuthenticationRequiredError;
    QTest::newRow("takes none") << QByteArray::fromHex("05ff")
                                << Error::ProxyAuthenticationRequiredError;
    QTest::newRow("general") << kTaken + QByteArray::fromHex("0501") + rest
                             << Error::ProxyProtocolError;
    QTest::newRow("not allowed") << kTaken + QByteArray::fromHex("0502") + rest
                                 << Error::SocketAccessError;
    QTest::newRow("no network") << kTaken + QByteArray::fromHex("0503") + rest
                                << Error::NetworkError;
    QTest::newRow("no host") << kTaken + QByteArray::fromHex("0504") + rest
                             << Error::HostNotFoundError;
    QTest::newRow("refused") << kTaken + QByteArray::fromHex("0505") + rest
                             << Error::ConnectionRefusedError;
    QTest::newRow("another version")
        << kTaken + QByteArray::fromHex("0400") + rest << Error::ProxyProtocolError;
}

void SocksHandshakeTest::tellsWhyNot()
{
    QFETCH(QByteArray, proxy);
    QFETCH(Error, error);
    SocksHandshake socks(u"api.test"_s, 443, {}, {});
    QCOMPARE(socks.begin().size(), 3);
    talk(socks, proxy);
    QVERIFY(socks.error());
    QCOMPARE(*socks.error(), error);
    QCOMPARE(socks.wanted(), 0);
}

void SocksHandshakeTest::takesNothingTooLong()
{
    SocksHandshake socks(QString(256, u'a'), 443, {}, {});
    QVERIFY(socks.begin().isEmpty());
    QVERIFY(socks.error());
    SocksHandshake longPassword(u"api.test"_s, 443, u"me"_s, QString(128, u'ä'));
    QVERIFY(longPassword.begin().isEmpty());
    QVERIFY(longPassword.error());
}

QTEST_GUILESS_MAIN(SocksHandshakeTest)
#include "tst_sockshandshake.moc"
