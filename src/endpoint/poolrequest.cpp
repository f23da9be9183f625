// SPDX-License-Identifier: GPL-3.0-or-later
#include "endpoint/poolrequest.h"

#include <algorithm>
#include <array>

namespace Patchbay {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestUserAgent = 200;
constexpr qsizetype kLongestConversation = 200;

bool goesUpstream(const QByteArray& lowerName)
{
    static constexpr std::array<QByteArrayView, 3> prefixes{"anthropic-", "x-stainless-",
                                                            "x-claude-code-"};
    static constexpr std::array<QByteArrayView, 3> names{"content-type", "accept", "x-app"};
    return std::find(names.begin(), names.end(), lowerName) != names.end() ||
           std::any_of(prefixes.begin(), prefixes.end(),
                       [&](QByteArrayView prefix) { return lowerName.startsWith(prefix); });
}

// What Connection names belongs to the connection.
QByteArrayList hopByHop(const RequestHead& head)
{
    QByteArrayList names;
    for (const QByteArray& value : head.values("connection")) {
        for (const QByteArray& name : value.split(','))
            names.append(name.trimmed().toLower());
    }
    return names;
}

QString conversationOf(const RequestHead& head, const BodyScan& scan, const QString& client)
{
    QString id = QString::fromUtf8(head.value("x-claude-code-session-id"));
    if (id.isEmpty())
        id = scan.session;
    if (id.isEmpty() && scan.openingHash != 0)
        id = QString::number(scan.openingHash, 16);
    // Two clients that say the same do not mean the same.
    return id.isEmpty() ? QString()
                        : u"endpoint/"_s + client + u'/' + id.left(kLongestConversation);
}

bool isBalanced(const QByteArray& text)
{
    int depth = 0;
    for (const char c : text) {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth < 0)
            return false;
    }
    return depth == 0;
}

} // namespace

QByteArray userAgentFor(const QString& ours, const QByteArray& clients)
{
    QByteArray name;
    for (const char c : clients.left(kLongestUserAgent)) {
        if (c >= 0x20 && c < 0x7f && c != '\\')
            name += c;
    }
    name = name.simplified();
    if (!isBalanced(name))
        name.replace('(', '[').replace(')', ']');
    return name.isEmpty() ? ours.toUtf8() : ours.toUtf8() + " (for " + name + ')';
}

Request poolRequest(const RequestHead& head, QByteArray body, const BodyScan& scan,
                    const EndpointClient& client, const QString& userAgent)
{
    Request request;
    request.method = head.method == "HEAD" ? QByteArray("GET") : head.method;
    request.path = head.path + head.query;
    request.body = std::move(body);
    const QByteArrayList dropped = hopByHop(head);
    for (const auto& [name, value] : head.headers) {
        const QByteArray lower = name.toLower();
        if (goesUpstream(lower) && !dropped.contains(lower))
            request.headers.emplaceBack(name, value);
    }
    request.headers.emplaceBack("user-agent", userAgentFor(userAgent, head.value("user-agent")));
    request.stream = scan.stream;
    request.model = scan.model;
    request.maxTokens = scan.maxTokens;
    request.estimatedInputTokens = scan.estimatedInputTokens();
    request.conversation = conversationOf(head, scan, client.name);
    request.client = {Client::Kind::Endpoint, client.name};
    for (const QString& id : client.accounts)
        request.onlyAccounts.append({id});
    return request;
}

Request translatedPoolRequest(const RequestHead& head, QByteArray body, const BodyScan& scan,
                              const EndpointClient& client, const QString& userAgent)
{
    Request request = poolRequest(head, std::move(body), scan, client, userAgent);
    request.path = "/v1/messages";
    request.headers.removeIf([](const std::pair<QByteArray, QByteArray>& header) {
        const QByteArray name = header.first.toLower();
        return !name.startsWith("anthropic-") && name != "user-agent";
    });
    return request;
}

} // namespace Patchbay
