// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonDocument>

namespace Patchbay {

Result<QJsonObject> parseJsonObject(QByteArrayView bytes)
{
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(bytes.toByteArray(), &parseError);
    if (parseError.error != QJsonParseError::NoError) {
        return fail(
            ErrorKind::InvalidInput, QCoreApplication::translate("Json", "This is not valid JSON"),
            {},
            QStringLiteral("%1 at byte %2").arg(parseError.errorString()).arg(parseError.offset));
    }
    if (!document.isObject()) {
        return fail(ErrorKind::InvalidInput,
                    QCoreApplication::translate("Json", "A JSON object was expected"));
    }
    return document.object();
}

QByteArray compactJson(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonValue jsonTime(qint64 utcMs)
{
    if (utcMs == 0)
        return QJsonValue::Null;
    return QDateTime::fromMSecsSinceEpoch(utcMs, Qt::UTC).toString(Qt::ISODate);
}

} // namespace Patchbay
