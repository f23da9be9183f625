// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/endpointclient.h"

#include <QDateTime>
#include <QTest>
#include <QTimeZone>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

qint64 at(const QString& text)
{
    return QDateTime::fromString(text, Qt::ISODate).toMSecsSinceEpoch();
}

} // namespace

class TestEndpointClient final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modelsAreAllowedByNameOrBeginning()
    {
        EndpointClient client;
        QVERIFY(client.allowsModel(u"anything"));
        client.models = {u"claude-sonnet-5-5"_s, u"claude-haiku-*"_s};
        QVERIFY(client.allowsModel(u"claude-sonnet-5-5"));
        QVERIFY(client.allowsModel(u"claude-haiku-4-5"));
        QVERIFY(!client.allowsModel(u"claude-sonnet-5-5-fast"));
        QVERIFY(!client.allowsModel(u"claude-opus-5"));
        QVERIFY(!client.allowsModel(u""));
        client.models = {u"*"_s};
        QVERIFY(client.allowsModel(u"claude-opus-5"));
    }

    // The only account it may use was removed: that does not open all others to it.
    void accountsStayClosedWhenTheAllowedOneIsGone()
    {
        EndpointClient client;
        QVERIFY(client.allowsAccount(u"a1"_s));
        client.accounts = {u"gone"_s};
        QVERIFY(!client.allowsAccount(u"a1"_s));
        QVERIFY(client.allowsAccount(u"gone"_s));
    }

    void aStateIsOfATime()
    {
        EndpointClient client;
        QCOMPARE(client.stateAt(1'000), ClientState::Active);
        client.expiresAtMs = 1'000;
        QCOMPARE(client.stateAt(999), ClientState::Active);
        QCOMPARE(client.stateAt(1'000), ClientState::Expired);
        client.revokedAtMs = 500;
        QCOMPARE(client.stateAt(999), ClientState::Revoked);
        QCOMPARE(clientStateName(client.stateAt(999)), u"revoked"_s);
    }

    void namesAreChecked_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("plain") << u"claude-code"_s << true;
        QTest::newRow("words") << u"build server 2"_s << true;
        QTest::newRow("chinese") << u"测试机"_s << true;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("space around") << u" ci"_s << false;
        QTest::newRow("line break") << u"a\nb"_s << false;
        QTest::newRow("long") << QString(101, u'x') << false;
        QTest::newRow("the window") << u"Window"_s << false;
        QTest::newRow("commands") << u"command_line"_s << false;
        QTest::newRow("the environment's") << u"ENV"_s << false;
    }

    void namesAreChecked()
    {
        QFETCH(const QString, name);
        QFETCH(const bool, isGood);
        EndpointClient client;
        client.name = name;
        const auto checked = validateClient(client);
        QCOMPARE(checked.has_value(), isGood);
        if (!checked) {
            QCOMPARE(checked.error().kind, ErrorKind::InvalidInput);
            QVERIFY(!checked.error().nextStep.isEmpty());
        }
    }

    void modelsAndLimitsAreChecked()
    {
        EndpointClient client;
        client.name = u"ci"_s;
        client.models = {u"claude-sonnet-5-5"_s, u"claude-*"_s};
        client.requestsPerMinute = mostRequestsPerMinute;
        client.maxConcurrent = mostConcurrentRequests;
        QVERIFY(validateClient(client));
        for (const QString& wrong : {u"two words"_s, QString(), u"a\"b"_s, QString(201, u'x')}) {
            EndpointClient other = client;
            other.models = {wrong};
            QVERIFY(!validateClient(other));
        }
        EndpointClient other = client;
        other.requestsPerMinute = -1;
        QVERIFY(!validateClient(other));
        other = client;
        ++other.maxConcurrent;
        QVERIFY(!validateClient(other));
    }

    void endsAreRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected"); // empty: refused
        QTest::newRow("date") << u"2026-12-31"_s << u"2026-12-30T23:00:00Z"_s;
        QTest::newRow("time") << u"2026-11-23T12:00:01Z"_s << u"2026-11-23T12:00:01Z"_s;
        QTest::newRow("zone") << u"2026-12-01T10:00:00+02:00"_s << u"2026-12-01T08:00:00Z"_s;
        QTest::newRow("days") << u"30d"_s << u"2026-12-23T12:00:00Z"_s;
        QTest::newRow("hours") << u" 12h "_s << u"2026-11-24T00:00:00Z"_s;
        QTest::newRow("never") << u"never"_s << u"1970-01-01T00:00:00Z"_s;
        QTest::newRow("now") << u"0d"_s << QString();
        QTest::newRow("over") << u"2026-11-22"_s << QString();
        QTest::newRow("today") << u"2026-11-23"_s << QString();
        QTest::newRow("no date") << u"2026-02-31"_s << QString();
        QTest::newRow("words") << u"soon"_s << QString();
        QTest::newRow("empty") << QString() << QString();
    }

    void endsAreRead()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, expected);
        const auto parsed =
            parseExpiry(text, at(u"2026-11-23T12:00:00Z"_s), QTimeZone("Europe/Berlin"));
        QCOMPARE(parsed.has_value(), !expected.isEmpty());
        if (parsed)
            QCOMPARE(*parsed, at(expected));
        else
            QCOMPARE(parsed.error().kind, ErrorKind::InvalidInput);
    }

    void theHintShowsNoMoreThanTheEnd()
    {
        EndpointClient client;
        QVERIFY(client.tokenHint().isEmpty());
        client.tokenEnd = u"x7Qk"_s;
        QCOMPARE(client.tokenHint(), u"pb-…x7Qk"_s);
    }
};

QTEST_GUILESS_MAIN(TestEndpointClient)
#include "tst_endpointclient.moc"
