// SPDX-License-Identifier: GPL-3.0-or-later
#include "desktop/dialogs/inspectortext.h"

#include <QLocale>

#include <algorithm>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr int kIndent = 2;
constexpr qsizetype kDeepest = 200;
// A single argument may not be longer than 128 kB on Linux.
constexpr qsizetype kLongestArgument = 100'000;

// They belong to the connection, or curl makes them itself.
bool isOfConnection(const QByteArray& lowerName)
{
    static const QByteArrayList names{"host",
                                      "content-length",
                                      "connection",
                                      "accept-encoding",
                                      "content-encoding",
                                      "transfer-encoding",
                                      "expect",
                                      "keep-alive",
                                      "te"};
    return names.contains(lowerName);
}

QString quoted(QString text)
{
    return u'\'' + text.replace(u'\'', u"'\\''"_s) + u'\'';
}

QString newLine(qsizetype depth)
{
    return u'\n' + QString(kIndent * std::min(depth, kDeepest), u' ');
}

} // namespace

QString InspectorText::pretty(const QString& json)
{
    const QString text = json.trimmed();
    if (!text.startsWith(u'{') && !text.startsWith(u'['))
        return json;
    QString result;
    result.reserve(text.size() + text.size() / 2);
    qsizetype depth = 0;
    bool isInString = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (isInString) {
            result += c;
            if (c == u'\\' && i + 1 < text.size())
                result += text[++i];
            else if (c == u'"')
                isInString = false;
            continue;
        }
        if (c.isSpace())
            continue;
        if (c == u'"') {
            isInString = true;
            result += c;
        } else if (c == u'{' || c == u'[') {
            qsizetype next = i + 1;
            while (next < text.size() && text[next].isSpace())
                ++next;
            result += c;
            if (next < text.size() && text[next] == (c == u'{' ? u'}' : u']')) {
                result += text[next];
                i = next;
            } else {
                result += newLine(++depth);
            }
        } else if (c == u'}' || c == u']') {
            depth = std::max<qsizetype>(depth - 1, 0);
            result += newLine(depth) + c;
        } else if (c == u',') {
            result += c + newLine(depth);
        } else if (c == u':') {
            result += u": "_s;
        } else {
            result += c;
        }
    }
    return result;
}

QString InspectorText::head(const InspectedMessage& message, const QByteArray& target)
{
    QByteArray start = message.startLine;
    if (!target.isEmpty())
        start.replace(" HTTP/", ' ' + target + " HTTP/");
    QString text = QString::fromUtf8(start) + u'\n';
    for (const auto& [name, value] : message.headers)
        text += QString::fromUtf8(name) + u": "_s + QString::fromUtf8(value) + u'\n';
    return text;
}

QString InspectorText::body(const InspectedMessage& message, bool isPretty)
{
    if (!message.isEventStream) {
        const QString text = QString::fromUtf8(message.body);
        return isPretty ? pretty(text) : text;
    }
    QString text;
    for (const InspectedEvent& event : message.events) {
        const QString data = QString::fromUtf8(event.data);
        text += u"%1 ms  "_s.arg(u'+' + QString::number(event.atMs), 7);
        if (!event.name.isEmpty())
            text += QString::fromUtf8(event.name) + u"  "_s;
        text += (isPretty ? pretty(data) : data) + u'\n';
    }
    return text;
}

QString InspectorText::cutMark(const InspectedMessage& message)
{
    if (!message.isCut)
        return {};
    qint64 kept = message.body.size();
    for (const InspectedEvent& event : message.events)
        kept += event.name.size() + event.data.size();
    return tr("— cut at %1 of %2 —")
        .arg(QLocale().formattedDataSize(kept, 0, QLocale::DataSizeSIFormat),
             QLocale().formattedDataSize(message.size, 0, QLocale::DataSizeSIFormat));
}

QString InspectorText::sizeText(const InspectedMessage& message)
{
    const QString size = QLocale().formattedDataSize(message.size, 1, QLocale::DataSizeSIFormat);
    if (!message.isEventStream)
        return size;
    const int count = static_cast<int>(message.events.size());
    return tr("%1, %2").arg(size, tr("%n event(s)", nullptr, count));
}

QString InspectorText::curl(const InspectedRequest& request, const QString& origin)
{
    const QByteArray& method = request.summary.record.method;
    const bool hasBody = !request.request.body.isEmpty();
    const QString address = origin + QString::fromUtf8(request.summary.target);
    QString command = u"curl -N "_s;
    if (method == "HEAD")
        command += u"-I "_s;
    else if (method != (hasBody ? "POST" : "GET"))
        command += u"-X "_s + quoted(QString::fromUtf8(method)) + u' ';
    command += quoted(address);
    for (const auto& [name, value] : request.request.headers) {
        const QByteArray lower = name.toLower();
        if (isOfConnection(lower))
            continue;
        if (lower == "authorization")
            command += u" \\\n  -H \"Authorization: Bearer $PATCHBAY_TOKEN\""_s;
        else if (lower == "x-api-key")
            command += u" \\\n  -H \"x-api-key: $PATCHBAY_TOKEN\""_s;
        else if (!value.contains("[redacted]"))
            command += u" \\\n  -H "_s +
                       quoted(QString::fromUtf8(name) + u": "_s + QString::fromUtf8(value));
    }
    if (!hasBody)
        return command + u'\n';
    const QString body = QString::fromUtf8(request.request.body);
    if (body.size() < kLongestArgument)
        return command + u" \\\n  --data-raw "_s + quoted(body) + u'\n';
    return command + u" \\\n  --data-binary @- <<'PATCHBAY_BODY'\n"_s + body +
           u"\nPATCHBAY_BODY\n"_s;
}

bool InspectorText::hasFailed(const InspectedSummary& request)
{
    const RequestRecord& record = request.record;
    return !request.isUnderWay && (record.status == 0 || record.status >= 400 || record.wasCut ||
                                   !record.errorKind.isEmpty());
}

QString InspectorText::status(const InspectedSummary& request)
{
    const RequestRecord& record = request.record;
    if (request.isUnderWay)
        return tr("under way");
    if (record.status == 0)
        return tr("no answer");
    if (record.wasCut)
        return tr("%1, cut").arg(record.status);
    if (record.status < 400 && !record.errorKind.isEmpty())
        return tr("%1, broke").arg(record.status);
    return QString::number(record.status);
}

QString InspectorText::title(const InspectedSummary& request)
{
    const QByteArray& method = request.record.method;
    if (method.isEmpty())
        return tr("unreadable");
    const QByteArray path = request.target.split('?').first();
    return QString::fromUtf8(method + ' ' + path);
}

QString InspectorText::duration(qint64 ms)
{
    if (ms < 0)
        return u"–"_s;
    if (ms < 1000)
        return tr("%1 ms").arg(ms);
    return tr("%1 s").arg(QLocale().toString(static_cast<double>(ms) / 1000, 'f', 1));
}

} // namespace Patchbay
