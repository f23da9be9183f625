// SPDX-License-Identifier: GPL-3.0-or-later
#include "claude/messagesrequest.h"

#include "base/json.h"

#include <QCoreApplication>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

struct MessagesRequestText
{
    Q_DECLARE_TR_FUNCTIONS(MessagesRequestText)
};

Failure bad(const QString& cause)
{
    return fail(ErrorKind::InvalidInput, cause,
                MessagesRequestText::tr("Mend the request and send it again"));
}

std::optional<Role> knownRole(const QString& name)
{
    for (const Role role : {Role::User, Role::Assistant, Role::System}) {
        if (roleName(role) == name)
            return role;
    }
    return std::nullopt;
}

Result<MessageParam> messageFromJson(const QJsonValue& value, qsizetype number)
{
    if (!value.isObject())
        return bad(
            MessagesRequestText::tr("Message %1 of the request is not an object").arg(number));
    MessageParam message;
    message.extra = value.toObject();
    const auto role = knownRole(message.extra.take("role"_L1).toString());
    if (!role)
        return bad(
            MessagesRequestText::tr("Message %1 of the request has no known role").arg(number));
    message.role = *role;
    const QJsonValue content = message.extra.take("content"_L1);
    if (!content.isString() && !content.isArray())
        return bad(MessagesRequestText::tr("Message %1 of the request has no content").arg(number));
    message.content = contentFromJson(content);
    return message;
}

QJsonObject messageToJson(const MessageParam& message)
{
    QJsonObject json = message.extra;
    json.insert("role"_L1, roleName(message.role));
    json.insert("content"_L1, toJson(message.content));
    return json;
}

} // namespace

QString roleName(Role role)
{
    switch (role) {
    case Role::User:
        return u"user"_s;
    case Role::Assistant:
        return u"assistant"_s;
    case Role::System:
        return u"system"_s;
    }
    Q_UNREACHABLE();
}

Role roleFromName(const QString& name)
{
    return knownRole(name).value_or(Role::User);
}

QByteArray MessagesRequest::toJson() const
{
    QJsonObject json = extra;
    json.insert("model"_L1, model);
    if (maxTokens > 0)
        json.insert("max_tokens"_L1, maxTokens);
    if (!system.isEmpty())
        json.insert("system"_L1, system);
    QJsonArray array;
    for (const MessageParam& message : messages)
        array.append(messageToJson(message));
    json.insert("messages"_L1, array);
    if (stream)
        json.insert("stream"_L1, true);
    return compactJson(json);
}

Result<MessagesRequest> MessagesRequest::fromJson(QByteArrayView body)
{
    auto object = parseJsonObject(body);
    if (!object)
        return Failure(object.error());

    MessagesRequest request;
    request.extra = *std::move(object);
    request.model = request.extra.take("model"_L1).toString();
    if (request.model.isEmpty())
        return bad(MessagesRequestText::tr("The request names no model"));

    const QJsonValue maxTokens = request.extra.value("max_tokens"_L1);
    if (!maxTokens.isUndefined() && maxTokens.toInteger(-1) < 0)
        return bad(MessagesRequestText::tr("“%1” of the request is not a whole number")
                       .arg("max_tokens"_L1));
    // An explicit 0 (warm the cache, answer nothing) stays where it was.
    if (maxTokens.toInteger() > 0) {
        request.maxTokens = maxTokens.toInteger();
        request.extra.remove("max_tokens"_L1);
    }

    const QJsonValue stream = request.extra.take("stream"_L1);
    if (!stream.isUndefined() && !stream.isBool())
        return bad(MessagesRequestText::tr("“%1” of the request is neither true nor false")
                       .arg("stream"_L1));
    request.stream = stream.toBool(false);

    if (request.extra.value("system"_L1).isString())
        request.system = request.extra.take("system"_L1).toString();

    const QJsonValue messages = request.extra.take("messages"_L1);
    if (!messages.isArray())
        return bad(MessagesRequestText::tr("The request has no messages"));
    const QJsonArray array = messages.toArray();
    request.messages.reserve(array.size());
    for (qsizetype i = 0; i < array.size(); ++i) {
        auto message = messageFromJson(array.at(i), i + 1);
        if (!message)
            return Failure(message.error());
        request.messages.append(*std::move(message));
    }
    return request;
}

} // namespace Patchbay
