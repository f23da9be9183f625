// SPDX-License-Identifier: GPL-3.0-or-later
#include "clientdatabase.h"
#include "clients/clienttable.h"
#include "clients/clienttoken.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

using namespace Patchbay;
using namespace Patchbay::Testing;
using namespace Qt::StringLiterals;

class TestClientStore final : public QObject
{
    Q_OBJECT

private:
    static Result<MadeClient> add(ClientStore& store, const EndpointClient& client)
    {
        Outcome<MadeClient> outcome;
        store.add(client, outcome.completion());
        return outcome.wait() ? outcome.result() : fail(ErrorKind::Internal, u"no answer"_s);
    }
    template <class Start>
    static Result<void> waited(Start start)
    {
        Outcome<void> outcome;
        start(outcome.completion());
        return outcome.wait() ? outcome.result() : fail(ErrorKind::Internal, u"no answer"_s);
    }

private Q_SLOTS:
    void whatIsAddedIsThereAndStays()
    {
        const ClientDatabase shared;
        ClientStore store(shared.database(), shared.clock);
        QVERIFY(store.load());
        QVERIFY(!store.hasAny());
        const QSignalSpy changes(&store, &ClientStore::changed);
        EndpointClient wanted = clientNamed(u" ci "_s);
        wanted.models = {u"claude-sonnet-5-5"_s};
        wanted.accounts = {u"a1"_s, u"a2"_s};
        wanted.requestsPerMinute = 60;
        wanted.maxConcurrent = 4;
        wanted.expiresAtMs = shared.clock.nowMs() + 1'000;
        const auto made = add(store, wanted);
        QVERIFY(made);
        QCOMPARE(changes.size(), 1);
        QVERIFY(store.hasAny());
        const EndpointClient* client = store.findByName(u"CI"_s);
        QVERIFY(client);
        QCOMPARE(client->id, made->id);
        QCOMPARE(client->name, u"ci"_s);
        QCOMPARE(client->models, wanted.models);
        QCOMPARE(client->accounts, wanted.accounts);
        QCOMPARE(client->requestsPerMinute, 60);
        QCOMPARE(client->maxConcurrent, 4);
        QCOMPARE(client->expiresAtMs, wanted.expiresAtMs);
        QCOMPARE(client->createdAtMs, shared.clock.nowMs());
        QCOMPARE(client->lastUsedAtMs, 0);
        QCOMPARE(
            (*ClientTable(store.clients()).find(made->token.reveal(), shared.clock.nowMs()))->id,
            made->id);

        ClientStore other(shared.database(), shared.clock);
        QVERIFY(other.load());
        QCOMPARE(other.clients(), store.clients());
    }

    void theTokenItselfIsNowhere()
    {
        QByteArray token;
        QString dir;
        const ClientDatabase shared;
        ClientStore store(shared.database(), shared.clock);
        const auto made = add(store, clientNamed(u"ci"_s));
        QVERIFY(made);
        token = made->token.reveal().toByteArray();
        int files = 0;
        const QFileInfoList entries = QDir(shared.dir()).entryInfoList(QDir::Files | QDir::Hidden);
        for (const QFileInfo& entry : entries) {
            QFile file(entry.filePath());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray bytes = file.readAll();
            QVERIFY2(!bytes.contains(token), qPrintable(entry.fileName()));
            QVERIFY2(!bytes.contains(token.mid(3, 20)), qPrintable(entry.fileName()));
            files += bytes.contains(clientTokenHash(token).toHex()) ? 1 : 0;
        }
        QVERIFY(files > 0);
    }

    void aNameIsGoodOnce()
    {
        const ClientDatabase shared;
        ClientStore store(shared.database(), shared.clock);
        const auto first = add(store, clientNamed(u"ci"_s));
        QVERIFY(first);
        QCOMPARE(add(store, clientNamed(u"Ci"_s)).error().kind, ErrorKind::AlreadyExists);
        QCOMPARE(add(store, clientNamed(u"window"_s)).error().kind, ErrorKind::InvalidInput);
        QCOMPARE(add(store, clientNamed(u"  "_s)).error().kind, ErrorKind::InvalidInput);
        QVERIFY(waited([&](auto done) { store.revoke(first->id, std::move(done)); }));
        const auto second = add(store, clientNamed(u"ci"_s));
        QVERIFY(second);
        QCOMPARE(store.clients().size(), 2);
        QCOMPARE(store.clients().first().id, second->id);
        QCOMPARE(store.findByName(u"ci"_s)->id, second->id);
    }

    void whatIsRevokedIsRefusedAndStaysSo()
    {
        const ClientDatabase shared;
        ClientStore store(shared.database(), shared.clock);
        const auto made = add(store, clientNamed(u"ci"_s));
        QVERIFY(made);
        QVERIFY(waited([&](auto done) { store.revoke(made->id, std::move(done)); }));
        QVERIFY(!store.hasAny());
        QVERIFY(!store.findByName(u"ci"_s));
        QCOMPARE(store.find(made->id)->revokedAtMs, shared.clock.nowMs());
        QCOMPARE(ClientTable(store.clients()).find(made->token.reveal(), 0).error(),
                 ClientTable::Refusal::Revoked);
        const auto isGone = [](const auto& result) {
            return !result && result.error().kind == ErrorKind::NotFound;
        };
        QVERIFY(isGone(waited([&](auto done) { store.revoke(made->id, std::move(done)); })));
        QVERIFY(
            isGone(waited([&](auto done) { store.edit(*store.find(made->id), std::move(done)); })));
        Outcome<MadeClient> rotated;
        store.rotate(made->id, rotated.completion());
        QVERIFY(rotated.wait());
        QVERIFY(rotated.failedWith(ErrorKind::NotFound));
        Outcome<MadeClient> unknown;
        store.rotate(u"nobody"_s, unknown.completion());
        QVERIFY(unknown.wait());
        QVERIFY(unknown.failedWith(ErrorKind::NotFound));
        QVERIFY(isGone(waited([&](auto done) { store.revoke(u"nobody"_s, std::move(done)); })));
    }

    void anotherTokenEndsTheOldOne()
    {
        ClientDatabase shared;
        ClientStore store(shared.database(), shared.clock);
        const auto made = add(store, clientNamed(u"ci"_s));
        QVERIFY(made);
        shared.clock.advance(5'000);
        Outcome<MadeClient> rotated;
        store.rotate(made->id, rotated.completion());
        QVERIFY(rotated.wait());
        QVERIFY2(rotated.succeeded(), qPrintable(rotated.sentence()));
        QCOMPARE(rotated.result()->id, made->id);
        const ClientTable table(store.clients());
        QVERIFY(table.find(rotated.result()->token.reveal(), 0));
        QCOMPARE(table.find(made->token.reveal(), 0).error(), ClientTable::Refusal::Unknown);
        const EndpointClient* client = store.find(made->id);
        QCOMPARE(client->tokenMadeAtMs, client->createdAtMs + 5'000);
        QVERIFY(rotated.result()->token.reveal().endsWith(client->tokenEnd.toLatin1()));
    }

    void anEditLeavesNameAndToken()
    {
        const ClientDatabase shared;
        ClientStore store(shared.database(), shared.clock);
        const auto made = add(store, clientNamed(u"ci"_s));
        QVERIFY(made);
        EndpointClient edited = *store.find(made->id);
        edited.name = u"other"_s;
        edited.models = {u"claude-*"_s};
        edited.requestsPerMinute = 9;
        edited.tokenHash.clear();
        QVERIFY(waited([&](auto done) { store.edit(edited, std::move(done)); }));
        const EndpointClient* client = store.find(made->id);
        QCOMPARE(client->name, u"ci"_s);
        QCOMPARE(client->models, edited.models);
        QCOMPARE(client->requestsPerMinute, 9);
        QVERIFY(ClientTable(store.clients()).find(made->token.reveal(), 0));
        edited.maxConcurrent = -1;
        QCOMPARE(waited([&](auto done) { store.edit(edited, std::move(done)); }).error().kind,
                 ErrorKind::InvalidInput);
    }

    void otherProcessesSeeIt()
    {
        const ClientDatabase shared;
        const auto second = shared.open();
        ClientStore here(shared.database(), shared.clock);
        ClientStore there(*second, shared.clock);
        QVERIFY(here.load());
        QVERIFY(there.load());
        const QSignalSpy changes(&there, &ClientStore::changed);
        const auto made = add(here, clientNamed(u"ci"_s));
        QVERIFY(made);
        there.reload();
        QTRY_COMPARE(there.clients(), here.clients());
        QCOMPARE(changes.size(), 1);
        QVERIFY(waited([&](auto done) { here.revoke(made->id, std::move(done)); }));
        there.reload();
        QTRY_VERIFY(!there.hasAny());
        // Nothing new, nothing told.
        QCOMPARE(changes.size(), 2);
        there.reload();
        Outcome<void> settled;
        second->write([](Connection&) -> Result<void> { return {}; }, Database::Haste::Now,
                      m_mailbox.address(), settled.completion());
        QVERIFY(settled.wait());
        QCOMPARE(changes.size(), 2);
    }

    void useIsWrittenOnceAMinute()
    {
        ClientDatabase shared;
        ClientStore store(shared.database(), shared.clock);
        const auto made = add(store, clientNamed(u"ci"_s));
        QVERIFY(made);
        const QSignalSpy changes(&store, &ClientStore::changed);
        const qint64 startMs = shared.clock.nowMs();
        for (int i = 0; i < 1'000; ++i)
            store.setUsed(made->id, startMs + i);
        QCOMPARE(changes.size(), 1);
        const auto written = [&] {
            return shared.text(u"SELECT last_used_at FROM endpoint_clients"_s).toLongLong();
        };
        QTRY_COMPARE(written(), startMs);
        store.setUsed(made->id, startMs + 60'000);
        QTRY_COMPARE(written(), startMs + 60'000);
        store.setUsed(u"env"_s, startMs); // is in no database
        QCOMPARE(store.find(made->id)->lastUsedAtMs, startMs + 60'000);
    }

private:
    Mailbox m_mailbox;
};

QTEST_GUILESS_MAIN(TestClientStore)
#include "tst_clientstore.moc"
