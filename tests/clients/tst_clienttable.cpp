// SPDX-License-Identifier: GPL-3.0-or-later
#include "clients/clienttable.h"
#include "clients/clienttoken.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace Patchbay;
using namespace Qt::StringLiterals;

namespace {

EndpointClient clientWith(const QString& id, QByteArrayView token)
{
    EndpointClient client;
    client.id = client.name = id;
    client.tokenHash = clientTokenHash(token);
    return client;
}

} // namespace

class TestClientTable final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTokenFindsItsClient()
    {
        QList<EndpointClient> clients;
        std::vector<Secret> tokens;
        for (int i = 0; i < 200; ++i) {
            tokens.push_back(makeClientToken());
            clients.append(clientWith(QString::number(i), tokens.back().reveal()));
        }
        const ClientTable table(clients);
        QCOMPARE(table.size(), 200);
        for (int i = 0; i < 200; ++i) {
            const auto found = table.find(tokens[static_cast<size_t>(i)].reveal(), 0);
            QVERIFY(found);
            QCOMPARE((*found)->id, QString::number(i));
        }
    }

    void whatIsNearlyATokenFindsNobody()
    {
        const QByteArray token = "pb-test-0123456789";
        const ClientTable table({clientWith(u"a"_s, token)});
        QVERIFY(table.find(token, 0));
        for (const QByteArray& wrong :
             {QByteArray(), token.chopped(1), token + ' ', ' ' + token, token.toUpper(),
              QByteArray("pb-test-0123456788"), QByteArray(100'000, 'x'), clientTokenHash(token),
              clientTokenHash(token).toHex()})
            QCOMPARE(table.find(wrong, 0).error(), ClientTable::Refusal::Unknown);
        QCOMPARE(ClientTable().find(token, 0).error(), ClientTable::Refusal::Unknown);
        QCOMPARE(ClientTable().size(), 0);
    }

    void whyATokenIsRefusedIsTold()
    {
        EndpointClient expiring = clientWith(u"expiring"_s, "pb-1");
        expiring.expiresAtMs = 5'000;
        EndpointClient revoked = clientWith(u"revoked"_s, "pb-2");
        revoked.revokedAtMs = 1'000;
        const ClientTable table({expiring, revoked});
        QCOMPARE(table.size(), 1);
        QVERIFY(table.find("pb-1", 4'999));
        QCOMPARE(table.find("pb-1", 5'000).error(), ClientTable::Refusal::Expired);
        QCOMPARE(table.find("pb-2", 0).error(), ClientTable::Refusal::Revoked);
    }

    // A row that was tampered with makes nobody welcome.
    void aBrokenHashIsNobodys()
    {
        EndpointClient broken = clientWith(u"broken"_s, "pb-1");
        broken.tokenHash.chop(1);
        EndpointClient empty = broken;
        empty.tokenHash.clear();
        const ClientTable table({broken, empty});
        QCOMPARE(table.size(), 0);
        QVERIFY(!table.find("pb-1", 0));
        QVERIFY(!table.find({}, 0));
    }

    // Two hashes that begin alike are told apart by the rest.
    void theWholeHashCounts()
    {
        EndpointClient right = clientWith(u"right"_s, "pb-1");
        EndpointClient other = right;
        other.id = u"other"_s;
        other.tokenHash[31] = static_cast<char>(other.tokenHash[31] ^ 1);
        const ClientTable table({other, right});
        QCOMPARE((*table.find("pb-1", 0))->id, u"right"_s);
        QVERIFY(!ClientTable({other}).find("pb-1", 0));
    }

    void copiesServeOtherThreads()
    {
        const ClientTable table({clientWith(u"a"_s, "pb-1")});
        std::vector<int> found(4, 0);
        std::vector<std::thread> threads;
        for (int& count : found) {
            threads.emplace_back([table, &count] {
                for (int i = 0; i < 1'000; ++i)
                    count += table.find("pb-1", 0) && !table.find("pb-2", 0) ? 1 : 0;
            });
        }
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(found, std::vector<int>(4, 1'000));
    }
};

QTEST_GUILESS_MAIN(TestClientTable)
#include "tst_clienttable.moc"
