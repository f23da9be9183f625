// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/transcript/heightindex.h"

#include <QTest>

#include <numeric>

using namespace Patchbay;

class HeightIndexTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void agreesWithAList();
    void anEmptyIndexHasNothing();
};

void HeightIndexTest::agreesWithAList()
{
    HeightIndex index;
    std::vector<int> list;
    quint32 seed = 7;
    const auto next = [&seed](int below) {
        seed = seed * 1664525u + 1013904223u;
        return static_cast<int>((seed >> 8) % static_cast<quint32>(below));
    };
    for (int step = 0; step < 4000; ++step) {
        const int height = next(50);
        const int size = static_cast<int>(list.size());
        switch (size < 3 ? 0 : next(7)) {
        case 1: {
            const int at = next(size);
            index.set(at, height);
            list[static_cast<size_t>(at)] = height;
            break;
        }
        case 2:
            index.truncate(size - 1);
            list.pop_back();
            break;
        case 3: {
            const int at = next(size + 1);
            index.insert(at, {height, height + 1});
            list.insert(list.begin() + at, {height, height + 1});
            break;
        }
        case 4: {
            const int at = next(size - 1);
            index.remove(at, 2);
            list.erase(list.begin() + at, list.begin() + at + 2);
            break;
        }
        default:
            index.append(height);
            list.push_back(height);
        }
        QCOMPARE(index.count(), static_cast<int>(list.size()));
        QCOMPARE(index.total(), std::accumulate(list.begin(), list.end(), qint64(0)));
        if (list.empty())
            continue;
        const int at = next(static_cast<int>(list.size()));
        const qint64 top = std::accumulate(list.begin(), list.begin() + at, qint64(0));
        QCOMPARE(index.top(at), top);
        if (list[static_cast<size_t>(at)] > 0) {
            QCOMPARE(index.indexAt(top), at);
            QCOMPARE(index.indexAt(top + list[static_cast<size_t>(at)] - 1), at);
        }
    }
    QCOMPARE(index.indexAt(index.total() + 1000), index.count() - 1);
}

void HeightIndexTest::anEmptyIndexHasNothing()
{
    HeightIndex index;
    QCOMPARE(index.indexAt(5), -1);
    QCOMPARE(index.total(), qint64(0));
    index.assign({1, 2, 3});
    QCOMPARE(index.indexAt(-4), 0);
    QCOMPARE(index.top(2), qint64(3));
}

QTEST_GUILESS_MAIN(HeightIndexTest)
#include "tst_heightindex.moc"
