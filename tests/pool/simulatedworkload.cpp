// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulatedworkload.h"

#include "randompool.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace Patchbay::SimulatedWorkload {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 kHourMs = 3'600'000;
constexpr int kChats = 380;
constexpr int kAgentRuns = 110;
constexpr int kScripts = 10;

// How busy the hours of the day are, of 10.
constexpr std::array<int, 24> kBusy{1, 0, 0, 0,  0, 0, 1, 2, 5, 9, 10, 9,
                                    5, 7, 9, 10, 9, 7, 4, 3, 3, 3, 2,  1};

qint64 anyTime(Dice& dice)
{
    for (;;) {
        const int hour = dice.upTo(23);
        if (dice.upTo(9) < kBusy.at(size_t(hour)))
            return hour * kHourMs + dice.upTo(int(kHourMs) - 1);
    }
}

// Many small ones and a few large ones.
qint64 skewed(qint64 least, qint64 median, qint64 most, Dice& dice)
{
    const double normal =
        std::sqrt(-2 * std::log(1 - dice.fraction())) * std::cos(6.283185307 * dice.fraction());
    return std::clamp(qint64(double(median) * std::exp(0.9 * normal)), least, most);
}

struct Shape
{
    qint64 beginning; // instructions and tools
    qint64 added;     // by each turn, median
    qint64 mostAdded;
    qint64 output;
    qint64 mostOutput;
    qint64 pauseMs;
    qint64 longestPauseMs;
};

QList<Turn> turns(int count, const Shape& shape, Dice& dice)
{
    QList<Turn> turns;
    qint64 prompt = shape.beginning;
    for (int i = 0; i < count; ++i) {
        Turn turn;
        turn.afterMs =
            i == 0 ? 0 : skewed(shape.pauseMs / 8, shape.pauseMs, shape.longestPauseMs, dice);
        prompt += skewed(20, shape.added, shape.mostAdded, dice);
        turn.prompt = prompt;
        turn.output = skewed(20, shape.output, shape.mostOutput, dice);
        prompt += turn.output;
        turns.append(turn);
    }
    return turns;
}

Conversation chat(int number, Dice& dice)
{
    constexpr Shape kShape{1'800, 250, 12'000, 450, 4'000, 45'000, 40 * 60'000};
    const int model = dice.upTo(99);
    return {u"chat %1"_s.arg(number),
            RandomPool::models().at(model < 15   ? 0
                                    : model < 75 ? 1
                                                 : 2),
            {Client::Kind::Window, {}},
            anyTime(dice),
            turns(int(skewed(1, 6, 40, dice)), kShape, dice)};
}

Conversation agent(int run, int member, qint64 startsAtMs, Dice& dice)
{
    constexpr Shape kShape{14'000, 1'300, 12'000, 260, 3'000, 2'000, 60'000};
    return {u"agent %1.%2"_s.arg(run).arg(member),
            RandomPool::models().at(dice.oneIn(3) ? 2 : 1),
            {Client::Kind::Endpoint, dice.oneIn(2) ? u"editor"_s : u"agent"_s},
            startsAtMs,
            turns(int(skewed(4, 18, 40, dice)), kShape, dice)};
}

} // namespace

QList<Conversation> ofDay(quint32 seed)
{
    Dice dice(seed);
    QList<Conversation> all;
    for (int i = 0; i < kChats; ++i)
        all.append(chat(i, dice));
    for (int run = 0; run < kAgentRuns; ++run) {
        // Now and then several set out together.
        const qint64 startsAtMs = anyTime(dice);
        for (int member = dice.oneIn(4) ? 2 + dice.upTo(5) : 0; member >= 0; --member)
            all.append(agent(run, member, startsAtMs + dice.upTo(1'500), dice));
    }
    for (int script = 0; script < kScripts; ++script) {
        const qint64 startsAtMs = anyTime(dice);
        for (int i = 30 + dice.upTo(40); i > 0; --i) {
            all.append({{},
                        RandomPool::models().first(),
                        {Client::Kind::Endpoint, u"script"_s},
                        startsAtMs + dice.upTo(20'000),
                        {{0, skewed(300, 2'500, 9'000, dice), skewed(20, 180, 900, dice)}}});
        }
    }
    std::stable_sort(all.begin(), all.end(), [](const Conversation& a, const Conversation& b) {
        return a.startsAtMs < b.startsAtMs;
    });
    return all;
}

} // namespace Patchbay::SimulatedWorkload
