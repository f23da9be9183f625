// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/tokenestimate.h"

#include <QJsonArray>

namespace Patchbay {

namespace {

constexpr qint64 kImageTokens = 1500;
constexpr qint64 kMessageTokens = 4; // what each turn costs beside its text

qint64 tokensOf(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::String:
        return estimateTokens(value.toString());
    case QJsonValue::Array: {
        qint64 sum = 0;
        const QJsonArray list = value.toArray();
        for (const QJsonValue& item : list)
            sum += tokensOf(item);
        return sum;
    }
    case QJsonValue::Object: {
        const QJsonObject object = value.toObject();
        const QString type = object.value(u"type").toString();
        if (type == QLatin1String("image"))
            return kImageTokens;
        if (type == QLatin1String("base64"))
            return kImageTokens + object.value(u"data").toString().size() / 64;
        qint64 sum = 0;
        for (auto field = object.begin(); field != object.end(); ++field) {
            if (field.key() != QLatin1String("type") && field.key() != QLatin1String("role") &&
                field.key() != QLatin1String("signature"))
                sum += tokensOf(field.value());
        }
        return sum;
    }
    default:
        return 1;
    }
}

} // namespace

qint64 estimateTokens(QStringView text)
{
    qint64 wide = 0;
    for (const QChar c : text)
        wide += c.unicode() >= 0x2e80 && !c.isSurrogate() ? 1 : 0;
    return wide + (text.size() - wide + 3) / 4;
}

qint64 estimatePrompt(const QJsonObject& body)
{
    const QJsonArray messages = body.value(u"messages").toArray();
    qint64 sum = tokensOf(body.value(u"system").isUndefined() ? QJsonValue(QString())
                                                              : body.value(u"system"));
    if (body.contains(u"tools"))
        sum += tokensOf(body.value(u"tools"));
    for (const QJsonValue& message : messages)
        sum += kMessageTokens + tokensOf(message.toObject().value(u"content"));
    return sum;
}

} // namespace Patchbay
