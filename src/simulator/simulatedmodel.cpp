// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/simulatedmodel.h"

#include "base/json.h"
#include "simulator/demoanswers.h"
#include "simulator/modeltable.h"
#include "simulator/tokenestimate.h"

#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

namespace Patchbay {

namespace {

constexpr int kDemoDelayMs = 350;
constexpr double kDemoEventsPerSecond = 60;

QJsonObject textBlock(const QString& text)
{
    return {{QStringLiteral("type"), QStringLiteral("text")}, {QStringLiteral("text"), text}};
}

QJsonObject thinkingBlock(const QString& thinking, const QByteArray& signature)
{
    return {{QStringLiteral("type"), QStringLiteral("thinking")},
            {QStringLiteral("thinking"), thinking},
            {QStringLiteral("signature"), QString::fromLatin1(signature.toBase64())}};
}

// Above 0 for the smallest text, so that an answer is never free.
qint64 tokensOfText(const QString& text)
{
    return text.isEmpty() ? 0 : std::max<qint64>(1, estimateTokens(text));
}

void estimateOutput(SimulatedMessage& message)
{
    qint64 said = 0;
    qint64 thought = 0;
    for (const QJsonValue& value : std::as_const(message.content)) {
        const QJsonObject block = value.toObject();
        thought += tokensOfText(block.value(u"thinking").toString());
        said += tokensOfText(block.value(u"text").toString());
        if (block.contains(u"input"))
            said += tokensOfText(QString::fromUtf8(compactJson(block.value(u"input").toObject())));
    }
    message.thinkingTokens = thought;
    message.outputTokens = thought + said;
}

QString firstTokens(const QString& text, qint64 tokens)
{
    qsizetype end = 0;
    for (qsizetype step = text.size(); step > 0; step /= 2) {
        while (end + step <= text.size() &&
               estimateTokens(QStringView(text).first(end + step)) <= tokens)
            end += step;
    }
    if (end > 0 && end < text.size() && text.at(end).isLowSurrogate())
        --end;
    return text.left(end);
}

void stopWhereAsked(const QJsonObject& body, QString& text, SimulatedMessage& message)
{
    const QJsonArray sequences = body.value(u"stop_sequences").toArray();
    qsizetype end = text.size();
    for (const QJsonValue& value : sequences) {
        const QString sequence = value.toString();
        const qsizetype at = sequence.isEmpty() ? -1 : text.indexOf(sequence);
        if (at >= 0 && at < end) {
            end = at;
            message.stopReason = QStringLiteral("stop_sequence");
            message.stopSequence = sequence;
        }
    }
    text.truncate(end);
    const qint64 most = body.value(u"max_tokens").toInteger();
    if (estimateTokens(text) > most) {
        text = firstTokens(text, most);
        message.stopReason = QStringLiteral("max_tokens");
        message.stopSequence.clear();
    }
}

} // namespace

SimulatedMessage messageOfDemo(const QJsonObject& body)
{
    SimulatedMessage message;
    message.id = madeUpId("msg_");
    message.model = body.value(u"model").toString();
    message.inputTokens = estimatePrompt(body);
    DemoAnswer answer = demoAnswer(body);
    stopWhereAsked(body, answer.text, message);
    const QJsonObject thinking = body.value(u"thinking").toObject();
    const QString type = thinking.value(u"type").toString();
    if (type == QLatin1String("adaptive") || type == QLatin1String("enabled")) {
        const ModelRow* const model = findModel(message.model);
        const QString display =
            thinking.value(u"display")
                .toString(model && !model->showsThinkingUnasked() ? QStringLiteral("omitted")
                                                                  : QStringLiteral("summarized"));
        const bool shown = display != QLatin1String("omitted");
        message.content.append(thinkingBlock(shown ? answer.thinking : QString(), message.id));
    }
    if (!answer.text.isEmpty())
        message.content.append(textBlock(answer.text));
    if (body.value(u"max_tokens").toInteger() == 0)
        message.content = {};
    estimateOutput(message);
    return message;
}

SimulatedMessage messageOfStep(const ScriptStep& step, const QJsonObject& body)
{
    SimulatedMessage message;
    if (step.content) {
        message.id = madeUpId("msg_");
        message.model = body.value(u"model").toString();
        message.content = *step.content;
        message.inputTokens = step.inputTokens >= 0 ? 0 : estimatePrompt(body);
        for (const QJsonValue& block : *step.content) {
            if (block.toObject().value(u"type").toString() == QLatin1String("tool_use"))
                message.stopReason = QStringLiteral("tool_use");
        }
        estimateOutput(message);
    } else {
        message = messageOfDemo(body);
    }
    if (!step.servedModel.isEmpty())
        message.model = step.servedModel;
    if (!step.stopReason.isEmpty())
        message.stopReason = step.stopReason;
    if (step.inputTokens >= 0)
        message.inputTokens = step.inputTokens;
    if (step.outputTokens >= 0)
        message.outputTokens = step.outputTokens;
    if (step.thinkingTokens >= 0)
        message.thinkingTokens = step.thinkingTokens;
    message.thinkingTokens = std::min(message.thinkingTokens, message.outputTokens);
    message.cacheReadTokens = step.cacheReadTokens;
    message.cacheWrite5mTokens = step.cacheWrite5mTokens;
    message.cacheWrite1hTokens = step.cacheWrite1hTokens;
    message.pieceCharacters = step.pieceCharacters;
    return message;
}

AnswerManner mannerOfStep(const ScriptStep& step)
{
    AnswerManner manner;
    manner.delayMs = step.delayMs;
    manner.firstEventDelayMs = step.firstEventDelayMs;
    manner.eventsPerSecond = step.eventsPerSecond;
    manner.pingMs = step.pingMs;
    manner.fault = step.fault;
    manner.atEvent = step.atEvent;
    manner.headersFirst = step.headersFirst;
    if (!step.errorType.isEmpty()) {
        manner.errorType = step.errorType;
        manner.errorMessage = errorMessageOf(statusOfErrorType(step.errorType));
    }
    if (!step.errorMessage.isEmpty())
        manner.errorMessage = step.errorMessage;
    manner.errorCode = step.errorCode;
    return manner;
}

AnswerManner mannerOfDemo()
{
    AnswerManner manner;
    manner.delayMs = kDemoDelayMs;
    manner.eventsPerSecond = kDemoEventsPerSecond;
    manner.uneven = true;
    return manner;
}

QByteArray withTimes(QByteArray value, qint64 nowMs)
{
    if (!value.contains('{'))
        return value;
    static const QRegularExpression place(QStringLiteral("\\{(now|unix|http)([+-]\\d{1,9})?\\}"));
    QString text = QString::fromUtf8(value);
    for (auto match = place.match(text); match.hasMatch(); match = place.match(text)) {
        const QDateTime time =
            QDateTime::fromMSecsSinceEpoch(nowMs + match.captured(2).toLongLong() * 1000, Qt::UTC);
        const QString form = match.captured(1);
        const QString written =
            form == QLatin1String("now") ? time.toString(Qt::ISODate)
            : form == QLatin1String("unix")
                ? QString::number(time.toSecsSinceEpoch())
                : QLocale::c().toString(time, u"ddd, dd MMM yyyy hh:mm:ss 'GMT'");
        text.replace(match.capturedStart(), match.capturedLength(), written);
    }
    return text.toUtf8();
}

} // namespace Patchbay
