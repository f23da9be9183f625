// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/script.h"

#include "simulator/oauthscript.h"
#include "simulator/scriptfields.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace Patchbay {

namespace {

const QHash<QString, ScriptFault>& faultNames()
{
    static const QHash<QString, ScriptFault> names{
        {QStringLiteral("none"), ScriptFault::None},
        {QStringLiteral("cut"), ScriptFault::Cut},
        {QStringLiteral("reset"), ScriptFault::Reset},
        {QStringLiteral("end"), ScriptFault::End},
        {QStringLiteral("hang"), ScriptFault::Hang},
        {QStringLiteral("error_event"), ScriptFault::ErrorEvent},
        {QStringLiteral("malformed"), ScriptFault::Malformed},
        {QStringLiteral("bytewise"), ScriptFault::Bytewise},
    };
    return names;
}

void readHeaders(FieldReader& fields, ScriptStep& step)
{
    const QString name = QStringLiteral("headers");
    const QJsonValue value = fields.value(name);
    if (value.isUndefined())
        return;
    if (!value.isObject())
        return fields.wrong(name, ScriptText::tr("Write an object of names and texts there"));
    const QJsonObject headers = value.toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header) {
        const QByteArray key = header.key().toLatin1();
        const QJsonValue content = header.value();
        if (content.isNull())
            step.withoutHeaders.append(key);
        else if (content.isString() || content.isDouble())
            step.headers.append({key, content.toVariant().toString().toUtf8()});
        else
            fields.wrong(name + u'.' + header.key(), ScriptText::tr("Write a text there"));
        if (step.headers.size() && (step.headers.last().second.contains('\n') || key.isEmpty()))
            fields.wrong(name + u'.' + header.key(), ScriptText::tr("Write one line there"));
    }
}

void readBody(FieldReader& fields, ScriptStep& step)
{
    const QJsonValue body = fields.value(QStringLiteral("body"));
    if (body.isObject())
        step.body = QJsonDocument(body.toObject()).toJson(QJsonDocument::Compact);
    else if (body.isArray())
        step.body = QJsonDocument(body.toArray()).toJson(QJsonDocument::Compact);
    else if (body.isString())
        step.body = body.toString().toUtf8();
    else if (!body.isUndefined())
        fields.wrong(QStringLiteral("body"), ScriptText::tr("Write an object or a text there"));
}

void readContent(FieldReader& fields, ScriptStep& step)
{
    const QJsonValue content = fields.value(QStringLiteral("content"));
    QString thinking;
    QString reply;
    qsizetype replyBytes = 0;
    fields.read(QStringLiteral("thinking"), thinking);
    fields.read(QStringLiteral("reply"), reply);
    fields.read(QStringLiteral("reply_bytes"), replyBytes, 1);
    if (!content.isUndefined()) {
        const QJsonArray blocks = content.toArray();
        for (const QJsonValue& block : blocks) {
            if (!block.toObject().value(u"type").isString())
                fields.wrong(QStringLiteral("content"), ScriptText::tr("Write blocks with a type"));
        }
        if (!content.isArray())
            fields.wrong(QStringLiteral("content"), ScriptText::tr("Write a list of blocks there"));
        step.content = blocks;
        return;
    }
    if (replyBytes > 0) {
        if (reply.isEmpty())
            reply = QStringLiteral("All work and no play. ");
        const qsizetype once = reply.size();
        if (replyBytes > 256 * 1024 * 1024)
            return fields.wrong(QStringLiteral("reply_bytes"), ScriptText::tr("At most 256 MB"));
        reply = reply.repeated(replyBytes / once + 1).left(replyBytes);
    }
    const bool hasReply = !fields.value(QStringLiteral("reply")).isUndefined() || replyBytes > 0;
    if (!hasReply && thinking.isEmpty())
        return;
    QJsonArray blocks;
    if (!thinking.isEmpty())
        blocks.append(QJsonObject{{QStringLiteral("type"), QStringLiteral("thinking")},
                                  {QStringLiteral("thinking"), thinking}});
    blocks.append(QJsonObject{{QStringLiteral("type"), QStringLiteral("text")},
                              {QStringLiteral("text"), reply}});
    step.content = blocks;
}

void readFault(FieldReader& fields, ScriptStep& step)
{
    QString name;
    fields.read(QStringLiteral("fault"), name);
    if (!name.isEmpty()) {
        const auto fault = faultNames().constFind(name);
        if (fault == faultNames().cend()) {
            fields.wrong(QStringLiteral("fault"),
                         ScriptText::tr("The faults are cut, reset, end, hang, error_event, "
                                        "malformed and bytewise"));
        } else {
            step.fault = *fault;
        }
    }
    fields.read(QStringLiteral("at_event"), step.atEvent, 0);
    fields.read(QStringLiteral("headers_first"), step.headersFirst);
    const QJsonValue error = fields.value(QStringLiteral("error"));
    if (error.isUndefined())
        return;
    FieldReader inside(error.toObject(), fields.placeOf(QStringLiteral("error")));
    inside.read(QStringLiteral("type"), step.errorType);
    inside.read(QStringLiteral("message"), step.errorMessage);
    inside.read(QStringLiteral("error_code"), step.errorCode);
    if (!error.isObject() || !inside.finish())
        fields.wrong(QStringLiteral("error"),
                     ScriptText::tr("Write an object with type, message and error_code there"));
}

Result<ScriptStep> readStep(const QJsonValue& value, const QString& place)
{
    if (!value.isObject()) {
        return fail(ErrorKind::InvalidInput, ScriptText::tr("The script is wrong at %1").arg(place),
                    ScriptText::tr("Write an object there: a step"));
    }
    ScriptStep step;
    FieldReader fields(value.toObject(), place);
    fields.read(QStringLiteral("route"), step.route);
    if (!QStringList{QStringLiteral("messages"), QStringLiteral("count_tokens"),
                     QStringLiteral("models")}
             .contains(step.route)) {
        fields.wrong(QStringLiteral("route"),
                     ScriptText::tr("The routes are messages, count_tokens and models"));
    }
    fields.read(QStringLiteral("times"), step.times, 1);
    fields.read(QStringLiteral("status"), step.status, 200);
    if (step.status > 599)
        fields.wrong(QStringLiteral("status"), ScriptText::tr("Write a status from 200 to 599"));
    readHeaders(fields, step);
    readBody(fields, step);
    readContent(fields, step);
    fields.read(QStringLiteral("stop_reason"), step.stopReason);
    fields.read(QStringLiteral("model"), step.servedModel);
    fields.read(QStringLiteral("input_tokens"), step.inputTokens, 0);
    fields.read(QStringLiteral("output_tokens"), step.outputTokens, 0);
    fields.read(QStringLiteral("thinking_tokens"), step.thinkingTokens, 0);
    fields.read(QStringLiteral("cache_read_input_tokens"), step.cacheReadTokens, 0);
    fields.read(QStringLiteral("cache_creation_input_tokens"), step.cacheWrite5mTokens, 0);
    fields.read(QStringLiteral("cache_creation_5m_input_tokens"), step.cacheWrite5mTokens, 0);
    fields.read(QStringLiteral("cache_creation_1h_input_tokens"), step.cacheWrite1hTokens, 0);
    fields.read(QStringLiteral("delay_ms"), step.delayMs, 0);
    fields.read(QStringLiteral("first_event_delay_ms"), step.firstEventDelayMs, 0);
    fields.read(QStringLiteral("events_per_second"), step.eventsPerSecond, 0);
    fields.read(QStringLiteral("piece_characters"), step.pieceCharacters, 1);
    fields.read(QStringLiteral("ping_ms"), step.pingMs, 1);
    readFault(fields, step);
    if (const auto finished = fields.finish(); !finished)
        return Failure(finished.error());
    return step;
}

Result<QList<ScriptStep>> readSteps(const QJsonValue& value, const QString& place)
{
    if (!value.isArray() || value.toArray().isEmpty()) {
        return fail(ErrorKind::InvalidInput, ScriptText::tr("The script is wrong at %1").arg(place),
                    ScriptText::tr("Write a list of at least one step there"));
    }
    QList<ScriptStep> steps;
    const QJsonArray list = value.toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        auto step = readStep(list.at(i), QStringLiteral("%1[%2]").arg(place).arg(i));
        if (!step)
            return Failure(step.error());
        steps.append(std::move(*step));
    }
    return steps;
}

void readPrices(FieldReader& fields, Script& script)
{
    const QString name = QStringLiteral("prices");
    const QJsonObject models = fields.value(name).toObject();
    for (auto model = models.begin(); model != models.end(); ++model) {
        const QString place = name + u'.' + model.key();
        FieldReader inside(model->toObject(), fields.placeOf(place));
        ScriptPrices prices;
        inside.read(QStringLiteral("input"), prices.input, 0);
        inside.read(QStringLiteral("output"), prices.output, 0);
        inside.read(QStringLiteral("cache_write_5m"), prices.cacheWrite5m, 0);
        inside.read(QStringLiteral("cache_write_1h"), prices.cacheWrite1h, 0);
        inside.read(QStringLiteral("cache_read"), prices.cacheRead, 0);
        if (!model->isObject() || !inside.finish())
            fields.wrong(place, ScriptText::tr("Write an object of prices there"));
        script.prices.insert(model.key(), prices);
    }
}

// Should a real key stand in a script by mistake, no message repeats it.
QString placeOfKey(const QString& key)
{
    return QStringLiteral("keys.") +
           (key.startsWith(QLatin1String("sk-ant-test"))
                ? key
                : QStringLiteral("…") + key.right(key.size() > 12 ? 4 : 0));
}

} // namespace

Result<Script> Script::fromJson(QByteArrayView json)
{
    QJsonParseError parseError;
    const QJsonDocument document = QJsonDocument::fromJson(json.toByteArray(), &parseError);
    if (parseError.error != QJsonParseError::NoError) {
        const QByteArrayView before =
            json.first(std::clamp<qsizetype>(parseError.offset, 0, json.size()));
        return fail(ErrorKind::InvalidInput,
                    ScriptText::tr("The script is not valid JSON in line %1")
                        .arg(std::count(before.begin(), before.end(), '\n') + 1),
                    ScriptText::tr("Mend it there"), parseError.errorString());
    }
    if (!document.isObject()) {
        return fail(ErrorKind::InvalidInput, ScriptText::tr("The script is not a JSON object"),
                    ScriptText::tr("Write an object with “keys” or “default”"));
    }
    Script script;
    FieldReader fields(document.object(), {});
    const QJsonValue keys = fields.value(QStringLiteral("keys"));
    if (!keys.isUndefined() && !keys.isObject())
        fields.wrong(QStringLiteral("keys"),
                     ScriptText::tr("Write an object of keys and steps there"));
    const QJsonObject lists = keys.toObject();
    for (auto list = lists.begin(); list != lists.end(); ++list) {
        auto steps = readSteps(list.value(), placeOfKey(list.key()));
        if (!steps)
            return Failure(steps.error());
        script.keys.insert(list.key().toUtf8(), std::move(*steps));
    }
    const QJsonValue fallback = fields.value(QStringLiteral("default"));
    if (!fallback.isUndefined()) {
        auto steps = readSteps(fallback, QStringLiteral("default"));
        if (!steps)
            return Failure(steps.error());
        script.fallback = std::move(*steps);
    }
    const QJsonArray models = fields.value(QStringLiteral("models")).toArray();
    for (const QJsonValue& model : models)
        script.models.append(model.toString());
    const QJsonObject organizations = fields.value(QStringLiteral("organizations")).toObject();
    for (auto one = organizations.begin(); one != organizations.end(); ++one)
        script.organizations.insert(one.key().toUtf8(), one.value().toString().toUtf8());
    const QJsonValue oauth = fields.value(QStringLiteral("oauth"));
    if (!oauth.isUndefined()) {
        auto read = readOAuthScript(oauth, QStringLiteral("oauth"));
        if (!read)
            return Failure(read.error());
        script.oauth = std::move(*read);
    }
    readPrices(fields, script);
    if (const auto finished = fields.finish(); !finished)
        return Failure(finished.error());
    return script;
}

} // namespace Patchbay
