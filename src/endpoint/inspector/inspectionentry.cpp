// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/inspector/inspectionentry.h"

namespace Patchbay {

InspectionEntry::InspectionEntry(quint64 id, const InspectorLimits& limits,
                                 const InspectionStart& start)
    : m_limits(limits)
{
    m_scrubber.learn(start.headers);
    m_value.summary.id = id;
    m_value.summary.record = start.record;
    m_value.summary.target = m_scrubber.text(start.path) + m_scrubber.query(start.query);
    m_value.request.startLine = start.startLine;
    setHeaders(m_value.request, start.headers);
}

void InspectionEntry::setHeaders(InspectedMessage& message, const HeaderList& headers)
{
    message.headers = m_scrubber.headers(headers);
    for (const auto& [name, value] : std::as_const(message.headers))
        message.keptSize += name.size() + value.size();
}

void InspectionEntry::whole(InspectedMessage& message, const InspectedBytes& bytes) const
{
    // Cleaned before it is cut: what is left of a secret at the cut is none any more.
    message.body = m_scrubber.text(bytes.kept);
    message.isCut = bytes.kept.size() < bytes.size || message.body.size() > m_limits.bodyBytes;
    if (message.body.size() > m_limits.bodyBytes) {
        message.body.truncate(m_limits.bodyBytes);
        message.body.squeeze();
    }
    message.size = bytes.size;
    message.keptSize += message.body.size();
}

void InspectionEntry::body(const QString& client, const InspectedBytes& bytes)
{
    m_value.summary.record.client = client;
    whole(m_value.request, bytes);
}

void InspectionEntry::upstream(const QByteArray& target, const HeaderList& headers,
                               const std::optional<InspectedBytes>& changedBody,
                               const QString& model)
{
    m_value.summary.record.model = model;
    const qsizetype query = target.indexOf('?');
    m_value.upstreamRequest.startLine =
        query < 0 ? m_scrubber.text(target)
                  : m_scrubber.text(target.left(query)) + m_scrubber.query(target.mid(query));
    setHeaders(m_value.upstreamRequest, headers);
    m_value.isBodyChanged = changedBody.has_value();
    if (changedBody)
        whole(m_value.upstreamRequest, *changedBody);
}

void InspectionEntry::attempt(const InspectedAttempt& attempt)
{
    m_value.summary.record.account = attempt.account;
    m_value.attempts.append(attempt);
}

void InspectionEntry::upstreamHead(int status, const HeaderList& headers)
{
    if (!m_value.upstreamAnswer.isEmpty())
        return; // told when it began
    m_value.upstreamAnswer.startLine = QByteArray::number(status);
    setHeaders(m_value.upstreamAnswer, headers);
    m_value.upstreamAnswer.isEventStream =
        headerValue(headers, "content-type").toLower().startsWith("text/event-stream");
}

void InspectionEntry::upstreamBytes(const InspectedBytes& bytes, qint64 atMs)
{
    take(m_upstreamAnswer, m_value.upstreamAnswer, bytes, atMs);
}

void InspectionEntry::answerHead(const QByteArray& head, int status)
{
    InspectedMessage& answer = m_value.answer;
    m_value.summary.record.status = status;
    const QByteArrayList lines = head.split('\n');
    HeaderList headers;
    for (const QByteArray& line : lines.mid(1)) {
        if (const qsizetype colon = line.indexOf(':'); colon > 0)
            headers.emplaceBack(line.left(colon), line.mid(colon + 1).trimmed());
    }
    answer.startLine = lines.first().trimmed();
    setHeaders(answer, headers);
    answer.isEventStream =
        headerValue(headers, "content-type").toLower().startsWith("text/event-stream");
}

void InspectionEntry::answerBytes(const InspectedBytes& bytes, qint64 atMs)
{
    if (m_value.summary.record.firstByteMs < 0)
        m_value.summary.record.firstByteMs = atMs;
    m_value.summary.record.bytesOut += bytes.size;
    take(m_answer, m_value.answer, bytes, atMs);
}

void InspectionEntry::take(Incoming& incoming, InspectedMessage& message,
                           const InspectedBytes& bytes, qint64 atMs)
{
    message.size += bytes.size;
    incoming.fedSize += bytes.kept.size();
    if (!message.isEventStream) {
        incoming.raw += bytes.kept;
        return;
    }
    if (!incoming.stream)
        incoming.stream.emplace(message, m_scrubber, m_limits.bodyBytes);
    incoming.stream->feed(bytes.kept, atMs);
    if (incoming.fedSize < message.size)
        message.isCut = true;
}

void InspectionEntry::finish(Incoming& incoming, InspectedMessage& message, qint64 atMs) const
{
    if (incoming.stream)
        incoming.stream->finish(atMs);
    else if (message.size > 0)
        whole(message, {incoming.raw, message.size});
    incoming.stream.reset();
    incoming.raw.clear();
}

void InspectionEntry::failed(const QString& error)
{
    m_value.error = m_scrubber.words(error);
}

void InspectionEntry::end(const RequestRecord& record)
{
    m_value.summary.record = record;
    m_value.summary.isUnderWay = false;
    finish(m_answer, m_value.answer, record.durationMs);
    finish(m_upstreamAnswer, m_value.upstreamAnswer, record.durationMs);
    m_scrubber.forget();
}

qint64 InspectionEntry::keptSize() const
{
    constexpr qint64 overhead = 2048;
    return overhead + m_value.request.keptSize + m_value.answer.keptSize +
           m_value.upstreamRequest.keptSize + m_value.upstreamAnswer.keptSize +
           m_answer.raw.size() + m_upstreamAnswer.raw.size();
}

} // namespace Patchbay
