// SPDX-License-Identifier: GPL-3.0-or-later
#include "usage/claudecodelog.h"

#include <QDateTime>
#include <QJsonDocument>

namespace Patchbay::ClaudeCodeLog {

using namespace Qt::StringLiterals;

namespace {

QString keyOf(const QJsonObject& line, const QJsonObject& message)
{
    for (const QString& id :
         {message.value("id"_L1).toString(), line.value("requestId"_L1).toString(),
          line.value("uuid"_L1).toString()}) {
        if (!id.isEmpty())
            return u"claude-code:"_s + id.left(200);
    }
    return {};
}

} // namespace

Line read(const QByteArray& line)
{
    const QByteArray text = line.trimmed();
    if (text.isEmpty())
        return Other();
    if (!text.startsWith('{') || !text.endsWith('}'))
        return Broken();
    // Most of a log is what people and tools said: that needs no reading.
    if (!text.contains("\"usage\"") || !text.contains("\"assistant\""))
        return Other();
    QJsonParseError error;
    const QJsonObject object = QJsonDocument::fromJson(text, &error).object();
    if (error.error != QJsonParseError::NoError)
        return Broken();
    const QJsonObject message = object.value("message"_L1).toObject();
    const QJsonObject usage = message.value("usage"_L1).toObject();
    if (object.value("type"_L1).toString() != "assistant"_L1 || usage.isEmpty())
        return Other();
    ClaudeCodeTurn turn;
    turn.model = message.value("model"_L1).toString();
    // What the program itself put in an answer's place, such as an error.
    if (object.value("isApiErrorMessage"_L1).toBool() || turn.model == "<synthetic>"_L1)
        return Other();
    turn.usage = TokenUsage::fromJson(usage);
    if (turn.usage.total() == 0)
        return Other();
    turn.key = keyOf(object, message);
    turn.requestId = object.value("requestId"_L1).toString().left(200);
    const QDateTime at =
        QDateTime::fromString(object.value("timestamp"_L1).toString(), Qt::ISODateWithMs);
    turn.atMs = at.isValid() ? at.toMSecsSinceEpoch() : 0;
    if (turn.key.isEmpty() || turn.model.isEmpty() || turn.atMs <= 0)
        return Broken();
    return turn;
}

} // namespace Patchbay::ClaudeCodeLog
