// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "claude/priceedit.h"
#include "claude/tokenusage.h"

#include <QDate>
#include <QList>
#include <QString>

#include <optional>

namespace Patchbay {

/// What an answer cost, in millionths of a US dollar.
struct Cost
{
    qint64 microUsd = 0;
    bool estimated = false; // an unknown model, priced as the dearest known of its family
    QString priceVersion;   // the table's version, kept with the row
    /// What the caches spared: the price of their tokens as plain input less what they cost. Below
    /// zero where more was written than read.
    qint64 savedMicroUsd = 0;

    bool operator==(const Cost&) const = default;
};

/// Prices of models with dates (PROTOCOL 6, resources/prices.csv). Immutable; any thread.
class PriceTable final
{
public:
    /// The table that ships in resources.
    [[nodiscard]] static PriceTable builtIn();
    /// One line per model and `valid_from`; see resources/prices.csv for the columns.
    [[nodiscard]] static Result<PriceTable> fromCsv(const QByteArray& csv);

    /// Integer arithmetic, at most a billion dollars, rounded half up once at the end. A size tier
    /// applies to the whole request by its whole prompt. Nothing for a model of no known family. A
    /// date before the first price of a model takes the first.
    [[nodiscard]] std::optional<Cost> cost(const QString& model, const TokenUsage& usage,
                                           qint64 atUtcMs) const;

    /// The most a request may cost: `estimatedInput` at the 1h cache-write price, `maxTokens` of
    /// output.
    [[nodiscard]] std::optional<Cost> greatestCost(const QString& model, qint64 estimatedInput,
                                                   qint64 maxTokens, qint64 atUtcMs) const;

    /// Names the table and, after a `+`, whatever edits are in it.
    [[nodiscard]] const QString& version() const { return m_version; }

    /// This table with the user's own prices: a model takes them from the day of the first on,
    /// whatever the table has for later; large prompts, fast mode, searches, batches and regions
    /// keep the table's. A model that the table does not have becomes known.
    [[nodiscard]] PriceTable withEdits(QList<PriceEdit> edits) const;

    struct Price
    {
        QDate validFrom;
        // millionths of a US dollar per million tokens = USD per million × 10^6
        qint64 input = 0, output = 0, cacheWrite5m = 0, cacheWrite1h = 0, cacheRead = 0;
        qint64 tierThreshold = 0; // tokens of prompt above which the tier applies; 0: no tier
        qint64 tierInput = 0, tierOutput = 0, tierCacheWrite5m = 0, tierCacheWrite1h = 0,
               tierCacheRead = 0;
        qint64 fastInput = 0, fastOutput = 0, fastCacheRead = 0; // speed "fast"; 0: not offered
        qint64 webSearch = 0;                                    // millionths of a US dollar each
        qint64 batchPercent = 100, usPercent = 100;              // of the price of all tokens
    };
    struct Model
    {
        QString id;
        QList<Price> prices; // by validFrom
        qint64 contextTokens = 0;
        qint64 maxOutputTokens = 0;
        /// "active", "limited" (not open to everyone), "deprecated", "retired", or "added": known
        /// by the user's own price alone.
        QString status;
        bool retired = false;
    };
    /// What holds on that UTC day; before the first price the first.
    [[nodiscard]] static const Price& priceOf(const Model& model, const QDate& date);
    /// Exact id first, then the id without a trailing date (claude-x-y-20250929).
    [[nodiscard]] const Model* find(const QString& model) const;
    [[nodiscard]] const QList<Model>& models() const { return m_models; }

private:
    QString m_version;
    QList<Model> m_models;
};

/// The models to offer in pickers: current ones of the built-in table, dearest family last.
struct ModelInfo
{
    QString id;
    QString displayName; // "Sonnet 5.5"
    qint64 contextTokens = 0;
    qint64 maxOutputTokens = 0;
};
[[nodiscard]] QList<ModelInfo> offeredModels(const PriceTable& prices);
/// "claude-sonnet-5-5" → "Sonnet 5.5"; an id of another form is shown as it is.
[[nodiscard]] QString modelDisplayName(const QString& id);

} // namespace Patchbay
