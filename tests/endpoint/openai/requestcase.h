// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "claude/pricetable.h"
#include "endpoint/openai/openaierror.h"
#include "endpoint/openai/translatedrequest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

namespace Patchbay {

/// With the built-in table's limits, and without caches nobody asked for.
inline TranslationRules testRules()
{
    static const PriceTable prices = PriceTable::builtIn();
    TranslationRules rules;
    rules.prices = &prices;
    rules.cachesConversations = false;
    return rules;
}

inline QJsonObject jsonObject(const QByteArray& text)
{
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(text, &error).object();
    if (error.error != QJsonParseError::NoError)
        qFatal("bad JSON in a test: %s in %s", qPrintable(error.errorString()), text.constData());
    return object;
}

inline QByteArray pretty(const QJsonObject& object)
{
    return QJsonDocument(object).toJson();
}

/// An object with the members of `more` beside its own.
inline QJsonObject joined(QJsonObject object, const QJsonObject& more)
{
    for (auto member = more.begin(); member != more.end(); ++member)
        object.insert(member.key(), member.value());
    return object;
}

} // namespace Patchbay
