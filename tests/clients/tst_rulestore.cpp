// SPDX-License-Identifier: GPL-3.0-or-later
#include "clientdatabase.h"
#include "clients/rulestore.h"

#include <QSignalSpy>
#include <QTest>

using namespace Patchbay;
using namespace Patchbay::Testing;
using namespace Qt::StringLiterals;

class RuleStoreTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsAddedStaysInItsOrder();
    void editingKeepsThePlace();
    void movingKeepsTheOthersInOrder();
    void wrongOnesChangeNothing();
    void anotherProcessSeesThem();
    void thereIsAnEndToThem();

private:
    static EndpointRule mapping(const QString& from, const QString& to)
    {
        EndpointRule rule;
        rule.model = from;
        rule.useModel = to;
        return rule;
    }
    static Result<qint64> add(RuleStore& store, const EndpointRule& rule)
    {
        Outcome<qint64> outcome;
        store.add(rule, outcome.completion());
        return outcome.wait() ? outcome.result() : fail(ErrorKind::Internal, u"no answer"_s);
    }
    template <class Start>
    static Result<void> waited(Start start)
    {
        Outcome<void> outcome;
        start(outcome.completion());
        return outcome.wait() ? outcome.result() : fail(ErrorKind::Internal, u"no answer"_s);
    }
    static Result<void> move(RuleStore& store, qint64 id, qint64 place)
    {
        return waited([&](auto done) { store.move(id, place, std::move(done)); });
    }
    static QStringList models(const RuleStore& store)
    {
        QStringList models;
        for (const EndpointRule& rule : store.rules())
            models.append(rule.model);
        return models;
    }
};

void RuleStoreTest::whatIsAddedStaysInItsOrder()
{
    const ClientDatabase shared;
    RuleStore store(shared.database());
    QVERIFY(store.load());
    QVERIFY(store.rules().isEmpty());
    const QSignalSpy changes(&store, &RuleStore::changed);
    EndpointRule full = mapping(u"claude-opus-*"_s, u"claude-haiku-4-5"_s);
    full.client = u"ci"_s;
    full.maxTokens = 4096;
    full.cacheSeconds = 3600;
    const auto first = add(store, full);
    QVERIFY(first);
    QCOMPARE(changes.size(), 1);
    EndpointRule never;
    never.cacheSeconds = 0;
    const auto second = add(store, never);
    QVERIFY(second);
    QVERIFY(*second != *first);
    full.id = *first;
    never.id = *second;
    QCOMPARE(store.rules(), (QList{full, never}));
    RuleStore other(shared.database());
    QVERIFY(other.load());
    QCOMPARE(other.rules(), store.rules());
    QVERIFY(waited([&](auto done) { store.remove(full.id, std::move(done)); }));
    QCOMPARE(store.rules(), QList{never});
    QCOMPARE(changes.size(), 3);
}

void RuleStoreTest::editingKeepsThePlace()
{
    const ClientDatabase shared;
    RuleStore store(shared.database());
    QVERIFY(add(store, mapping(u"a"_s, u"x"_s)));
    QVERIFY(add(store, mapping(u"b"_s, u"x"_s)));
    EndpointRule edited = store.rules().first();
    edited.model = u"c"_s;
    edited.useModel.clear();
    edited.maxTokens = 7;
    QVERIFY(waited([&](auto done) { store.edit(edited, std::move(done)); }));
    QCOMPARE(models(store), (QStringList{u"c"_s, u"b"_s}));
    QCOMPARE(store.rules().first(), edited);
    edited.maxTokens = 0;
    const auto empty = waited([&](auto done) { store.edit(edited, std::move(done)); });
    QCOMPARE(empty.error().kind, ErrorKind::InvalidInput);
    edited.maxTokens = 1;
    edited.id = 99;
    const auto gone = waited([&](auto done) { store.edit(edited, std::move(done)); });
    QCOMPARE(gone.error().kind, ErrorKind::NotFound);
}

void RuleStoreTest::movingKeepsTheOthersInOrder()
{
    const ClientDatabase shared;
    RuleStore store(shared.database());
    QList<qint64> ids;
    for (const QString& model : {u"a"_s, u"b"_s, u"c"_s, u"d"_s})
        ids.append(add(store, mapping(model, u"x"_s)).value_or(0));
    QVERIFY(move(store, ids.at(3), 0));
    QCOMPARE(models(store), (QStringList{u"d"_s, u"a"_s, u"b"_s, u"c"_s}));
    QVERIFY(move(store, ids.at(0), 2));
    QCOMPARE(models(store), (QStringList{u"d"_s, u"b"_s, u"a"_s, u"c"_s}));
    QVERIFY(move(store, ids.at(3), 1000));
    QCOMPARE(models(store), (QStringList{u"b"_s, u"a"_s, u"c"_s, u"d"_s}));
    // A place that became free in the middle is no trouble.
    QVERIFY(waited([&](auto done) { store.remove(ids.at(0), std::move(done)); }));
    QVERIFY(move(store, ids.at(3), 0));
    QVERIFY(add(store, mapping(u"e"_s, u"x"_s)));
    QCOMPARE(models(store), (QStringList{u"d"_s, u"b"_s, u"c"_s, u"e"_s}));
    QCOMPARE(move(store, 99, 0).error().kind, ErrorKind::NotFound);
}

void RuleStoreTest::wrongOnesChangeNothing()
{
    const ClientDatabase shared;
    RuleStore store(shared.database());
    const QSignalSpy changes(&store, &RuleStore::changed);
    const auto added = add(store, mapping(u"a b"_s, u"x"_s));
    QVERIFY(!added);
    QCOMPARE(added.error().kind, ErrorKind::InvalidInput);
    const auto removed = waited([&](auto done) { store.remove(1, std::move(done)); });
    QCOMPARE(removed.error().kind, ErrorKind::NotFound);
    QVERIFY(removed.error().cause.contains(u'1'));
    QVERIFY(store.rules().isEmpty());
    QCOMPARE(changes.size(), 0);
    QCOMPARE(shared.text(u"SELECT count(*) FROM endpoint_rules"_s), u"0"_s);
}

void RuleStoreTest::anotherProcessSeesThem()
{
    const ClientDatabase shared;
    const auto elsewhere = shared.open();
    RuleStore store(shared.database());
    RuleStore other(*elsewhere);
    QVERIFY(store.load());
    QVERIFY(other.load());
    QVERIFY(add(other, mapping(u"a"_s, u"x"_s)));
    QVERIFY(store.rules().isEmpty());
    const QSignalSpy changes(&store, &RuleStore::changed);
    store.reload();
    QTRY_COMPARE(changes.size(), 1);
    QCOMPARE(store.rules(), other.rules());
}

void RuleStoreTest::thereIsAnEndToThem()
{
    const ClientDatabase shared;
    RuleStore store(shared.database());
    QVERIFY(shared.database().writeAtStart([](Connection& connection) -> Result<void> {
        const auto made = connection.run(
            u"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "INSERT INTO endpoint_rules (number, position, max_tokens) SELECT i, i, 1 FROM n"_s,
            {mostRules - 1});
        return made ? Result<void>() : Failure(made.error());
    }));
    QVERIFY(add(store, mapping(u"a"_s, u"x"_s)));
    QCOMPARE(store.rules().size(), mostRules);
    QCOMPARE(add(store, mapping(u"b"_s, u"x"_s)).error().kind, ErrorKind::InvalidInput);
}

QTEST_GUILESS_MAIN(RuleStoreTest)
#include "tst_rulestore.moc"
