// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/accessline.h"

#include "base/logging.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestWord = 200;

// What a client made up may be anything.
QJsonValue wordOf(const QString& text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(redact(text.left(kLongestWord)));
}

} // namespace

QByteArray accessLine(const RequestRecord& record)
{
    QJsonObject line{
        {u"time"_s,
         QDateTime::fromMSecsSinceEpoch(record.cameAtMs, Qt::UTC).toString(Qt::ISODateWithMs)},
        {u"client"_s, wordOf(record.client)},
        {u"method"_s, wordOf(QString::fromLatin1(record.method))},
        {u"route"_s, QLatin1String(routeName(record.route))},
        {u"status"_s, record.status},
        {u"duration_ms"_s, record.durationMs},
        {u"bytes_in"_s, record.bytesIn},
        {u"bytes_out"_s, record.bytesOut},
        {u"request_id"_s, wordOf(QString::fromLatin1(record.requestId))},
    };
    if (record.firstByteMs >= 0)
        line.insert(u"first_byte_ms"_s, record.firstByteMs);
    if (!record.model.isEmpty())
        line.insert(u"model"_s, wordOf(record.model));
    if (!record.account.isEmpty())
        line.insert(u"account"_s, wordOf(record.account));
    if (record.usage.total() > 0) {
        line.insert(u"input_tokens"_s, record.usage.input);
        line.insert(u"output_tokens"_s, record.usage.output);
        line.insert(u"cache_read_input_tokens"_s, record.usage.cacheRead);
        line.insert(u"cache_creation_input_tokens"_s, record.usage.cacheWrite());
    }
    if (record.costMicroUsd >= 0)
        line.insert(u"cost_usd"_s, static_cast<double>(record.costMicroUsd) / 1e6);
    if (!record.errorKind.isEmpty())
        line.insert(u"error"_s, record.errorKind);
    if (record.isCached)
        line.insert(u"cached"_s, true);
    if (record.wasCut)
        line.insert(u"cut"_s, true);
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace Patchbay
