// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/responsecache.h"

#include <QTest>

using namespace Patchbay;
using namespace Qt::StringLiterals;

class ResponseCacheTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesWhatItGot();
    void answersGrowOld();
    void keepsNoMoreThanItMay();
    void theOneUsedLongestAgoGoesFirst();
    void aNewerTakesThePlaceOfAnOlder();

private:
    static CachedAnswer answer(const QByteArray& body)
    {
        CachedAnswer made;
        made.body = body;
        return made;
    }
};

void ResponseCacheTest::givesWhatItGot()
{
    ResponseCache cache;
    QVERIFY(!cache.find("a", 1000, 0));
    CachedAnswer wanted = answer("hello");
    wanted.contentType = "text/plain";
    wanted.headers.emplaceBack("request-id", "req_1");
    wanted.model = u"m"_s;
    cache.keep("a", 1000, 5, wanted);
    const auto hit = cache.find("a", 1000, 105);
    QVERIFY(hit);
    QCOMPARE(hit->ageMs, 100);
    QCOMPARE(hit->answer->body, wanted.body);
    QCOMPARE(hit->answer->contentType, wanted.contentType);
    QCOMPARE(hit->answer->headers, wanted.headers);
    QCOMPARE(hit->answer->model, wanted.model);
    QVERIFY(!cache.find("b", 1000, 105));
}

void ResponseCacheTest::answersGrowOld()
{
    ResponseCache cache;
    cache.keep("a", 1000, 0, answer("x"));
    QVERIFY(cache.find("a", 5000, 999));
    // Not as old as it may become, yet older than this one wants it.
    QVERIFY(!cache.find("a", 500, 500));
    QVERIFY(cache.find("a", 501, 500));
    QVERIFY(!cache.find("a", 5000, 1000));
    QCOMPARE(cache.size(), 0);
    QCOMPARE(cache.bytes(), 0);
    cache.keep("a", 0, 0, answer("x"));
    QCOMPARE(cache.size(), 0);
}

void ResponseCacheTest::keepsNoMoreThanItMay()
{
    ResponseCache cache({20'000, 10, 5'000});
    cache.keep("large", 1000, 0, answer(QByteArray(5'001, 'x')));
    QCOMPARE(cache.size(), 0);
    for (int i = 0; i < 100; ++i) {
        cache.keep(QByteArray::number(i), 1000, 0, answer(QByteArray(10, 'x')));
        QVERIFY(cache.size() <= 10);
    }
    QCOMPARE(cache.size(), 10);
    for (int i = 0; i < 100; ++i) {
        cache.keep("l" + QByteArray::number(i), 1000, 0, answer(QByteArray(5'000, 'x')));
        QVERIFY(cache.bytes() <= 20'000);
    }
    QCOMPARE(cache.size(), 3);
    QVERIFY(cache.find("l99", 1000, 0));
    QVERIFY(cache.find("l97", 1000, 0));
    QVERIFY(!cache.find("l96", 1000, 0));
}

void ResponseCacheTest::theOneUsedLongestAgoGoesFirst()
{
    ResponseCache cache({1'000'000, 3, 1'000});
    for (const char* key : {"a", "b", "c"})
        cache.keep(key, 1000, 0, answer(key));
    QVERIFY(cache.find("a", 1000, 1));
    cache.keep("d", 1000, 2, answer("d"));
    QVERIFY(cache.find("a", 1000, 3));
    QVERIFY(!cache.find("b", 1000, 3));
    QVERIFY(cache.find("c", 1000, 3));
    QVERIFY(cache.find("d", 1000, 3));
}

void ResponseCacheTest::aNewerTakesThePlaceOfAnOlder()
{
    ResponseCache cache;
    cache.keep("a", 1000, 0, answer(QByteArray(1'000, 'x')));
    const auto held = cache.find("a", 1000, 1);
    const qint64 before = cache.bytes();
    cache.keep("a", 1000, 100, answer("new"));
    QCOMPARE(cache.size(), 1);
    QVERIFY(cache.bytes() < before);
    QCOMPARE(cache.find("a", 1000, 100)->answer->body, QByteArray("new"));
    QCOMPARE(cache.find("a", 1000, 100)->ageMs, 0);
    QCOMPARE(held->answer->body.size(), 1'000); // whoever got it has it
    // One that is too large is none; the older answer is not given either.
    cache.keep("a", 1000, 100, answer(QByteArray(cache.limits().answerBytes + 1, 'x')));
    QCOMPARE(cache.size(), 0);
    QCOMPARE(cache.bytes(), 0);
}

QTEST_GUILESS_MAIN(ResponseCacheTest)
#include "tst_responsecache.moc"
