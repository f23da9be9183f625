// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/oauthscript.h"

#include "simulator/scriptfields.h"

namespace Patchbay {

namespace {

Result<QJsonObject> objectAt(const QJsonValue& value, const QString& place)
{
    if (value.isObject())
        return value.toObject();
    return fail(ErrorKind::InvalidInput, ScriptText::tr("The script is wrong at %1").arg(place),
                ScriptText::tr("Write an object there"));
}

Result<OAuthPair> readPair(const QJsonValue& value, const QString& place)
{
    const auto object = objectAt(value, place);
    if (!object)
        return Failure(object.error());
    FieldReader fields(*object, place);
    QString access;
    QString refresh;
    OAuthPair pair;
    fields.read(QStringLiteral("access_token"), access);
    fields.read(QStringLiteral("refresh_token"), refresh);
    fields.read(QStringLiteral("lives_ms"), pair.livesMs, 0);
    if (access.isEmpty())
        fields.wrong(QStringLiteral("access_token"), ScriptText::tr("Write a text there"));
    if (const auto finished = fields.finish(); !finished)
        return Failure(finished.error());
    pair.access = access.toLatin1();
    pair.refresh = refresh.toLatin1();
    return pair;
}

Result<OAuthStep> readStep(const QJsonValue& value, const QString& place)
{
    const auto object = objectAt(value, place);
    if (!object)
        return Failure(object.error());
    FieldReader fields(*object, place);
    OAuthStep step;
    QString fault;
    QString location;
    fields.read(QStringLiteral("times"), step.times, 1);
    fields.read(QStringLiteral("status"), step.status, 200);
    fields.read(QStringLiteral("error"), step.error);
    fields.read(QStringLiteral("delay_ms"), step.delayMs, 0);
    fields.read(QStringLiteral("location"), location);
    fields.read(QStringLiteral("fault"), fault);
    if (step.status > 599)
        fields.wrong(QStringLiteral("status"), ScriptText::tr("Write a status from 200 to 599"));
    if (fault == QLatin1String("hang"))
        step.fault = OAuthStep::Fault::Hang;
    else if (fault == QLatin1String("lost"))
        step.fault = OAuthStep::Fault::Lost;
    else if (!fault.isEmpty())
        fields.wrong(QStringLiteral("fault"), ScriptText::tr("The faults are hang and lost"));
    if (!location.isEmpty())
        step.headers.emplaceBack("location", location.toUtf8());
    if (const auto finished = fields.finish(); !finished)
        return Failure(finished.error());
    return step;
}

template <class T>
Result<QList<T>> readList(FieldReader& fields, const QString& name,
                          Result<T> (*read)(const QJsonValue&, const QString&))
{
    const QJsonValue value = fields.value(name);
    QList<T> all;
    if (value.isUndefined())
        return all;
    if (!value.isArray())
        fields.wrong(name, ScriptText::tr("Write a list there"));
    const QJsonArray list = value.toArray();
    for (qsizetype i = 0; i < list.size(); ++i) {
        auto one = read(list.at(i), QStringLiteral("%1[%2]").arg(fields.placeOf(name)).arg(i));
        if (!one)
            return Failure(one.error());
        all.append(std::move(*one));
    }
    return all;
}

} // namespace

Result<OAuthScript> readOAuthScript(const QJsonValue& value, const QString& place)
{
    const auto object = objectAt(value, place);
    if (!object)
        return Failure(object.error());
    FieldReader fields(*object, place);
    OAuthScript script;
    fields.read(QStringLiteral("client_id"), script.clientId);
    fields.read(QStringLiteral("expires_in"), script.expiresIn, 1);
    fields.read(QStringLiteral("lives_ms"), script.livesMs, 1);
    fields.read(QStringLiteral("grace_ms"), script.graceMs, 0);
    fields.read(QStringLiteral("rotates"), script.rotates);
    fields.read(QStringLiteral("denies"), script.denies);
    auto tokens = readList<OAuthPair>(fields, QStringLiteral("tokens"), readPair);
    if (!tokens)
        return Failure(tokens.error());
    auto steps = readList<OAuthStep>(fields, QStringLiteral("steps"), readStep);
    if (!steps)
        return Failure(steps.error());
    script.tokens = std::move(*tokens);
    script.steps = std::move(*steps);
    if (const auto finished = fields.finish(); !finished)
        return Failure(finished.error());
    return script;
}

} // namespace Patchbay
