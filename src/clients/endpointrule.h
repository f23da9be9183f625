// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <QMetaType>
#include <QString>

#include <optional>

namespace Patchbay {

/// What the user wants of requests to the endpoint: another model, shorter answers, answers from
/// the cache. Rules stand in an order; for each of the three the first that matches and says
/// something of it decides. A value.
struct EndpointRule
{
    qint64 id = 0; // 0: not stored yet
    /// The client's name, without case; empty: all.
    QString client;
    /// Of the model that is asked for; `*` stands for any letters.
    QString model = QStringLiteral("*");
    QString useModel;                   // empty: says nothing of the model
    qint64 maxTokens = 0;               // no more than these; 0: says nothing of them
    std::optional<qint64> cacheSeconds; // how old an answer may be; 0: never from the cache

    [[nodiscard]] bool isFor(QStringView clientName, QStringView askedModel) const;

    bool operator==(const EndpointRule&) const = default;
};

constexpr qint64 mostCappedTokens = 10'000'000;
constexpr qint64 mostCacheSeconds = 30LL * 24 * 3600;
constexpr qsizetype mostRules = 500;

/// Whether `text` is what `pattern` says, where `*` stands for any letters or none.
[[nodiscard]] bool matchesPattern(QStringView pattern, QStringView text);

/// The first fault as InvalidInput. Whether the client exists is not looked at: a rule may be there
/// before it, and stays after it.
[[nodiscard]] Result<void> validateRule(const EndpointRule& rule);

} // namespace Patchbay

Q_DECLARE_METATYPE(Patchbay::EndpointRule)
