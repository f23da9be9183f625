// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/claudequestion.h"

#include "base/json.h"

#include <QCoreApplication>
#include <QCryptographicHash>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

struct ClaudeQuestionText
{
    Q_DECLARE_TR_FUNCTIONS(ClaudeQuestionText)
};

Failure cannot(QString cause, QString nextStep)
{
    return Failure(
        Error{ErrorKind::InvalidRequest, std::move(cause), std::move(nextStep), {}, {}, 400});
}

QString systemOf(const MessagesRequest& request)
{
    if (!request.system.isEmpty())
        return request.system;
    return plainText(contentFromJson(request.extra.value("system"_L1)));
}

ContentBlock withoutCacheMark(const ContentBlock& block)
{
    QJsonObject json = block.json();
    json.remove("cache_control"_L1);
    if (block.type() == "text"_L1)
        json.remove("citations"_L1);
    return ContentBlock(json);
}

QList<ContentBlock> contentFor(const MessageParam& message)
{
    QList<ContentBlock> content;
    if (message.role == Role::System)
        content.append(ContentBlock::text(u"[System message]"_s));
    for (const ContentBlock& block : message.content) {
        const bool isEmpty = block.type() == "text"_L1 && block.text().trimmed().isEmpty();
        if (!block.isThinking() && !isEmpty)
            content.append(withoutCacheMark(block));
    }
    return content;
}

bool isOfTools(const ContentBlock& block)
{
    const QString type = block.type();
    return type.endsWith("tool_use"_L1) || type.endsWith("tool_result"_L1);
}

QByteArray line(const QJsonObject& object)
{
    return compactJson(object) + '\n';
}

QJsonObject messageLine(const MessageParam& message)
{
    const QString role = message.role == Role::Assistant ? u"assistant"_s : u"user"_s;
    return {{u"type"_s, role},
            {u"message"_s, QJsonObject{{u"role"_s, role}, {u"content"_s, toJson(message.content)}}},
            {u"parent_tool_use_id"_s, QJsonValue()},
            {u"session_id"_s, QString()}};
}

} // namespace

Result<ClaudeQuestion> ClaudeQuestion::fromBody(QByteArrayView body)
{
    const auto request = MessagesRequest::fromJson(body);
    if (!request)
        return Failure(request.error());
    if (!request->extra.value("tools"_L1).toArray().isEmpty()) {
        return cannot(
            ClaudeQuestionText::tr("An account of the claude program takes no tools of others"),
            ClaudeQuestionText::tr("Use an account with an API key for requests with tools"));
    }
    ClaudeQuestion question;
    question.model = request->model;
    question.system = systemOf(*request);
    question.maxTokens = request->maxTokens;
    question.effort =
        request->extra.value("output_config"_L1).toObject().value("effort"_L1).toString();
    for (const MessageParam& message : request->messages) {
        const Role role = message.role == Role::Assistant ? Role::Assistant : Role::User;
        const QList<ContentBlock> content = contentFor(message);
        if (std::any_of(content.begin(), content.end(), isOfTools)) {
            return cannot(
                ClaudeQuestionText::tr("An account of the claude program takes no tools of others"),
                ClaudeQuestionText::tr("Use an account with an API key for requests with tools"));
        }
        if (content.isEmpty())
            continue;
        if (!question.messages.isEmpty() && question.messages.last().role == role)
            question.messages.last().content += content;
        else
            question.messages.append({role, content, {}});
    }
    if (question.messages.isEmpty() || question.messages.last().role != Role::User) {
        return cannot(
            ClaudeQuestionText::tr("An account of the claude program answers a message of the "
                                   "user's, and the request ends with none"),
            ClaudeQuestionText::tr("Use an account with an API key to have an answer continued"));
    }
    return question;
}

MessageParam ClaudeQuestion::asTranscript() const
{
    if (messages.size() == 1)
        return messages.first();
    MessageParam whole{Role::User, {}, {}};
    // In the words of the model's own language; the person does not see them.
    whole.content.append(ContentBlock::text(
        u"What follows up to <end_of_transcript/> is the transcript of our conversation so far, "
        "word for word. Take it as what we said; answer the message after it."_s));
    for (qsizetype i = 0; i + 1 < messages.size(); ++i) {
        const bool isUser = messages[i].role == Role::User;
        whole.content.append(ContentBlock::text(isUser ? u"<user_said>"_s : u"<you_said>"_s));
        whole.content += messages[i].content;
        whole.content.append(ContentBlock::text(isUser ? u"</user_said>"_s : u"</you_said>"_s));
    }
    whole.content.append(ContentBlock::text(u"<end_of_transcript/>"_s));
    whole.content += messages.last().content;
    return whole;
}

QByteArray digestOf(const MessageParam& message)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(message.role == Role::Assistant ? "a" : "u");
    QString text;
    const auto closeText = [&] {
        const QByteArray bytes = std::exchange(text, {}).trimmed().toUtf8();
        if (!bytes.isEmpty())
            hash.addData("t" + QByteArray::number(bytes.size()) + ":" + bytes);
    };
    for (const ContentBlock& block : message.content) {
        if (block.isThinking())
            continue;
        if (block.type() == "text"_L1) {
            text += block.text().trimmed() + u'\n';
            continue;
        }
        closeText();
        const QByteArray json = compactJson(withoutCacheMark(block).json());
        hash.addData("b" + QByteArray::number(json.size()) + ":" + json);
    }
    closeText();
    return hash.result();
}

namespace ClaudeLine {

QByteArray control(const QString& id, const QJsonObject& request)
{
    return line(
        {{u"type"_s, u"control_request"_s}, {u"request_id"_s, id}, {u"request"_s, request}});
}

QByteArray refusal(const QString& id)
{
    return line({{u"type"_s, u"control_response"_s},
                 {u"response"_s, QJsonObject{{u"subtype"_s, u"error"_s},
                                             {u"request_id"_s, id},
                                             {u"error"_s, u"not supported"_s}}}});
}

QByteArray question(const MessageParam& message)
{
    return line(messageLine(message));
}

QByteArray earlier(const MessageParam& message)
{
    QJsonObject object = messageLine(message);
    if (message.role == Role::User)
        object.insert("shouldQuery"_L1, false);
    return line(object);
}

} // namespace ClaudeLine

} // namespace Patchbay
