// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/pricetable.h"

#include "claude/modelfamily.h"

#include <QDateTime>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

// Tokens × price does not fit 64 bits for every number a server could send.
__extension__ using Wide = __int128;

// A billion dollars: more is a fault, and sums over rows must not overflow.
constexpr qint64 kMostMicroUsd = 1'000'000'000'000'000;

// The five prices of one request, with what its size and speed make of them.
struct Rates
{
    qint64 input, output, cacheWrite5m, cacheWrite1h, cacheRead;
};

Rates ratesOf(const PriceTable::Price& price, const TokenUsage& usage)
{
    if (usage.fast && price.fastInput > 0) {
        // Cache multipliers go on top of the fast input price.
        return {price.fastInput, price.fastOutput, price.fastInput * 5 / 4, price.fastInput * 2,
                price.fastCacheRead};
    }
    if (price.tierThreshold > 0 && usage.prompt() > price.tierThreshold) {
        return {price.tierInput, price.tierOutput, price.tierCacheWrite5m, price.tierCacheWrite1h,
                price.tierCacheRead};
    }
    return {price.input, price.output, price.cacheWrite5m, price.cacheWrite1h, price.cacheRead};
}

Wide product(qint64 tokens, qint64 price)
{
    return static_cast<Wide>(std::max<qint64>(tokens, 0)) * price;
}

// A sum of tokens times prices, in micro-dollars.
Wide rounded(Wide sum, const PriceTable::Price& price, const TokenUsage& usage)
{
    sum *= usage.batch ? price.batchPercent : 100;
    sum *= usage.usOnly ? price.usPercent : 100;
    constexpr Wide kUnit = static_cast<Wide>(1'000'000) * 100 * 100;
    return (sum + (sum < 0 ? -kUnit / 2 : kUnit / 2)) / kUnit;
}

qint64 savedMicroUsd(const PriceTable::Price& price, const TokenUsage& usage)
{
    const Rates rates = ratesOf(price, usage);
    const Wide sum = product(usage.cacheRead, rates.input - rates.cacheRead) -
                     product(usage.cacheWrite5m, rates.cacheWrite5m - rates.input) -
                     product(usage.cacheWrite1h, rates.cacheWrite1h - rates.input);
    return static_cast<qint64>(
        std::clamp<Wide>(rounded(sum, price, usage), -kMostMicroUsd, kMostMicroUsd));
}

qint64 microUsd(const PriceTable::Price& price, const TokenUsage& usage)
{
    const Rates rates = ratesOf(price, usage);
    const Wide sum = product(usage.input, rates.input) + product(usage.output, rates.output) +
                     product(usage.cacheWrite5m, rates.cacheWrite5m) +
                     product(usage.cacheWrite1h, rates.cacheWrite1h) +
                     product(usage.cacheRead, rates.cacheRead);
    const Wide total = rounded(sum, price, usage) + product(usage.webSearches, price.webSearch);
    return static_cast<qint64>(std::min<Wide>(total, kMostMicroUsd));
}

} // namespace

PriceTable PriceTable::builtIn()
{
    QFile file(u":/prices/prices.csv"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return fromCsv(file.readAll()).value_or(PriceTable());
}

const PriceTable::Price& PriceTable::priceOf(const Model& model, const QDate& date)
{
    const Price* price = &model.prices.first();
    for (const Price& next : model.prices) {
        if (next.validFrom <= date)
            price = &next;
    }
    return *price;
}

const PriceTable::Model* PriceTable::find(const QString& model) const
{
    const auto exact = [this](const QString& id) -> const Model* {
        const auto found = std::find_if(m_models.begin(), m_models.end(),
                                        [&](const Model& known) { return known.id == id; });
        return found == m_models.end() ? nullptr : &*found;
    };
    if (const Model* found = exact(model))
        return found;
    static const QRegularExpression date(u"[-@]20\\d{6}$"_s);
    QString undated = model;
    undated.remove(date);
    return undated == model ? nullptr : exact(undated);
}

std::optional<Cost> PriceTable::cost(const QString& model, const TokenUsage& usage,
                                     qint64 atUtcMs) const
{
    const QDate date = QDateTime::fromMSecsSinceEpoch(atUtcMs, Qt::UTC).date();
    const auto costAt = [&](const Price& price, bool estimated) {
        return Cost{microUsd(price, usage), estimated, m_version, savedMicroUsd(price, usage)};
    };
    if (const Model* known = find(model))
        return costAt(priceOf(*known, date), false);

    const int family = modelFamilyRank(model);
    std::optional<Cost> dearest;
    for (const Model& known : m_models) {
        if (family < 0 || modelFamilyRank(known.id) != family)
            continue;
        const Cost cost = costAt(priceOf(known, date), true);
        if (!dearest || cost.microUsd > dearest->microUsd)
            dearest = cost;
    }
    return dearest;
}

std::optional<Cost> PriceTable::greatestCost(const QString& model, qint64 estimatedInput,
                                             qint64 maxTokens, qint64 atUtcMs) const
{
    TokenUsage usage;
    usage.cacheWrite1h = estimatedInput; // the dearer of the two
    usage.output = maxTokens;
    return cost(model, usage, atUtcMs);
}

QList<ModelInfo> offeredModels(const PriceTable& prices)
{
    QList<const PriceTable::Model*> models;
    for (const PriceTable::Model& model : prices.models()) {
        if (model.status == "active"_L1)
            models.append(&model);
    }
    std::sort(models.begin(), models.end(),
              [](const PriceTable::Model* a, const PriceTable::Model* b) {
                  const int familyA = modelFamilyRank(a->id);
                  const int familyB = modelFamilyRank(b->id);
                  if (familyA != familyB)
                      return familyA < familyB;
                  return std::pair(a->prices.first().validFrom, a->id) >
                         std::pair(b->prices.first().validFrom, b->id);
              });
    QList<ModelInfo> offered;
    for (const PriceTable::Model* model : models)
        offered.append(
            {model->id, modelDisplayName(model->id), model->contextTokens, model->maxOutputTokens});
    return offered;
}

QString modelDisplayName(const QString& id)
{
    static const QRegularExpression newer(
        u"^claude-([a-z]+)-(\\d{1,2})(?:-(\\d{1,2}))?(?:-20\\d{6})?$"_s);
    static const QRegularExpression older(
        u"^claude-(\\d{1,2})(?:-(\\d{1,2}))?-([a-z]+)(?:-20\\d{6})?$"_s);
    QString name, major, minor;
    if (const auto match = newer.match(id); match.hasMatch()) {
        name = match.captured(1);
        major = match.captured(2);
        minor = match.captured(3);
    } else if (const auto match2 = older.match(id); match2.hasMatch()) {
        major = match2.captured(1);
        minor = match2.captured(2);
        name = match2.captured(3);
    } else {
        return id;
    }
    name[0] = name.at(0).toUpper();
    return name + u' ' + major + (minor.isEmpty() ? QString() : u'.' + minor);
}

} // namespace Patchbay
