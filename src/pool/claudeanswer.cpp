// SPDX-License-Identifier: GPL-3.0-or-later
#include "pool/claudeanswer.h"

#include "base/json.h"

#include <QJsonArray>

#include <algorithm>
#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

struct StatusOfWord
{
    QLatin1StringView word;
    int status;
};

// The program's words for what failed, where it tells no status (PROTOCOL 5.8).
int statusOfWord(const QString& word)
{
    static constexpr std::array<StatusOfWord, 11> words{{{"authentication_failed"_L1, 401},
                                                         {"cloud_credential_error"_L1, 401},
                                                         {"billing_error"_L1, 402},
                                                         {"oauth_org_not_allowed"_L1, 403},
                                                         {"account_on_hold"_L1, 403},
                                                         {"verification_required"_L1, 403},
                                                         {"model_not_found"_L1, 404},
                                                         {"rate_limit"_L1, 429},
                                                         {"overloaded"_L1, 529},
                                                         {"invalid_request"_L1, 400},
                                                         {"max_output_tokens"_L1, 400}}};
    const auto* found = std::find_if(words.begin(), words.end(),
                                     [&word](const StatusOfWord& row) { return row.word == word; });
    return found == words.end() ? 500 : found->status;
}

QString typeOfStatus(int status)
{
    switch (status) {
    case 401:
        return u"authentication_error"_s;
    case 402:
        return u"billing_error"_s;
    case 403:
        return u"permission_error"_s;
    case 404:
        return u"not_found_error"_s;
    case 413:
        return u"request_too_large"_s;
    case 429:
        return u"rate_limit_error"_s;
    case 529:
        return u"overloaded_error"_s;
    default:
        return status < 500 ? u"invalid_request_error"_s : u"api_error"_s;
    }
}

qint64 difference(qint64 now, qint64 before)
{
    return std::max<qint64>(0, now - before);
}

void add(TokenUsage& sum, const TokenUsage& now, const TokenUsage& before)
{
    sum.input += difference(now.input, before.input);
    sum.output += difference(now.output, before.output);
    sum.cacheRead += difference(now.cacheRead, before.cacheRead);
    sum.cacheWrite5m += difference(now.cacheWrite5m, before.cacheWrite5m);
    sum.cacheWrite1h += difference(now.cacheWrite1h, before.cacheWrite1h);
    sum.thinking += difference(now.thinking, before.thinking);
    sum.webSearches += difference(now.webSearches, before.webSearches);
}

} // namespace

ClaudeUse useOf(const QJsonObject& modelUsage)
{
    ClaudeUse use;
    for (auto model = modelUsage.begin(); model != modelUsage.end(); ++model) {
        const QJsonObject told = model.value().toObject();
        const auto number = [&told](QLatin1StringView name) {
            return std::max<qint64>(0, told.value(name).toInteger());
        };
        TokenUsage usage;
        usage.input = number("inputTokens"_L1);
        usage.output = number("outputTokens"_L1);
        usage.cacheRead = number("cacheReadInputTokens"_L1);
        usage.cacheWrite1h = number("cacheCreationEphemeral1hInputTokens"_L1);
        usage.cacheWrite5m = difference(number("cacheCreationInputTokens"_L1), usage.cacheWrite1h);
        usage.thinking = number("thinkingTokens"_L1);
        usage.webSearches = number("webSearchRequests"_L1);
        use.insert(model.key(), usage);
    }
    return use;
}

void ClaudeAnswer::take(const QJsonObject& line)
{
    if (m_isOver)
        return;
    const QString type = line.value("type"_L1).toString();
    // What a helper of the program's says is not the answer.
    const bool isOurs = !line.value("parent_tool_use_id"_L1).isString();
    if (type == "stream_event"_L1 && isOurs)
        takeEvent(line.value("event"_L1).toObject());
    else if (type == "assistant"_L1 && isOurs)
        takeMessage(line);
    else if (type == "rate_limit_event"_L1)
        m_limits.takeEvent(line.value("rate_limit_info"_L1).toObject());
    else if (type == "result"_L1)
        takeResult(line);
}

void ClaudeAnswer::takeEvent(const QJsonObject& event)
{
    const QString type = event.value("type"_L1).toString();
    if (m_hasStopped) {
        // After max_tokens, say, it would ask for more.
        m_goesTooFar = m_goesTooFar || type == "message_start"_L1;
        return;
    }
    if (type == "message_start"_L1) {
        if (!m_start.isEmpty())
            return;
        m_start = event.value("message"_L1).toObject();
        // A message in one piece may still fail with a status of its own.
        if (m_stream)
            tell(200, "text/event-stream");
    } else if (type == "message_delta"_L1) {
        m_end = event;
        return;
    } else if (type == "message_stop"_L1) {
        // One without a reason ends what broke off: the result tells why.
        m_hasStopped = m_end.value("delta"_L1).toObject().value("stop_reason"_L1).isString();
        return;
    }
    writeEvent(event);
}

void ClaudeAnswer::takeMessage(const QJsonObject& line)
{
    if (m_hasStopped && m_goesTooFar)
        return;
    const QJsonObject message = line.value("message"_L1).toObject();
    if (line.value("is_api_error_message"_L1).toBool() || line.contains("error"_L1)) {
        m_error = line;
    } else if (message.value("id"_L1) == m_start.value("id"_L1)) {
        // One line for each block.
        for (const QJsonValue& block : message.value("content"_L1).toArray())
            m_content.append(block);
    }
    if (const QString id = line.value("request_id"_L1).toString(); !id.isEmpty())
        m_requestId = id;
}

TokenUsage ClaudeAnswer::useOfTurn(const ClaudeUse& now) const
{
    TokenUsage sum;
    for (auto model = now.begin(); model != now.end(); ++model)
        add(sum, model.value(), m_used.value(model.key()));
    return sum;
}

void ClaudeAnswer::takeResult(const QJsonObject& result)
{
    m_isOver = true;
    const ClaudeUse now = useOf(result.value("modelUsage"_L1).toObject());
    const TokenUsage used = useOfTurn(now);
    m_used = now;
    if (m_hasStopped) {
        finish(used);
        m_isClean = !m_goesTooFar && !result.value("is_error"_L1).toBool();
    } else {
        fail(result);
    }
}

void ClaudeAnswer::finish(const TokenUsage& used)
{
    m_message.content = contentFromJson(m_content);
    QJsonObject usage = m_end.value("usage"_L1).toObject();
    if (used.total() > 0) {
        const QJsonObject counted = used.toJson();
        for (auto number = counted.begin(); number != counted.end(); ++number)
            usage.insert(number.key(), number.value());
    }
    if (m_stream) {
        m_end.insert("usage"_L1, usage);
        writeEvent(m_end);
        writeEvent({{u"type"_s, u"message_stop"_s}});
        return;
    }
    tell(200, "application/json");
    QJsonObject whole = m_start;
    const QJsonObject delta = m_end.value("delta"_L1).toObject();
    for (auto field = delta.begin(); field != delta.end(); ++field)
        whole.insert(field.key(), field.value());
    QJsonObject first = m_start.value("usage"_L1).toObject();
    for (auto number = usage.begin(); number != usage.end(); ++number)
        first.insert(number.key(), number.value());
    whole.insert("usage"_L1, first);
    whole.insert("content"_L1, m_content);
    m_bytes = compactJson(whole);
}

void ClaudeAnswer::fail(const QJsonObject& result)
{
    const auto told = [&](QLatin1StringView name) {
        const QJsonValue value = m_error.value(name);
        return value.isUndefined() || value.isNull() ? result.value(name) : value;
    };
    int status = told("api_error_status"_L1).toInt();
    if (status < 400)
        status = statusOfWord(m_error.value("error"_L1).toString());
    QString type = told("api_error_type"_L1).toString();
    if (type.isEmpty())
        type = typeOfStatus(status);
    QString message = result.value("result"_L1).toString();
    for (const QJsonValue& block :
         m_error.value("message"_L1).toObject().value("content"_L1).toArray())
        message = block.toObject().value("text"_L1).toString(message);
    QJsonObject error{{u"type"_s, type}, {u"message"_s, message}};
    QString code = told("api_error_code"_L1).toString();
    if (code.isEmpty() && m_error.value("error"_L1) == "account_on_hold"_L1)
        code = u"organization_on_hold"_s;
    if (!code.isEmpty())
        error.insert("details"_L1, QJsonObject{{u"error_code"_s, code}});
    const QJsonObject body{{u"type"_s, u"error"_s}, {u"error"_s, error}};
    if (!m_hasHead) {
        tell(status, "application/json");
        if (!m_requestId.isEmpty())
            m_head->headers.emplaceBack("request-id", m_requestId.toLatin1());
        m_head->headers += m_limits.headers();
        m_bytes = compactJson(body);
    } else {
        writeEvent(body);
    }
}

void ClaudeAnswer::tell(int status, const QByteArray& contentType)
{
    m_hasHead = true;
    m_head = ResponseHead{status, {{"content-type", contentType}}};
}

void ClaudeAnswer::writeEvent(const QJsonObject& event)
{
    if (!m_stream)
        return;
    m_bytes += "event: " + event.value("type"_L1).toString().toUtf8() +
               "\ndata: " + compactJson(event) + "\n\n";
}

} // namespace Patchbay
